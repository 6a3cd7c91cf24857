"""Dates in the Buddhist era.

The Thai year began on 1 April until B.E. 2483, which lasted from April to December 1940. So January to
March of a year up to 1940 still belong to the B.E. year before, and the offset there is 542.
"""

import re
from dataclasses import dataclass
from datetime import date

from sso_core.kernel.digits import arabic

BE_OFFSET = 543
NEW_YEAR_MOVED = date(1941, 1, 1)
MONTHS = (
    "มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน",
    "กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม",
)  # fmt: skip
MONTHS_SHORT = (
    "ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.",
)  # fmt: skip


def to_be_year(day: date) -> int:
    """The B.E. year that a day was written in at its time."""
    before_april = day < NEW_YEAR_MOVED and day.month < 4
    return day.year + BE_OFFSET - before_april


def from_be(year: int, month: int, day: int) -> date:
    """The day written ``day month year`` B.E. Raises ``ValueError`` for days that never were."""
    if year == 2483 and month < 4:
        raise ValueError("B.E. 2483 had no January to March")
    before_april = year < 2483 and month < 4
    return date(year - BE_OFFSET + before_april, month, day)


def format_date(day: date, style: str = "short") -> str:
    """``23 พ.ย. 2569``, or with ``style="long"`` ``23 พฤศจิกายน 2569``."""
    names = MONTHS if style == "long" else MONTHS_SHORT
    return f"{day.day} {names[day.month - 1]} {to_be_year(day)}"


class LooksLikeCE(ValueError):
    """The year reads as C.E.; the person should be asked."""


def parse_date(text: str) -> date:
    """Read ``23/11/2569``, ``23-11-2569``, ``23 พ.ย. 2569``, ``23 พฤศจิกายน 2569``, with Thai digits or not.

    Raises ``LooksLikeCE`` for a year that reads as C.E., ``ValueError`` for anything else.
    """
    plain = arabic(text.strip())
    match = re.fullmatch(r"(\d{1,2})[\s/.-]+(\d{1,2}|[ก-๙.]+?)[\s/.-]+(\d{4})", plain)
    if not match:
        raise ValueError(f"not a date: {text!r}")
    return of_parts(match[1], match[2], match[3])


def of_parts(day: str, month: str, year: str) -> date:
    """A date from three answers, as ``parse_date``."""
    number = _month(month)
    be = int(arabic(year))
    if 1850 <= be <= 2200:
        raise LooksLikeCE(f"{be} reads as C.E.; in B.E. it is {be + BE_OFFSET}")
    return from_be(be, number, int(arabic(day)))


def _month(text: str) -> int:
    plain = arabic(text.strip())
    if plain.isdigit():
        return int(plain)
    for names in (MONTHS, MONTHS_SHORT):
        for number, name in enumerate(names, 1):
            if plain.rstrip(".") == name.rstrip("."):
                return number
    raise ValueError(f"not a month: {text!r}")


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A birth date whose day or month the register does not know (written as zeros)."""

    year: int
    month: int | None = None
    day: int | None = None

    @classmethod
    def parse_ddmmyyyy(cls, text: str) -> "PartialDate":
        """Read the eight digits of a registration record, year in B.E., ``00`` for unknown."""
        if not re.fullmatch(r"\d{8}", text):
            raise ValueError(f"not ddmmyyyy: {text!r}")
        day, month, year = int(text[:2]) or None, int(text[2:4]) or None, int(text[4:])
        if month and day:
            exact = from_be(year, month, day)
            return cls(exact.year, exact.month, exact.day)
        if month is not None and (month > 12 or (year == 2483 and month < 4)):
            raise ValueError(f"not a month of B.E. {year}: {text!r}")
        before_april = month is not None and month < 4 and year < 2483
        return cls(year - BE_OFFSET + before_april, month, None)

    @property
    def latest(self) -> date:
        """The last day it can be: what counts for an age that must have been reached."""
        if self.month is None:  # a B.E. year up to 2482 ended in March
            return date(self.year, 12, 31) if self.year >= 1940 else date(self.year + 1, 3, 31)
        following = date(self.year + self.month // 12, self.month % 12 + 1, 1)
        return (
            date(self.year, self.month, self.day) if self.day else date.fromordinal(following.toordinal() - 1)
        )


def age(birth: date, on: date) -> int:
    """Full years on a day; a birthday on 29 February counts from 1 March in other years."""
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))


def add_years(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def add_months(day: date, count: int) -> date:
    """The same day ``count`` months on, or the month's last day where it is shorter."""
    index = day.year * 12 + day.month - 1 + count
    year, month = index // 12, index % 12 + 1
    following = date(year + month // 12, month % 12 + 1, 1)
    return date(year, month, min(day.day, date.fromordinal(following.toordinal() - 1).day))
