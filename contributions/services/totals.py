"""What a filing comes to, worked from its staged lines by the rule of the law, and what is due when."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import connection

from contributions.models import Filing, FilingSection
from contributions.rules.surcharge import surcharge
from contributions.services.due import due_on
from contributions.services.law_sql import sum_of, terms_sql
from sso_core.kernel.period import Period
from sso_core.kernel.worked import Worked
from sso_core.law.public import NoLaw, in_force

_SUMS = """
with {cte}
select s.branch_no, count(*), sum(s.wage), sum(x.base), sum(x.employee), sum(x.employer), sum(x.government)
  from contributions_stagedline s
  join terms t using (branch_no)
  cross join lateral (select {base} as base) b
  cross join lateral (select b.base, {shares}) x
 where s.filing_id = %(filing)s and s.wage is not null
 {only}
 group by s.branch_no order by s.branch_no"""
_PASSING = """and not exists (select 1 from contributions_filingfinding f
    where f.filing_id = s.filing_id and f.branch_no = s.branch_no and f.line = s.line and f.severity = 'block')"""


@dataclass(frozen=True, slots=True)
class BranchTotals:
    branch_no: str
    province: str
    people: int
    wages: Decimal
    base: Decimal
    employee: Decimal
    employer: Decimal
    government: Decimal
    due_on: date

    @property
    def contribution(self) -> Decimal:
        return self.employee + self.employer


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums over branches; ``surcharge`` is what paying on ``as_of`` would add (s.49)."""

    branches: tuple[BranchTotals, ...]
    as_of: date
    surcharges: tuple[Worked, ...]

    def _sum(self, name: str) -> Decimal:
        return sum_of(getattr(branch, name) for branch in self.branches)

    @property
    def people(self) -> int:
        return sum(branch.people for branch in self.branches)

    @property
    def wages(self) -> Decimal:
        return self._sum("wages")

    @property
    def base(self) -> Decimal:
        return self._sum("base")

    @property
    def employee(self) -> Decimal:
        return self._sum("employee")

    @property
    def employer(self) -> Decimal:
        return self._sum("employer")

    @property
    def government(self) -> Decimal:
        return self._sum("government")

    @property
    def contribution(self) -> Decimal:
        return self._sum("contribution")

    @property
    def surcharge(self) -> Decimal:
        return sum_of(worked["surcharge"] for worked in self.surcharges)

    @property
    def total(self) -> Decimal:
        return self.contribution + self.surcharge

    @property
    def due_on(self) -> date | None:
        return min((branch.due_on for branch in self.branches), default=None)


def provinces_of(filing: Filing) -> dict[str, str]:
    return dict(FilingSection.objects.filter(filing=filing).values_list("branch_no", "province"))


def staged_totals(filing: Filing, *, as_of: date, passing_only: bool = False) -> Totals:
    """What the staged lines owe by law. Raises ``NoLaw`` for months whose rates are not known."""
    period, provinces = Period.of(filing.period), provinces_of(filing)
    if not provinces:
        return Totals((), as_of, ())
    terms = terms_sql(period, provinces, wage="s.wage")
    statement = _SUMS.format(
        cte=terms.cte, base=terms.base, shares=terms.shares, only=_PASSING if passing_only else ""
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, {**terms.params, "filing": filing.pk})
        rows = cursor.fetchall()
    branches = tuple(
        BranchTotals(row[0], provinces[row[0]], row[1], row[2], row[3], row[4], row[5], row[6],
                     due_on(period, provinces[row[0]]))
        for row in rows
    )  # fmt: skip
    return Totals(branches, as_of, tuple(late(b.contribution, b.due_on, as_of) for b in branches))


def late(amount: Decimal, due_on: date, paid_on: date) -> Worked:
    """The surcharge on an amount, with its steps (s.49)."""
    return surcharge(amount, due=due_on, paid=max(paid_on, due_on), law=in_force())


def refresh(filing: Filing) -> None:
    """Keep the sums of a checked filing beside it, for lists."""
    try:
        totals = staged_totals(filing, as_of=filing.period)
    except NoLaw:
        return
    filing.wages, filing.employee, filing.employer, filing.government = (
        totals.wages, totals.employee, totals.employer, totals.government,
    )  # fmt: skip
    filing.lines = totals.people if filing.recomputed else filing.lines
    filing.save(update_fields=["wages", "employee", "employer", "government", "lines"])
