"""Every night the register is searched for one person under two numbers, in slices that can be done again."""

from datetime import date
from pathlib import Path

from django.db import connection

from registration.services.nights import slices, tonight
from sso_core import clock
from sso_core.batch.models import BatchRun
from sso_core.batch.public import start_run
from sso_core.kernel.actor import Actor

TWINS_RUN = "registration.twins"
PEOPLE_A_SLICE = 50_000
_FIND = (Path(__file__).resolve().parents[1] / "sql" / "twins.sql").read_text(encoding="utf-8")


def find_tonight(*, by: Actor) -> BatchRun | None:
    """Begin the search of today when its hour has come, or set it going again; None before the hour."""
    return tonight(lambda day: start_search(day, by=by))


def start_search(day: date, *, by: Actor) -> BatchRun:
    """The search of a day; begun before, the same run is returned."""
    with connection.cursor() as cursor:
        cursor.execute("select coalesce(min(id), 1), coalesce(max(id), 0) from registration_person")
        low, high = cursor.fetchone()
    title = f"หาบุคคลที่มีสองเลข {day.isoformat()}"
    payload = {"day": day.isoformat()}
    chunks = slices(low, high, PEOPLE_A_SLICE)
    return start_run(TWINS_RUN, day.isoformat(), chunks, by=by, title=title, payload=payload)


def find_twins(low: int, high: int) -> int:
    """Keep the pairs of which one lies in a range of records; how many are new."""
    with connection.cursor() as cursor:
        cursor.execute(_FIND, {"low": low, "high": high, "today": clock.today()})
        return int(cursor.rowcount)
