"""Part 1 of สปส.1-10: the sums a branch, and for branches filed together their list, สปส.1-10/1 (law.md 2.7)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import connection

from contributions.models import Filing, FilingStatus
from contributions.services.due import due_on
from contributions.services.totals import BranchTotals, provinces_of, staged_totals
from contributions.services.uploads import ensure_staged
from registration.public import branches, provinces_on
from sso_core import clock
from sso_core.documents.public import pdf_bytes
from sso_core.kernel.money import ZERO
from sso_core.kernel.period import Period
from sso_core.law.public import NoLaw, RateRow, in_force, rate_table

_FILED = """
select branch_no, count(*), sum(wage), sum(base), sum(employee), sum(employer), sum(government)
  from contributions_line where period = %s and filing_id = %s group by branch_no order by branch_no"""
COMBINED, SINGLE = "สปส.1-10/1", "สปส.1-10 ส่วนที่ 1"


@dataclass(frozen=True, slots=True)
class BranchSum:
    totals: BranchTotals
    name: str
    rate: Decimal | None


@dataclass(frozen=True, slots=True)
class Summary:
    """``form`` is the code of the form; a draft has no ``submitted_at``."""

    form: str
    reference: str
    account_no: str
    employer_name: str
    period: Period
    rows: tuple[BranchSum, ...]
    submitted_at: datetime | None
    submitted_by: str
    sha256: str

    def _sum(self, name: str) -> Decimal:
        return sum((getattr(row.totals, name) for row in self.rows), ZERO)

    @property
    def people(self) -> int:
        return sum(row.totals.people for row in self.rows)

    @property
    def wages(self) -> Decimal:
        return self._sum("wages")

    @property
    def employee(self) -> Decimal:
        return self._sum("employee")

    @property
    def employer(self) -> Decimal:
        return self._sum("employer")

    @property
    def contribution(self) -> Decimal:
        return self.employee + self.employer


def summary_of(filing_id: int) -> Summary:
    """The sums of a filing as submitted, or as it stands while it is a draft."""
    filing = Filing.objects.get(pk=filing_id)
    period = Period.of(filing.period)
    names = {one.branch_no: one.name for one in branches(filing.account_no)}
    rates = _rates(period)
    rows = tuple(
        BranchSum(one, names.get(one.branch_no, ""), _rate(rates, one.province)) for one in _totals(filing)
    )
    submitted = filing.status == FilingStatus.SUBMITTED
    return Summary(
        COMBINED if len(rows) > 1 else SINGLE,
        filing.reference,
        filing.account_no,
        filing.employer_name,
        period,
        rows,
        filing.submitted_at if submitted else None,
        filing.submitted_by if submitted else "",
        filing.sha256,
    )


def _totals(filing: Filing) -> tuple[BranchTotals, ...]:
    if filing.status != FilingStatus.SUBMITTED:
        ensure_staged(filing)
        try:
            return staged_totals(filing, as_of=clock.today(), passing_only=True).branches
        except NoLaw:
            return ()
    period = Period.of(filing.period)
    places = provinces_on(filing.account_no, period.last) | provinces_of(filing)
    with connection.cursor() as cursor:
        cursor.execute(_FILED, [filing.period, filing.pk])
        return tuple(_branch(row, places.get(row[0], ""), period) for row in cursor.fetchall())


def _branch(row: Sequence[Any], province: str, period: Period) -> BranchTotals:
    branch_no, people, wages, base, employee, employer, government = row
    return BranchTotals(
        branch_no, province, people, wages, base, employee, employer, government, due_on(period, province)
    )


def _rates(period: Period) -> dict[str | None, RateRow]:
    try:
        return {row.area: row for row in rate_table(period, law=in_force())}
    except NoLaw:
        return {}


def _rate(rates: dict[str | None, RateRow], province: str) -> Decimal | None:
    found = rates.get(province) or rates.get(None)
    return found.employee_rate if found else None


def summary_pdf(filing_id: int) -> bytes:
    return pdf_bytes("contributions/letters/summary.html", {"summary": summary_of(filing_id)})
