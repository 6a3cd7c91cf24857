"""Worker, Valkey and PostgreSQL are shot (SIGKILL) in the middle of a national month; afterwards every row is the
same as after a month in which nothing went wrong."""

import os
import signal
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from django.conf import settings as django_settings

from contributions.models import Filing, FilingLine, Receipt
from finance import public as finance
from sso_core.batch.models import BatchRun, RunStatus
from sso_core.embedded import postgres
from sso_core.messaging.models import Delivery
from sso_core.messaging.public import deliver_all
from tests.faults import month
from tests.faults.books import books, uninterrupted
from tests.faults.holding import holding, wait_until_gone
from tests.faults.servers import eventually

pytestmark = [pytest.mark.faults]
_NO_LINES = "lock table finance_ledgerline in share mode"
_NO_ACCOUNTS = "lock table contributions_account in share mode"


def taken():
    return BatchRun.objects.get(kind="contributions.drop").status == RunStatus.DONE


def delivered():
    return not Delivery.objects.filter(status="waiting").exists()


@pytest.mark.django_db(transaction=True)
class TestWorkersAndValkey:
    @pytest.fixture(autouse=True)
    def _month(self, settings, tmp_path, celery):
        settings.FILING_DROPS = str(tmp_path / "drops")
        celery.env = {**celery.env, "FILING_DROPS": settings.FILING_DROPS}
        month.make(tmp_path / "drops")

    def test_workers_shot_among_the_filings_and_among_the_payments(self, celery):
        expected = uninterrupted(lambda: (month.take(), month.pay(), deliver_all()))
        with holding(_NO_LINES) as hold:
            month.begin()
            self.shoot(celery, hold)
        assert not Filing.objects.exists()
        assert not FilingLine.objects.exists()
        celery.worker()
        eventually(taken, "the filings were not taken in")
        celery.kill_all()
        with holding(_NO_ACCOUNTS) as hold:
            month.pay()
            self.shoot(celery, hold)
        assert not Receipt.objects.exists()
        celery.worker()
        eventually(
            lambda: Receipt.objects.count() == month.EMPLOYERS - 1 and delivered(), "not everything was paid"
        )
        assert books() == expected
        assert finance.verify_ledger().holds

    def test_valkey_loses_all_it_knew_while_a_worker_is_busy(self, celery, broker):
        expected = uninterrupted(month.take)
        with holding(_NO_LINES) as hold:
            month.begin()
            celery.worker()
            hold.wait()
            broker.kill()
            broker.forget()
            hold.let_go()
            eventually(taken, "the worker did not end what it had begun")
        broker.start()
        assert books() == expected

    def shoot(self, celery, hold):
        worker = celery.worker()
        waiting = hold.wait()
        celery.kill(worker)
        hold.let_go()
        wait_until_gone(waiting)


class Server:
    """A PostgreSQL of the test's own, to be killed."""

    def __init__(self, folder: Path) -> None:
        self.data, self.drops = folder / "pg", folder / "drops"
        self.url = postgres.start(self.data, database="month")

    def run(self, act: str, database: str = "month") -> "subprocess.Popen[str]":
        own = {"DATABASE_URL": postgres.with_database(self.url, database), "FILING_DROPS": str(self.drops)}
        return subprocess.Popen(
            [sys.executable, "-m", "tests.faults.month", act], cwd=django_settings.BASE_DIR, text=True,
            env={**os.environ, **own, "LOG_LEVEL": "CRITICAL"}, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip

    def done(self, act: str, database: str = "month") -> str:
        process = self.run(act, database)
        out, errors = process.communicate(timeout=300)
        assert process.returncode == 0, errors[-2000:]
        return out

    def shoot_while(self, act: str, statement: str) -> None:
        """Let a program come to a lock of ours, and kill the server there with all its sessions."""
        asked = "select from pg_stat_activity where %s = any(pg_blocking_pids(pid))"
        with closing(psycopg.connect(self.url)) as session, closing(self._autocommitting()) as other:
            session.execute(statement)
            process = self.run(act)
            eventually(lambda: other.execute(asked, [session.info.backend_pid]).fetchall(), "nobody waits")
            self.kill()
            assert process.wait(60) != 0 or act == "deliver"
        self.url = postgres.start(self.data, database="month")

    def _autocommitting(self) -> "psycopg.Connection[tuple[object, ...]]":
        return psycopg.connect(self.url, autocommit=True)

    def kill(self) -> None:
        postmaster = int((self.data / "postmaster.pid").read_text().split()[0])
        children = Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text().split()
        for pid in (postmaster, *map(int, children)):
            os.kill(pid, signal.SIGKILL)


@pytest.fixture
def server():
    # Not below pytest's folder, which every session closes to the server's own user.
    with tempfile.TemporaryDirectory(prefix="sso-month-") as folder:
        Path(folder).chmod(0o755)
        made = Server(Path(folder))
        yield made
        postgres.stop(made.data)


def test_postgresql_is_shot_among_the_filings_and_among_the_payments(server):
    server.done("make")
    with psycopg.connect(postgres.with_database(server.url, "postgres"), autocommit=True) as session:
        session.execute("create database calm template month")
    for act in ("take", "pay", "deliver"):
        server.done(act, "calm")

    server.shoot_while("take", _NO_LINES)
    server.done("take")
    server.done("pay")
    server.shoot_while("deliver", _NO_ACCOUNTS)
    server.done("deliver")
    assert server.done("books") == server.done("books", "calm")
    with psycopg.connect(server.url) as session:
        (receipts,) = session.execute("select count(*) from contributions_receipt").fetchone()
    assert receipts == month.EMPLOYERS - 1
