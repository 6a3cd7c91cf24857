"""Amounts of Sections 39 and 40 that were announced after months had been billed, or paid ahead (SSA s.46/1).

A bill that asks for more than the law of its month does now is withdrawn and made anew. What was paid for it goes to
the new one, on the day it was paid; what is over is held for the person, as money paid too much. A paid month is never
asked for more. The run of a notice may be done again: a bill that is right stays as it is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection, transaction

from contributions.models import Bill, BillKind, BillStatus
from contributions.services.voluntary import KINDS, write_bill
from contributions.services.voluntary_rebilling import bill_anew
from contributions.services.voluntary_terms import month_terms, terms_table
from registration.public import lock_person, person, recipient_of
from sso_core import clock
from sso_core.audit.public import record
from sso_core.batch.public import Progress, progress_of, start_run
from sso_core.kernel.actor import SYSTEM, Actor
from sso_core.kernel.finding import Finding, Refused
from sso_core.kernel.period import Period, months
from sso_core.law.public import current
from sso_core.messaging.public import tell

VOLUNTARY_RELIEF_RUN = "contributions.voluntary_relief"
PEOPLE_A_CHUNK = 20_000
AMOUNTS = {
    39: ("contributions.s39.amount",),
    40: tuple(f"contributions.s40.option{option}.member" for option in (1, 2, 3)),
}
WHY = "ประกาศลดเงินสมทบของเดือนนั้น"
_DEARER = """
with terms(area, option, amount) as (values {terms})
select b.id, b.person_id, b.period, b.status
  from contributions_bill b
  join lateral (select s.province from registration_standing s where s.person_id = b.person_id limit 1) p on true
  join terms n on n.area is null and coalesce(n.option, 0) = coalesce(b.option, 0)
  left join terms a on a.area = p.province
 where b.kind = %(kind)s and b.period = %(period)s and b.status <> 'cancelled'
   and b.person_id between %(low)s and %(high)s
   and b.contribution > case when a.area is null then n.amount else a.amount end"""
_RANGE = """
select coalesce(min(person_id), 1), coalesce(max(person_id), 0) from contributions_bill
 where kind = %s and period = %s and status <> 'cancelled'"""


@dataclass(frozen=True, slots=True)
class VoluntaryNotice:
    """Amounts of a section that became known on a day, and the months they hold for."""

    known: date
    section: int
    since: Period
    until: Period
    source: str

    @property
    def key(self) -> str:
        return f"{self.section}:{self.known.isoformat()}"

    @property
    def months(self) -> tuple[Period, ...]:
        """No month has a bill that is more than a year ahead."""
        return months(self.since, min(self.until, Period.of(clock.today()) + 12))


@dataclass(frozen=True, slots=True)
class Dearer:
    """How many bills of a month ask for more than the law does now."""

    period: Period
    unpaid: int
    paid: int


def notices() -> tuple[VoluntaryNotice, ...]:
    """Amounts that are lower than those before them and are known today, the newest first."""
    found: dict[tuple[date, int], VoluntaryNotice] = {}
    for section, keys in AMOUNTS.items():
        for key in keys:
            for row in current().parameter(key).rows:
                if row.known > clock.today() or row.number is None or not _is_relief(key, row.number):
                    continue
                until = Period.of(row.until) if row.until < date.max else Period.of(clock.today()) + 12
                one = VoluntaryNotice(row.known, section, Period.of(row.since), until, row.source)
                there = found.get((row.known, section))
                found[row.known, section] = _joined(there, one) if there else one
    return tuple(sorted(found.values(), key=lambda one: (one.known, one.section), reverse=True))


def _is_relief(key: str, value: Decimal) -> bool:
    """Whether an amount is below the highest that the parameter ever had: the normal one."""
    return value < max(row.number for row in current().parameter(key).rows if row.number is not None)


def _joined(a: VoluntaryNotice, b: VoluntaryNotice) -> VoluntaryNotice:
    return VoluntaryNotice(a.known, a.section, min(a.since, b.since), max(a.until, b.until), a.source)


def notice(key: str) -> VoluntaryNotice | None:
    return next((one for one in notices() if one.key == key), None)


def effect(one: VoluntaryNotice) -> tuple[Dearer, ...]:
    """What the notice still changes, month by month; nothing is written."""
    found = []
    for period in one.months:
        states = [row[3] for row in _dearer(one.section, period, 0, 2**62)]
        paid = sum(state == BillStatus.PAID for state in states)
        found.append(Dearer(period, len(states) - paid, paid))
    return tuple(found)


def _dearer(section: int, period: Period, low: int, high: int) -> list[tuple[int, int, date, str]]:
    terms = [one for one in terms_table(section, period) if one.amount is not None]
    if not terms:
        return []
    values: dict[str, Any] = {}
    lines = []
    for n, t in enumerate(terms):
        values |= {f"t{n}_0": t.area, f"t{n}_1": t.option, f"t{n}_2": t.amount}
        lines.append(f"(%(t{n}_0)s::varchar, %(t{n}_1)s::int, %(t{n}_2)s::numeric)")
    values |= {"kind": KINDS[section], "period": period.first, "low": low, "high": high}
    with connection.cursor() as cursor:
        cursor.execute(_DEARER.format(terms=", ".join(lines)) + " order by b.person_id", values)
        return list(cursor.fetchall())


def start(key: str, *, by: Actor) -> Progress:
    """Begin the run of a notice; begun before, the same run is shown. Raises ``Refused``."""
    one = notice(key)
    if one is None:
        raise Refused(Finding("relief.unknown", params={"known": key}))
    chunks = [
        {"period": str(period), "low": first, "high": first + PEOPLE_A_CHUNK - 1}
        for period in one.months
        for first in _ranges(one.section, period)
    ]
    run = start_run(
        VOLUNTARY_RELIEF_RUN, one.key, chunks, by=by, title=f"ลดเงินสมทบมาตรา {one.section} ย้อนหลัง {one.known}",
        payload={"section": one.section}, items=0,
    )  # fmt: skip
    record("contributions.relief_started", by=by, subject=f"relief:{one.key}", params={"run": run.reference})
    found = progress_of(VOLUNTARY_RELIEF_RUN, one.key)
    assert found is not None
    return found


def _ranges(section: int, period: Period) -> range:
    with connection.cursor() as cursor:
        cursor.execute(_RANGE, [KINDS[section], period.first])
        low, high = cursor.fetchone()
    return range(low, high + 1, PEOPLE_A_CHUNK)


def relieve(section: int, chunk: Mapping[str, Any]) -> int:
    """Make the bills of a range of people and a month right; returns how many were made anew."""
    found = _dearer(section, Period.parse(chunk["period"]), chunk["low"], chunk["high"])
    return sum(lower(bill_id) is not None for bill_id, *_ in found)


@transaction.atomic
def lower(bill_id: int) -> Bill | None:
    """Make one bill anew at the amount of today's law where that is less; None where it is right already."""
    person_id = Bill.objects.values_list("person_id", flat=True).get(pk=bill_id)
    assert person_id is not None
    lock_person(person_id)
    bill = Bill.objects.select_for_update(of=("self",)).get(pk=bill_id)
    who, period = person(person_id), Period.of(bill.period)
    terms = month_terms(_section(bill), period, area=who.province, option=bill.option)
    if bill.status == BillStatus.CANCELLED or terms.amount is None or terms.amount >= bill.contribution:
        return None
    before, was_paid = bill.contribution, bill.status == BillStatus.PAID
    new = bill_anew(bill, lambda: write_bill(who, BillKind(bill.kind), period, terms), why=WHY)
    params = {"bill": bill.ref2, "new": new.ref2, "before": str(before), "after": str(new.contribution)}
    record("contributions.bill_lowered", by=SYSTEM, subject=bill.subject, params=params)
    if was_paid and who.died_on is None:
        told = {
            "period": bill.period,
            "before": before,
            "after": new.contribution,
            "over": before - new.contribution,
        }
        tell(
            recipient_of(person_id),
            "contributions/relief_lowered",
            {**told, "action_url": "/me/contributions/"},
        )
    return new


def _section(bill: Bill) -> int:
    return next(section for section, kind in KINDS.items() if kind == bill.kind)
