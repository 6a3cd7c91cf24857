"""A business goes over to another employer: both are told, an officer decides (form 6-15, SSA s.44)."""

from datetime import date

from django.db import transaction

from registration.handovers import CASE_TYPE
from registration.models import Branch, Employer
from registration.services.branches import lock_employer
from registration.services.closing import hand_over, refuse_unfit_handover
from registration.services.telling import tell_employer
from sso_core.audit.public import record
from sso_core.cases import public as cases
from sso_core.kernel import employer_account
from sso_core.kernel.actor import Actor, ActorKind
from sso_core.kernel.finding import Finding, Refused
from sso_core.kernel.thai_calendar import format_date


@transaction.atomic
def ask_transfer(
    account: str, branch_no: str, to_account: str, *, on: date, why: str, by: Actor, channel: str = "web"
) -> cases.CaseView:
    """Ask that a branch with its staff belongs to another account from ``on``. Raises ``Refused``."""
    to_account = _digits(to_account)
    employer = lock_employer(account)
    refuse_unfit_handover(account, branch_no, to_account, on=on)
    if not why.strip():
        raise Refused(Finding("handover_reason", field="why"))
    if cases.open_cases_telling(CASE_TYPE, **_told(account, branch_no)):
        raise Refused(Finding("handover_open"))
    target = Employer.objects.get(account_no=to_account)
    case = cases.open_case(
        CASE_TYPE,
        subject=f"employer:{account}",
        subject_name=employer.name,
        subject_ident=account,
        applicant=by,
        office=employer.office,
        payload={
            **_told(account, branch_no),
            "to_account": to_account,
            "on": on.isoformat(),
            "why": why.strip(),
        },
        channel=channel,
    )
    told = {"branch": branch_no, "to": to_account}
    record("handover_asked", by=by, subject=f"employer:{account}", params=told)
    branch = Branch.objects.get(employer=employer, branch_no=branch_no)
    tell_employer(
        target.account_no,
        "registration/handover_asked",
        "branches/",
        giver=employer.name,
        branch=branch.name,
        day=format_date(on),
        reference=case.reference,
    )
    return case


@transaction.atomic
def accept_transfer(reference: str, *, by: Actor) -> None:
    """The receiving employer agrees; without it nothing can be approved. Agreed already, nothing changes."""
    case = cases.case(reference)
    if case is None or case.type != CASE_TYPE or not case.is_open:
        raise Refused(Finding("handover_unknown"))
    if by.kind is not ActorKind.EMPLOYER or by.acting_for != f"employer:{case.payload['to_account']}":
        raise Refused(Finding("handover_unknown"))
    if case.payload.get("accepted_by"):
        return
    cases.update_payload(reference, by, accepted_by=by.name)
    record("handover_accepted", by=by, subject=by.acting_for, params={"from": case.employer_account})


def is_offered(reference: str, account: str) -> bool:
    """Whether this case, open or decided, hands something over to the account."""
    case = cases.case(reference)
    return case is not None and case.type == CASE_TYPE and case.payload["to_account"] == account


def transfers_to(account: str) -> tuple[cases.CaseView, ...]:
    """What other employers want to hand over to this one and is not decided."""
    return cases.open_cases_telling(CASE_TYPE, to_account=account)


def decided(case: cases.CaseView, decision: cases.Decision) -> None:
    """The officer agreed: the branch goes over."""
    if not decision.approved:
        return
    told = case.payload
    if not told.get("accepted_by"):
        raise Refused(Finding("handover_not_accepted", field="outcome"))
    by = Actor(ActorKind.OFFICER, decision.maker_id, decision.maker_name)
    hand_over(
        case.employer_account,
        told["branch_no"],
        told["to_account"],
        on=date.fromisoformat(told["on"]),
        by=by,
    )


def _told(account: str, branch_no: str) -> dict[str, str]:
    return {"from_account": account, "branch_no": branch_no}


def _digits(text: str) -> str:
    try:
        return employer_account.normalise(text)
    except ValueError:
        raise Refused(Finding("employer_unknown", field="to_account")) from None
