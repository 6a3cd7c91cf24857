"""The door of batch runs."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q, Sum

from sso_core import clock
from sso_core.batch.models import BatchRun, ChunkStatus, RunStatus
from sso_core.batch.registry import chunk_handler, run_finisher
from sso_core.batch.services import retry_failed, start_run, work

__all__ = [
    "Progress",
    "RunStatus",
    "chunk_handler",
    "progress",
    "progress_of",
    "retry_failed",
    "run_finisher",
    "start_run",
    "work",
]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is. Rate and remaining time are None until something can be said."""

    run_id: int
    reference: str
    title: str
    status: RunStatus
    chunks_done: int
    chunks_total: int
    chunks_failed: int
    items_done: int
    items_total: int
    started_at: datetime
    finished_at: datetime | None
    rate: int | None
    remaining: timedelta | None
    errors: tuple[str, ...]

    @property
    def is_done(self) -> bool:
        return self.status == RunStatus.DONE

    @property
    def percent(self) -> int:
        return 100 * self.chunks_done // self.chunks_total if self.chunks_total else 100


def progress(run_id: int) -> Progress:
    """Where the run is now, from its rows."""
    run = BatchRun.objects.get(pk=run_id)
    figures = run.chunks.aggregate(
        done=Count("pk", filter=Q(status=ChunkStatus.DONE)),
        failed=Count("pk", filter=Q(status=ChunkStatus.FAILED)),
        items=Sum("items", default=0),
    )
    elapsed = ((run.finished_at or clock.now()) - run.started_at).total_seconds()
    rate = int(figures["items"] / elapsed) if elapsed > 1 and figures["items"] else None
    left = None
    if figures["done"] and run.status == RunStatus.RUNNING:
        left = timedelta(seconds=int(elapsed / figures["done"] * (run.chunks_total - figures["done"])))
    return Progress(
        run_id=run.pk,
        reference=run.reference,
        title=run.title,
        status=RunStatus(run.status),
        chunks_done=figures["done"],
        chunks_total=run.chunks_total,
        chunks_failed=figures["failed"],
        items_done=figures["items"],
        items_total=run.items_total,
        started_at=run.started_at,
        finished_at=run.finished_at,
        rate=rate,
        remaining=left,
        errors=tuple(run.chunks.exclude(error="").values_list("error", flat=True)[:20]),
    )


def progress_of(kind: str, key: str) -> Progress | None:
    """Where the run of ``kind`` for ``key`` is, if it was started."""
    run = BatchRun.objects.filter(kind=kind, key=key).only("pk").first()
    return progress(run.pk) if run else None
