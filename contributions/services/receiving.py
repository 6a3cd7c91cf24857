"""Money reported by a bank: to the bill of its two references, or to suspense where it fits none.

A bank's line is taken once. Contributions are settled before the surcharge. Too little waits for the
rest; too much, twice and unknown wait for an officer. Nothing is guessed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from contributions.models import (
    VOLUNTARY,
    ActKind,
    ActState,
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
from sso_core.kernel import case_reference
from sso_core.kernel.actor import SYSTEM, Actor
from sso_core.kernel.finding import Finding, Refused

ZERO = Decimal("0.00")
CHECKED_DIGITS = 11  # a reference 2 of ours: year, month, running number, check digit


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
    payer: str = ""


@transaction.atomic
def receive(line: BankLine) -> MoneyIn:
    """Take a bank's line; taken before, nothing happens."""
    bill = _bill_of(line.ref1, line.ref2)
    money, is_new = MoneyIn.objects.get_or_create(
        bank_line_id=line.bank_line_id,
        defaults={
            "ref1": line.ref1[:40], "ref2": line.ref2[:40], "amount": line.amount, "paid_at": line.paid_at,
            "bank": line.bank, "channel": line.channel, "txn_id": line.txn_id, "payer": line.payer[:200],
            "bill": bill, "status": MoneyInStatus.SUSPENSE, "received_at": clock.now(),
        },
    )  # fmt: skip
    if not is_new:
        return money
    reason = why_held(money, bill)
    if bill is None or reason is not None:
        suspend(money, reason or SuspenseReason.UNMATCHED, money.amount)
        if bill is not None and bill.kind in VOLUNTARY:
            settling.tell_not_taken(bill, reason)
    else:
        _to_bill(money, bill)
    return money


def plain(reference: str) -> str:
    """A reference as it stands on a bill: counters key it with spaces and hyphens."""
    return reference.replace(" ", "").replace("-", "").upper()


def _bill_of(ref1: str, ref2: str) -> Bill | None:
    """The bill, locked, or the one issued in its place. The references may have been keyed in each other's place."""
    bills = Bill.objects.select_for_update(of=("self",)).select_related("filing")
    first, second = plain(ref1), plain(ref2)
    bill = bills.filter(ref1=first, ref2=second).first() or bills.filter(ref1=second, ref2=first).first()
    while bill is not None and bill.replaced_by_id is not None:
        bill = bills.get(pk=bill.replaced_by_id)
    return bill


def why_held(money: MoneyIn, bill: Bill | None) -> SuspenseReason | None:
    """Why this money cannot go to its bill now; None where it can."""
    if bill is None:
        return _why_unknown(plain(money.ref2))
    if bill.status == BillStatus.CANCELLED:
        return SuspenseReason.CANCELLED
    if bill.status == BillStatus.PAID:
        return SuspenseReason.DOUBLE
    return SuspenseReason.TOO_LATE if too_late(bill, paid_day(money)) else None


def _why_unknown(ref2: str) -> SuspenseReason:
    """A reference of our form whose bill is not here yet comes early; one with a wrong digit was mistyped."""
    if not ref2.isdecimal() or len(ref2) < CHECKED_DIGITS:
        return SuspenseReason.UNMATCHED
    return SuspenseReason.EARLY if case_reference.is_valid(f"B{ref2}") else SuspenseReason.BAD_REF


def paid_day(money: MoneyIn) -> date:
    """The day of payment in Thailand: it decides the surcharge, not the day of the notification."""
    return money.paid_at.astimezone(BANGKOK).date()


def needed_of(bill: Bill) -> Decimal:
    """The least that closes a bill: its contribution, or the surcharge where it is nothing else."""
    return bill.contribution or bill.surcharge


TAKERS: dict[str, Callable[[MoneyIn, Bill], None]] = {}
"""Who takes the money of a kind of bill that is not settled as such, such as a part of an agreement."""


def _to_bill(money: MoneyIn, bill: Bill) -> None:
    if bill.kind in TAKERS:
        TAKERS[bill.kind](money, bill)
        return
    held = _held_for(bill)
    available = money.amount + sum((item.amount for item in held), ZERO)
    needed = needed_of(bill)
    if available < needed:
        suspend(money, SuspenseReason.SHORT, money.amount)
        settling.tell_short(bill, missing=needed - available)
    elif held:
        item = suspend(money, SuspenseReason.SHORT, money.amount)
        settle_held(bill, [*held, item], paid_on=paid_day(money), by=None)
    else:
        _settle_directly(money, bill)


def _settle_directly(money: MoneyIn, bill: Bill) -> None:
    paid_on = paid_day(money)
    set_surcharge(bill, surcharge_on(bill, paid_on), paid_on)
    used = min(money.amount, bill.total)
    settling.settle(bill, used, paid_on=paid_on, from_suspense=False)
    if money.amount > used:
        suspend(money, SuspenseReason.OVER, money.amount - used)
    _applied(money, bill)


def _applied(money: MoneyIn, bill: Bill) -> None:
    """The money is at a bill. Where a part of it goes to a second one, the first stays named."""
    if money.status == MoneyInStatus.SUSPENSE:
        money.status, money.bill = MoneyInStatus.APPLIED, bill
        money.save(update_fields=["status", "bill"])


