"""After a month has changed: ask for more, ask for less, or owe money back (SSA s.47, s.49).

More is a bill of its own. Less is first taken from what is not paid yet - such a bill is cancelled and issued anew
for what is left - and only then given back. Money that was keyed to a cancelled bill follows to the new one.
"""

from decimal import Decimal

from contributions.models import (
    UNDONE,
    Adjustment,
    Bill,
    BillKind,
    BillStatus,
    Difference,
    Filing,
    Refund,
    SuspenseItem,
    SuspenseReason,
    SuspenseStatus,
)
from contributions.services import refunds
from contributions.services.billing import (
    bill_difference,
    bill_rest_of_surcharge,
    cancel_bill,
    replace_bill,
    surcharge_of_parts,
)
from contributions.services.crediting import clear_filings
from contributions.services.differences import posting_of
from contributions.services.parts import Parts, added, keep_parts, negated, parts_of, total
from finance.public import post_many
from sso_core.kernel.money import ZERO

EMPLOYERS_BILLS = (BillKind.FILING, BillKind.DIFFERENCE)


def rebill(one: Adjustment, parts: Parts, *, lines_of: Filing | None = None) -> Bill | Refund | None:
    """Bill or give back ``parts``; ``lines_of`` is a filing whose new lines are among them."""
    homeless = {lines_of.pk} if lines_of else set()
    if total(parts) > 0:
        bill = bill_difference(one, parts)
        _house(homeless | _asked_nowhere(one), bill)
        return bill
    return _take_off(one, parts, homeless)


def ask_less(one: Adjustment, parts: Parts) -> Bill | Refund | None:
    """Take ``parts`` (negative) off what an adjustment's month still owes, as where it was adjusted after that."""
    return _take_off(one, parts, set())


def surcharge_key(one: Adjustment) -> str:
    """The ledger's key of the surcharge that an adjustment drops; after a refund was undone the next has its own."""
    return f"adjustment:{one.pk}:{_surcharge_what(one)}"


def _surcharge_what(one: Adjustment) -> str:
    undone = one.refunds.filter(status__in=UNDONE).count()
    return f"surcharge:{undone}" if undone else "surcharge"


def _take_off(one: Adjustment, rest: Parts, homeless: set[int]) -> Bill | Refund | None:
    for bill in _unpaid(one):
        left = added(parts_of(bill), rest)
        if total(left) == bill.contribution:  # nothing more or less, but another place or fund
            keep_parts(bill, left)
            _house(homeless, bill)
            return None
        if total(left) > 0:
            new = replace_bill(bill, left)
            _move_money(bill, new)
            _house(homeless | _housed_in(bill), new)
            return new
        homeless |= _housed_in(bill) | ({bill.filing_id} if bill.filing_id else set())
        cancel_bill(bill)
        _release_money(bill)
        rest = left
        if total(rest) == 0:
            break
    clear_filings(homeless)
    return _give_back(one, rest) if total(rest) < 0 else None


def _unpaid(one: Adjustment) -> list[Bill]:
    """The bills of the month that can be asked less of: differences, then the bills of the lines that changed."""
    changed = _changed(one)
    found = list(
        Bill.objects.select_for_update(of=("self",))
        .select_related("filing", "adjustment")
        .filter(subject=f"employer:{one.account_no}", period=one.period, status=BillStatus.UNPAID)
        .filter(kind__in=EMPLOYERS_BILLS)
        .order_by("-pk")
    )
    return sorted(found, key=lambda bill: (bill.kind, bill.filing_id not in changed))


def _changed(one: Adjustment) -> set[int]:
    """The filings whose lines an adjustment changes."""
    rows = Difference.objects.filter(period=one.period, adjustment_id=one.pk, origin="filing")
    return set(rows.values_list("origin_id", flat=True))


