"""The header record: who files, for which branch and month, at which rate, and what it declares."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from contributions.files import layout
from contributions.files.amounts import BadAmount, from_field
from contributions.files.checks import block, warn
from contributions.files.records import Context, Header, Terms
from sso_core.kernel.finding import Finding
from sso_core.kernel.period import Period
from sso_core.kernel.thai_calendar import BE_OFFSET, from_be

OLDEST = Period(1991, 3)  # contributions began (law.md 1.1)


@dataclass(slots=True)
class HeaderReading:
    """Takes a header line apart; ``findings`` says what could not be read."""

    line: int
    text: str
    context: Context
    findings: list[Finding] = field(default_factory=list)

    def read(self) -> Header:
        return Header(
            line=self.line,
            account=self._digits("account", 10, "account_bad"),
            branch=self._digits("branch", 6, "branch_bad"),
            paid_date=self._paid_date(),
            period=self._period(),
            employer_name=self._employer_name(),
            rate=self._rate(),
            count=self._count(),
            total_wages=self._amount("total_wages"),
            total=self._amount("total"),
            total_employee=self._amount("total_employee"),
            total_employer=self._amount("total_employer"),
        )

    def _field(self, name: str) -> str:
        first, last = layout.HEADER[name]
        return self.text[first:last]

    def _block(self, code: str, name: str, **params: object) -> None:
        self.findings.append(block(code, self.line, name, **params))

    def _digits(self, name: str, size: int, code: str) -> str | None:
        found = self._field(name)
        if _are_digits(found) and len(found) == size and (name != "account" or int(found)):
            return found
        self._block(code, name, found=found.strip())
        return None

    def _paid_date(self) -> date | None:
        found = self._field("paid_date")
        if not found.strip(" 0"):
            return None
        try:
            if not _are_digits(found):
                raise ValueError(found)
            paid = from_be(self._be_year(found[4:]), int(found[2:4]), int(found[:2]))
        except ValueError:
            self._block("paid_date_bad", "paid_date", found=found.strip())
            return None
        if abs((paid - self.context.today).days) > 3660:
            self.findings.append(warn("paid_date_odd", self.line, "paid_date", found=found))
        return paid

    def _be_year(self, two_digits: str) -> int:
        this_year = self.context.today.year + BE_OFFSET
        return min((c + int(two_digits) for c in (2400, 2500, 2600)), key=lambda year: abs(year - this_year))

    def _period(self) -> Period | None:
        found = self._field("period")
        try:
            period = Period.from_mmyy_be(found, self.context.today)
        except ValueError:
            self._block("period_bad", "period", found=found.strip())
            return None
        if (wrong := period_finding(period, self.context, self.line)) is not None:
            self.findings.append(wrong)
        return period

    def _employer_name(self) -> str:
        name = self._field("employer_name").strip()
        if not name:
            self.findings.append(warn("employer_name_missing", self.line, "employer_name"))
        elif "\ufffd" in name:
            self.findings.append(warn("char_unreadable", self.line, "employer_name"))
        return name

    def _rate(self) -> Decimal | None:
        found = self._field("rate")
        if _are_digits(found):
            return Decimal(found).scaleb(-4)
        self._block("rate_bad", "rate", found=found.strip())
        return None

    def _count(self) -> int | None:
        found = self._field("count").strip()
        if _are_digits(found):
            return int(found)
        self._block("count_bad", "count", found=found)
        return None

    def _amount(self, name: str) -> int | None:
        found = self._field(name)
        try:
            return from_field(found)
        except BadAmount as bad:
            self._block(bad.code, name, found=found.strip())
            return None


def _are_digits(text: str) -> bool:
    """ASCII digits and nothing else, one at least."""
    return text.isascii() and text.isdigit()


def period_finding(period: Period, context: Context, line: int) -> Finding | None:
    """A month that has not begun, or too long ago, or not the one asked for."""
    if period > Period.of(context.today):
        return block("period_future", line, "period", period=period.be_label())
    if period < OLDEST:
        return block("period_too_old", line, "period", period=period.be_label())
    years = context.years_back
    if years is not None and Period.of(context.today).minus(period) > 12 * years:
        return block("period_long_closed", line, "period", period=period.be_label(), years=years)
    if context.period is not None and period != context.period:
        return block(
            "period_other", line, "period", period=period.be_label(), asked=context.period.be_label()
        )
    return None


def choose_terms(
    table: Sequence[Terms], *, rate: Decimal | None, province: str | None
) -> tuple[Terms | None, bool]:
    """The terms of a branch, and whether the declared rate agrees with them.

    Where the register knows the province, its terms hold. Where not, a declared rate of any area of that
    month is believed, the country's first; the office checks the place when the filing is submitted.
    """
    if not table:
        return None, True
    national = table[0]
    if province is not None:
        terms = next((row for row in table if row.area == province), national)
        return terms, rate is None or _agrees(terms, rate)
    agreeing = next((row for row in table if rate is not None and _agrees(row, rate)), None)
    return agreeing or national, rate is None or agreeing is not None


def _agrees(terms: Terms, rate: Decimal) -> bool:
    """In months with two rates the layout does not say which one it wants: either will do."""
    return rate in (terms.employee_rate, terms.employer_rate)
