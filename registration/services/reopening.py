"""A closed account opens again: one officer asks, another decides; the database holds them apart (SSA s.44)."""

from django.db import transaction

from registration.models import Branch, ChangedFact, Employer
from registration.services.lateness import note_change
from registration.services.telling import tell_employer
from sso_core import clock
from sso_core.audit.public import record
from sso_core.cases import public as cases
from sso_core.kernel.actor import Actor, ActorKind
from sso_core.kernel.branch_no import HEAD_OFFICE
from sso_core.kernel.finding import Finding, Refused
from sso_core.kernel.thai_calendar import format_date

CASE_TYPE = "registration.reopening"


@transaction.atomic
def ask_reopening(account: str, *, reason: str, by: Actor) -> cases.CaseView:
    """Ask that a closed account be opened again. Raises ``Refused``, also while it is asked already."""
    if by.kind is not ActorKind.OFFICER:
        raise Refused(Finding("only_an_officer"))
    employer = _held(account)
    _refuse(employer, field="reason")
    if not reason.strip():
        raise Refused(Finding("reopening_reason", field="reason"))
    if cases.open_cases_telling(CASE_TYPE, account_no=account):
        raise Refused(Finding("reopening_open", field="reason"))
    case = cases.open_case(
        CASE_TYPE,
        subject=f"employer:{account}",
        subject_name=employer.name,
        subject_ident=account,
        applicant=by,
        office=employer.office,
        payload={"account_no": account, "reason": reason.strip()},
        channel="office",
        tell=False,
    )
    record("reopening_asked", by=by, subject=f"employer:{account}", params={"reason": reason.strip()})
    return case


@transaction.atomic
def decided(case: cases.CaseView, decision: cases.Decision) -> None:
    """Open the account with its head office; staff is enrolled anew. Raises ``Refused`` where that cannot be."""
    if not decision.approved:
        return
    employer = _held(case.employer_account)
    _refuse(employer, field="outcome")
    _open(employer, case, decision)


def _open(employer: Employer, case: cases.CaseView, decision: cases.Decision) -> None:
    account, reason = employer.account_no, case.payload["reason"]
    closed_on, employer.closed_on = employer.closed_on, None
    assert closed_on is not None
    employer.save(update_fields=["closed_on"])
    head = Branch.objects.get(employer=employer, branch_no=HEAD_OFFICE)
    head.closed_on = None
    head.save(update_fields=["closed_on"])
    note_change(
        employer,
        ChangedFact.REOPENING,
        before=format_date(closed_on),
        after=reason,
        changed_on=clock.today(),
        case_reference=case.reference,
        asked_by=case.applicant_user_id,
        decided_by=decision.maker_id,
    )
    by = Actor(ActorKind.OFFICER, decision.maker_id, decision.maker_name)
    record("business_reopened", by=by, subject=f"employer:{account}", params={"reason": reason})
    tell_employer(account, "registration/business_reopened", reason=reason)


def _held(account: str) -> Employer:
    employer = Employer.objects.select_for_update(no_key=True).filter(account_no=account).first()
    if employer is None:
        raise Refused(Finding("employer_unknown"))
    return employer


def _refuse(employer: Employer, *, field: str) -> None:
    """Only a closed account opens, and never beside another open one of the same owner."""
    if employer.closed_on is None:
        raise Refused(Finding("not_closed", field=field))
    if Employer.objects.filter(tax_id=employer.tax_id, closed_on__isnull=True).exists():
        raise Refused(Finding("employer_exists", field=field))
