"""What every claim shares: opening the case, deciding, ordering the money, telling the person."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction

from benefits.models import Claim, ClaimKind, PayState
from benefits.services.eligibility import Position
from finance import public as finance
from registration import public as registration
from sso_core import clock
from sso_core.cases import public as cases
from sso_core.kernel.actor import SYSTEM, Actor
from sso_core.kernel.finding import Finding, Refused
from sso_core.messaging.public import tell

FUND = {
    "sickness": finance.Fund.SMID,
    "pension": finance.Fund.OLD_AGE_CHILD,
    "lump_sum": finance.Fund.OLD_AGE_CHILD,
}


def assured(by: Actor) -> None:
    """Refuse a member whose session has not shown a second factor."""
    if by.assurance < 2:
        raise Refused(Finding("needs_second_factor"))


def payee_destination(person_id: int) -> finance.Destination:
    """Where the person is paid now; without a choice, PromptPay by the own id."""
    person = registration.person(person_id)
    chosen = registration.destination_of(person_id)
    if chosen is None:
        return finance.Destination("promptpay", "", person.national_id, person.full_name)
    return finance.Destination(chosen.kind, chosen.bank_code, chosen.account, chosen.name)


def subject_of(person_id: int) -> str:
    return f"person:{person_id}"


@transaction.atomic
def open_claim(
    kind: ClaimKind,
    person_id: int,
    *,
    event_on: date,
    facts: Mapping[str, Any],
    position: Position,
    documents: Sequence[UUID] = (),
    by: Actor,
    channel: str,
) -> Claim:
    """Open the case and write the claim with what was worked out on this day."""
    person = registration.person(person_id)
    case = cases.open_case(
        f"benefits.{kind.value}",
        subject=subject_of(person_id),
        subject_name=person.full_name,
        subject_ident=person.national_id,
        applicant=by,
        office=person.office,
        payload={**facts, "documents": [str(one) for one in documents]},
        channel=channel,
        amount=position.amount,
    )
    worked = position.worked
    return Claim.objects.create(
        case_id=case.id,
        reference=case.reference,
        kind=kind,
        person_id=person_id,
        event_on=event_on,
        facts=dict(facts),
        worked=worked.as_dict() if worked else None,
        law_hash=worked.law_hash if worked else "",
        amount=position.amount,
    )


def order_money(claim: Claim, benefit: str, amount: Decimal, *, due_on: date, by: Actor) -> None:
    """Post what is owed and order its payment. Repeated for the same claim, both happen once.

    Without a way to be paid the order waits: the person is asked, and ``reissue`` sends it.
    """
    person = registration.person(claim.person_id)
    finance.post(
        event_key=f"benefits.claim/{claim.reference}/approved",
        rule="benefit_awarded",
        on=clock.today(),
        amounts={benefit: amount},
        ref=f"claim:{claim.reference}",
        subject=subject_of(claim.person_id),
        memo=claim.get_kind_display(),
    )
    order = finance.order_payment(
        finance.PaymentRequest(
            source_key=f"benefits.claim/{claim.reference}",
            subject=subject_of(claim.person_id),
            payee_name=person.full_name,
            payee_ident=person.national_id,
            fund=FUND[benefit],
            benefit=benefit,
            amount=amount,
            destination=payee_destination(claim.person_id),
            due_on=due_on,
            memo=claim.reference,
        ),
        by=by,
    )
    claim.order_reference, claim.pay_state, claim.amount = order.reference, PayState.ORDERED, amount
    claim.save(update_fields=["order_reference", "pay_state", "amount"])


def tell_person(claim: Claim, template: str, **context: Any) -> None:
    recipient = registration.recipient_of(claim.person_id)
    tell(recipient, template, {"claim_reference": claim.reference, **context}, case_ref=claim.reference)


@transaction.atomic
def money_settled(payload: Mapping[str, Any]) -> None:
    """The bank says that the money arrived."""
    claim = _claim_of_order(payload)
    if claim is None or claim.pay_state == PayState.PAID:
        return
    claim.pay_state, claim.pay_note = PayState.PAID, ""
    claim.save(update_fields=["pay_state", "pay_note"])
    cases.set_public_status(claim.reference, cases.PublicStatus.DONE, by=SYSTEM)
    tell_person(claim, "benefits/paid", amount=str(claim.amount), benefit=claim.get_kind_display())


@transaction.atomic
def money_returned(payload: Mapping[str, Any]) -> None:
    """The bank gave the money back: the person is asked to mend the account."""
    claim = _claim_of_order(payload)
    if claim is None or claim.pay_state == PayState.RETURNED:
        return
    claim.pay_state, claim.pay_note = PayState.RETURNED, str(payload.get("reason", ""))[:300]
    claim.save(update_fields=["pay_state", "pay_note"])
    cases.set_public_status(claim.reference, cases.PublicStatus.WAITING_FOR_YOU, by=SYSTEM)
    tell_person(claim, "benefits/returned", amount=str(claim.amount), reason=claim.pay_note)


def reissue(reference: str, *, by: Actor) -> Claim:
    """Send returned money again, to where the person is paid now. Needs AAL2 of a member."""
    assured(by)
    with transaction.atomic():
        claim = Claim.objects.select_for_update().get(reference=reference)
        if claim.pay_state != PayState.RETURNED:
            raise Refused(Finding("nothing_returned"))
        order = finance.reissue(claim.order_reference, payee_destination(claim.person_id), by=by)
        claim.order_reference = order.reference
        claim.pay_state, claim.pay_note = PayState.ORDERED, ""
        claim.save(update_fields=["order_reference", "pay_state", "pay_note"])
        cases.set_public_status(reference, cases.PublicStatus.PAYING, by=by)
    return claim


def _claim_of_order(payload: Mapping[str, Any]) -> Claim | None:
    source, *rest = str(payload["source_key"]).split("/")
    if source != "benefits.claim":
        return None
    return Claim.objects.select_for_update().filter(reference=rest[0].partition("#")[0]).first()
