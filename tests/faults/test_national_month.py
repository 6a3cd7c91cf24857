"""Workers and Valkey are shot (SIGKILL) in the middle of a national month; afterwards every row is the
same as after a month in which nothing went wrong."""

import pytest

from contributions.models import Filing, FilingLine, Receipt
from finance import public as finance
from sso_core.batch.models import BatchRun, RunStatus
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
