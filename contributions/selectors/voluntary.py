"""Section 40 as the member sees it: its own months, which count for nothing of Sections 33 and 39."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from contributions.models import AccountRow, Bill, BillKind, BillStatus
from contributions.selectors.accounts import gap_months
from contributions.services.voluntary import stretches, touching
from sso_core import clock, kept_plans
from sso_core.kernel.money import ZERO
from sso_core.kernel.period import Period, months


class Month40Status(StrEnum):
    PAID = "paid"
    AHEAD = "ahead"
    OPEN = "open"
    MISSED = "missed"
    NOT_LOADED = "not_loaded"


@dataclass(frozen=True, slots=True)
class Month40:
    """A month of Section 40. ``amount`` in baht is None where it is not known."""

    period: Period
    status: Month40Status
    option: int | None
    amount: Decimal | None
    paid_on: date | None
    document_id: str = ""
    receipt: str = ""


_ANYTHING40 = """
select exists (select from contributions_bill
                where person_id = %(person)s and kind = 'section40' and status <> 'cancelled')
    or exists (select from contributions_account
                where person_id = %(person)s and section = 40 and origin = 'history')"""


def section40_months(person_id: int) -> tuple[Month40, ...]:
    """Every month under Section 40, and what is paid ahead, newest first."""
    held = stretches(person_id, 40)
    # Most people never were under Section 40: they are asked once.
    if not held and not kept_plans.fetch_all(_ANYTHING40, {"person": person_id})[0][0]:
        return ()
    own = Bill.objects.filter(kind=BillKind.SECTION40, person_id=person_id).exclude(status="cancelled")
    bills = {Period.of(bill.period): bill for bill in own.order_by("period")}
    rows = AccountRow.objects.filter(person_id=person_id, section=40, origin="history")
    kept = kept_plans.rows_of(rows.values_list("period", "employee", "paid_on"))
    loaded = {Period.of(day): (amount, paid_on) for day, amount, paid_on in kept}
    first = min([*bills, *loaded, *(Period.of(c.since) for c in held)], default=None)
    if first is None:
        return ()
    now = Period.of(clock.today())
    last = max([now, *bills])
    unknown = gap_months(person_id, first, last)
    found = []
    for month in months(first, last):
        touched = touching(held, month)
        if month in bills:
            found.append(_of_bill(bills[month], month, now))
        elif month in loaded:
            found.append(Month40(month, Month40Status.PAID, None, *loaded[month]))
        elif touched is not None and month <= now:
            status = Month40Status.NOT_LOADED if month in unknown else Month40Status.MISSED
            found.append(Month40(month, status, touched.option, None, None))
    return tuple(reversed(found))


def _of_bill(bill: Bill, month: Period, now: Period) -> Month40:
    if bill.status == BillStatus.PAID:
        status = Month40Status.AHEAD if month > now else Month40Status.PAID
        receipt = bill.receipt
        return Month40(
            month, status, bill.option, bill.contribution, bill.paid_on, receipt.document_id, receipt.number
        )
    status = Month40Status.OPEN if bill.due_on >= clock.today() else Month40Status.MISSED
    return Month40(month, status, bill.option, bill.contribution, None)


def months40(person_id: int) -> int:
    """Paid months of Section 40 up to this one: what its own benefits count."""
    counted = (Month40Status.PAID,)
    return sum(month.status in counted for month in section40_months(person_id))


def savings_of(person_id: int) -> Decimal:
    """What the person saved beside the contributions, in baht, without returns."""
    paid = Bill.objects.filter(kind=BillKind.SAVING, person_id=person_id, status=BillStatus.PAID)
    return sum(paid.values_list("contribution", flat=True), ZERO)
