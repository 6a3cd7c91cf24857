"""The member's contribution account, month by month.

A month that is not loaded is unknown: it is counted apart and never shown as 0. A month that an
employer filed but has not paid yet counts for rights: the insured person keeps them (s.49).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from contributions.models import Gap
from contributions.rules.months import COUNTED
from contributions.rules.section33 import branch_weights
from contributions.rules.section39 import branch_weights as section39_weights
from contributions.selectors.counts import FIRST_MONTH
from contributions.services.due import due_on
from registration.public import CoverageView, coverages, employer_names
from sso_core import clock, kept_plans
from sso_core.kernel.money import ZERO, baht
from sso_core.kernel.period import Period, months
from sso_core.law.public import current


class MonthStatus(StrEnum):
    PAID = "paid"
    FILED = "filed"
    MISSING = "missing"
    NOT_LOADED = "not_loaded"
    NOT_DUE = "not_due"
    NOT_INSURED = "not_insured"


@dataclass(frozen=True, slots=True)
class AccountEntry:
    """What one employer, or Section 39, gives a month: ``contributions_month``."""

    section: int
    account_no: str
    employer_name: str
    wage: Decimal | None
    base: Decimal
    employee: Decimal
    employer: Decimal
    government: Decimal
    paid_on: date | None
    is_paid: bool


@dataclass(frozen=True, slots=True)
class AccountMonth:
    """A month as the member sees it. Amounts are None where nothing is known."""

    period: Period
    status: MonthStatus
    entries: tuple[AccountEntry, ...] = ()

    def _sum(self, name: str) -> Decimal | None:
        return sum((getattr(entry, name) for entry in self.entries), ZERO) if self.entries else None

    @property
    def wage(self) -> Decimal | None:
        known = [entry.wage for entry in self.entries if entry.wage is not None]
        return sum(known, ZERO) if known else None

    @property
    def base(self) -> Decimal | None:
        return self._sum("base")

    @property
    def employee(self) -> Decimal | None:
        return self._sum("employee")

    @property
    def employer(self) -> Decimal | None:
        return self._sum("employer")

    @property
    def government(self) -> Decimal | None:
        return self._sum("government")

    @property
    def section(self) -> int | None:
        return self.entries[0].section if self.entries else None

    @property
    def employer_name(self) -> str:
        return ", ".join(dict.fromkeys(entry.employer_name for entry in self.entries if entry.employer_name))

    @property
    def paid_on(self) -> date | None:
        return max((entry.paid_on for entry in self.entries if entry.paid_on), default=None)


@dataclass(frozen=True, slots=True)
class OldAgeShares:
    """What the insured person and the employers paid for old age and child, in baht."""

    employee: Decimal
    employer: Decimal


_ROWS = """
select period, section, account_no, wage, base, employee, employer, government, paid_on, is_paid
  from contributions_month
 where person_id = %(person)s and period between %(since)s and %(until)s and section = any(%(sections)s)
 order by period, section, account_no"""

_FIRST = """
select least((select min(period) from contributions_account where person_id = %(person)s),
             (select min(period) from contributions_line where person_id = %(person)s),
             (select min(period) from contributions_difference where person_id = %(person)s),
             (select min(lower(months)) from contributions_gap where person_id = %(person)s))"""


def status_words() -> dict[MonthStatus, str]:
    """What each state of a month is called."""
    return {
        MonthStatus.PAID: _("จ่ายแล้ว"),
        MonthStatus.FILED: _("ยื่นแล้ว รอเงินเข้า"),
        MonthStatus.MISSING: _("ไม่พบการยื่น"),
        MonthStatus.NOT_LOADED: _("ยังไม่มีข้อมูล"),
        MonthStatus.NOT_DUE: _("ยังไม่ถึงกำหนด"),
        MonthStatus.NOT_INSURED: _("ไม่ได้เป็นผู้ประกันตน"),
    }


def account(person_id: int, since: Period, until: Period) -> tuple[AccountMonth, ...]:
    """Every month from ``since`` to ``until`` with what is known of it."""
    entries = _entries(person_id, since, until)
    unknown = gap_months(person_id, since, until)
    held = coverages(person_id)
    return tuple(
        _month(month, entries.get(month, ()), month in unknown, held) for month in months(since, until)
    )


def _entries(person_id: int, since: Period, until: Period) -> dict[Period, tuple[AccountEntry, ...]]:
    params: dict[str, Any] = {
        "person": person_id, "since": since.first, "until": until.first, "sections": list(COUNTED)
    }  # fmt: skip
    rows = kept_plans.fetch_all(_ROWS, params)
    names = employer_names({row[2] for row in rows if row[2]})
    found: dict[Period, tuple[AccountEntry, ...]] = {}
    for day, section, number, *amounts in rows:
        entry = AccountEntry(section, number, names.get(number, ""), *amounts)
        month = Period.of(day)
        found[month] = (*found.get(month, ()), entry)
    return found


def _month(
    month: Period, entries: tuple[AccountEntry, ...], unknown: bool, held: Sequence[CoverageView]
) -> AccountMonth:
    if entries:
        paid = all(entry.is_paid for entry in entries)
        return AccountMonth(month, MonthStatus.PAID if paid else MonthStatus.FILED, entries)
    if unknown:
        return AccountMonth(month, MonthStatus.NOT_LOADED)
    if not _insured_in(month, held):
        return AccountMonth(month, MonthStatus.NOT_INSURED)
    due = due_on(month)
    return AccountMonth(month, MonthStatus.NOT_DUE if clock.today() <= due else MonthStatus.MISSING)


def _insured_in(month: Period, held: Sequence[CoverageView]) -> bool:
    return any(
        c.section in (33, 39) and c.since <= month.last and (c.until is None or c.until >= month.first)
        for c in held
    )


def gap_months(person_id: int, since: Period, until: Period) -> frozenset[Period]:
    """The months of a range that are not loaded."""
    found: set[Period] = set()
    for gap in Gap.objects.filter(person_id=person_id):
        first = max(since, Period.of(gap.months.lower))
        last = min(until, Period.of(gap.months.upper).prev())
        found.update(months(first, last) if first <= last else ())
    return frozenset(found)


def first_month(person_id: int) -> Period | None:
    """The first month of which anything is known, or known to be missing."""
    found = kept_plans.fetch_all(_FIRST, {"person": person_id})[0][0]
    return Period.of(found) if found else None


def old_age_shares(person_id: int) -> OldAgeShares:
    """The parts of all contributions that were for child allowance and old age (s.77)."""
    law = current()
    sums = {"employee": ZERO, "employer": ZERO}
    for month, entries in _entries(person_id, FIRST_MONTH, Period.of(clock.today())).items():
        weights = {payer: branch_weights(payer, month, law=law) for payer in sums}
        member39 = section39_weights(month, law=law)
        for entry in entries:
            for payer in sums:
                by_branch = member39 if entry.section == 39 else weights[payer]
                part = by_branch["old_age_child"] / sum(by_branch.values())
                sums[payer] += getattr(entry, payer) * part
    return OldAgeShares(baht(sums["employee"]), baht(sums["employer"]))
