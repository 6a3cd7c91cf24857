"""Held money that finds its bill by a rule: told before the bill existed, or kept for the next bill of the same payer.

Nothing is guessed: references must be those of the bill, an advance must be the payer's own. How several advances
are used is dated data (``contributions.advance.order``).
"""

from decimal import Decimal

from django.db import connection, transaction
from django.db.models import F, Value
from django.db.models.functions import Replace, Upper

from contributions.models import Bill, BillStatus, SuspenseItem, SuspenseReason, SuspenseStatus
from contributions.services import settling
from contributions.services.billing import too_late
from contributions.services.receiving import needed_of, paid_day, settle_held
from sso_core import clock
from sso_core.law.public import current

ZERO = Decimal("0.00")
UNPLACED = (SuspenseReason.EARLY, SuspenseReason.UNMATCHED)
_ORDERS = {"oldest_money_first": "money_in__paid_at", "newest_money_first": "-money_in__paid_at"}
# Unpaid bills for which money is held under their references or as an advance of their payer; oldest due first.
_WAITING = """
select b.id from contributions_bill b
 where b.status = 'unpaid' and exists (
    select from contributions_suspenseitem s join contributions_moneyin m on m.id = s.money_in_id
     where s.status = 'open' and (
        (s.reason = 'advance' and s.subject = b.subject)
        or (s.reason in ('early', 'unmatched')
            and upper(translate(m.ref1, ' -', '')) = b.ref1 and upper(translate(m.ref2, ' -', '')) = b.ref2)))
 order by b.due_on, b.id"""


def match_all() -> int:
    """Put held money to the bills that it fits, oldest due first; returns how many bills were paid by it."""
    with connection.cursor() as cursor:
        cursor.execute(_WAITING)
        bills = [number for (number,) in cursor.fetchall()]
    return sum(match_bill(number) for number in bills)


@transaction.atomic
def match_bill(bill_id: int) -> bool:
    """Put held money to a new bill. What is not enough is held for it until the rest comes."""
    bill = Bill.objects.select_for_update(of=("self",)).select_related("filing").get(pk=bill_id)
    if bill.status != BillStatus.UNPAID:
        return False
    items = _fitting(bill)
    if not any(item.reason != SuspenseReason.SHORT for item in items):
        return False
    paid_on = max(paid_day(item.money_in) for item in items)
    if too_late(bill, paid_on):
        return False
    available, needed = sum((item.amount for item in items), ZERO), needed_of(bill)
    if available >= needed:
        settle_held(bill, items, paid_on=paid_on, by=None)
        return True
    SuspenseItem.objects.filter(pk__in=[item.pk for item in items]).update(
        reason=SuspenseReason.SHORT, bill=bill, subject=bill.subject
    )
    settling.tell_short(bill, missing=needed - available)
    return False


def _fitting(bill: Bill) -> list[SuspenseItem]:
    """What is held for the bill, then what came under its references, then advances of its payer in their order."""
    items = SuspenseItem.objects.select_for_update(of=("self",)).select_related("money_in")
    items = items.filter(status=SuspenseStatus.OPEN)
    held = list(items.filter(bill=bill, reason=SuspenseReason.SHORT).order_by("pk"))
    came = items.filter(reason__in=UNPLACED).annotate(first=_plain("ref1"), second=_plain("ref2"))
    early = list(came.filter(first=bill.ref1, second=bill.ref2).order_by("pk"))
    order = current().at("contributions.advance.order", clock.today()).text
    advances = items.filter(reason=SuspenseReason.ADVANCE, subject=bill.subject).order_by(
        _ORDERS[order], "pk"
    )
    return [*held, *early, *advances]


def _plain(name: str) -> Upper:
    """``receiving.plain`` in SQL."""
    bare: F | Replace = F(f"money_in__{name}")
    for sign in (" ", "-"):
        bare = Replace(bare, Value(sign), Value(""))
    return Upper(bare)
