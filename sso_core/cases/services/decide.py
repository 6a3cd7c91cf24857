"""Deciding: propose, confirm by a second officer, send back; or by the machine where all is verified."""

from decimal import Decimal

from django.db import transaction

from sso_core import clock
from sso_core.cases.flow import Status
from sso_core.cases.models import Case, Outcome, Proposal, ProposalState
from sso_core.cases.registry import type_of
from sso_core.cases.selectors import decision_of, view_of
from sso_core.cases.services.rows import locked, move, saved, write
from sso_core.cases.types import CasePanel, CaseType, CaseView, CheckState
from sso_core.kernel.actor import SYSTEM, Actor
from sso_core.kernel.finding import Finding, Refused
from sso_core.kernel.worked import Worked
from sso_core.messaging.public import publish


@transaction.atomic
def propose(
    ref: str,
    outcome: str,
    reason: str,
    by: Actor,
    *,
    worked: Worked | None = None,
    amount: Decimal | None = None,
    version: int | None = None,
) -> CaseView:
    """Propose a decision. Where no second officer is needed it is the decision.

    Without ``worked`` and ``amount`` the figures are those of the case's panel, worked out now.
    """
    case = locked(ref, version)
    kind = type_of(case.type)
    panel = kind.panel(view_of(case))
    worked = worked or panel.worked
    amount = amount if amount is not None else panel.amount
    _refuse_unfit(case, outcome, reason, by)
    if outcome == Outcome.APPROVE:
        _refuse_unproven(kind, panel, amount)
    four_eyes = kind.four_eyes(view_of(case), amount)
    proposal = Proposal(
        case=case,
        outcome=outcome,
        reason=reason.strip(),
        worked=worked.as_dict() if worked else None,
        amount=amount if outcome == Outcome.APPROVE else None,
        four_eyes=four_eyes,
        maker_id=by.user_id,
        maker_name=by.name,
    )
    if not four_eyes:
        return _decide(case, kind, proposal, by, outcome)
    move(case, "propose")
    proposal.save()
    case.assigned_to_id = None
    write(
        case,
        "proposed",
        by,
        outcome=outcome,
        outcome_label=proposal.get_outcome_display(),
        amount="" if proposal.amount is None else proposal.amount,
        reason=reason.strip(),
    )
    return view_of(saved(case))


@transaction.atomic
def confirm(ref: str, by: Actor, *, version: int | None = None) -> CaseView:
    """The second officer agrees: this is the decision."""
    case = locked(ref, version)
    proposal = _waiting(case)
    _refuse_maker(case, proposal, by)
    proposal.checker_id, proposal.checker_name, proposal.checked_at = by.user_id, by.name, clock.now()
    write(case, "confirmed", by)
    return _decide(case, type_of(case.type), proposal, by, f"confirm_{proposal.outcome}")


@transaction.atomic
def send_back(ref: str, reason: str, by: Actor, *, version: int | None = None) -> CaseView:
    """The second officer does not agree: back to the maker, with the reason."""
    if not reason.strip():
        raise Refused(Finding("case.send_back_reason_missing", field="reason"))
    case = locked(ref, version)
    proposal = _waiting(case)
    _refuse_maker(case, proposal, by)
    move(case, "send_back")
    proposal.state, proposal.checker_note = ProposalState.SENT_BACK, reason.strip()
    proposal.checker_id, proposal.checker_name, proposal.checked_at = by.user_id, by.name, clock.now()
    proposal.save()
    case.assigned_to_id = proposal.maker_id
    write(case, "sent_back", by, reason=reason.strip())
    return view_of(saved(case))


@transaction.atomic
def decide_automatically(
    ref: str, worked: Worked | None, reason: str, *, amount: Decimal | None = None, outcome: str = "approve"
) -> CaseView:
    """Straight through, where every fact is verified by machine. Never where two officers are needed."""
    case = locked(ref)
    kind = type_of(case.type)
    amount = amount if amount is not None or worked is None else worked.amount
    if kind.four_eyes(view_of(case), amount):
        raise Refused(Finding("case.needs_four_eyes"))
    proposal = Proposal(
        case=case,
        outcome=outcome,
        reason=reason,
        worked=worked.as_dict() if worked else None,
        amount=amount if outcome == Outcome.APPROVE else None,
        four_eyes=False,
        automatic=True,
        maker_name=SYSTEM.name,
    )
    return _decide(case, kind, proposal, SYSTEM, outcome)


def _decide(case: Case, kind: CaseType, proposal: Proposal, by: Actor, name: str) -> CaseView:
    """Make the proposal the decision, and do what follows from it, in this transaction."""
    move(case, name)
    proposal.state = ProposalState.DECIDED
    proposal.save()
    if proposal.amount is not None:
        case.amount = proposal.amount
    case.assigned_to_id = case.assigned_to_id or by.user_id
    approved = Status(case.status) is Status.APPROVED
    write(
        case,
        "approved" if approved else "rejected",
        by,
        amount="" if proposal.amount is None else proposal.amount,
        reason=proposal.reason,
    )
    saved(case)
    kind.on_decided(view_of(case), decision_of(proposal))
    publish(
        "cases.decided",
        case.reference,
        {
            "reference": case.reference,
            "type": case.type,
            "subject": case.subject,
            "outcome": proposal.outcome,
        },
    )
    case.refresh_from_db()
    return view_of(case)


def _waiting(case: Case) -> Proposal:
    proposal = case.proposals.select_for_update(of=("self",)).filter(state=ProposalState.WAITING).first()
    if proposal is None:
        raise Refused(Finding("case.wrong_state", params={"status": Status(case.status).label}))
    return proposal


def _refuse_unfit(case: Case, outcome: str, reason: str, by: Actor) -> None:
    findings = []
    if outcome not in Outcome.values:
        findings.append(Finding("case.outcome_unknown", field="outcome"))
    if not reason.strip():
        findings.append(Finding("case.reason_missing", field="reason"))
    if by.user_id is not None and by.user_id == case.applicant_user_id:
        findings.append(Finding("case.applicant_decides", field="outcome"))
    if findings:
        raise Refused(*findings)


def _refuse_unproven(kind: CaseType, panel: CasePanel, amount: Decimal | None) -> None:
    """Approval needs every check met or waived, and an amount where the type pays."""
    failed = [check.label for check in panel.checks if check.state == CheckState.FAILED]
    if failed:
        labels = ", ".join(failed)
        raise Refused(Finding("case.check_failed", field="outcome", params={"labels": labels}))
    if kind.pays and amount is None:
        raise Refused(Finding("case.amount_unknown", field="outcome"))


def _refuse_maker(case: Case, proposal: Proposal, by: Actor) -> None:
    if by.user_id is None or by.user_id == proposal.maker_id:
        raise Refused(Finding("case.maker_is_checker", field="confirm"))
    if by.user_id == case.applicant_user_id:
        raise Refused(Finding("case.applicant_decides", field="confirm"))
