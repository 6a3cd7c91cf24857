"""Loading the past with the worker shot at every step: the accounts are those of an undisturbed load."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection

from contributions.models import AccountRow, HistoryLoad, LoadStatus
from contributions.public import months_ever, note_gap
from contributions.selectors.history import runs_of
from contributions.services import history
from sso_core.kernel.period import Period, months
from tests.contributions.factories import OFFICER, make_person
from tests.contributions.filings import national_id
from tests.contributions.past import Past, control, lines, write
from tests.messaging.processes import database_url, finish, kill_when_half_way

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.faults]
SINCE, UNTIL = Period(2004, 1), Period(2008, 12)


def worker(load: HistoryLoad, kind: str, stop: str = "") -> subprocess.Popen[str]:
    (run,) = (run for run in runs_of(load) if run.kind == kind)
    return subprocess.Popen(
        [sys.executable, "-m", "tests.contributions.worker", str(run.pk), *([stop] if stop else [])],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DATABASE_URL": database_url(), "LOG_LEVEL": "ERROR"},
        stdout=subprocess.PIPE,
        text=True,
    )


def staged() -> int:
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from contributions_history")
        return int(cursor.fetchone()[0])


def test_workers_shot_at_every_step_lose_and_double_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr(history, "SLICE", 8_000)
    monkeypatch.setattr("contributions.files.history.BLOCK", 1_000)
    people = [make_person(national_id(n)) for n in range(3)]
    rows = [Past(p.national_id, month) for p in people for month in months(SINCE, UNTIL)]
    note_gap(people[0].pk, SINCE, UNTIL, reason="ยังไม่ย้าย")
    path = write(tmp_path / "past.txt", lines(rows, since=SINCE, until=UNTIL))
    load = history.begin([path], control(tmp_path / "totals.txt", rows), by=OFFICER)

    kill_when_half_way(worker(load, history.STAGE_RUN, "history_stage"))
    assert 0 < staged() < len(rows)  # the first slice; the one it died in is undone
    finish(worker(load, history.STAGE_RUN))
    assert staged() == len(rows)
    kill_when_half_way(worker(load, history.CHECK_RUN, "history_check"))
    assert load.controls.filter(found_count__gt=0).count() == 1
    finish(worker(load, history.CHECK_RUN))
    kill_when_half_way(worker(load, history.LOAD_RUN, "history_load"))
    assert AccountRow.objects.count() == len(people)  # one month
    finish(worker(load, history.LOAD_RUN))
    kill_when_half_way(worker(load, history.GAPS_RUN, "history_gaps"))
    assert AccountRow.objects.count() == len(rows)
    finish(worker(load, history.GAPS_RUN))
    finish(worker(load, history.GAPS_RUN))  # woken once more: nothing left to do

    load.refresh_from_db()
    assert (load.status, staged()) == (LoadStatus.LOADED, 0)
    found = AccountRow.objects.order_by("person_id", "period").values_list("person_id", "period", "employee")
    assert list(found) == [
        (p.pk, m.first, row.paid) for p in people for m in months(SINCE, UNTIL) for row in rows[:1]
    ]
    assert months_ever(people[0].pk).unknown == 0
