"""Baht as ``Decimal``, and the rounding rules that the law names.

A sum is rounded only where the law rounds it, and always by one of the rules below, so that
the rule can be named beside the figure.
"""

import re
from collections.abc import Mapping
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from enum import StrEnum

from sso_core.kernel.digits import arabic

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

    Commas must stand at the thousands, so that ``1,5`` is not read as fifteen. Raises ``ValueError`` for
    anything else, for more than two decimals, for negative sums and for more than fifteen digits.
    """
    amount = parse_figure(text)
    if amount != amount.quantize(SATANG):
        raise ValueError(f"an amount has at most two decimals: {text!r}")
    return amount.quantize(SATANG)


def parse_figure(text: str) -> Decimal:
    """As ``parse_baht``, with any number of decimals: for averages, which nobody has rounded yet."""
    plain = " ".join(arabic(text).removesuffix("บาท").split())
    if plain.startswith(("-", "−")):
        raise ValueError(f"an amount is not negative: {text!r}")
    if not _FIGURE.fullmatch(plain):
        raise ValueError(f"not an amount: {text!r}")
    digits = plain.replace(",", "").replace(" ", "")
    if len(digits.partition(".")[0]) > 15 or len(digits) > 24:
        raise ValueError(f"too large an amount: {text!r}")
    return Decimal(digits)


def total(amounts: Mapping[str, Decimal]) -> Decimal:
    """Sum of the values, ``0.00`` when there are none."""
    return sum(amounts.values(), ZERO)


_FIGURE = re.compile(r"(\d+|\d{1,3}(,\d{3})+|\d{1,3}( \d{3})+)(\.\d*)?|\.\d+", re.ASCII)
