"""Section 39 ends for unpaid contributions (SSA s.41 (4), (5)): a run after each due day, for everybody.

SQL finds who has unpaid months; the rule says of each whether and when the status ended. Who is one month
away from it is warned.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from django.db import connection

from contributions.models import Bill, BillKind, BillStatus
from contributions.services.section39 import held_coverage
from contributions.services.voluntary_terms import terms_table
from registration.public import Lapse, lapse_section39, lock_person, recipient_of, section39_lapse
from sso_core import clock
from sso_core.audit.public import record
from sso_core.batch.models import BatchRun
from sso_core.batch.public import start_run
from sso_core.kernel.actor import SYSTEM, Actor
from sso_core.kernel.period import Period, months
from sso_core.law.public import current
from sso_core.messaging.public import tell

LAPSE_RUN = "contributions.lapse39"
PEOPLE_A_CHUNK = 50_000
LOOK_BACK = 24
"""Months that the run reads. What lapsed before that was settled by earlier runs, or by the older system."""
_SQL = (Path(__file__).parents[1] / "sql" / "section39_unpaid.sql").read_text()


def last_due(today: date) -> Period:
    """The newest month of Section 39 whose day of payment has passed."""
    month = Period.of(today).prev()
    day = int(current().at("contributions.due_day", month.first).value)
    return month if today > month.next().first.replace(day=day) else month.prev()


def start_lapse_run(*, by: Actor, today: date | None = None) -> BatchRun:
    """Begin the run of the newest month that is due; begun before, the same run is returned."""
    month = last_due(today or clock.today())
    with connection.cursor() as cursor:
        cursor.execute(
            "select coalesce(min(person_id), 1), coalesce(max(person_id), 0), count(*) from registration_standing"
            " where section = 39 and (ends_on is null or ends_on > %s)",
            [month.last],
        )
        low, high, people = cursor.fetchone()
    chunks = [
        {"low": first, "high": first + PEOPLE_A_CHUNK - 1} for first in range(low, high + 1, PEOPLE_A_CHUNK)
    ]
    title = f"สิ้นสภาพมาตรา 39 งวด {month.be_label()}"
    return start_run(
        LAPSE_RUN, str(month), chunks, by=by, title=title, payload={"month": str(month)}, items=people
    )


def lapse_slice(month: Period, low: int, high: int) -> dict[str, int]:
    """Judge the people of a range of numbers: how many were looked at, lapsed and warned."""
    done = {"items": 0, "lapsed": 0, "warned": 0}
    for person_id, unpaid in _unpaid(month, low, high):
        what = _judge(person_id, [Period.of(day) for day in unpaid], month)
        done["items"] += 1
        if what:
            done[what] += 1
    return done


def _unpaid(month: Period, low: int, high: int) -> Sequence[tuple[int, list[date]]]:
    first = month - (LOOK_BACK - 1)
    areas, later = not_due_yet(first, month)
    params: dict[str, Any] = {
        "areas": areas,
        "months": later,
        "first": first.first,
        "last": month.first,
        "today": clock.today(),
        "low": low,
        "high": high,
        "least": int(current().at("contributions.s39.lapse_unpaid_months", month.first).value) - 1,
    }
    with connection.cursor() as cursor:
        cursor.execute(_SQL, params)
        return list(cursor.fetchall())


def not_due_yet(first: Period, last: Period) -> tuple[list[str], list[date]]:
    """Areas and months whose day of payment was put off and has not come (as after a flood)."""
    today = clock.today()
    pairs = [
        (terms.area, one.first)
        for one in months(first, last)
        for terms in terms_table(39, one)
        if terms.area is not None and terms.due_on >= today
    ]
    return [area for area, _ in pairs], [day for _, day in pairs]


def _judge(person_id: int, unpaid: Sequence[Period], month: Period) -> str:
    """``lapsed``, ``warned`` or nothing. The status is read again under the person's lock."""
    lock_person(person_id)
    held = held_coverage(person_id)
    if held is None:
        return ""
    first = max(Period.of(held.since), month - (LOOK_BACK - 1))
    due = [(one, one not in unpaid) for one in months(first, month)]
    law = current()
    found = section39_lapse(due, law=law, on=month.last)
    if found is not None:
        _end(person_id, found, month)
        return "lapsed"
    if section39_lapse([*due, (month.next(), False)], law=law, on=month.next().last) is None:
        return ""
    pay_by = month.next().next().first.replace(day=int(law.at("contributions.due_day", month.first).value))
    _tell(person_id, "section39_warning", unpaid=len(unpaid), pay_by=pay_by)
    return "warned"


def _end(person_id: int, found: Lapse, month: Period) -> None:
    ended = lapse_section39(person_id, last_day=found.last_day)
    Bill.objects.filter(
        kind=BillKind.SECTION39, person_id=person_id, status=BillStatus.UNPAID, period__gt=ended.until
    ).update(status=BillStatus.CANCELLED)
    facts: Mapping[str, Any] = {"code": found.code, "month": str(found.month), "run": str(month)}
    record("contributions.section39_lapsed", by=SYSTEM, subject=f"person:{person_id}", params=facts)
    _tell(person_id, "section39_lapsed", last=ended.until, three=found.code == "three_unpaid")


def _tell(person_id: int, template: str, **context: Any) -> None:
    more = {"action_url": "/me/section39/", "action_label": "ดูมาตรา 39 ของฉัน"}
    tell(recipient_of(person_id), f"contributions/{template}", {**context, **more})