def _held_for(bill: Bill) -> list[SuspenseItem]:
    return list(
        SuspenseItem.objects.select_for_update(of=("self",))
        .select_related("money_in")
        .filter(bill=bill, reason=SuspenseReason.SHORT, status=SuspenseStatus.OPEN)
        .order_by("pk")
    )


def suspend(money: MoneyIn, reason: SuspenseReason, amount: Decimal) -> SuspenseItem:
    """Hold money, and post that it is held."""
    item = SuspenseItem.objects.create(
        money_in=money,
        reason=reason,
        amount=amount,
        bill=money.bill,
        subject=money.bill.subject if money.bill else "",
        opened_at=clock.now(),
    )
    post_held(item)
    return item


def post_held(item: SuspenseItem, *, again: str = "") -> None:
    """Bank receipts to be allocated become receipts not matched."""
    money = item.money_in
    post(
        event_key=f"money_in:{money.pk}:suspense:{item.pk}{again}",
        rule="money_unmatched",
        on=clock.today(),
        amounts={"amount": item.amount},
        ref=f"bank_line:{money.bank_line_id}",
        subject=item.subject,
        memo=f"{money.ref1} {money.ref2}",
    )


def settle_held(bill: Bill, items: list[SuspenseItem], *, paid_on: date, by: Actor | None) -> None:
    """Close a locked bill with locked items that are enough for it; what is left of them stays held."""
    available = sum((item.amount for item in items), ZERO)
    set_surcharge(bill, surcharge_on(bill, paid_on), paid_on)
    used = min(available, bill.total)
    settling.settle(bill, used, paid_on=paid_on, from_suspense=True)
    _use_up(items, bill, used, by=by)


def _use_up(items: list[SuspenseItem], bill: Bill, used: Decimal, *, by: Actor | None) -> None:
    """Close items against a bill, in order; what is left over of them stays open, as paid too much."""
    left = used
    for item in items:
        taken = min(item.amount, left)
        left -= taken
        if taken:
            if taken < item.amount:
                cut(item, taken, left_as=_reason_of_rest(item))
            _close(item, bill, by)
            _applied(item.money_in, bill)
        else:
            item.reason = _reason_of_rest(item)
            item.save(update_fields=["reason"])


def _reason_of_rest(item: SuspenseItem) -> SuspenseReason:
    """What is left of an advance, or of instalments, is still that; what is left of other money was paid too much."""
    kept = (SuspenseReason.ADVANCE, SuspenseReason.INSTALMENT)
    return SuspenseReason(item.reason) if item.reason in kept else SuspenseReason.OVER


def cut(item: SuspenseItem, keep: Decimal, *, left_as: SuspenseReason) -> SuspenseItem:
    """Make two items of one: ``item`` holds ``keep``, the one that comes back holds the rest. No baht moves."""
    rest = SuspenseItem.objects.create(
        money_in=item.money_in,
        reason=left_as,
        amount=item.amount - keep,
        bill=item.bill,
        subject=item.subject,
        assigned_to_id=item.assigned_to_id,
        assigned_to=item.assigned_to,
        opened_at=item.opened_at,
    )
    item.amount = keep
    item.save(update_fields=["amount"])
    return rest


def _close(item: SuspenseItem, bill: Bill, by: Actor | None) -> None:
    item.status, item.applied_to, item.applied_at = SuspenseStatus.APPLIED, bill, clock.now()
    item.applied_by_id, item.applied_by = (by.user_id, by.name) if by else (None, SYSTEM.name)
    item.save()
    # What an officer proposed for this money meanwhile is overtaken.
    item.acts.filter(state=ActState.PROPOSED).exclude(kind=ActKind.APPLY).update(
        state=ActState.DECLINED, checked_at=clock.now(), checked_by=SYSTEM.name
    )


@transaction.atomic
def apply_suspense(item_ids: list[int], bill_id: int, *, by: Actor) -> Bill:
    """An officer puts held money to a bill. Raises ``Refused`` when it is not enough or already used."""
    bill = Bill.objects.select_for_update(of=("self",)).select_related("filing").get(pk=bill_id)
    items = list(
        SuspenseItem.objects.select_for_update(of=("self",))
        .select_related("money_in")
        .filter(pk__in=item_ids, status=SuspenseStatus.OPEN)
        .order_by("pk")
    )
    if len(items) != len(set(item_ids)):
        raise Refused(Finding("suspense.already_used"))
    if bill.status != BillStatus.UNPAID:
        raise Refused(Finding("suspense.bill_closed", field="bill"))
    available, needed = sum((item.amount for item in items), ZERO), needed_of(bill)
    if available < needed:
        raise Refused(
            Finding("suspense.not_enough", field="bill", params={"missing": f"{needed - available:,.2f}"})
        )
    settle_held(bill, items, paid_on=max(paid_day(item.money_in) for item in items), by=by)
    record("contributions.suspense_applied", by=by, subject=bill.subject, params={"bill": bill.ref2})
    return bill
