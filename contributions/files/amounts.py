"""Amounts of a filing, as whole satang, and how they are shown in a sentence."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation

from sso_core.kernel.money import parse_baht

MOST = Decimal(10**12)  # what the fourteen digits of the text layout hold
_NEGATIVE = re.compile(r"[-−(]\s*[0-9][0-9,. ]*\)?|[0-9 ]+-")


@dataclass(frozen=True, slots=True)
class BadAmount(Exception):
    """Why a field is no amount; the code of a finding."""

    code: str


def from_field(text: str) -> int:
    """A zero-filled field of the text layout. Blanks before the digits are taken; raises ``BadAmount``."""
    plain = text.lstrip(" ")
    if plain.isascii() and plain.isdigit():
        return int(plain)
    if _NEGATIVE.fullmatch(text.strip()) or text.strip(" 0").startswith("-"):
        raise BadAmount("amount_negative")
    raise BadAmount("amount_missing" if not text.strip() else "amount_not_number")


def from_cell(value: object) -> int:
    """An Excel cell: a number, or an amount typed as text. Raises ``BadAmount``."""
    if isinstance(value, datetime | date | time | timedelta):
        raise BadAmount("amount_is_date")
    if value is None or value == "":
        raise BadAmount("amount_missing")
    if isinstance(value, bool):
        raise BadAmount("amount_not_number")
    if isinstance(value, int | float):
        return _from_number(Decimal(repr(value)))
    return _from_text(str(value))


def _from_number(amount: Decimal) -> int:
    if not amount.is_finite():
        raise BadAmount("amount_not_number")
    if amount < 0:
        raise BadAmount("amount_negative")
    if amount > MOST:
        raise BadAmount("amount_not_number")
    satang = (amount * 100).to_integral_value()
    # Excel keeps binary fractions: 14104.1 may come as 14104.100000000001.
    if abs(amount * 100 - satang) > Decimal("0.0001"):
        raise BadAmount("amount_decimals")
    return int(satang)


def _from_text(text: str) -> int:
    plain = text.strip()
    if not plain:
        raise BadAmount("amount_missing")
    if _NEGATIVE.fullmatch(plain):
        raise BadAmount("amount_negative")
    try:
        amount = parse_baht(plain)
    except (ValueError, InvalidOperation):
        raise BadAmount("amount_not_number") from None
    return _from_number(amount)


def shown(satang: int) -> str:
    """``17,455.00``"""
    return f"{satang // 100:,}.{satang % 100:02d}" if satang >= 0 else f"-{shown(-satang)}"


def baht(satang: int) -> Decimal:
    return Decimal(satang).scaleb(-2)


def satang(amount: Decimal) -> int:
    return int(amount.scaleb(2))
