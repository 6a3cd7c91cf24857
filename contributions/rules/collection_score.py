"""How urgent a case of collection is: points for amount, age, and what is not known; the office's order of work.

The tables are data. ``sql/arrears_score.sql`` reads the same ones, so that everybody is ranked in one statement.
"""

from decimal import Decimal

AMOUNT_POINTS: tuple[tuple[Decimal, int], ...] = (
    (Decimal(1), 5),
    (Decimal(10_000), 15),
    (Decimal(50_000), 25),
    (Decimal(200_000), 35),
    (Decimal(1_000_000), 45),
    (Decimal(5_000_000), 55),
)
"""Baht of contributions owed, from which the points count."""

AGE_POINTS: tuple[tuple[int, int], ...] = ((1, 5), (31, 10), (61, 15), (91, 20), (181, 25), (366, 30))
"""Days since the oldest due date, from which the points count."""

NOT_FILED_POINTS, MOST_NOT_FILED = 3, 5
"""For each month that nobody filed: its amount is not known, and its people see nothing in their accounts."""


def score(amount: Decimal, age: int, not_filed: int) -> int:
    """Points of a case; more is more urgent, 100 at most."""
    return (
        _points(AMOUNT_POINTS, amount)
        + _points(AGE_POINTS, age)
        + NOT_FILED_POINTS * min(not_filed, MOST_NOT_FILED)
    )


def _points(
    table: tuple[tuple[Decimal, int], ...] | tuple[tuple[int, int], ...], value: Decimal | int
) -> int:
    return max((points for floor, points in table if value >= floor), default=0)
