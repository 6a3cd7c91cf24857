"""Rates that were announced after months had been filed: what is known now less what stands, written once (SSA s.46/1).

The relief follows the place of the establishment. The run goes over the employers of the places and months in ranges;
a range that was done is not done again, and an employer's month gets the difference of a notice once.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection

from contributions.models import Cause
from contributions.services import differences
from contributions.services.bulk.relief import write_many
from contributions.services.differences import Why
from contributions.services.law_sql import BASE as BASE_SQL
from contributions.services.law_sql import shares_sql, sort_in_memory
from contributions.services.locking import lock_months
from sso_core import clock
from sso_core.audit.public import record
from sso_core.batch.public import Progress, progress_of, start_run
from sso_core.kernel.actor import Actor, ActorKind
from sso_core.kernel.finding import Finding, Refused
from sso_core.kernel.period import Period, months
from sso_core.law.public import Dated, Law, current, in_force, rate_table

RELIEF_RUN = "contributions.relief"
EMPLOYERS = 600  # of one range
RATES = ("employee_rate", "employer_rate", "government_rate")
_ACCOUNTS = """
select distinct f.account_no
  from contributions_filing f join contributions_filingsection s on s.filing_id = f.id
 where f.period = %(period)s and f.status = 'submitted' and s.province = any(%(provinces)s)
   and f.account_no between %(low)s and %(high)s
 order by f.account_no"""
_CHANGED = """
with terms(area, employee_rate, employer_rate, government_rate, floor, ceiling) as (values {terms}),
places as (
    select distinct on (f.account_no, s.branch_no) f.account_no, s.branch_no, s.province
      from contributions_filing f join contributions_filingsection s on s.filing_id = f.id
     where f.period = %(period)s and f.status = 'submitted' and f.account_no between %(low)s and %(high)s
     order by f.account_no, s.branch_no, f.id desc
), changed as (
    select s.account_no, s.national_id, s.branch_no, s.filing_id, s.line, s.person_id, x.base - s.base as base,
           x.employee - s.employee as employee, x.employer - s.employer as employer,
           x.government - s.government as government
      from contributions_standing s
      join places p on p.account_no = s.account_no and p.branch_no = s.branch_no
      join terms t on t.area = case when p.province = any(%(areas)s) then p.province else '' end
      cross join lateral (select {base} as base) b
      cross join lateral (select b.base, {shares}) x
     where s.period = %(period)s and s.account_no between %(low)s and %(high)s and p.province = any(%(provinces)s)
       and (x.base, x.employee, x.employer, x.government)
           is distinct from (s.base, s.employee, s.employer, s.government)
)"""
_DELTA = """
select account_no, national_id, branch_no, filing_id, line, person_id, 0, base, employee, employer, government
  from changed"""
_SUMMED = """
select count(distinct account_no), count(distinct (account_no, national_id)), coalesce(sum(employee), 0),
       coalesce(sum(employer), 0), coalesce(sum(government), 0) from changed"""
EVERY = {"low": "0000000000", "high": "9999999999"}


@dataclass(frozen=True, slots=True)
class Notice:
    """An announcement of rates for some provinces that became known after the first of its months."""

    known: date
    since: Period
    until: Period
    provinces: frozenset[str]
    source: str

    @property
    def key(self) -> str:
        return self.known.isoformat()

    @property
    def months(self) -> tuple[Period, ...]:
        """The months that can have been filed before the notice: those that began before it."""
        return tuple(m for m in months(self.since, self.until) if m.first <= self.known)


@dataclass(frozen=True, slots=True)
class Effect:
    """What a notice changes of one month, or of all: signed sums in baht; nothing is written yet."""

    employers: int
    people: int
    employee: Decimal
    employer: Decimal
    government: Decimal

    @property
    def contribution(self) -> Decimal:
        return self.employee + self.employer


def notices() -> tuple[Notice, ...]:
    """Announcements known today that came after a month they hold for had begun, the newest first."""
    found: dict[date, list[Dated]] = {}
    for name in RATES:
        for row in current().parameter(f"contributions.s33.{name}").rows:
            if row.area and row.since < row.known <= clock.today():
                found.setdefault(row.known, []).append(row)
            elif row.area and row.known in found and row.known <= clock.today():
                found[row.known].append(row)
    return tuple(_notice(known, rows) for known, rows in sorted(found.items(), reverse=True))


def _notice(known: date, rows: list[Dated]) -> Notice:
    places = frozenset(place for row in rows for place in row.area or ())
    since, until = min(row.since for row in rows), max(row.until for row in rows)
    return Notice(known, Period.of(since), Period.of(until), places, rows[0].source)


def notice(key: str) -> Notice | None:
    return next((one for one in notices() if one.key == key), None)


def effect(one: Notice) -> tuple[tuple[Period, Effect], ...]:
    """What the notice still changes, month by month: what was written already is no part of it."""
    found = []
    for period in one.months:
        sql, values = _changed(period, one.provinces, EVERY)
        with connection.cursor() as cursor:
            cursor.execute(sql + _SUMMED, values)
            found.append((period, Effect(*cursor.fetchone())))
    return tuple(found)


def summed(effects: Iterable[tuple[Period, Effect]]) -> Effect:
    """All months together; an employer or person counts in each month."""
    rows = [one for _, one in effects]
    zero = Decimal("0.00")
    return Effect(
        sum(one.employers for one in rows),
        sum(one.people for one in rows),
        sum((one.employee for one in rows), zero),
        sum((one.employer for one in rows), zero),
        sum((one.government for one in rows), zero),
    )


def start(key: str, *, by: Actor) -> Progress:
    """Begin the run of a notice; begun before, the same run is shown. Raises ``Refused``."""
    one = notice(key)
    if one is None:
        raise Refused(Finding("relief.unknown", params={"known": key}))
    chunks = [chunk for period in one.months for chunk in _ranges(period, one.provinces)]
    run = start_run(
        RELIEF_RUN,
        one.key,
        chunks,
        by=by,
        title=f"คืนเงินสมทบตามประกาศลดอัตรา {one.key}",
        payload={"known": one.key, "by": by.user_id, "by_name": by.name},
        items=sum(chunk["employers"] for chunk in chunks),
    )
    record("contributions.relief_started", by=by, subject=f"relief:{one.key}", params={"run": run.reference})
    found = progress_of(RELIEF_RUN, one.key)
    assert found is not None
    return found


def _ranges(period: Period, provinces: frozenset[str]) -> list[dict[str, Any]]:
    accounts = _accounts(period, provinces, EVERY)
    parts = [accounts[n : n + EMPLOYERS] for n in range(0, len(accounts), EMPLOYERS)]
    return [
        {"period": str(period), "low": part[0], "high": part[-1], "employers": len(part)} for part in parts
    ]


def _accounts(period: Period, provinces: frozenset[str], bounds: Mapping[str, str]) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(_ACCOUNTS, {"period": period.first, "provinces": sorted(provinces), **bounds})
        return [account for (account,) in cursor.fetchall()]


def relieve(run: Mapping[str, Any], chunk: Mapping[str, Any]) -> int:
    """Write the differences of a range of employers and months; returns how many employers were looked at."""
    one = notice(run["known"])
    if one is None:
        raise LookupError(f"the statute has no notice of {run['known']}")
    period, bounds = Period.parse(chunk["period"]), {"low": chunk["low"], "high": chunk["high"]}
    accounts = _accounts(period, one.provinces, bounds)
    lock_months(accounts, period)
    sort_in_memory()
    sql, values = _changed(period, one.provinces, bounds)
    if differences.fill(sql + _DELTA, values):
        why = Why(
            Cause.RELIEF,
            f"relief:{one.key}",
            Actor(ActorKind.OFFICER, run["by"], run["by_name"]),
            reason=one.source,
            known_then=one.known - timedelta(days=1),
        )
        write_many(period, accounts, why)
    return len(accounts)


def _changed(
    period: Period, provinces: frozenset[str], bounds: Mapping[str, str]
) -> tuple[str, dict[str, Any]]:
    rows = rate_table(period, law=in_force())
    values: dict[str, Any] = {}
    lines: list[str] = []
    for n, t in enumerate(rows):
        figures = (t.area or "", t.employee_rate, t.employer_rate, t.government_rate, t.floor, t.ceiling)
        values |= {f"t{n}_{place}": value for place, value in enumerate(figures)}
        lines.append(
            f"(%(t{n}_0)s::varchar, " + ", ".join(f"%(t{n}_{p})s::numeric" for p in range(1, 6)) + ")"
        )
    sql = _CHANGED.format(
        terms=", ".join(lines), base=BASE_SQL.format(wage="s.wage"), shares=shares_sql(period, in_force())
    )
    values |= {
        "period": period.first,
        "provinces": sorted(provinces),
        "areas": [row.area for row in rows if row.area],
        **bounds,
    }
    return sql, values


@dataclass(frozen=True, slots=True)
class Rates:
    """The employee's and employer's rates of a month in the places of a notice, as known before it and since."""

    period: Period
    then: tuple[Decimal, Decimal]
    now: tuple[Decimal, Decimal]


def rates(one: Notice) -> tuple[Rates, ...]:
    """What was known when the months were assessed beside what is known now."""
    place = min(one.provinces)
    before = current().as_known(one.known - timedelta(days=1))
    return tuple(Rates(m, _pair(before, m, place), _pair(in_force(), m, place)) for m in one.months)


def _pair(law: Law, period: Period, place: str) -> tuple[Decimal, Decimal]:
    employee, employer = (
        law.at(f"contributions.s33.{name}", period.first, area=place).value for name in RATES[:2]
    )
    return employee, employer
