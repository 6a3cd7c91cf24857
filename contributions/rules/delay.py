"""What a delay costs (SSA s.49): the surcharge of a day and of a month, and the day from which it grows no more."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from contributions.rules.surcharge import SurchargeTerms
from sso_core.kernel.thai_calendar import add_months
from sso_core.law.book import Law

FARTHEST = 20_000
"""Days to look ahead for the cap: more than fifty years, far beyond 50 months of 2%."""


@dataclass(frozen=True, slots=True)
class Delay:
    """In baht, rounded as the surcharge is. ``capped_on`` is None where the law has no cap."""

    a_day: Decimal
    a_month: Decimal
    most: Decimal | None
    capped_on: date | None


def delay(amount: Decimal, *, due: date, law: Law) -> Delay:
    """The cost of paying ``amount`` after ``due``. Works with any way in which a part month counts."""
    capped_on = _capped_on(amount, due, law)
    return Delay(
        a_day=_after(amount, due, due + timedelta(days=1), law),
        a_month=_after(amount, due, add_months(due, 1), law),
        most=_after(amount, due, capped_on, law) if capped_on else None,
        capped_on=capped_on,
    )


def _after(amount: Decimal, due: date, paid: date, law: Law) -> Decimal:
    return SurchargeTerms.of(due, paid, law=law).on(amount)


def _capped_on(amount: Decimal, due: date, law: Law) -> date | None:
    """The first day on which the surcharge is as high as it ever gets, found by halving.

    Since the cap (Act No.4) it never falls.
    """
    if not amount:
        return None
    farthest = due + timedelta(days=FARTHEST)
    if law.at("contributions.surcharge.cap_ratio", farthest).text == "none":
        return None
    most = _after(amount, due, farthest, law)
    low, high = 0, FARTHEST
    while high - low > 1:
        middle = (low + high) // 2
        if _after(amount, due, due + timedelta(days=middle), law) >= most:
            high = middle
        else:
            low = middle
    return due + timedelta(days=high)
