"""What a month of Section 39 or 40 costs and until when it is paid: for one person, and as a table for everybody."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from contributions.models import Bill
from contributions.rules import section39, section40
from contributions.rules.surcharge import due_date
from sso_core.cases.calendar import office_calendar
from sso_core.kernel.period import Period
from sso_core.law.public import Law, NoLaw, current, in_force


@dataclass(frozen=True, slots=True)
class MonthTerms:
    """``amount`` in baht is None where the law does not tell it: such a month is not billed.

    ``area`` None is the rest of the country, ``option`` None is Section 39.
    """

    area: str | None
    option: int | None
    amount: Decimal | None
    due_on: date


def month_terms(
    section: int, month: Period, *, area: str | None = None, option: int | None = None
) -> MonthTerms:
    """The terms of a month for a person living in ``area``, or under ``option``."""
    law = in_force()
    if section == 40:
        assert option is not None
        amount = _told(lambda: section40.contribution(option, month, law=law)["member"])
        return MonthTerms(None, option, amount, section40.pay_until(month, law=law))
    amount = _told(lambda: section39.contribution(month, law=law, province=area)["amount"])
    return MonthTerms(area, None, amount, due39(month, area))


def due39(month: Period, area: str | None) -> date:
    """The last day to pay a month of Section 39 without surcharge, with the extensions of months and places."""
    law = in_force()
    if law.at("contributions.s39.extended_due_dates", month.first).text == "yes":
        return due_date(month, law=law, province=area or None, is_working=office_calendar().is_working)
    return month.next().first.replace(day=int(law.at("contributions.due_day", month.first).value))


def terms_table(section: int, month: Period) -> tuple[MonthTerms, ...]:
    """Every combination that differs: the country and each area of its own, or each option."""
    if section == 40:
        return tuple(month_terms(40, month, option=option) for option in section40.OPTIONS)
    places = ("contributions.s39.amount", "contributions.due_date")
    areas = {area for key in places for area in _areas(key, month, in_force())}
    return (month_terms(39, month), *(month_terms(39, month, area=area) for area in sorted(areas)))


def _areas(key: str, month: Period, law: Law) -> set[str]:
    rows = law.parameter(key).rows
    return {
        place
        for row in rows
        if row.area and row.covers(month.first) and row.known <= law.known_on
        for place in row.area
    }


def _told(amount: Callable[[], Decimal]) -> Decimal | None:
    try:
        return amount()
    except NoLaw:
        return None


def advance_months(section: int, on: date) -> int:
    """How many months after the present one may be paid."""
    return int(current().at(f"contributions.s{section}.advance_months", on).value)


def government40(bill: Bill) -> Decimal:
    """What the government adds to a paid month of Section 40, in baht."""
    assert bill.option is not None
    return section40.contribution(bill.option, Period.of(bill.period), law=current())["government"]
