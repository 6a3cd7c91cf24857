"""One month of a member, opened: each source with how its amounts follow from the law, and what was changed since."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from contributions.models import Adjustment, Difference, Receipt
from contributions.rules import section33, section39
from contributions.rules.months import COUNTED
from registration.public import employer_names, person, provinces_on
from sso_core import kept_plans
from sso_core.kernel.period import Period
from sso_core.kernel.worked import Worked
from sso_core.law.public import NoLaw, current

# What was paid, and what is filed and not paid; changes of either stand apart, in ``contributions_difference``.
_SOURCES = """
select origin, origin_id, section, account_no, branch_no, wage, base, employee, employer, government, paid_on,
       receipt_id, true as is_paid
  from contributions_paid
 where person_id = %(person)s and period = %(period)s and section = any(%(sections)s)
union all
select 'filing', l.filing_id, 33, rtrim(l.account_no), l.branch_no, l.wage, l.base, l.employee, l.employer,
       l.government, null, null, false
  from contributions_line l join contributions_filing f on f.id = l.filing_id and f.status = 'submitted'
 where l.person_id = %(person)s and l.period = %(period)s and l.base > 0
   and not exists (select from contributions_paid p
                    where p.period = l.period and p.person_id = l.person_id and p.origin = 'filing'
                      and p.origin_id = l.filing_id)
 order by 3, 4, 1"""


@dataclass(frozen=True, slots=True)
class MonthSource:
    """A filing, a payment of one's own, or a row of the older system. ``worked`` is None where the law is not known."""

    origin: str
    reference: str
    section: int
    account_no: str
    employer_name: str
    wage: Decimal | None
    base: Decimal
    employee: Decimal
    employer: Decimal
    government: Decimal
    paid_on: date | None
    receipt_number: str
    is_paid: bool
    worked: Worked | None

    @property
    def is_by_law(self) -> bool | None:
        """Whether the account has what the law gives; None where that is not known."""
        if self.worked is None:
            return None
        key = "employee" if self.section == 33 else "amount"
        return bool(self.worked[key] == self.employee)


@dataclass(frozen=True, slots=True)
class MonthChange:
    """A correction: what was, what became of it, why and when. Amounts in baht."""

    cause: str
    reason: str
    at: datetime
    by_name: str
    base_before: Decimal
    base_after: Decimal
    employee_before: Decimal
    employee_after: Decimal


def sources(person_id: int, month: Period) -> tuple[MonthSource, ...]:
    """Where the month comes from, each with its steps."""
    params: dict[str, Any] = {"person": person_id, "period": month.first, "sections": list(COUNTED)}
    rows = kept_plans.fetch_all(_SOURCES, params)
    names = employer_names({row[3] for row in rows if row[3]})
    receipts = Receipt.objects.in_bulk([row[11] for row in rows if row[11]])
    home = person(person_id).province if any(row[2] == 39 for row in rows) else ""
    return tuple(_source(row, month, names, receipts, home=home) for row in rows)


def _source(
    row: Sequence[Any], month: Period, names: dict[str, str], receipts: dict[int, Receipt], *, home: str
) -> MonthSource:
    origin, origin_id, section, number, branch, wage, base, employee, employer, government, *paid = row
    paid_on, receipt_id, is_paid = paid
    receipt = receipts.get(receipt_id)
    return MonthSource(
        origin=origin,
        reference=_reference(origin, origin_id, month),
        section=section,
        account_no=number,
        employer_name=names.get(number, ""),
        wage=wage,
        base=base,
        employee=employee,
        employer=employer,
        government=government,
        paid_on=paid_on,
        receipt_number=receipt.number if receipt else "",
        is_paid=is_paid,
        worked=_worked(section, month, wage, number, branch, home=home),
    )


def _reference(origin: str, origin_id: int, month: Period) -> str:
    return f"F{month.be_label()[-2:]}{month.month:02d}-{origin_id:07d}" if origin == "filing" else ""


def _worked(
    section: int, month: Period, wage: Decimal | None, account_no: str, branch_no: str, *, home: str
) -> Worked | None:
    """The steps by the law of the month and the place of the branch, or of the person's home for Section 39.

    None where either is not known.
    """
    try:
        if section == 39:
            return section39.contribution(month, law=current(), province=home or None)
        if wage is None:
            return None
        place = provinces_on(account_no, month.last).get(branch_no)
        return section33.contribution(wage, month, law=current(), province=place)
    except NoLaw:
        return None


def changes(person_id: int, month: Period) -> tuple[MonthChange, ...]:
    """What was changed since it was filed, oldest first, each with the amounts before and after."""
    rows = list(Difference.objects.filter(person_id=person_id, period=month.first))
    causes = Adjustment.objects.in_bulk([row.adjustment_id for row in rows])
    rows.sort(key=lambda row: (causes[row.adjustment_id].at, row.adjustment_id))
    now = {one.account_no: (one.base, one.employee) for one in sources(person_id, month)}
    told = []
    for row in rows:
        cause, number = causes[row.adjustment_id], row.account_no.strip()
        base, employee = now.get(number, (Decimal(0), Decimal(0)))
        now[number] = (base + row.base, employee + row.employee)
        told.append(
            MonthChange(
                cause=str(cause.get_cause_display()),
                reason=cause.reason,
                at=cause.at,
                by_name=cause.by_name,
                base_before=base,
                base_after=base + row.base,
                employee_before=employee,
                employee_after=employee + row.employee,
            )
        )
    return tuple(told)
