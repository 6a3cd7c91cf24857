"""A batch run does every chunk once, whatever happens to its workers."""

import threading

import pytest
from django.db import connection, connections

from sso_core.batch import registry
from sso_core.batch.models import BatchChunk, BatchRun, RunStatus
from sso_core.batch.public import chunk_handler, progress, retry_failed, run_finisher, start_run, work
from sso_core.kernel.actor import SYSTEM

KIND = "test.batch"


@pytest.fixture(autouse=True)
def _clean_registry():
    before = dict(registry._handlers), dict(registry._finishers)
    yield
    registry._handlers, registry._finishers = before


def chunks(n):
    return [{"n": i} for i in range(n)]


@pytest.mark.django_db
class TestOneWorker:
    def test_every_chunk_is_done_and_the_run_is_closed(self):
        seen = []

        @chunk_handler(KIND)
        def handler(run, chunk):
            seen.append(chunk["n"])
            return {"items": 10}

        @run_finisher(KIND)
        def finish(run):
            return {"closed": True}

        run = start_run(KIND, "2026-06", chunks(5), by=SYSTEM, items=50)
        assert work(run.pk) == 5
        state = progress(run.pk)
        assert (seen, state.status, state.items_done, state.percent) == (
            [0, 1, 2, 3, 4],
            RunStatus.DONE,
            50,
            100,
        )
        run.refresh_from_db()
        assert run.result == {"closed": True}

    def test_the_same_run_is_not_started_twice(self):
        chunk_handler(KIND)(lambda run, chunk: {})
        first = start_run(KIND, "k", chunks(2), by=SYSTEM)
        again = start_run(KIND, "k", chunks(2), by=SYSTEM)
        assert first.pk == again.pk
        assert BatchChunk.objects.filter(run=first).count() == 2

    def test_a_kind_nobody_handles_is_refused(self):
        with pytest.raises(LookupError):
            start_run("nobody", "k", chunks(1), by=SYSTEM)
        assert not BatchRun.objects.exists()

    def test_a_failing_chunk_stops_the_run_with_its_reason_and_can_be_retried(self):
        broken = [True]

        @chunk_handler(KIND)
        def handler(run, chunk):
            if chunk["n"] == 1 and broken[0]:
                raise ValueError("no rate for this month")
            return {}

        run = start_run(KIND, "k", chunks(3), by=SYSTEM)
        work(run.pk)
        state = progress(run.pk)
        assert state.status == RunStatus.STOPPED
        assert state.errors == ("ValueError: no rate for this month",)
        broken[0] = False
        assert retry_failed(run.pk) == 1
        work(run.pk)
        assert progress(run.pk).status == RunStatus.DONE

    def test_a_failed_chunk_leaves_nothing_of_itself(self):
        @chunk_handler(KIND)
        def handler(run, chunk):
            BatchRun.objects.create(kind="half", key="k", title="", chunks_total=0, started_by="x")
            raise RuntimeError("cut off")

        run = start_run(KIND, "k", chunks(1), by=SYSTEM)
        work(run.pk)
        assert not BatchRun.objects.filter(kind="half").exists()


@pytest.mark.django_db(transaction=True)
def test_two_workers_share_the_chunks_and_do_none_twice():
    seen, lock = [], threading.Lock()

    @chunk_handler(KIND)
    def handler(run, chunk):
        with lock:
            seen.append(chunk["n"])
        return {"items": 1}

    run = start_run(KIND, "k", chunks(40), by=SYSTEM)

    def worker():
        work(run.pk)
        connections.close_all()

    threads = [threading.Thread(target=worker) for _ in range(3)]
    [t.start() for t in threads]
    [t.join() for t in threads]
    assert sorted(seen) == list(range(40))
    assert progress(run.pk).items_done == 40


@pytest.mark.django_db(transaction=True)
def test_the_chunk_of_a_dead_connection_is_taken_again():
    attempts = []

    @chunk_handler(KIND)
    def handler(run, chunk):
        attempts.append(chunk["n"])
        if len(attempts) == 1:
            with connection.cursor() as cursor:
                cursor.execute("select pg_backend_pid()")
                pid = cursor.fetchone()[0]
            with connection.connection.__class__.connect(
                connection.connection.info.dsn, autocommit=True
            ) as other:
                other.execute("select pg_terminate_backend(%s)", [pid])
        return {"items": 1}

    run = start_run(KIND, "k", chunks(2), by=SYSTEM)
    work(run.pk)
    assert attempts == [0, 0, 1]
    assert progress(run.pk).items_done == 2
    assert "OperationalError" in progress(run.pk).errors[0]