def _asked_nowhere(one: Adjustment) -> set[int]:
    """Filings that had come to nothing, so that their bill was cancelled for good, and come back with this change."""
    own = Bill.objects.filter(kind=BillKind.FILING).exclude(status=BillStatus.CANCELLED)
    found = Filing.objects.filter(pk__in=_changed(one), billed_in=None, cleared_on=None)
    return set(found.exclude(pk__in=own.values("filing_id")).values_list("pk", flat=True))


def _house(filings: set[int], bill: Bill) -> None:
    """These lines are asked for by this bill from now on."""
    Filing.objects.filter(pk__in=filings - {bill.filing_id if bill.kind == BillKind.FILING else None}).update(
        billed_in=bill
    )


def _housed_in(bill: Bill) -> set[int]:
    return set(Filing.objects.filter(billed_in=bill).values_list("pk", flat=True))


def _held(bill: Bill) -> list[SuspenseItem]:
    return list(
        SuspenseItem.objects.select_for_update().filter(
            bill=bill, reason=SuspenseReason.SHORT, status=SuspenseStatus.OPEN
        )
    )


def _move_money(old: Bill, new: Bill) -> None:
    """Part payments wait at the new bill."""
    for item in _held(old):
        item.bill = new
        item.save(update_fields=["bill"])


def _release_money(bill: Bill) -> None:
    """Part payments of a bill that nothing came after: an officer gives them back or puts them elsewhere."""
    for item in _held(bill):
        item.reason = SuspenseReason.OVER
        item.save(update_fields=["reason"])


def _give_back(one: Adjustment, rest: Parts) -> Refund:
    """What was paid and is not owed: contributions by fund, and the surcharge that was worked on them."""
    paid = list(
        Bill.objects.filter(subject=f"employer:{one.account_no}", period=one.period, status=BillStatus.PAID)
        .filter(kind__in=EMPLOYERS_BILLS)
        .select_related("filing")
        .order_by("-paid_on", "-pk")
    )
    over = _surcharge_over(one, paid, rest)
    return refunds.owe(one, negated(rest), surcharge=over, remitted_on=paid[0].paid_on if paid else None)


def _surcharge_over(one: Adjustment, paid: list[Bill], rest: Parts) -> Decimal:
    """The surcharge paid on contributions that turn out not to have been owed; what is not paid yet is dropped."""
    over, dropped = ZERO, ZERO
    for bill in paid:
        if not bill.surcharge or bill.paid_on is None:
            continue
        left = added(parts_of(bill), rest)
        lawful = surcharge_of_parts(bill, left, bill.paid_on)
        unpaid = _unpaid_surcharge(bill)
        excess = max(bill.surcharge + sum((one.surcharge for one in unpaid), ZERO) - lawful, ZERO)
        dropped += (of_bills := _drop_surcharge(unpaid, excess))
        over += min(excess - of_bills, bill.surcharge)
        break
    if over + dropped:
        post_many([posting_of(one, _surcharge_what(one), "surcharge_reduced", {"surcharge": over + dropped})])
    return over


def _unpaid_surcharge(bill: Bill) -> list[Bill]:
    return list(
        Bill.objects.select_for_update(of=("self",))
        .filter(kind=BillKind.SURCHARGE, filing=bill.filing, subject=bill.subject, period=bill.period)
        .filter(status=BillStatus.UNPAID)
        .select_related("filing")
    )


def _drop_surcharge(bills: list[Bill], excess: Decimal) -> Decimal:
    """Ask less surcharge, or none; returns by how much."""
    dropped = ZERO
    for bill in bills:
        less = min(bill.surcharge, excess - dropped)
        if not less:
            break
        cancel_bill(bill)
        if bill.surcharge > less:
            new = bill_rest_of_surcharge(bill, bill.surcharge - less, bill.worked_on)
            bill.replaced_by = new
            bill.save(update_fields=["replaced_by"])
            _move_money(bill, new)
        else:
            _release_money(bill)
        dropped += less
    return dropped
