"""Reading what changed: a month as it stands, its adjustments, and the refunds, as frozen values."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import Count, Sum

from contributions.models import UNDONE, Adjustment, Refund, RefundStatus
from sso_core import kept_plans
from sso_core.kernel.money import ZERO
from sso_core.kernel.period import Period

PAGE = 50
_PEOPLE = """
select s.national_id, max(coalesce(l.first_name || ' ' || l.last_name, '')), s.branch_no, s.wage, s.employee, s.employer
  from contributions_standing s
  left join contributions_line l on l.period = s.period and l.account_no = s.account_no
                                and l.national_id = s.national_id
 where s.period = %(period)s and s.account_no = %(account)s and s.wage > 0
   and (%(text)s = '' or s.national_id = %(text)s or l.first_name || ' ' || l.last_name like '%%' || %(text)s || '%%')
 group by s.national_id, s.branch_no, s.wage, s.employee, s.employer
 order by s.branch_no, s.national_id limit %(limit)s offset %(offset)s"""
_HANDED = """
select d.national_id, coalesce(max(l.first_name || ' ' || l.last_name), ''), -sum(d.employee)
  from contributions_difference d
  left join contributions_line l on l.period = d.period and l.account_no = d.account_no
                                and l.national_id = d.national_id
 where d.period = %(period)s and d.adjustment_id = %(adjustment)s
 group by d.national_id having sum(d.employee) < 0 order by d.national_id limit %(limit)s offset %(offset)s"""


@dataclass(frozen=True, slots=True)
class Standing:
    """A person of an employer's month as it stands."""

    national_id: str
    name: str
    branch_no: str
    wage: Decimal
    employee: Decimal
    employer: Decimal


@dataclass(frozen=True, slots=True)
class HandOn:
    """What of a refund belongs to one employee, in baht."""

    national_id: str
    name: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class AdjustmentView:
    id: int
    reference: str
    period: Period
    cause: str
    cause_label: str
    reason: str
    people: int
    employee: Decimal
    employer: Decimal
    known_then: date | None
    known_now: date
    by_name: str
    at: datetime

    @property
    def contribution(self) -> Decimal:
        return self.employee + self.employer


@dataclass(frozen=True, slots=True)
class RefundView:
    id: int
    reference: str
    account_no: str
    payee_name: str
    period: Period
    employee: Decimal
    employer: Decimal
    surcharge: Decimal
    amount: Decimal
    status: RefundStatus
    status_label: str
    cause_label: str
    remitted_on: date
    noticed_on: date
    collect_by: date
    bank_code: str
    bank_account: str
    bank_account_name: str
    claimed_by: str
    approved_by: str
    paid_on: date | None
    forfeited_on: date | None
    handed_on_at: datetime | None
    handed_on_by: str
    refused_why: str

    @property
    def may_claim(self) -> bool:
        return self.status in {RefundStatus.DUE, RefundStatus.CLAIMED}


def people_of_month(
    account: str, period: Period, *, text: str = "", page: int = 1, size: int = PAGE
) -> tuple[Standing, ...]:
    """People who are in the month, by number or part of a name."""
    values: dict[str, Any] = {
        "period": period.first,
        "account": account,
        "text": text,
        "limit": size,
        "offset": (page - 1) * size,
    }
    with connection.cursor() as cursor:
        cursor.execute(_PEOPLE, values)
        return tuple(Standing(*row) for row in cursor.fetchall())


def adjustments_of(account: str, period: Period | None = None) -> tuple[AdjustmentView, ...]:
    """What changed the months of an employer, the newest first."""
    found = Adjustment.objects.filter(account_no=account).order_by("-pk")
    if period is not None:
        found = found.filter(period=period.first)
    return tuple(
        AdjustmentView(
            a.pk, str(a), Period.of(a.period), a.cause, a.get_cause_display(), a.reason, a.people, a.employee,
            a.employer, a.known_then, a.known_now, a.by_name, a.at,
        )
        for a in found
    )  # fmt: skip


def refund_view(r: Refund) -> RefundView:
    return RefundView(
        r.pk, str(r), r.account_no, r.payee_name, Period.of(r.period), r.employee, r.employer, r.surcharge, r.amount,
        RefundStatus(r.status), r.get_status_display(), r.adjustment.get_cause_display(), r.remitted_on,
        r.noticed_on, r.collect_by, r.bank_code, r.bank_account, r.bank_account_name, r.claimed_by, r.approved_by,
        r.paid_on, r.forfeited_on, r.handed_on_at, r.handed_on_by, r.refused_why,
    )  # fmt: skip


