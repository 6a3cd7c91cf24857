"""Baht as ``Decimal``, and the rounding rules that the law names.

A sum is rounded only where the law rounds it, and always by one of the rules below, so that
the rule can be named beside the figure.
"""

from collections.abc import Mapping
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal, InvalidOperation
from enum import StrEnum

SATANG = Decimal("0.01")
ONE = Decimal(1)
ZERO = Decimal("0.00")


class Rounding(StrEnum):
    """How a statute rounds: the value is what parameter files write."""

    WHOLE_BAHT = "whole_baht"  # 50 satang and above up, less dropped (SSA s.46)
    SATANG = "satang"  # half a satang and above up
    SATANG_DOWN = "satang_down"  # fractions of a satang dropped
    NONE = "none"


_QUANTUM = {
    Rounding.WHOLE_BAHT: (ONE, ROUND_HALF_UP),
    Rounding.SATANG: (SATANG, ROUND_HALF_UP),
    Rounding.SATANG_DOWN: (SATANG, ROUND_FLOOR),
}


def rounded(amount: Decimal, rule: Rounding) -> Decimal:
    """Return ``amount`` in baht rounded by ``rule``, with two decimals where it rounds."""
    if rule is Rounding.NONE:
        return amount
    quantum, mode = _QUANTUM[rule]
    return amount.quantize(quantum, mode).quantize(SATANG)


def baht(amount: Decimal) -> Decimal:
    """Round to the satang, half up."""
    return rounded(amount, Rounding.SATANG)


def whole_baht(amount: Decimal) -> Decimal:
    """Round to the whole baht: 50 satang up, less dropped (SSA s.46)."""
    return rounded(amount, Rounding.WHOLE_BAHT)


def parse_baht(text: str) -> Decimal:
    """Read an amount as people write it: ``1,234.50``, ``๑๒๓``, spaces, a trailing ``บาท``.

    Raises ``ValueError`` for anything else, for more than two decimals and for negative sums.
    """
    cleaned = text.translate(_THAI_DIGITS).replace(",", "").replace("บาท", "").strip()
    try:
        amount = Decimal(cleaned)
        satang = amount.quantize(SATANG)
    except InvalidOperation:
        raise ValueError(f"not an amount: {text!r}") from None
    if not amount.is_finite() or amount < 0 or amount != satang:
        raise ValueError(f"not an amount in baht and satang: {text!r}")
    return satang


def total(amounts: Mapping[str, Decimal]) -> Decimal:
    """Sum of the values, ``0.00`` when there are none."""
    return sum(amounts.values(), ZERO)


_THAI_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
