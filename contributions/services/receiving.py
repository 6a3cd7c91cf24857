"""Money reported by a bank: to the bill of its two references, or to suspense where it fits none.

A bank's line is taken once. Contributions are settled before the surcharge. Too little waits for the
rest; too much, twice and unknown wait for an officer. Nothing is guessed.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from contributions.models import (
    Bill,
    BillStatus,
    MoneyIn,
    MoneyInStatus,
    SuspenseItem,
    SuspenseReason,
    SuspenseStatus,
)
from contributions.services import settling
from contributions.services.billing import set_surcharge, surcharge_on, too_late
from finance.public import post
from sso_core import clock
from sso_core.audit.public import record
from sso_core.clock import BANGKOK
from sso_core.kernel.actor import SYSTEM, Actor
from sso_core.kernel.finding import Finding, Refused


@dataclass(frozen=True, slots=True)
class BankLine:
    """What a bank says of one payment."""

    bank_line_id: str
    ref1: str
    ref2: str
    amount: Decimal
    paid_at: datetime
    bank: str = ""
    channel: str = ""
    txn_id: str = ""


@transaction.atomic
def receive(line: BankLine) -> MoneyIn:
    """Take a bank's line; taken before, nothing happens."""
    bill = _bill_of(line.ref1, line.ref2)
    money, is_new = MoneyIn.objects.get_or_create(
        bank_line_id=line.bank_line_id,
        defaults={
            "ref1": line.ref1[:40], "ref2": line.ref2[:40], "amount": line.amount, "paid_at": line.paid_at,
            "bank": line.bank, "channel": line.channel, "txn_id": line.txn_id, "bill": bill,
            "status": MoneyInStatus.SUSPENSE, "received_at": clock.now(),
        },
    )  # fmt: skip
    if not is_new:
        return money
    if bill is None or bill.status == BillStatus.CANCELLED:
        _suspend(money, SuspenseReason.UNMATCHED, money.amount)
    elif bill.status == BillStatus.PAID:
        _suspend(money, SuspenseReason.DOUBLE, money.amount)
    elif too_late(bill, money.paid_at.astimezone(BANGKOK).date()):
        _suspend(money, SuspenseReason.TOO_LATE, money.amount)
        settling.tell_too_late(bill)
    else:
        _to_bill(money, bill)
    return money


def plain(reference: str) -> str:
    """A reference as it stands on a bill: counters key it with spaces and hyphens."""
    return reference.replace(" ", "").replace("-", "").upper()


def _bill_of(ref1: str, ref2: str) -> Bill | None:
    """The bill, locked, or the one that was issued in its place."""
    bills = Bill.objects.select_for_update(of=("self",)).select_related("filing")
    bill = bills.filter(ref1=plain(ref1), ref2=plain(ref2)).first()
    while bill is not None and bill.replaced_by_id is not None:
        bill = bills.get(pk=bill.replaced_by_id)
    return bill


def _to_bill(money: MoneyIn, bill: Bill) -> None:
    paid_on = money.paid_at.astimezone(BANGKOK).date()
    held = _held_for(bill)
    available = money.amount + sum((item.amount for item in held), Decimal("0.00"))
    needed = bill.contribution or bill.surcharge
    if available < needed:
        _suspend(money, SuspenseReason.SHORT, money.amount)
        settling.tell_short(bill, missing=needed - available)
        return
    set_surcharge(bill, surcharge_on(bill, paid_on), paid_on)
    used = min(available, bill.total)
    if held:
        _suspend(money, SuspenseReason.SHORT, money.amount)
        settling.settle(bill, used, paid_on=paid_on, from_suspense=True)
        _use_up([*held, money.suspense.get()], bill, used, by=None)
    else:
        settling.settle(bill, used, paid_on=paid_on, from_suspense=False)
        if available > used:
            _suspend(money, SuspenseReason.OVER, available - used)
    money.status, money.bill = MoneyInStatus.APPLIED, bill
    money.save(update_fields=["status", "bill"])


def _held_for(bill: Bill) -> list[SuspenseItem]:
    return list(
        SuspenseItem.objects.select_for_update()
        .filter(bill=bill, reason=SuspenseReason.SHORT, status=SuspenseStatus.OPEN)
        .order_by("pk")
    )


def _suspend(money: MoneyIn, reason: SuspenseReason, amount: Decimal) -> None:
    SuspenseItem.objects.create(
        money_in=money, reason=reason, amount=amount, bill=money.bill, opened_at=clock.now()
    )
    post(
        event_key=f"money_in:{money.pk}:suspense",
        rule="money_unmatched",
        on=clock.today(),
        amounts={"amount": amount},
        ref=f"bank_line:{money.bank_line_id}",
        subject=money.bill.subject if money.bill else "",
        memo=f"{money.ref1} {money.ref2}",
    )


def _use_up(items: list[SuspenseItem], bill: Bill, used: Decimal, *, by: Actor | None) -> None:
    """Close items against a bill, in order; what is left over of them stays open, as paid too much."""
    left = used
    for item in items:
        taken = min(item.amount, left)
        left -= taken
        if not taken:
            item.reason = SuspenseReason.OVER
            item.save(update_fields=["reason"])
            continue
        if taken < item.amount:
            SuspenseItem.objects.create(
                money_in=item.money_in,
                reason=SuspenseReason.OVER,
                amount=item.amount - taken,
                bill=bill,
                opened_at=clock.now(),
            )
        item.amount, item.status = taken, SuspenseStatus.APPLIED
        item.applied_to, item.applied_at = bill, clock.now()
        item.applied_by_id, item.applied_by = (by.user_id, by.name) if by else (None, SYSTEM.name)
        item.save()


@transaction.atomic
def apply_suspense(item_ids: list[int], bill_id: int, *, by: Actor) -> Bill:
    """An officer puts held money to a bill. Raises ``Refused`` when it is not enough or already used."""
    items = list(
        SuspenseItem.objects.select_for_update(of=("self",))
        .select_related("money_in")
        .filter(pk__in=item_ids, status=SuspenseStatus.OPEN)
        .order_by("pk")
    )
    bill = Bill.objects.select_for_update(of=("self",)).select_related("filing").get(pk=bill_id)
    if len(items) != len(set(item_ids)):
        raise Refused(Finding("suspense.already_used"))
    if bill.status != BillStatus.UNPAID:
        raise Refused(Finding("suspense.bill_closed", field="bill"))
    paid_on = max(item.money_in.paid_at.astimezone(BANGKOK).date() for item in items)
    available = sum((item.amount for item in items), Decimal("0.00"))
    needed = bill.contribution or bill.surcharge
    if available < needed:
        raise Refused(
            Finding("suspense.not_enough", field="bill", params={"missing": f"{needed - available:,.2f}"})
        )
    set_surcharge(bill, surcharge_on(bill, paid_on), paid_on)
    used = min(available, bill.total)
    settling.settle(bill, used, paid_on=paid_on, from_suspense=True)
    _use_up(items, bill, used, by=by)
    for item in items:
        item.money_in.status, item.money_in.bill = MoneyInStatus.APPLIED, bill
        item.money_in.save(update_fields=["status", "bill"])
    record("contributions.suspense_applied", by=by, subject=bill.subject, params={"bill": bill.ref2})
    return bill