def refunds_of(account: str) -> tuple[RefundView, ...]:
    rows = Refund.objects.filter(account_no=account).select_related("adjustment").order_by("-pk")
    return tuple(refund_view(one) for one in rows)


def refund_of(account: str, refund_id: int) -> RefundView | None:
    found = Refund.objects.select_related("adjustment").filter(account_no=account, pk=refund_id).first()
    return refund_view(found) if found else None


def refunds_by_status(status: str = "") -> tuple[RefundView, ...]:
    """For the office: the claims that wait first, at most 200."""
    rows = Refund.objects.select_related("adjustment").order_by("collect_by", "pk")
    rows = rows.filter(status=status) if status else rows
    return tuple(refund_view(one) for one in rows[:200])


def hand_on_list(refund_id: int, *, page: int = 1, size: int = PAGE) -> tuple[HandOn, ...]:
    """What each employee is to get of a refund."""
    refund = Refund.objects.get(pk=refund_id)
    values: dict[str, Any] = {
        "period": refund.period,
        "adjustment": refund.adjustment_id,
        "limit": size,
        "offset": (page - 1) * size,
    }
    with connection.cursor() as cursor:
        cursor.execute(_HANDED, values)
        return tuple(HandOn(*row) for row in cursor.fetchall())


@dataclass(frozen=True, slots=True)
class Written:
    """What a cause has changed so far, over all employers and months."""

    employers: int
    people: int
    employee: Decimal
    employer: Decimal
    to_give_back: Decimal


def written_for(cause_key: str) -> Written:
    rows = Adjustment.objects.filter(cause_key=cause_key)
    sums = rows.aggregate(
        employers=Count("account_no", distinct=True),
        people=Sum("people", default=0),
        employee=Sum("employee", default=ZERO),
        employer=Sum("employer", default=ZERO),
    )
    # Asked apart: a month may have had several refunds, of which those that were undone count no more.
    refunds = Refund.objects.filter(adjustment__in=rows).exclude(status__in=UNDONE)
    return Written(**sums, to_give_back=refunds.aggregate(n=Sum("amount", default=ZERO))["n"])


@dataclass(frozen=True, slots=True)
class AccountChange:
    """A change of one's own month: the employee's share and the wage base, before and after."""

    period: Period
    cause_label: str
    reason: str
    base_before: Decimal
    base: Decimal
    employee_before: Decimal
    employee: Decimal
    at: datetime


_OF_PERSON = """
select d.period, d.adjustment_id, sum(d.base), sum(d.employee),
       (select sum(m.base) from contributions_month_source m
         where m.person_id = d.person_id and m.period = d.period and m.account_no = rtrim(d.account_no)),
       (select sum(m.employee) from contributions_month_source m
         where m.person_id = d.person_id and m.period = d.period and m.account_no = rtrim(d.account_no))
  from contributions_difference d
 where d.person_id = %(person)s and d.period between %(since)s and %(until)s
 group by d.person_id, d.period, d.account_no, d.adjustment_id
 order by d.period desc, d.adjustment_id desc"""


def changes_of_person(person_id: int, since: Period, until: Period) -> tuple[AccountChange, ...]:
    """What changed one's months after they were filed, the newest first, each with old and new and the reason."""
    rows = kept_plans.fetch_all(_OF_PERSON, {"person": person_id, "since": since.first, "until": until.first})
    causes = {a.pk: a for a in Adjustment.objects.filter(pk__in={row[1] for row in rows})}
    found: list[AccountChange] = []
    later: dict[tuple[date, str], tuple[Decimal, Decimal]] = {}
    for day, number, base, employee, base_now, employee_now in rows:
        one = causes[number]
        after = later.get((day, one.account_no), (base_now, employee_now))
        before = (after[0] - base, after[1] - employee)
        later[day, one.account_no] = before
        found.append(
            AccountChange(Period.of(day), one.get_cause_display(), one.reason, before[0], after[0], before[1],
                          after[1], one.at)
        )  # fmt: skip
    return tuple(found)
