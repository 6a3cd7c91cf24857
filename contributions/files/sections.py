"""What both formats share while a filing is read: sections, running totals, ids seen so far."""

from dataclasses import dataclass, field, replace

from contributions.files.checks import block, check_row, check_totals, warn
from contributions.files.headers import choose_terms, period_finding
from contributions.files.records import Context, Expected, Header, Reading, Row, Section
from sso_core.kernel.finding import Finding
from sso_core.kernel.period import Period


@dataclass(slots=True)
class Book:
    """The reading so far. One section is open at a time."""

    reading: Reading
    context: Context
    seen: dict[str, tuple[int, str]] = field(default_factory=dict)
    section: Section | None = None
    branch: str = ""
    expected: Expected | None = None
    """What the law asks for in the open section; None where none is open or its law is not known."""
    _clean: list[int] = field(default_factory=lambda: [0, 0, 0, 0])
    """Clean lines of the open section: how many, wages, employees' and employers' shares."""
    _branches: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        """A month that the sender told is judged here; one of a header, where the header is read."""
        told = self.reading.period
        if told is not None and (wrong := period_finding(told, self.context, 0)) is not None:
            self.note(wrong)

    def open(self, branch: str, *, line: int, header: Header | None) -> Section:
        """Begin a branch: its terms of law, from header, register or what the sender said."""
        self.close()
        period = (header.period if header else None) or self.reading.period or self.assume_period()
        section = Section(branch, header, line=line)
        self._choose_terms(section, period)
        self.section, self.branch = section, branch
        self.expected = section.terms.expected() if section.terms else None
        self.reading.sections.append(section)
        if branch in self._branches:
            self.note(block("branch_twice", line, "branch", branch=branch))
        self._branches.add(branch)
        return section

    def assume_period(self) -> Period:
        """An Excel file tells no month. Unless the sender said it, hold it to last month's law and say so."""
        if self.context.period is not None:
            self.reading.period = self.context.period
            return self.context.period
        assumed = Period.of(self.context.today).prev()
        if self.reading.format == "xlsx" and not self.reading.period_assumed:
            self.note(warn("period_assumed", 0, "period", period=assumed.be_label()))
        self.reading.period_assumed = True
        return assumed

    def _choose_terms(self, section: Section, period: Period) -> None:
        table = self.context.rates_of(period)
        if not table:
            self.note(block("period_no_law", section.line, "period", period=period.be_label()))
            return
        account = self.reading.account
        province = self.context.province_of(account, section.branch) if account else None
        rate = section.header.rate if section.header else None
        section.terms, agrees = choose_terms(table, rate=rate, province=province)
        if not agrees and section.terms is not None and rate is not None:
            self.note(
                block("rate_wrong", section.line, "rate", found=f"{rate * 100:.2f}",
                      right=f"{section.terms.employee_rate * 100:.2f}", period=period.be_label())
            )  # fmt: skip

    def close(self) -> None:
        if self.section is not None:
            self._add_clean(self.section)
            self.reading.findings.extend(check_totals(self.section))
            self.section = self.expected = None

    def check(self, row: Row) -> None:
        """The slow road: a row in which something is, or may be, wrong. Counts it as well."""
        for finding in check_row(row, self.expected):
            self.note(finding)
        if row.national_id in self.seen:
            line, branch = self.seen[row.national_id]
            self.note(block("id_twice", row.line, "national_id", first_line=line, branch=branch))
        elif row.national_id:
            self.seen[row.national_id] = (row.line, row.branch)
        self.count(row)

    def count_clean(self, expected: Expected, wage: int, paid: int) -> None:
        """As ``count`` for a line that was found right: the sums of file and law are the same."""
        clean = self._clean
        clean[0] += 1
        clean[1] += wage
        clean[2] += paid
        if expected.two_rates:
            clean[3] += expected.employer(wage)

    def _add_clean(self, section: Section) -> None:
        count, wages, employee, employer = self._clean
        if self.expected is not None and not self.expected.two_rates:
            employer = employee
        section.count += count
        section.wages += wages
        section.employee += employee
        section.lawful_employee += employee
        section.employer += employer
        section.lawful_employer += employer
        self._clean = [0, 0, 0, 0]

    def count_unreadable(self) -> None:
        """A line whose fields cannot be told apart counts as a line; the sums are no longer known."""
        if self.section is not None:
            self.section.count += 1
            self.section.wages_known = self.section.contributions_known = False

    def count(self, row: Row) -> None:
        section = self.section
        if section is None:
            raise ValueError("no section is open")
        section.count += 1
        if row.wage is None:
            section.wages_known = False
        else:
            section.wages += row.wage
        if row.contribution is None or row.wage is None:
            section.contributions_known = False
        self._add_shares(section, row)

    def _add_shares(self, section: Section, row: Row) -> None:
        """The employer's share is not in the lines: it equals the employee's when the rates are equal."""
        section.employee += row.contribution or 0
        if self.expected is None or row.wage is None:
            section.employer += row.contribution or 0
            return
        section.lawful_employee += self.expected.employee(row.wage)
        section.lawful_employer += self.expected.employer(row.wage)
        section.employer += (
            (row.contribution or 0) if not self.expected.two_rates else self.expected.employer(row.wage)
        )

    def note(self, finding: Finding) -> None:
        """Keep a finding, with the branch it was found in: rows of two sheets share their numbers."""
        if self.section is not None:
            finding = replace(finding, params={**finding.params, "at_branch": self.section.branch})
        self.reading.findings.append(finding)
