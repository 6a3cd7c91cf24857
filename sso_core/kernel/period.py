"""The contribution period: the month whose wages a contribution is for. Kept in C.E., shown in B.E."""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from sso_core.kernel.digits import arabic
from sso_core.kernel.thai_calendar import BE_OFFSET, MONTHS, MONTHS_SHORT


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A wage month."""

    year: int
    month: int

    def __post_init__(self) -> None:
        if not (1 <= self.month <= 12 and 1900 <= self.year <= 2999):
            raise ValueError(f"not a month: {self.year}-{self.month}")

    @classmethod
    def of(cls, day: date) -> "Period":
        return cls(day.year, day.month)

    @classmethod
    def parse(cls, text: str) -> "Period":
        """Read ``2026-06`` (C.E.). Raises ``ValueError``."""
        match = re.fullmatch(r"(\d{4})-(\d{1,2})", arabic(text.strip()))
        if not match:
            raise ValueError(f"a period is written YYYY-MM, not {text!r}")
        year = int(match[1])
        if year >= 2400:
            raise ValueError(f"the year of a period is C.E.: {year - BE_OFFSET}, not {year}")
        return cls(year, int(match[2]))

    @classmethod
    @lru_cache(maxsize=1024)
    def from_mmyy_be(cls, text: str, near: date) -> "Period":
        """Read ``0669`` of a filing: month and B.E. year, in the century nearest ``near``."""
        if not re.fullmatch(r"\d{4}", text):
            raise ValueError(f"a period in a file is MMYY, not {text!r}")
        this_year = near.year + BE_OFFSET
        century = this_year // 100 * 100
        years = (century + turn + int(text[2:]) for turn in (-100, 0, 100))
        year = min(years, key=lambda y: abs(y - this_year))
        return cls(year - BE_OFFSET, int(text[:2]))

    @property
    def first(self) -> date:
        return date(self.year, self.month, 1)

    @property
    def last(self) -> date:
        return date(self.year, self.month, calendar.monthrange(self.year, self.month)[1])

    def __add__(self, months: int) -> "Period":
        index = self.year * 12 + self.month - 1 + months
        return Period(index // 12, index % 12 + 1)

    def __sub__(self, months: int) -> "Period":
        return self + -months

    def next(self) -> "Period":
        return self + 1

    def prev(self) -> "Period":
        return self + -1

    def minus(self, other: "Period") -> int:
        """Months from ``other`` to this one."""
        return (self.year - other.year) * 12 + self.month - other.month

    def mmyy_be(self) -> str:
        return f"{self.month:02d}{(self.year + BE_OFFSET) % 100:02d}"

    def be_label(self) -> str:
        """``มิถุนายน 2569``."""
        return f"{MONTHS[self.month - 1]} {self.year + BE_OFFSET}"

    def be_short(self) -> str:
        """``มิ.ย. 2569``."""
        return f"{MONTHS_SHORT[self.month - 1]} {self.year + BE_OFFSET}"

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"


def months(first: Period, last: Period) -> tuple[Period, ...]:
    """Every month from ``first`` to ``last``, both included."""
    return tuple(first + n for n in range(last.minus(first) + 1))
