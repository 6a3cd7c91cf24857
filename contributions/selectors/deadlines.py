"""When an employer's months are due, what of them is filed, and what a delay costs (SSA s.47, s.49).

Who must be filed is what the register says of the wage month. What nobody has told is not guessed: an amount
that is not filed is not known, and stands as last month's where that is said.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.db import connection

from contributions.models import Bill, BillKind, BillStatus, Filing
from contributions.rules.delay import Delay, delay
from contributions.services.drafts import DRAFTS
from contributions.services.due import due_on
from registration.public import branches, employer, provinces_on
from sso_core.cases.calendar import office_calendar
from sso_core.kernel.money import ZERO
from sso_core.kernel.period import Period, months
from sso_core.law.public import NoLaw, in_force

BACK = 12
AHEAD = 2
# People of the roll, and lines as they stand with their differences, by wage month and branch.
_STAFF = """
select m.first::date, r.branch_no, count(distinct r.person_id)
  from generate_series(%(first)s::date, %(until)s::date, interval '1 month') m(first)
  join registration_roll r on r.account_no = %(account)s
   and r.starts_on < m.first + interval '1 month' and (r.ends_on is null or r.ends_on >= m.first)
 group by 1, 2"""
_FILED = """
select s.period, s.branch_no, count(*), sum(s.employee + s.employer) from contributions_standing s
  left join contributions_line l
    on l.period = s.period and l.account_no = s.account_no and l.national_id = s.national_id
 where s.account_no = %(account)s and s.period between %(first)s and %(until)s and (s.base > 0 or l.base = 0)
 group by 1, 2"""
# Months that came with the history of before: asked of some of the staff, since accounts are kept by person.
_LOADED = """
select distinct a.period from contributions_account a
 where a.person_id in (select person_id from registration_roll where account_no = %(account)s limit 50)
   and a.account_no = %(account)s and a.origin = 'history' and a.period between %(first)s and %(until)s"""


class State(StrEnum):
    """Where a wage month of an employer stands."""

    FILED = "filed"
    PARTLY = "partly"
    MISSING = "missing"
    OPEN = "open"
    COMING = "coming"
    NOBODY = "nobody"
    LOADED = "loaded"


@dataclass(frozen=True, slots=True)
class PlaceDue:
    """A branch in a month: its own due date, who works there, who is filed."""

    branch_no: str
    name: str
    due_on: date
    staff: int
    filed: int


@dataclass(frozen=True, slots=True)
class MonthDue:
    """``unpaid`` is what the bills of the month still ask without surcharge; None while nothing is billed.

    ``delay`` is the cost of ``basis`` baht; ``is_estimate`` when that is last month's amount.
    """

    period: Period
    state: State
    due_on: date
    places: tuple[PlaceDue, ...]
    staff: int
    filed: int
    is_extended: bool
    on_holiday: bool
    unpaid: Decimal | None
    basis: Decimal | None
    is_estimate: bool
    delay: Delay | None
    draft: int | None

    @property
    def needs_doing(self) -> bool:
        return self.state in {State.MISSING, State.PARTLY, State.OPEN} or bool(self.unpaid)

    @property
    def asks_nothing(self) -> bool:
        """Filed with wages of 0 only: no bill was made."""
        return self.state is State.FILED and self.unpaid is None

    def is_late(self, today: date) -> bool:
        return self.needs_doing and today > self.due_on


@dataclass(frozen=True, slots=True)
class Calendar:
    """``moves`` and ``extra_days`` are what the law says of holidays and of filing online; None is not known."""

    months: tuple[MonthDue, ...]
    moves: bool
    moves_confidence: str
    extra_days: int | None


Counts = Mapping[tuple[date, str], int]


def calendar_of(account: str, today: date, *, back: int = BACK, ahead: int = AHEAD) -> Calendar:
    """The months of an employer, newest first, from when it had staff or a year ago to those that come."""
    now = Period.of(today)
    asked = months(now - back, now + ahead)
    facts = _Facts(account, asked, today)
    shown = [facts.month(period) for period in reversed(asked)]
    law = in_force()
    moves = law.at("contributions.due_on_holiday", today)
    return Calendar(
        tuple(m for m in shown if m.state is not State.NOBODY or m.period >= now - 1),
        moves=moves.text != "stays",
        moves_confidence=moves.confidence,
        extra_days=_extra_days(today),
    )


def _extra_days(today: date) -> int | None:
    try:
        return int(in_force().at("contributions.efiling_extra_days", today).value)
    except NoLaw:
        return None


class _Facts:
    """What register, filings and bills say of some months, asked once."""

    def __init__(self, account: str, asked: Sequence[Period], today: date) -> None:
        self.account, self.today = account, today
        self.names = {one.branch_no: one.name for one in branches(account)}
        found = employer(account)
        self.closed_on = found.closed_on if found else None
        values: dict[str, Any] = {"account": account, "first": asked[0].first, "until": asked[-1].first}
        self.staff: dict[date, dict[str, int]] = defaultdict(dict)
        self.filed: dict[date, dict[str, int]] = defaultdict(dict)
        self.amounts: dict[date, Decimal] = defaultdict(lambda: ZERO)
        with connection.cursor() as cursor:
            cursor.execute(_STAFF, values)
            for month, branch_no, count in cursor.fetchall():
                self.staff[month][branch_no] = count
            cursor.execute(_FILED, values)
            for month, branch_no, count, amount in cursor.fetchall():
                self.filed[month][branch_no] = count
                self.amounts[month] += amount
            cursor.execute(_LOADED, values)
            self.loaded = {row[0] for row in cursor.fetchall()}
        self.unpaid = self._unpaid(values["first"])
        drafts = Filing.objects.filter(account_no=account, status__in=DRAFTS, period__gte=asked[0].first)
        self.drafts = dict(drafts.order_by("pk").values_list("period", "pk"))

    def _unpaid(self, first: date) -> dict[date, Decimal]:
        """What the bills of each month ask; 0 where all are paid."""
        owed: dict[date, Decimal] = {}
        bills = Bill.objects.filter(
            subject=f"employer:{self.account}", kind=BillKind.FILING, period__gte=first
        ).exclude(status=BillStatus.CANCELLED)
        for period, status, amount in bills.values_list("period", "status", "contribution"):
            owed[period] = owed.get(period, ZERO) + (amount if status == BillStatus.UNPAID else ZERO)
        return owed

    def month(self, period: Period) -> MonthDue:
        places = self._places(period)
        staff, filed = sum(p.staff for p in places), sum(p.filed for p in places)
        due = min((p.due_on for p in places), default=due_on(period))
        unpaid = self.unpaid.get(period.first)
        state = self._state(period, places, due)
        basis = unpaid or (self._last_amount(period) if state in _NOT_FILED else None)
        return MonthDue(
            period=period,
            state=state,
            due_on=due,
            places=places,
            staff=staff,
            filed=filed,
            is_extended=due != due_on(period) or due > period.next().last,
            on_holiday=office_calendar().is_known(due) and not office_calendar().is_working(due),
            unpaid=unpaid,
            basis=basis,
            is_estimate=not unpaid and basis is not None,
            delay=delay(basis, due=due, law=in_force()) if basis else None,
            draft=self.drafts.get(period.first),
        )

    def _places(self, period: Period) -> tuple[PlaceDue, ...]:
        staff, filed = self.staff[period.first], self.filed[period.first]
        where = provinces_on(self.account, period.last)
        return tuple(
            PlaceDue(
                number,
                self.names.get(number, ""),
                due_on(period, where.get(number)),
                staff.get(number, 0),
                filed.get(number, 0),
            )
            for number in sorted(staff.keys() | filed.keys())
        )

    def _state(self, period: Period, places: tuple[PlaceDue, ...], due: date) -> State:
        staff, filed = sum(p.staff for p in places), sum(p.filed for p in places)
        if period > Period.of(self.today):
            return State.COMING
        if filed:
            whole = filed >= staff and all(p.filed or not p.staff for p in places)
            return State.FILED if whole else State.PARTLY
        if not staff:
            return State.NOBODY
        if period.first in self.loaded:
            return State.LOADED
        return State.OPEN if self.today <= due else State.MISSING

    def _last_amount(self, period: Period) -> Decimal | None:
        """What the newest filed month before came to."""
        before = [month for month in self.amounts if month < period.first]
        return self.amounts[max(before)] if before else None


_NOT_FILED = frozenset({State.MISSING, State.OPEN})
