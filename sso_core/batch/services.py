"""Start a run, take its chunks, close it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from sso_core import clock, queue
from sso_core.batch.models import BatchChunk, BatchRun, ChunkStatus, RunStatus
from sso_core.batch.registry import finisher_of, handler_of
from sso_core.kernel.actor import Actor

MAX_ATTEMPTS = 3


@transaction.atomic
def start_run(
    kind: str,
    key: str,
    chunks: Sequence[Mapping[str, Any]],
    *,
    by: Actor,
    title: str = "",
    payload: Mapping[str, Any] | None = None,
    items: int = 0,
) -> BatchRun:
    """Start the run of ``kind`` for ``key``; started before, the same run is returned.

    The chunks are written with the run, so a run is whole or does not exist.
    """
    handler_of(kind)
    run, created = BatchRun.objects.get_or_create(
        kind=kind,
        key=key,
        defaults={
            "title": title or f"{kind} {key}",
            "payload": dict(payload or {}),
            "chunks_total": len(chunks),
            "items_total": items,
            "started_by": by.name,
        },
    )
    if created:
        BatchChunk.objects.bulk_create(
            (BatchChunk(run=run, number=n, payload=dict(chunk)) for n, chunk in enumerate(chunks, 1)),
            batch_size=5000,
        )
        wake(run.pk)
    return run


def wake(run_id: int) -> None:
    """Ask workers to take the run's chunks. A lost message costs only time: beat asks again."""
    from django.conf import settings

    from sso_core.batch.tasks import work_on

    for _ in range(settings.BATCH_PARALLEL):
        queue.wake(work_on, run_id)


def work(run_id: int) -> int:
    """Do chunks of the run until none is free; returns how many this worker did."""
    done = 0
    while do_one_chunk(run_id):
        done += 1
    close_if_done(run_id)
    return done


def do_one_chunk(run_id: int) -> bool:
    """Take one free chunk and do it in one transaction. False when there is none to take."""
    chunk_id = None
    try:
        with transaction.atomic():
            chunk = (
                BatchChunk.objects.select_for_update(skip_locked=True, of=("self",))
                .filter(run_id=run_id, status=ChunkStatus.WAITING, run__status=RunStatus.RUNNING)
                .select_related("run")
                .order_by("number")
                .first()
            )
            if chunk is None:
                return False
            chunk_id = chunk.pk
            result = dict(handler_of(chunk.run.kind)(chunk.run.payload, chunk.payload))
            chunk.status, chunk.done_at = ChunkStatus.DONE, clock.now()
            chunk.items, chunk.result = int(result.get("items", 0)), result
            chunk.attempts += 1
            chunk.save()
    except Exception as error:
        if chunk_id is None:
            raise
        _note_failure(chunk_id, error)
    return True


@transaction.atomic
def _note_failure(chunk_id: int, error: Exception) -> None:
    chunk = BatchChunk.objects.select_for_update(of=("self",)).select_related("run").get(pk=chunk_id)
    chunk.attempts += 1
    chunk.error = f"{type(error).__name__}: {error}"[:2000]
    if chunk.attempts >= MAX_ATTEMPTS:
        chunk.status = ChunkStatus.FAILED
        BatchRun.objects.filter(pk=chunk.run_id).update(status=RunStatus.STOPPED)
    chunk.save()


@transaction.atomic
def close_if_done(run_id: int) -> bool:
    """Close the run once, when its last chunk is done."""
    run = BatchRun.objects.select_for_update().get(pk=run_id)
    if run.status != RunStatus.RUNNING or run.chunks.exclude(status=ChunkStatus.DONE).exists():
        return False
    finisher = finisher_of(run.kind)
    run.result = dict((finisher(run.payload) if finisher else None) or {})
    run.status, run.finished_at = RunStatus.DONE, clock.now()
    run.save()
    return True


@transaction.atomic
def retry_failed(run_id: int) -> int:
    """Set a stopped run going again after its cause was mended."""
    run = BatchRun.objects.select_for_update().get(pk=run_id)
    count = run.chunks.filter(status=ChunkStatus.FAILED).update(status=ChunkStatus.WAITING, attempts=0)
    if run.status == RunStatus.STOPPED:
        run.status = RunStatus.RUNNING
        run.save()
        wake(run_id)
    return count
