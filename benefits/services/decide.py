"""What an officer's decision sets going: the award and the money. Letter and message are the case's."""

from decimal import Decimal

from django.db import transaction

from benefits.models import AwardKind, Claim, ClaimKind, SickLeave
from benefits.services import old_age
from benefits.services.claims import order_money
from benefits.services.eligibility import Position, old_age_position, sickness_position
from benefits.services.sickness import facts_of
from sso_core import clock
from sso_core.cases.public import CaseView, Decision
from sso_core.kernel.actor import SYSTEM
from sso_core.kernel.finding import Finding, Refused


def position_of(claim: Claim) -> Position:
    """The claim worked out again on what is known now."""
    if claim.kind == ClaimKind.SICKNESS:
        facts = facts_of(claim)
        return sickness_position(
            claim.person_id,
            first_day=facts.first_day,
            days=facts.claimed_days,
            claimed_on=claim.created_at.date(),
            except_claim=claim.pk,
        )
    returns = claim.facts.get("returns")
    return old_age_position(
        claim.person_id, on=claim.event_on, returns=Decimal(returns) if returns is not None else None
    )


@transaction.atomic
def on_decided(case: CaseView, decision: Decision) -> None:
    """Runs in the transaction of the decision: all of it holds, or none."""
    claim = Claim.objects.select_for_update().get(reference=case.reference)
    if decision.approved:
        _approve(claim, decision)
    else:
        release(claim)


def on_withdrawn(case: CaseView) -> None:
    """The person takes the claim back; the days can be claimed again."""
    release(Claim.objects.get(reference=case.reference))


def release(claim: Claim) -> None:
    SickLeave.objects.filter(claim=claim).update(active=False)


def _approve(claim: Claim, decision: Decision) -> None:
    found = position_of(claim)
    if found.worked is None:
        raise Refused(Finding("nothing_to_work_out"))
    if decision.amount is not None and decision.amount != found.worked.amount:
        raise Refused(
            Finding("amount_changed", params={"before": decision.amount, "now": found.worked.amount})
        )
    claim.worked, claim.law_hash, claim.amount = (
        found.worked.as_dict(),
        found.worked.law_hash,
        found.worked.amount,
    )
    claim.save(update_fields=["worked", "law_hash", "amount"])
    amount = found.worked.amount
    if claim.kind == ClaimKind.SICKNESS:
        order_money(claim, "sickness", amount, due_on=clock.today(), by=SYSTEM)
        return
    kind = AwardKind(found.details["kind"])
    old_age.make_award(claim, kind, amount)
    if kind is AwardKind.LUMP_SUM:
        order_money(claim, "lump_sum", amount, due_on=clock.today(), by=SYSTEM)
