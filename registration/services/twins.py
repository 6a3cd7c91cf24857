"""Every night the register is searched for one person under two numbers, in slices that can be done again."""

from pathlib import Path

from django.db import connection

from registration.services.civil_sync import NIGHT_BEGINS
from sso_core import clock
from sso_core.batch.models import BatchRun
from sso_core.batch.public import RunStatus, retry_failed, start_run
from sso_core.kernel.actor import Actor

TWINS_RUN = "registration.twins"
PEOPLE_A_SLICE = 50_000
_FIND = (Path(__file__).resolve().parents[1] / "sql" / "twins.sql").read_text(encoding="utf-8")


def find_tonight(*, by: Actor) -> BatchRun | None:
    """Begin the search of today when its hour has come, or set it going again; None before the hour."""
    if clock.now().astimezone(clock.BANGKOK).hour < NIGHT_BEGINS:
        return None
    day = clock.today()
    with connection.cursor() as cursor:
        cursor.execute("select coalesce(min(id), 1), coalesce(max(id), 0) from registration_person")
        low, high = cursor.fetchone()
    slices = [
        {"low": first, "high": first + PEOPLE_A_SLICE - 1} for first in range(low, high + 1, PEOPLE_A_SLICE)
    ]
    title = f"หาบุคคลที่มีสองเลข {day.isoformat()}"
    run = start_run(TWINS_RUN, day.isoformat(), slices, by=by, title=title, payload={"day": day.isoformat()})
    if run.status == RunStatus.STOPPED:
        retry_failed(run.pk)
    return run


def find_twins(low: int, high: int) -> int:
    """Keep the pairs of which one lies in a range of records; how many are new."""
    with connection.cursor() as cursor:
        cursor.execute(_FIND, {"low": low, "high": high, "today": clock.today()})
        return int(cursor.rowcount)
