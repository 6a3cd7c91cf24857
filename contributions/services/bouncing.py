"""A bank takes a payment back: a bounced cheque, a refused debit, its own correction days later.

What the money settled is undone: the ledger's entries are reversed, the receipts cancelled and kept, the
members' account rows stop counting as paid, and the bills are owed again with the surcharge running from their
own due dates (s.47, s.49). Money of others that was used together with it stays held for the same bill.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction

from contributions.models import (
    ActState,
    Bill,
    BillStatus,
    MoneyIn,
    MoneyInStatus,
    MoneyReversal,
    OriginReversal,
    PlanState,
    Receipt,
    ReceiptStatus,
    SuspenseAct,
    SuspenseItem,
    SuspenseReason,
    SuspenseStatus,
)
from contributions.services import instalments, reclaiming, settling, undoing_refunds
from contributions.services.billing import set_surcharge, surcharge_on
from contributions.services.receiving import post_held
from contributions.services.reclaiming import Gone
from finance.public import Stopped, entry, post, reverse, stop_order
from sso_core import clock
from sso_core.audit.public import record
from sso_core.kernel.actor import Actor
from sso_core.kernel.finding import Finding, Refused
from sso_core.messaging.public import tell

ZERO = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Bounce:
    """What a bank says when it takes a payment back. ``on`` is its own day."""

    bank_line_id: str
    on: date
    reason: str


@transaction.atomic
def take_back(bounce: Bounce, *, by: Actor) -> MoneyReversal:
    """Undo all that a payment did. Raises ``Refused`` for a payment that is unknown or was taken back before."""
    money = MoneyIn.objects.select_for_update().filter(bank_line_id=bounce.bank_line_id).first()
    if money is None:
        raise Refused(Finding("money.unknown", params={"line": bounce.bank_line_id}))
    if money.status == MoneyInStatus.REVERSED:
        raise Refused(Finding("money.reversed_already", params={"txn_id": money.txn_id}))
    why = bounce.reason.strip()[:200] or "ธนาคารเรียกคืน"
    bills = [unsettle(bill, why) for bill in _settled_with(money)]
    for bill in bills:
        instalments.into_pot_again(bill)
    gone = [one for bill in bills for one in undoing_refunds.undo(bill, why, by)]
    for item in _held_parts(money):
        gone += _give_up(item, by, why)
    money.status = MoneyInStatus.REVERSED
    money.save(update_fields=["status"])
    reversal = MoneyReversal.objects.create(
        money_in=money, amount=money.amount, on=bounce.on, reason=why,
        claimed=sum((one.amount for one in gone), ZERO), at=clock.now(), by_id=by.user_id, by=by.name,
    )  # fmt: skip
    instalments.owe_parts_again(money, by=by)
    for one in gone:
        reclaiming.claim(reversal, one)
    for bill in map(_standing, bills):
        _tell(bill, reversal)
        params = {"bill": bill.ref2, "amount": str(money.amount), "reason": why}
        record("contributions.payment_reversed", by=by, subject=bill.subject, params=params)
    return reversal


def _settled_with(money: MoneyIn) -> list[Bill]:
    """The bills that hold any of this money, locked."""
    used = SuspenseItem.objects.filter(money_in=money, status=SuspenseStatus.APPLIED)
    bills = set(used.values_list("applied_to", flat=True))
    if money.status == MoneyInStatus.APPLIED and money.bill_id is not None:
        bills.add(money.bill_id)
    found = Bill.objects.select_for_update(of=("self",)).select_related("filing").order_by("pk")
    return list(found.filter(pk__in=bills, status=BillStatus.PAID))


def _standing(bill: Bill) -> Bill:
    """The bill that is owed now: the one issued in its place where the month asks less."""
    bill.refresh_from_db()
    while bill.replaced_by is not None:
        bill = bill.replaced_by
    return bill


def _held_parts(money: MoneyIn) -> list[SuspenseItem]:
    return list(money.suspense.select_for_update(of=("self",)).select_related("money_in").order_by("pk"))


def unsettle(bill: Bill, why: str) -> Bill:
    """Undo the settlement of a locked, paid bill; its money is held for it, as paid too little."""
    receipt = bill.receipt
    for rest in _rests_of(bill):
        _withdraw_rest(rest, why)
    for rule in settling.SETTLING_RULES:
        key = settling.settled_key(bill, rule)
        if entry(key) is not None:
            reverse(key, on=clock.today(), reason=why)
    _hold_again(bill, receipt)
    receipt.status, receipt.cancelled_at, receipt.cancelled_why = ReceiptStatus.CANCELLED, clock.now(), why
    receipt.save(update_fields=["status", "cancelled_at", "cancelled_why"])
    _stop_counting(bill, receipt)
    bill.status, bill.paid_on = BillStatus.UNPAID, None
    bill.save(update_fields=["status", "paid_on"])
    set_surcharge(bill, surcharge_on(bill, clock.today()), clock.today())
    return bill


def _rests_of(bill: Bill) -> list[Bill]:
    """What the settlement left to be billed apart."""
    rests = bill.rests.select_for_update(of=("self",)).exclude(status=BillStatus.CANCELLED)
    return list(rests.order_by("pk"))


def _withdraw_rest(rest: Bill, why: str) -> None:
    """The surcharge grows on with the bill again, so what was billed apart is withdrawn."""
    if rest.status == BillStatus.PAID:
        unsettle(rest, why)
        rest.suspense.filter(status=SuspenseStatus.OPEN).update(reason=SuspenseReason.OVER)
    rest.status = BillStatus.CANCELLED
    rest.save(update_fields=["status"])


def _hold_again(bill: Bill, receipt: Receipt) -> None:
    """The money of the settlement is held money again, all of it for this bill."""
    items = SuspenseItem.objects.select_for_update(of=("self",)).select_related("money_in")
    used = list(items.filter(applied_to=bill, status=SuspenseStatus.APPLIED))
    for item in used:
        item.status, item.applied_to, item.applied_at = SuspenseStatus.OPEN, None, None
        item.applied_by_id, item.applied_by = None, ""
        item.reason, item.bill = SuspenseReason.SHORT, bill
        item.save()
    if used:
        return
    money = MoneyIn.objects.get(bill=bill, status=MoneyInStatus.APPLIED)
    money.status = MoneyInStatus.SUSPENSE
    money.save(update_fields=["status"])
    item = SuspenseItem.objects.create(
        money_in=money, reason=SuspenseReason.SHORT, amount=receipt.amount, bill=bill, subject=bill.subject,
        opened_at=clock.now(),
    )  # fmt: skip
    post_held(item)


def _stop_counting(bill: Bill, receipt: Receipt) -> None:
    for origin, origin_id in settling.origins_of(bill):
        OriginReversal.objects.filter(origin=origin, origin_id=origin_id, is_latest=True).update(
            is_latest=False
        )
        OriginReversal.objects.create(
            origin=origin, origin_id=origin_id, receipt=receipt, reversed_at=clock.now()
        )


def _give_up(item: SuspenseItem, by: Actor, why: str) -> list[Gone]:
    """Take a held part out of the books. Returns what has gone to the payer already and must be claimed back."""
    stopped = _stop_refund(item, by, why) if item.status == SuspenseStatus.REFUNDED else Stopped.IN_TIME
    if stopped is Stopped.GONE:
        _post(item, "refund_to_reclaim", why)
    elif stopped is Stopped.IN_TIME:
        _post(item, _rule_of(item), why)
    item.acts.filter(state=ActState.PROPOSED).update(
        state=ActState.DECLINED, checked_at=clock.now(), checked_by=by.name, reason=why
    )
    item.status, item.applied_at = SuspenseStatus.REVERSED, item.applied_at or clock.now()
    item.save()
    return [Gone(item.order_ref, item.subject, item.amount)] if stopped is Stopped.GONE else []


def _rule_of(item: SuspenseItem) -> str:
    """Out of where the held part stands."""
    if item.status != SuspenseStatus.EXPIRED:
        return "suspense_released"
    return "seizure_costs_undone" if item.reason == SuspenseReason.COSTS else "suspense_expiry_undone"


def _stop_refund(item: SuspenseItem, by: Actor, why: str) -> Stopped:
    """Stop the payment order of a refund; in time, its money is held again until it is given up."""
    stopped = stop_order(item.order_ref, why, by)
    if stopped is Stopped.IN_TIME:
        refund = SuspenseAct.objects.filter(item=item, kind="refund", state=ActState.DONE).latest("pk")
        reverse(refund_key(refund), on=clock.today(), reason=why)
    return stopped


def refund_key(act: SuspenseAct) -> str:
    return f"suspense:{act.item_id}:refund:{act.pk}"


def _post(item: SuspenseItem, rule: str, why: str) -> None:
    post(
        event_key=f"suspense:{item.pk}:reversed",
        rule=rule,
        on=clock.today(),
        amounts={"amount": item.amount},
        ref=f"bank_line:{item.money_in.bank_line_id}",
        subject=item.subject,
        memo=why,
    )


def _tell(bill: Bill, reversal: MoneyReversal) -> None:
    in_parts = bill.plans.filter(state=PlanState.ACTIVE).exists()  # then the part is owed, and told
    if bill.status != BillStatus.UNPAID or in_parts or not settling.is_somebodys(bill):
        return
    context = {"bill": bill, "reversal": reversal, "amount": reversal.amount, "owed": bill.total}
    tell(settling.recipient(bill), "contributions/bounced", context)
