"""A Celery worker is shot (SIGKILL) in the middle of a filing, a posting and a payout, and another begins.

Each story is told twice: once uninterrupted, once with workers shot. Afterwards every row is the same.
"""

import os
import signal
from datetime import date

import pytest

from benefits.services import pension_run
from contributions.models import Bill, Filing, FilingLine, FilingStatus, Receipt, StagedLine
from contributions.public import submit_filing
from contributions.services import submitting
from finance import public as finance
from finance.models import BankFile
from finance.types import BatchState
from integrations.simulators.data import by_role
from registration.models import FormerName, Person
from registration.services import civil_sync
from sso_core import clock
from sso_core.batch.models import BatchRun, RunStatus
from sso_core.batch.public import work
from sso_core.kernel.actor import SYSTEM
from sso_core.messaging.models import Delivery, Message
from sso_core.messaging.public import deliver_all
from tests.contributions.factories import CLERK
from tests.contributions.filings import national_id
from tests.faults.books import books, uninterrupted
from tests.faults.holding import holding, wait_until_gone
from tests.faults.scenes import (
    at_the_gate,
    employed,
    last_month,
    paid,
    pensioners,
    pensions_started,
    uploaded,
)
from tests.faults.servers import eventually
from tests.registration.factories import make_person

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.faults]

# A line of the same person in another transaction: whoever writes hers waits to see what becomes of it.
_SAME_LINE = """
insert into contributions_line (period, filing_id, branch_no, line, account_no, national_id, person_id, title_code,
    first_name, last_name, wage, base, employee, employer, government)
values (%s, 0, '000000', 1, %s, %s, null, '', '', '', 0, 0, 0, 0, 0)"""
_SAME_EVENT = """
with entry as (
    insert into finance_ledgerentry (event_key, rule, posted_on, ref, subject, memo, content, created_at)
    values (%s, 'x', current_date, '', '', '', '', now()) returning id
)
insert into finance_ledgerline (entry_id, number, account, fund, debit, credit)
select id, number, '1101', 'smid', 2 - number, number - 1 from entry cross join generate_series(1, 2) number"""
_NO_LINES = "lock table finance_ledgerline in share mode"
_NO_ACCOUNTS = "lock table contributions_account in share mode"


def shot_while(celery, hold):
    """A worker starts, comes to the lock, and is shot there."""
    worker = celery.worker()
    waiting = hold.wait()
    celery.kill(worker)
    hold.let_go()
    wait_until_gone(waiting)


def run_closed(kind):
    return lambda: BatchRun.objects.get(kind=kind).status == RunStatus.DONE


def delivered():
    return not Delivery.objects.filter(status="waiting").exists()


class TestAFiling:
    @pytest.fixture(autouse=True)
    def _small_slices(self, monkeypatch):
        employed()
        monkeypatch.setattr(submitting, "SLICE", 10)
        monkeypatch.setattr(submitting, "SMALL_LINES", 0)

    def submit(self):
        submit_filing(uploaded(), seen_total=None, by=CLERK)
        return BatchRun.objects.get(kind="contributions.submit")

    def test_shot_among_its_lines_and_again_while_it_is_closed(self, celery):
        expected = uninterrupted(lambda: (work(self.submit().pk), deliver_all()))
        filing = uploaded()
        with holding(
            _SAME_LINE, [last_month().first, Filing.objects.get().account_no, national_id(25)]
        ) as hold:
            submit_filing(filing, seen_total=None, by=CLERK)
            shot_while(celery, hold)
        assert FilingLine.objects.count() == 20  # two slices were done, the third is undone whole
        with holding(_NO_LINES) as hold:
            shot_while(celery, hold)
        assert (FilingLine.objects.count(), Bill.objects.count()) == (40, 0)
        assert Filing.objects.get().status == FilingStatus.SUBMITTING
        celery.worker()
        eventually(run_closed("contributions.submit"), "the filing was not closed")
        deliver_all()
        assert not StagedLine.objects.exists()
        assert books() == expected

    def test_only_the_child_is_shot_and_the_worker_gives_its_work_to_the_next(self, celery):
        expected = uninterrupted(lambda: (work(self.submit().pk), deliver_all()))
        with holding(_NO_LINES) as hold:
            self.submit()
            worker = celery.worker()
            waiting = hold.wait()
            os.kill(child_of(worker.pid), signal.SIGKILL)
            hold.let_go()
            wait_until_gone(waiting)
        eventually(run_closed("contributions.submit"), "the filing was not closed")
        assert worker.poll() is None
        deliver_all()
        assert books() == expected


