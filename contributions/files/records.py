"""What a filing holds once read: rows, the sections of its branches, and the terms of law they are held to.

Amounts are whole satang here: a large file is read without a ``Decimal`` per line.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from sso_core.kernel.finding import Finding
from sso_core.kernel.period import Period

_MILLION = 1_000_000
_HUNDRED_MILLION = 100 * _MILLION
_HALF = _HUNDRED_MILLION // 2


class Row(NamedTuple):
    """One person's line as filed. An amount that cannot be read is None; an id is kept as written."""

    line: int
    branch: str
    national_id: str
    title_code: str
    first_name: str
    last_name: str
    wage: int | None
    contribution: int | None


class CleanRow(Row):
    """A line of the text layout in which all is right: no letter in it needs an escape, no field is too long."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Terms:
    """Rates, floor and ceiling of a wage month in one area (None: the whole country)."""

    area: str | None
    employee_rate: Decimal
    employer_rate: Decimal
    floor: Decimal
    ceiling: Decimal

    def expected(self) -> "Expected":
        return Expected(
            int(self.floor * 100),
            int(self.ceiling * 100),
            int(self.employee_rate * _MILLION),
            int(self.employer_rate * _MILLION),
        )


@dataclass(frozen=True, slots=True)
class Expected:
    """SSA s.46 in whole numbers: wage in satang to contribution in satang, each rounded to the baht.

    A test holds this equal to ``rules.section33`` over every month and area of the rate history.
    """

    floor: int
    ceiling: int
    employee_ppm: int
    employer_ppm: int
    two_rates: bool = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "two_rates", self.employee_ppm != self.employer_ppm)

    def base(self, wage: int) -> int:
        """A month without wage has no deduction (s.47); else the wage within floor and ceiling."""
        if wage < self.floor:
            return self.floor if wage else 0
        return min(wage, self.ceiling)

    def employee(self, wage: int) -> int:
        base = wage if self.floor <= wage <= self.ceiling else self.base(wage)
        return (base * self.employee_ppm + _HALF) // _HUNDRED_MILLION * 100

    def employer(self, wage: int) -> int:
        return (self.base(wage) * self.employer_ppm + _HALF) // _HUNDRED_MILLION * 100


@dataclass(frozen=True, slots=True)
class Header:
    """The header as declared. None: unreadable, and said so in a finding."""

    line: int
    account: str | None
    branch: str | None
    paid_date: date | None
    period: Period | None
    employer_name: str
    rate: Decimal | None
    count: int | None
    total_wages: int | None
    total: int | None
    total_employee: int | None
    total_employer: int | None


@dataclass(slots=True)
class Section:
    """The lines of one branch, and their running totals in satang."""

    branch: str
    header: Header | None = None
    terms: Terms | None = None
    line: int = 0
    count: int = 0
    wages: int = 0
    employee: int = 0
    employer: int = 0
    lawful_employee: int = 0
    lawful_employer: int = 0
    wages_known: bool = True
    contributions_known: bool = True


# Every set of terms in force in a wage month; empty when the law of that month is not known.
RatesOf = Callable[[Period], Sequence[Terms]]
# The province of a branch where the register knows it.
ProvinceOf = Callable[[str, str], str | None]


@dataclass(frozen=True, slots=True)
class Context:
    """What the reader is told: the day, the law, and what the person who sends the file has said."""

    today: date
    rates_of: RatesOf
    province_of: ProvinceOf = lambda account, branch: None
    account: str | None = None
    period: Period | None = None
    years_back: int | None = None
    """How many years back filings are taken in; None where nothing limits it."""


@dataclass(slots=True)
class Reading:
    """A filing being read. ``rows`` is taken once; totals and findings are complete when it ends."""

    format: str
    encoding: str = ""
    account: str | None = None
    period: Period | None = None
    period_assumed: bool = False
    readable: bool = True
    sections: list[Section] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    rows: Iterator[Row] = field(default_factory=lambda: iter(()))

    @property
    def lines(self) -> int:
        return sum(section.count for section in self.sections)

    @property
    def branch(self) -> str | None:
        return self.sections[0].branch if self.sections else None

    @property
    def accepted(self) -> bool:
        return self.readable and not any(finding.blocks for finding in self.findings)

    def total(self, name: str) -> int:
        return sum(getattr(section, name) for section in self.sections)

    def finish(self) -> "Reading":
        """Read to the end, dropping the rows."""
        for _ in self.rows:
            pass
        return self
