"""Valkey is shot, or PostgreSQL ends a worker's session, in the middle of work: it is done later, once."""

import pytest
from django.db import connection

from benefits.services import pension_run
from finance import public as finance
from finance.types import BatchState
from sso_core.batch.models import BatchRun, RunStatus
from sso_core.batch.public import work
from sso_core.messaging.public import deliver_all
from tests.faults.books import books, uninterrupted
from tests.faults.holding import holding, wait_until_gone
from tests.faults.scenes import at_the_gate, pensioners, pensions_started
from tests.faults.servers import eventually

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.faults]
_NO_LINES = "lock table finance_ledgerline in share mode"


def closed():
    return BatchRun.objects.get(kind=pension_run.KIND).status == RunStatus.DONE


def end_session(pid):
    """The server ends a session, as an operator or a failover would."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_terminate_backend(%s)", [pid])
    wait_until_gone(pid)


@pytest.fixture
def pensions(monkeypatch):
    monkeypatch.setattr(pension_run, "CHUNK", 3)
    pensioners(7)
    return uninterrupted(lambda: (work(pensions_started().pk), deliver_all()))


def test_valkey_is_down_when_work_is_ordered(broker, celery, pensions):
    celery.worker()
    celery.beat()
    broker.kill()
    pensions_started()  # the caller is told nothing of it
    broker.start()
    eventually(closed, "nobody took up the run after Valkey was back")
    assert books() == pensions


def test_valkey_loses_all_it_knew_while_a_worker_is_busy(broker, celery, pensions):
    with holding(_NO_LINES) as hold:
        pensions_started()
        worker = celery.worker()
        hold.wait()
        broker.kill()
        broker.forget()
        hold.let_go()
        eventually(closed, "the worker did not end what it had begun")
    broker.start()
    assert worker.poll() is None
    assert books() == pensions


def test_the_server_ends_the_workers_session_in_the_middle_of_a_run(celery, pensions):
    with holding(_NO_LINES) as hold:
        run = pensions_started()
        celery.worker()
        end_session(hold.wait())
        hold.wait()  # the same worker has taken the chunk again, in a new session
        hold.let_go()
        eventually(closed, "the run was not ended")
    assert books() == pensions
    assert run.chunks.get(attempts=2).error.startswith("OperationalError")


def test_the_server_ends_the_session_that_posts_the_banks_answer(celery, simulators):
    expected = uninterrupted(lambda: (at_the_gate(), finance.exchange(), deliver_all()))
    simulators.post("bank", "/_forget")
    batch = at_the_gate()
    with holding(_NO_LINES) as hold:
        celery.worker()
        end_session(hold.wait())
        assert finance.batch(batch).counts == {"sent": 5}
        hold.let_go()
    celery.beat()
    eventually(lambda: finance.batch(batch).state is BatchState.CLOSED, "the batch was not closed")
    eventually(lambda: books()["bank files"] == expected["bank files"], "a file of the bank was not applied")
    deliver_all()
    assert books() == expected


def test_pages_without_valkey(broker, client, settings, transactional_db):
    """Reading goes on. Where guesses are counted the page says to come again; it never lets guesses by uncounted."""
    settings.CACHES = {**settings.CACHES, "default": {**settings.CACHES["default"], "LOCATION": broker.url}}
    client.raise_request_exception = False
    broker.kill()
    assert client.get("/").status_code == 200
    assert client.get("/health/").json() == {"database": True, "cache": False}
    answer = client.post("/account/login/", {"login": "somebody", "password": "wrong-pass-1"})
    assert answer.status_code == 503
    broker.start()
    answer = client.post("/account/login/", {"login": "somebody", "password": "wrong-pass-1"})
    assert answer.status_code in {200, 422}
