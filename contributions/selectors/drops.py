"""Reading the drops of the e-filing gateway: what lies there, what was taken in, and what became of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from contributions.services.bulk import drops, folders
from contributions.services.bulk.intake import Taken
from sso_core.batch.models import BatchRun, ChunkStatus
from sso_core.batch.public import Progress, progress
from sso_core.kernel.finding import Refused

LISTED = 50
REFUSED_SHOWN = 200


@dataclass(frozen=True, slots=True)
class DropView:
    """A folder. Files and bytes are those that lie there, or that its run began with; None where it is gone.

    ``taken`` are the files that its run began with.
    """

    name: str
    files: int | None
    size: int | None
    is_complete: bool
    broken: tuple[str, ...]
    run: Progress | None
    taken: int = 0

    @property
    def may_begin(self) -> bool:
        """Nobody began it, or it has got more since its run was done."""
        return self.run is None or (self.run.is_done and (self.files or 0) > self.taken)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run came to so far. ``refused`` are (file, reason), the first of ``refused_count``."""

    filed: int
    waiting: int
    known: int
    lines: int
    refused: tuple[tuple[str, str], ...]
    refused_count: int


def drops_now() -> list[DropView]:
    """Folders that wait first, then the newest runs; a folder that was cleared away shows by its run."""
    runs = _newest(BatchRun.objects.filter(kind=drops.DROP_RUN).order_by("-pk")[: 4 * LISTED])
    waiting = [one for name in folders.names() if name not in runs and (one := drop(name)) is not None]
    return waiting + [_of_run(run) for run in list(runs.values())[:LISTED]]


def _newest(found: Iterable[BatchRun]) -> dict[str, BatchRun]:
    runs: dict[str, BatchRun] = {}
    for run in found:
        runs.setdefault(run.payload["folder"], run)
    return runs


def drop(name: str) -> DropView | None:
    """A folder that lies there or was taken in; None for any other name."""
    run = drops.newest_run(name)
    try:
        found = folders.contents(name)
    except Refused:
        return _of_run(run) if run else None
    return DropView(
        name, found.files, found.size, found.is_complete, found.broken,
        progress(run.pk) if run else None, run.payload.get("files", found.files) if run else 0,
    )  # fmt: skip


def _of_run(run: BatchRun) -> DropView:
    told = run.payload
    broken = tuple(told.get("broken", ()))
    files = told.get("files")
    return DropView(told["folder"], files, told.get("bytes"), True, broken, progress(run.pk), files or 0)


def outcome(run_id: int) -> Outcome:
    """What became of the files of a run's chunks that are done."""
    results = list(
        BatchRun.objects.get(pk=run_id)
        .chunks.filter(status=ChunkStatus.DONE)
        .order_by("number")
        .values_list("result", flat=True)
    )
    whole = drops.totals(results)
    return _shown(whole, results)


def _shown(whole: Taken, results: Iterable[Mapping[str, Any]]) -> Outcome:
    refused = tuple(whole.refused[:REFUSED_SHOWN])
    count = sum(one["refused_count"] for one in results)
    return Outcome(whole.filed, whole.waiting, whole.known, whole.lines, refused, count)
