"""Refunds of a month whose payment the bank took back: stopped where the money has not gone, claimed where it has.

What was to be given back is then asked less on the bill that is owed again; what is still too much is owed anew.
"""

from decimal import Decimal

from contributions.models import UNDONE, Bill, BillKind, Refund, RefundStatus
from contributions.services.parts import Parts, by_fund, negated
from contributions.services.rebilling import ask_less, surcharge_key
from contributions.services.reclaiming import Gone
from finance.public import Stopped, entry, order_of_source, post, reverse, stop_order
from sso_core import clock
from sso_core.kernel.actor import Actor

EMPLOYERS = (BillKind.FILING, BillKind.DIFFERENCE)


def undo(bill: Bill, why: str, by: Actor) -> list[Gone]:
    """Undo the refunds of the month of a bill that is owed again; returns what has gone to the employer already."""
    if bill.kind not in EMPLOYERS:
        return []
    rows = Refund.objects.select_for_update(of=("self",)).select_related("adjustment")
    standing = rows.filter(account_no=bill.ref1, period=bill.period).exclude(status__in=UNDONE)
    return [gone for refund in standing.order_by("-pk") for gone in _undo(refund, why, by)]


def _undo(refund: Refund, why: str, by: Actor) -> list[Gone]:
    parts = {(p.branch_no, p.payer, p.fund): p.amount for p in refund.parts.all()}
    surcharge = surcharge_key(refund.adjustment)
    if entry(surcharge) is not None:
        reverse(surcharge, on=clock.today(), reason=why)
    gone = _take_from(refund, parts, why, by)
    refund.status = RefundStatus.RECLAIMED if gone else RefundStatus.STOPPED
    refund.paid_on = refund.forfeited_on = None
    refund.refused_why = why[:300]
    refund.save()
    ask_less(refund.adjustment, negated(parts))
    return gone


def _take_from(refund: Refund, parts: Parts, why: str, by: Actor) -> list[Gone]:
    """Out of the books, by where the money is."""
    if refund.status == RefundStatus.FORFEITED:
        reverse(f"refund:{refund.pk}:forfeited", on=clock.today(), reason=why)
    order = order_of_source(refund.source_key)
    stopped = stop_order(order.reference, why, by) if order else Stopped.IN_TIME
    if stopped is Stopped.IN_TIME:
        reverse(f"refund:{refund.pk}:owed", on=clock.today(), reason=why)
        return []
    came_back = stopped is Stopped.CAME_BACK
    amounts: dict[str, Decimal] = {**by_fund(parts), "surcharge": refund.surcharge}
    post(
        event_key=f"refund:{refund.pk}:undone",
        rule="contribution_received" if came_back else "contribution_refund_reclaimed",
        on=clock.today(),
        amounts={key: amount for key, amount in amounts.items() if amount},
        ref=f"refund:{refund}",
        subject=f"employer:{refund.account_no}",
        memo=why,
    )
    assert order is not None
    return [] if came_back else [Gone(order.reference, f"employer:{refund.account_no}", refund.amount)]
