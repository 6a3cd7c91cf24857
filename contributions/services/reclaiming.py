"""Money that had gone back to a payer when the bank took the payment: billed, and closed by its payment (1206).

It is no contribution: no surcharge runs on it, and collection (s.47bis to s.50) does not take it up.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction

from contributions.models import Bill, BillKind, BillStatus, MoneyReversal, Reclaim
from contributions.services import settling
from contributions.services.billing import cancel_bill, next_reference
from finance.public import Stopped, order, post, stop_order
from registration.public import person
from sso_core import clock
from sso_core.kernel.actor import SYSTEM
from sso_core.kernel.period import Period
from sso_core.law.public import current
from sso_core.messaging.public import tell


@dataclass(frozen=True, slots=True)
class Gone:
    """A payment order that the bank has, whose money was taken back; ``amount`` in baht."""

    order_ref: str
    subject: str
    amount: Decimal


def claim(reversal: MoneyReversal, gone: Gone) -> Bill:
    """Ask whoever got the money for it, within the days that ``contributions.reclaim_days`` gives."""
    today = clock.today()
    found = order(gone.order_ref)
    assert found is not None
    kind, _, key = gone.subject.partition(":")
    person_id = int(key) if kind == "person" else None
    bill = Bill.objects.create(
        kind=BillKind.RECLAIM,
        person_id=person_id,
        subject=gone.subject or f"reversal:{reversal.pk}",
        payer_name=found.payee_name,
        ref1=_ref1(kind, key, reversal),
        ref2=next_reference(today),
        period=Period.of(today).first,
        contribution=gone.amount,
        due_on=today + timedelta(days=int(current().at("contributions.reclaim_days", today).value)),
        worked_on=today,
        issued_at=clock.now(),
    )
    Reclaim.objects.create(
        reversal=reversal, order_ref=gone.order_ref, bill=bill, payee_name=found.payee_name, amount=gone.amount,
        at=clock.now(),
    )  # fmt: skip
    if settling.is_somebodys(bill):
        tell(
            settling.recipient(bill),
            "contributions/reclaim",
            {"bill": bill, "reversal": reversal, **_way(bill)},
        )
    return bill


def _ref1(kind: str, key: str, reversal: MoneyReversal) -> str:
    if kind == "employer":
        return key
    return person(int(key)).national_id if kind == "person" else f"R{reversal.pk:09d}"


def _way(bill: Bill) -> dict[str, str]:
    account = bill.ref1
    url = f"/me/bills/{bill.pk}/slip.pdf" if bill.person_id else f"/employer/{account}/bills/{bill.pk}/"
    return {"action_url": url, "action_label": "ดูใบแจ้งชำระ"}


@transaction.atomic
def came_back(payload: Mapping[str, Any]) -> None:
    """The bank gives the money of an order back that is claimed: it is not ordered anew, and the claim is over."""
    reclaim = Reclaim.objects.select_for_update(of=("self",)).filter(order_ref=payload["order_ref"]).first()
    if reclaim is None:
        return
    bill = Bill.objects.select_for_update(of=("self",)).get(pk=reclaim.bill_id)
    if bill.status != BillStatus.UNPAID:
        return  # the payer sent it back already: what the bank returns is theirs, and is ordered anew
    if stop_order(reclaim.order_ref, "ธนาคารเรียกเงินต้นทางคืน", SYSTEM) is not Stopped.CAME_BACK:
        return
    cancel_bill(bill)
    post(
        event_key=f"reclaim:{reclaim.pk}:came_back",
        rule="reclaim_received",
        on=clock.today(),
        amounts={"back": reclaim.amount},
        ref=f"order:{reclaim.order_ref}",
        subject=bill.subject,
        memo=f"เงินของคำสั่งจ่าย {reclaim.order_ref} คืนมา",
    )
