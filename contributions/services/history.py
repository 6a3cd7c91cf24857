"""Load the past: read, hold against the older system's totals, then into the accounts (``history_runs``).

Totals that agree for every employer and year go on at once. Totals that differ need two people and a reason.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.db import transaction

from contributions.files.history import HistoryFile, control_rows, inspect, refused
from contributions.models import HistoryControl, HistoryFinding, HistoryLoad, LoadStatus
from contributions.services import history_runs as runs
from sso_core import clock
from sso_core.audit.public import record
from sso_core.batch.public import start_run
from sso_core.kernel.actor import SYSTEM, Actor
from sso_core.kernel.period import Period

STAGE_RUN = "contributions.history_stage"
CHECK_RUN = "contributions.history_check"
LOAD_RUN = "contributions.history_load"
GAPS_RUN = "contributions.history_gaps"
SLICE = 16 * 1024 * 1024
PEOPLE = 200_000
_AT_ONCE = 5_000


def begin(paths: Iterable[Path], control: Path, *, by: Actor) -> HistoryLoad:
    """Start to load these files, once: the same files again give the same load, and nothing is read twice.

    Raises ``Refused`` where a file is not whole or the control file cannot be read.
    """
    files = [inspect(path, slice_size=SLICE) for path in paths]
    if not files:
        raise refused("no_file", file="")
    for one in files:
        lines = _lines(one)
        if one.count != lines - 2:
            raise refused("cut_off", file=Path(one.path).name, line=lines)
    digest = hashlib.sha256("".join(sorted(one.sha256 for one in files)).encode()).hexdigest()
    with transaction.atomic():
        known = HistoryLoad.objects.filter(sha256=digest).exclude(status=LoadStatus.REFUSED).first()
        if known is not None:
            return known
        load = HistoryLoad.objects.create(
            sha256=digest,
            files=[_told(one) for one in files],
            first_month=min(one.first_month for one in files).first,
            last_month=max(one.last_month for one in files).first,
            rows=sum(one.count for one in files),
            started_by_id=by.user_id,
            started_by=by.name,
            started_at=clock.now(),
        )
        HistoryControl.objects.bulk_create(
            (HistoryControl(load=load, **asdict(row)) for row in control_rows(control)), batch_size=_AT_ONCE
        )
        record("history_begun", by=by, subject=f"history:{load.reference}")
        _stage(load, by)
    return load


def _lines(one: HistoryFile) -> int:
    return one.slices[-1].line + one.slices[-1].lines - 1


def _told(one: HistoryFile) -> dict[str, Any]:
    return {
        "path": one.path, "name": Path(one.path).name, "sha256": one.sha256, "encoding": one.encoding,
        "layout": one.layout, "lines": _lines(one), "count": one.count,
        "contributions": str(one.contributions), "slices": [asdict(part) for part in one.slices],
    }  # fmt: skip


def _stage(load: HistoryLoad, by: Actor) -> None:
    chunks = [
        {"file": number, **part} for number, told in enumerate(load.files, 1) for part in told["slices"]
    ]
    _start(STAGE_RUN, load, chunks, by=by, title="อ่านประวัติเงินสมทบ")


def _start(kind: str, load: HistoryLoad, chunks: list[dict[str, Any]], *, by: Actor, title: str) -> None:
    start_run(
        kind, f"{load.pk}:{load.attempt}", chunks, by=by, title=f"{title} {load.reference}",
        payload={"load": load.pk}, items=load.rows,
    )  # fmt: skip


@transaction.atomic
def read_again(load_id: int, *, by: Actor) -> HistoryLoad:
    """Read the files anew, where staged rows were lost with the server. What was loaded stays as it is."""
    load = HistoryLoad.objects.select_for_update().get(pk=load_id)
    if load.status in (LoadStatus.LOADED, LoadStatus.REFUSED):
        raise refused("closed", reference=load.reference)
    load.attempt += 1
    load.status = LoadStatus.STAGING
    load.save()
    HistoryFinding.objects.filter(load=load).delete()
    runs.forget_staged(load)
    record("history_read_again", by=by, subject=f"history:{load.reference}")
    _stage(load, by)
    return load


def staged(load: HistoryLoad) -> dict[str, Any]:
    """Every slice is read: hold each year against accounts and totals."""
    runs.partitions_for(load)
    years = range(load.first_month.year, load.last_month.year + 1)
    _start(CHECK_RUN, load, [{"year": year} for year in years], by=SYSTEM, title="ตรวจยอดประวัติเงินสมทบ")
    return {}


def checked(load: HistoryLoad) -> dict[str, Any]:
    """Every year is held against its totals: go on where all agree, or wait for two people."""
    load.aside = (
        HistoryFinding.objects.filter(load=load, is_aside=True).values("file", "line").distinct().count()
    )
    load.differences = load.controls.filter(differs=True).count()
    if load.differences and not load.accepted_by_id:
        load.status = LoadStatus.DIFFERS
        load.save()
    else:
        _load(load)
    return {"differences": load.differences, "aside": load.aside}


def _load(load: HistoryLoad) -> None:
    load.status = LoadStatus.LOADING
    load.save()
    chunks = [{"month": str(Period.of(day)), "staged": count} for day, count in runs.staged_months(load)]
    _start(LOAD_RUN, load, chunks, by=SYSTEM, title="ลงบัญชีประวัติเงินสมทบ")


@transaction.atomic
def ask_to_accept(load_id: int, *, reason: str, by: Actor) -> HistoryLoad:
    """The first of two people says why a load is right although its totals differ."""
    load = _differing(load_id)
    if not reason.strip():
        raise refused("reason_missing")
    load.reason, load.asked_by_id, load.asked_by = reason.strip(), by.user_id, by.name
    load.save()
    record("history_accept_asked", by=by, subject=f"history:{load.reference}", params={"reason": reason})
    return load


@transaction.atomic
def accept(load_id: int, *, by: Actor) -> HistoryLoad:
    """The second of two people lets a differing load into the accounts."""
    load = _differing(load_id)
    if load.asked_by_id is None:
        raise refused("not_asked")
    if load.asked_by_id == by.user_id:
        raise refused("same_person")
    load.accepted_by_id, load.accepted_by, load.accepted_at = by.user_id, by.name, clock.now()
    record("history_accepted", by=by, subject=f"history:{load.reference}", params={"reason": load.reason})
    _load(load)
    return load


@transaction.atomic
def refuse(load_id: int, *, by: Actor) -> HistoryLoad:
    """The load is not taken: right files are to be made. Nothing of it is in the accounts."""
    load = _differing(load_id)
    load.status = LoadStatus.REFUSED
    load.save()
    runs.forget_staged(load)
    record("history_refused", by=by, subject=f"history:{load.reference}")
    return load


def _differing(load_id: int) -> HistoryLoad:
    load = HistoryLoad.objects.select_for_update().get(pk=load_id)
    if load.status != LoadStatus.DIFFERS:
        raise refused("not_waiting", status=str(load.get_status_display()))
    return load


def loaded(load: HistoryLoad) -> dict[str, Any]:
    """Every month is in the accounts: now what the load covers is known."""
    low, high = runs.people_bounds()
    chunks = [{"low": n, "high": min(n + PEOPLE - 1, high)} for n in range(low, high + 1, PEOPLE)]
    _start(GAPS_RUN, load, chunks, by=SYSTEM, title="ปิดช่วงที่ยังไม่มีข้อมูล")
    return {}


def closed(load: HistoryLoad) -> dict[str, Any]:
    load.status = LoadStatus.LOADED
    load.save()
    runs.forget_staged(load)
    record("history_loaded", by=SYSTEM, subject=f"history:{load.reference}")
    return {}
