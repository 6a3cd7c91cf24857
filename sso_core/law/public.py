"""The door of the law: the statute in force, and the tables that set-based SQL needs."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from sso_core import clock
from sso_core.kernel.period import Period
from sso_core.law.book import Dated, Law, Parameter
from sso_core.law.errors import BadInput, BadStatute, LawError, NoLaw, NotEntitled
from sso_core.law.reading import load

__all__ = [
    "BadInput",
    "BadStatute",
    "Dated",
    "Law",
    "LawError",
    "NoLaw",
    "NotEntitled",
    "Parameter",
    "RateRow",
    "current",
    "in_force",
    "rate_table",
]

STATUTE = Path(__file__).resolve().parents[2] / "statute"


@cache
def current() -> Law:
    """The statute of this release, loaded once."""
    return load(STATUTE)


def in_force() -> Law:
    """The statute as it is known today: what is announced later does not decide yet."""
    return current().as_known(clock.today())


@dataclass(frozen=True, slots=True)
class RateRow:
    """What assesses a wage month in one place. ``area`` None is the rest of the country."""

    area: str | None
    employee_rate: Decimal
    employer_rate: Decimal
    government_rate: Decimal
    floor: Decimal
    ceiling: Decimal


def rate_table(period: Period, *, law: Law | None = None) -> tuple[RateRow, ...]:
    """The Section 33 rates of a wage month: the country's row, then one for each province that differs."""
    law = law or current()
    national = _rates(period, None, law)
    keys = [f"contributions.s33.{name}" for name in _RATE_NAMES]
    places = {
        place
        for key in keys
        for row in law.parameter(key).rows
        if row.area and row.since <= period.first <= row.until and row.known <= law.known_on
        for place in row.area
    }
    local = (_rates(period, place, law) for place in sorted(places))
    return (national, *local)


_RATE_NAMES = ("employee_rate", "employer_rate", "government_rate", "wage_floor", "wage_ceiling")


def _rates(period: Period, area: str | None, law: Law) -> RateRow:
    return RateRow(
        area, *(law.at(f"contributions.s33.{n}", period.first, area=area).value for n in _RATE_NAMES)
    )
