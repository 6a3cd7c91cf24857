"""What an employer reported after its day is kept, and the employer is told so (SSA s.34, s.44)."""

from datetime import date

from registration.models import ChangedFact, Employer, EmployerChange, LateKind, LateReport
from registration.rules.section33 import change_due
from sso_core import clock
from sso_core.kernel.finding import Finding, Severity
from sso_core.kernel.thai_calendar import format_date
from sso_core.law.public import current


def note_if_late(
    kind: LateKind,
    employer_id: int,
    *,
    happened_on: date,
    due_on: date,
    subject: str = "",
    reported_on: date | None = None,
) -> bool:
    """Keep a report that came after ``due_on``; whether it did. Without ``reported_on`` it came today."""
    told = reported_on or clock.today()
    if told <= due_on:
        return False
    LateReport.objects.create(
        employer_id=employer_id,
        kind=kind,
        subject=subject,
        happened_on=happened_on,
        due_on=due_on,
        reported_on=told,
    )
    return True


def note_change(
    employer: Employer,
    fact: ChangedFact,
    *,
    before: str,
    after: str,
    changed_on: date,
    reported_on: date | None = None,
    case_reference: str = "",
    asked_by: int | None = None,
    decided_by: int | None = None,
) -> tuple[Finding, ...]:
    """Keep one changed fact (form 6-15); a warning where it was reported after the 15th of the next month.

    ``reported_on`` is the day the employer told it, where an officer decided later.
    """
    told = reported_on or clock.today()
    EmployerChange.objects.create(
        employer=employer,
        fact=fact,
        before=before,
        after=after,
        changed_on=changed_on,
        reported_on=told,
        case_reference=case_reference,
        asked_by=asked_by,
        decided_by=decided_by,
    )
    due = change_due(changed_on, law=current())
    late = note_if_late(
        LateKind.CHANGE, employer.pk, happened_on=changed_on, due_on=due, subject=fact, reported_on=told
    )
    params = {"due": format_date(due)}
    return (Finding("late_change", Severity.WARN, "changed_on", params, "44"),) if late else ()
