"""Which months count for a benefit, and on what base (SSA s.6, s.42, s.57, s.77).

Any number of deductions in a month is one month. Months of Sections 33 and 39 count together. Several employers
in a month are summed, at most to the ceiling of the month. A month that is not known is counted apart.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal

from sso_core.kernel.money import ZERO, baht
from sso_core.kernel.period import Period
from sso_core.law.book import Law

COUNTED = (33, 39)


@dataclass(frozen=True, slots=True)
class BaseOfMonth:
    """One employer's month, or a month of Section 39: a base above 0 counts, paid or only filed (s.49)."""

    period: Period
    section: int
    base: Decimal


@dataclass(frozen=True, slots=True)
class MonthCount:
    """``unknown`` months are not loaded: the count may be that much higher."""

    count: int
    unknown: int


@dataclass(frozen=True, slots=True)
class BaseSum:
    """Bases of the chosen months in baht; ``unknown`` months could still change them.

    ``total`` is None where nothing was chosen.
    """

    total: Decimal | None
    months: int
    unknown: int

    @property
    def average(self) -> Decimal | None:
        """Baht a month, half a satang up; None where there is no month."""
        return baht(self.total / self.months) if self.total is not None and self.months else None


def count_months(
    rows: Iterable[BaseOfMonth],
    gaps: Collection[Period],
    *,
    since: Period,
    until: Period,
    sections: Collection[int] = COUNTED,
) -> MonthCount:
    """Months from ``since`` to ``until`` with a contribution under ``sections``."""
    counted = set(_monthly(rows, since, until, sections))
    return MonthCount(len(counted), sum(since <= gap <= until and gap not in counted for gap in gaps))


def last_bases(
    rows: Iterable[BaseOfMonth], gaps: Collection[Period], *, until: Period, most: int, law: Law
) -> BaseSum:
    """The bases of the last ``most`` months that count, up to ``until`` (s.77: sixty). Raises ``NoLaw``."""
    monthly = _monthly(rows, Period(1900, 1), until, COUNTED)
    chosen = sorted(monthly, reverse=True)[:most]
    full = len(chosen) == most
    unknown = sum(gap <= until and gap not in monthly and not (full and gap < chosen[-1]) for gap in gaps)
    return _sum(monthly, chosen, unknown, law)


def best_bases(
    rows: Iterable[BaseOfMonth],
    gaps: Collection[Period],
    *,
    since: Period,
    until: Period,
    most: int,
    law: Law,
) -> BaseSum:
    """The ``most`` highest bases from ``since`` to ``until`` (s.57: three of fifteen). Raises ``NoLaw``."""
    monthly = _monthly(rows, since, until, COUNTED)
    capped = {month: _capped(month, total, law) for month, total in monthly.items()}
    chosen = sorted(capped, key=lambda month: (-capped[month], month))[:most]
    unknown = sum(since <= gap <= until and gap not in monthly for gap in gaps)
    return _sum(monthly, chosen, unknown, law)


def _monthly(
    rows: Iterable[BaseOfMonth], since: Period, until: Period, sections: Collection[int]
) -> dict[Period, Decimal]:
    totals: dict[Period, Decimal] = {}
    for row in rows:
        if row.base > 0 and row.section in sections and since <= row.period <= until:
            totals[row.period] = totals.get(row.period, ZERO) + row.base
    return totals


def _capped(month: Period, total: Decimal, law: Law) -> Decimal:
    return min(total, law.at("contributions.s33.wage_ceiling", month.first).value)


def _sum(monthly: dict[Period, Decimal], chosen: list[Period], unknown: int, law: Law) -> BaseSum:
    total = sum((_capped(month, monthly[month], law) for month in chosen), ZERO) if chosen else None
    return BaseSum(total, len(chosen), unknown)