def child_of(pid):
    """The one child of a process, as the kernel tells."""
    with open(f"/proc/{pid}/task/{pid}/children") as told:
        (child,) = told.read().split()
    return int(child)


class TestAPosting:
    def test_shot_after_receipt_and_ledger_before_the_accounts(self, celery):
        employed()
        submit_filing(uploaded(), seen_total=None, by=CLERK)
        deliver_all()
        expected = uninterrupted(lambda: (paid(Bill.objects.get()), deliver_all()))
        with holding(_NO_ACCOUNTS) as hold:
            paid(Bill.objects.get())
            shot_while(celery, hold)
        assert not Receipt.objects.exists()
        assert finance.balance("2201") == 0
        assert not delivered()
        celery.worker()
        eventually(lambda: Receipt.objects.exists() and delivered(), "the payment was not posted")
        assert books() == expected
        assert finance.verify_ledger().holds


class TestAPayout:
    def test_shot_while_the_banks_answer_is_posted(self, celery, simulators):
        expected = uninterrupted(lambda: (at_the_gate(), finance.exchange(), deliver_all()))
        simulators.post("bank", "/_forget")
        batch = at_the_gate()
        with holding(_NO_LINES) as hold:
            shot_while(celery, hold)
        assert BankFile.objects.get(direction="out").state == "done"
        assert finance.batch(batch).counts == {"sent": 5}
        celery.worker()
        eventually(
            lambda: finance.batch(batch).state is BatchState.CLOSED and delivered(),
            "the batch was not closed",
        )
        eventually(
            lambda: books()["bank files"] == expected["bank files"], "the bank's last file was not applied"
        )
        deliver_all()
        assert books() == expected

    def test_shot_in_the_middle_of_the_months_pensions(self, celery, monkeypatch):
        monkeypatch.setattr(pension_run, "CHUNK", 3)
        awards = pensioners(7)
        expected = uninterrupted(lambda: (work(pensions_started().pk), deliver_all()))
        fifth = f"benefits.pension/{awards[4].pk}/{last_month().next()}/due"
        with holding(_SAME_EVENT, [fifth]) as hold:
            run = pensions_started()
            shot_while(celery, hold)
        assert [chunk.status for chunk in run.chunks.order_by("number")] == ["done", "waiting", "waiting"]
        assert len(books()["orders"]) == 3
        celery.worker()
        eventually(run_closed("benefits.pension"), "the pensions were not ordered")
        assert books() == expected


class TestTheNightlySync:
    @pytest.fixture
    def people(self, monkeypatch):
        """Three whose names the civil register tells otherwise, each in a slice of its own."""
        made = []
        for one in by_role("newcomer")[:3]:
            names = {name: one[name] for name in ("national_id", "title_code", "title", "first_name")}
            born = date.fromisoformat(one["birth_date"])
            made.append(
                make_person(**names, last_name="เดิม", birth_date=born, marital=one.get("marital", ""))
            )
        monkeypatch.setattr(civil_sync, "PEOPLE_A_SLICE", made[1].pk - made[0].pk)
        return made

    def test_shot_in_the_middle_it_does_nobody_twice(self, celery, people, simulators):
        celery.env = {**celery.env, "DOPA_URL": simulators.url("dopa")}
        with holding("select from registration_person where id = %s for update", [people[1].pk]) as hold:
            run = civil_sync.start_sync(clock.today(), by=SYSTEM)
            shot_while(celery, hold)
        assert [chunk.status for chunk in run.chunks.order_by("number")] == ["done", "waiting", "waiting"]
        assert Person.objects.filter(last_name="เดิม").count() == 2
        celery.worker()
        eventually(run_closed(civil_sync.SYNC_RUN), "the sync did not end")
        assert not Person.objects.filter(last_name="เดิม").exists()
        for person in people:
            assert (
                Message.objects.filter(
                    template="registration/name_changed", subject=f"person:{person.pk}"
                ).count()
                == 1
            )
            assert FormerName.objects.filter(person=person).count() == 1
