"""Employments end, one or thousands in the same few statements: form 6-09, closings (SSA s.38, s.44)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from registration.models import LateKind, LateReport, LeaveReason
from registration.rules.section33 import change_due
from registration.services.coverage import shorten_section33
from registration.services.telling import tell_of_leaving
from sso_core import clock
from sso_core.audit.public import record_many
from sso_core.kernel.actor import Actor
from sso_core.law.public import current
from sso_core.messaging.public import publish_many


@dataclass(frozen=True, slots=True)
class Departure:
    """An employment, its last day, and why it ends."""

    employment_id: int
    last_day: date
    reason: str


@dataclass(frozen=True, slots=True)
class _Gone:
    employment_id: int
    person_id: int
    employer_id: int
    account_no: str
    last_day: date
    reason: str


# The order of the numbers is that in which every act on many people holds them.
_HELD = """
select id from registration_person
 where id in (select person_id from registration_employment where id = any(%(ids)s))
 order by id for no key update"""
_END = """
update registration_employment e
   set ends_on = g.last_day, reason = g.reason, leave_reported_on = %(today)s
  from unnest(%(ids)s::bigint[], %(days)s::date[], %(reasons)s::text[]) as g(id, last_day, reason),
       registration_branch b, registration_employer m
 where e.id = g.id and e.ends_on is null and b.id = e.branch_id and m.id = b.employer_id
returning e.id, e.person_id, m.id, m.account_no, e.ends_on, e.reason"""


def end_employments(departures: Iterable[Departure], *, by: Actor) -> int:
    """Write the ends of employments that are possible; insured days and the apps above follow.

    What has ended already stays as it is. Returns how many ended. Within the caller's transaction.
    """
    wanted = list(departures)
    values: dict[str, Any] = {
        "ids": [one.employment_id for one in wanted],
        "days": [one.last_day for one in wanted],
        "reasons": [one.reason for one in wanted],
        "today": clock.today(),
    }
    with connection.cursor() as cursor:
        cursor.execute(_HELD, values)
        cursor.execute(_END, values)
        gone = [_Gone(*row) for row in sorted(cursor.fetchall())]
    if gone:
        _keep_late(gone)
        shorten_section33(sorted({one.person_id for one in gone}))
        _tell(gone, by)
    return len(gone)


def _keep_late(gone: Sequence[_Gone]) -> None:
    """What was told after its day is kept, by the law of the last day (s.44)."""
    law, today = current(), clock.today()
    due = {day: change_due(day, law=law) for day in {one.last_day for one in gone}}
    LateReport.objects.bulk_create(
        LateReport(
            employer_id=one.employer_id,
            kind=LateKind.LEAVER,
            subject=f"person:{one.person_id}",
            happened_on=one.last_day,
            due_on=due[one.last_day],
            reported_on=today,
        )
        for one in gone
        if today > due[one.last_day]
    )


def _tell(gone: Sequence[_Gone], by: Actor) -> None:
    events = [(f"{one.employment_id}/{one.last_day}", _event(one)) for one in gone]
    publish_many("registration.employment_ended", events)
    tell_of_leaving((one.person_id, one.last_day) for one in gone if one.reason != LeaveReason.DIED)
    for account in sorted({one.account_no for one in gone}):
        people = [f"person:{one.person_id}" for one in gone if one.account_no == account]
        record_many("left", by=by, subjects=people, params={"account_no": account})


def _event(one: _Gone) -> dict[str, object]:
    return {
        "person_id": one.person_id,
        "account_no": one.account_no,
        "ends_on": one.last_day.isoformat(),
        "reason": one.reason,
    }
