"""Staff go: form 6-09 (SSA s.38, s.44); and what was reported wrongly is mended."""

from datetime import date

from django.db import transaction

from registration.models import Check, CheckState, Employment, LeaveReason, Person
from registration.rules.section33 import change_due
from registration.selectors import employment as employment_view
from registration.selectors import known_by
from registration.services.checks import DOPA, ask_later, forget
from registration.services.civil import ask_dopa
from registration.services.coverage import sync_section33
from registration.services.departures import Departure, end_employments
from registration.services.enrolment import Enrolment
from registration.services.people import compare, enter, lock_person
from registration.values import EmploymentView
from sso_core import clock
from sso_core.audit.public import record
from sso_core.kernel import thai_text
from sso_core.kernel.actor import Actor
from sso_core.kernel.digits import bare
from sso_core.kernel.finding import Finding, Refused, Severity, refuse_if_blocked
from sso_core.kernel.thai_calendar import format_date
from sso_core.law.public import current
from sso_core.messaging.public import publish


@transaction.atomic
def leave(
    account: str,
    national_id: str,
    *,
    last_day: date,
    reason: str,
    by: Actor,
    employment_id: int | None = None,
) -> Enrolment:
    """Report a leaver: the employment ends, and coverage with the last employment (s.38).

    Without ``employment_id`` it is the newest employment with this employer. The same report again changes
    nothing. Raises ``Refused``.
    """
    if reason not in LeaveReason.values:
        raise Refused(Finding("leave_reason", field="reason"))
    found = _employment(account, national_id, employment_id)
    if found is not None and found.ends_on == last_day and found.reason == reason:
        return Enrolment((_view(found),), ())
    findings = _against(found, last_day)
    refuse_if_blocked(findings)
    assert found is not None
    end_employments([Departure(found.pk, last_day, reason)], by=by)
    return Enrolment((_view(found),), tuple(findings))


def _employment(account: str, national_id: str, employment_id: int | None) -> Employment | None:
    person = known_by(bare(national_id))
    if person is None:
        return None
    rows = Employment.objects.filter(branch__employer__account_no=account, person=person)
    if employment_id is not None:
        rows = rows.filter(pk=employment_id)
    lock_person(person.pk)
    return rows.select_related("person", "branch__employer").order_by("-starts_on").first()


def _against(found: Employment | None, last_day: date) -> list[Finding]:
    if found is None or found.ends_on is not None:
        return [Finding("not_employed", field="last_day", section="44")]
    today = clock.today()
    possible = found.starts_on <= last_day <= today
    rows = (
        (last_day < found.starts_on, "end_before_start", Severity.BLOCK),
        (last_day > today, "end_in_future", Severity.BLOCK),
        (possible and today > change_due(last_day, law=current()), "late_leave", Severity.WARN),
    )
    params = {"since": format_date(found.starts_on)}
    return [Finding(code, severity, "last_day", params, "44") for wrong, code, severity in rows if wrong]


def _view(found: Employment) -> EmploymentView:
    made = employment_view(found.pk)
    assert made is not None
    return made


def correct_name(account: str, employment_id: int, first_name: str, last_name: str, *, by: Actor) -> None:
    """Mend the name of a person whom DOPA did not know by it, and ask DOPA again. Raises ``Refused``."""
    person = _unchecked_person(account, employment_id)
    answer = ask_dopa([person.national_id])[person.national_id]
    with transaction.atomic():
        lock_person(person.pk)
        subject = f"person:{person.pk}"
        if isinstance(answer, Exception):
            person.first_name, person.last_name = (
                thai_text.normalise(first_name),
                thai_text.normalise(last_name),
            )
            person.set_keys()
            person.save()
            forget(DOPA, subject)
            ask_later(DOPA, subject, {"national_id": person.national_id})
        else:
            differences = compare(answer, first_name, last_name)
            if differences or answer is None:
                raise Refused(*differences)
            enter(answer)
        record("name_corrected", by=by, subject=subject, params={"account_no": account})


@transaction.atomic
def cancel_enrolment(account: str, employment_id: int, *, by: Actor) -> None:
    """Take back an enrolment whose identity DOPA refused: it never was. Raises ``Refused``."""
    person = _unchecked_person(account, employment_id)
    lock_person(person.pk)
    failed = Check.objects.filter(kind=DOPA, subject=f"person:{person.pk}", state=CheckState.FAILED)
    if not failed.exists():
        raise Refused(Finding("not_to_cancel"))
    Employment.objects.filter(pk=employment_id).delete()
    sync_section33(person.pk)
    told = {"person_id": person.pk, "account_no": account}
    publish("registration.employment_cancelled", str(employment_id), told)
    record("enrolment_cancelled", by=by, subject=f"person:{person.pk}", params={"account_no": account})


def _unchecked_person(account: str, employment_id: int) -> Person:
    row = Employment.objects.filter(pk=employment_id, branch__employer__account_no=account)
    found = row.select_related("person").first()
    if found is None or found.person.verified_at is not None:
        raise Refused(Finding("checked_already"))
    return found.person
