"""Dividing a debt into parts: equal to the satang, the first ones carrying what does not divide.

The Act knows no instalments; the surcharge of s.49 goes on while they are paid, and comes at the end.
"""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal

from sso_core.kernel.money import SATANG, ZERO
from sso_core.kernel.thai_calendar import add_months


@dataclass(frozen=True, slots=True)
class Part:
    """One part of an agreement: its number, from 1, its last day and its amount in baht."""

    number: int
    due_on: date
    amount: Decimal


def parts(total: Decimal, count: int, first_due: date) -> tuple[Part, ...]:
    """``count`` parts a month apart that add up to ``total``. Raises ``ValueError`` for what does not divide."""
    if count < 1 or total < SATANG * count:
        raise ValueError("a debt is divided into parts of at least a satang")
    each = (total / count).quantize(SATANG, ROUND_DOWN)
    more = int((total - each * count) / SATANG)
    return tuple(
        Part(n, add_months(first_due, n - 1), each + (SATANG if n <= more else ZERO))
        for n in range(1, count + 1)
    )
