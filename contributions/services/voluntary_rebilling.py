"""A month of Sections 39 or 40 billed anew: its bill is withdrawn, and its money goes to the new one."""

from collections.abc import Callable

from contributions.models import Bill, BillStatus, SuspenseItem, SuspenseReason, SuspenseStatus
from contributions.services.bouncing import unsettle
from contributions.services.receiving import needed_of, settle_held
from contributions.services.settling import tell_short
from sso_core import clock
from sso_core.kernel.money import ZERO


def bill_anew(bill: Bill, make: Callable[[], Bill], *, why: str) -> Bill:
    """Withdraw a locked bill and have ``make`` write the new one; what was paid counts on the day it was paid.

    What is missing is asked for, what is over is held for the person.
    """
    paid_on = bill.paid_on
    items = free_money(bill, why)
    cancel(bill)
    new = make()
    SuspenseItem.objects.filter(pk__in=[item.pk for item in items]).update(bill=new)
    for item in items:
        item.bill = new
    held = sum((item.amount for item in items), ZERO)
    if held and held >= needed_of(new):
        settle_held(new, items, paid_on=paid_on or clock.today(), by=None)
    elif held:
        tell_short(new, missing=new.contribution - held)
    return new


def free_money(bill: Bill, why: str) -> list[SuspenseItem]:
    """The money of a bill, paid or held for it, as held money."""
    if bill.status == BillStatus.PAID:
        unsettle(bill, why)
    items = SuspenseItem.objects.select_for_update(of=("self",)).select_related("money_in")
    return list(
        items.filter(bill=bill, status=SuspenseStatus.OPEN, reason=SuspenseReason.SHORT).order_by("pk")
    )


def cancel(bill: Bill) -> None:
    bill.status = BillStatus.CANCELLED
    bill.save(update_fields=["status"])
