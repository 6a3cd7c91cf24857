"""Every night the whole register is held against the civil register: deaths, names, marital status.

In slices of their own transactions; a slice that is done is never asked again, and while the civil register is
silent the run stands still and goes on when it answers. Only what changed is written.
"""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Count, Max, Min, QuerySet

from integrations.public import DopaPerson, dopa_people
from registration.models import Person
from registration.models.person import IN_CIVIL_REGISTER
from registration.services.nights import slices, tonight
from registration.services.telling import tell_of_civil_change
from sso_core.batch.models import BatchRun
from sso_core.batch.public import start_run
from sso_core.kernel import thai_text
from sso_core.kernel.actor import Actor

SYNC_RUN = "registration.civil_sync"
PEOPLE_A_SLICE = 5_000
FIELDS = ("title_code", "title", "first_name", "last_name", "died_on", "marital")
_CHANGED = """
update registration_person p
   set title_code = c.title_code, title = c.title, first_name = c.first_name, last_name = c.last_name,
       name_sort_key = c.name_sort_key, search_key = c.search_key, died_on = c.died_on, marital = c.marital
  from jsonb_to_recordset(%s::jsonb) as c(id bigint, title_code text, title text, first_name text, last_name text,
       name_sort_key text, search_key text, died_on date, marital text)
 where p.id = c.id"""


def sync_tonight(*, by: Actor) -> BatchRun | None:
    """Begin the run of today when its hour has come, or set it going again; None before the hour."""
    return tonight(lambda day: start_sync(day, by=by))


def start_sync(day: date, *, by: Actor) -> BatchRun:
    """The run of a day; begun before, the same run is returned."""
    asked = _asked_for().aggregate(low=Min("pk"), high=Max("pk"), people=Count("pk"))
    chunks = slices(asked["low"] or 1, asked["high"] or 0, PEOPLE_A_SLICE)
    title = f"ตรวจทะเบียนกับทะเบียนราษฎร {day.isoformat()}"
    return start_run(
        SYNC_RUN,
        day.isoformat(),
        chunks,
        by=by,
        title=title,
        payload={"day": day.isoformat()},
        items=asked["people"],
    )


def sync_slice(low: int, high: int) -> dict[str, int]:
    """Hold a range of people against the civil register: how many were asked for, changed and had died.

    Raises ``GatewayDown``: the slice is then done later, as a whole.
    """
    rows = _asked_for().filter(pk__range=(low, high))
    told = dopa_people(list(rows.order_by("pk").values_list("national_id", flat=True)))
    # Held only now, not while another office is waited for; what changed in between is seen.
    people = list(rows.select_for_update().order_by("pk"))
    changed = [
        (person, found)
        for person in people
        if (found := told.get(person.national_id)) is not None and _differs(person, found)
    ]
    _write(changed)
    for person, found in changed:
        tell_of_civil_change(person, found)
    died = sum(found.died_on is not None for _, found in changed)
    return {"items": len(people), "changed": len(changed), "died": died}


def _asked_for() -> QuerySet[Person]:
    """Whom the civil register knows, and of whom it may have news."""
    return Person.objects.filter(IN_CIVIL_REGISTER, died_on=None, merged_into=None)


def _differs(person: Person, found: DopaPerson) -> bool:
    """What the civil register does not tell is no change."""
    told = ((name, getattr(found, name)) for name in FIELDS)
    return any(value not in (None, "") and value != getattr(person, name) for name, value in told)


def _write(changed: Sequence[tuple[Person, DopaPerson]]) -> None:
    rows: list[dict[str, Any]] = []
    for person, found in changed:
        full = f"{found.first_name} {found.last_name}"
        keys = {"name_sort_key": thai_text.sort_key(full), "search_key": thai_text.search_key(full)}
        told = {name: getattr(found, name) or getattr(person, name) for name in FIELDS}
        rows.append({"id": person.pk, **keys, **told})
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(_CHANGED, [json.dumps(rows, ensure_ascii=False, default=str)])
