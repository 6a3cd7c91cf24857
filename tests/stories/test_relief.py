"""A relief that is announced after the months were paid: written once, and the money back through the employer.

Songkhla is one of the 55 provinces; the notice for October 2024 to March 2025 became known on 27 May 2025.
"""

import os
import subprocess
import sys
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.conf import settings
from django.core.management import call_command

from contributions.models import Adjustment, AdjustmentShare, Bill, Difference, Filing, Refund
from contributions.public import account, submit_filing, upload_filing
from contributions.services import recomputing, refunds, relief
from finance import public as finance
from registration.public import open_account
from sso_core.batch.models import BatchRun
from sso_core.batch.public import work
from sso_core.kernel import thai_id
from sso_core.kernel.actor import Actor, ActorKind
from sso_core.kernel.finding import Refused
from sso_core.kernel.period import Period
from sso_core.messaging.public import inbox_of
from tests.contributions.conftest import signed_in
from tests.contributions.factories import CLERK, employ, make_person, pay
from tests.contributions.filings import NATIONAL, national_id
from tests.contributions.filings import Filing as Made
from tests.contributions.filings import Person as Somebody
from tests.messaging.processes import database_url, finish, kill_when_half_way
from tests.registration.factories import officer, officer_actor
from tests.stories.world import settle_everything

NOVEMBER = Period(2024, 11)
NOTICE = "2025-05-27"
SONGKHLA, BANGKOK = "1000000016", "2000000014"
WAGES = {1: 15_000, 2: 10_000, 3: 40_000}


def file(employer: str, first: int, *, on: str, paid: bool, rate: str = "0.05") -> Filing:
    """File three people of an employer for November 2024, and pay."""
    people = tuple(Somebody(national_id(first + n), wage * 100) for n, wage in WAGES.items())
    terms = replace(
        NATIONAL, ceiling=Decimal(15000), employee_rate=Decimal(rate), employer_rate=Decimal(rate)
    )
    told = {
        "account": employer,
        "period": NOVEMBER.mmyy_be(),
        "paid_date": "000000",
        "rate": f"0{rate[-1]}00",
    }
    data = Made(people=people, terms=terms, **told).data()
    with time_machine.travel(f"{on}T03:00:00Z", tick=False):
        done = upload_filing(employer, data, filename="1-10.txt", period=None, by=CLERK)
        filing = submit_filing(done.filing_id, seen_total=None, by=CLERK)
        if paid:
            pay(Bill.objects.get(filing=filing), on=date.fromisoformat(on))
    return filing


def make(employer: str, province: str, first: int) -> None:
    """An employer with three people."""
    open_account(
        tax_id=thai_id.make(f"0105561{first:05d}"), name="บริษัท ตัวอย่างการผลิต จำกัด", province=province,
        address="1 ถนนตัวอย่าง", email="hr@example.test", account_no=employer,
    )  # fmt: skip
    for n in WAGES:
        employ(make_person(national_id(first + n)), employer, since=date(2024, 1, 1))


@pytest.fixture
def employers(db):
    for employer, province, first in ((SONGKHLA, "90", 10), (BANGKOK, "10", 20)):
        make(employer, province, first)


@pytest.fixture
def by(db):
    return officer_actor(officer("supervisor", username="supervisor"))


def run_relief(by: Actor) -> BatchRun:
    relief.start(NOTICE, by=by)
    run = BatchRun.objects.get(kind=relief.RELIEF_RUN)
    work(run.pk)
    return run


@pytest.mark.django_db
def test_the_money_comes_back_through_the_employer(employers, by, simulators):
    filing = file(SONGKHLA, 10, on="2024-12-10", paid=True)
    file(BANGKOK, 20, on="2024-12-10", paid=True)
    assert filing.employee == 2000  # at 5 percent

    with time_machine.travel("2025-05-26T03:00:00Z", tick=False):
        assert NOTICE not in [one.key for one in relief.notices()]

    with time_machine.travel("2025-06-02T03:00:00Z", tick=True):
        notice = relief.notice(NOTICE)
        total = relief.summed(relief.effect(notice))
        assert (total.employers, total.people, total.contribution) == (1, 3, -1600)
        run_relief(by)
        refund = Refund.objects.get()
        assert (refund.account_no, refund.amount, refund.employee) == (SONGKHLA, 1600, 800)
        assert relief.summed(relief.effect(notice)).people == 0  # nothing is left to write
        assert "คืน" in inbox_of(f"employer:{SONGKHLA}")[0].title

        clerk = Actor(ActorKind.EMPLOYER, 7, "วิชุดา", acting_for=f"employer:{SONGKHLA}", assurance=2)
        refunds.claim(
            refund.pk,
            bank_code="004",
            account="111-2-22333-4",
            account_name="บริษัท ตัวอย่างการผลิต จำกัด",
            by=clerk,
        )
        with pytest.raises(Refused):
            refunds.approve(refund.pk, by=clerk)
        refunds.approve(refund.pk, by=by)
        pay_out()
        refund.refresh_from_db()
        assert (refund.status, finance.balance("2104")) == ("paid", 0)
        refunds.hand_on(refund.pk, by=clerk)

        month = account(Difference.objects.get(national_id=national_id(11)).person_id, NOVEMBER, NOVEMBER)[0]
        assert (month.status, month.base, month.employee, month.employer) == ("paid", 15_000, 450, 450)
        assert finance.verify_ledger().holds


def pay_out() -> None:
    """Finance approves the order, another releases the batch, and the bank answers."""
    money, money2 = (officer_actor(officer(r, username=r)) for r in ("finance", "finance_checker"))
    (order,) = finance.orders_of(f"employer:{SONGKHLA}")
    finance.approve_order(order.reference, money)
    batch = finance.make_batch(date(2025, 6, 2), money)
    finance.release_batch(batch.reference, money2)
    settle_everything()


@pytest.mark.django_db
def test_what_is_not_paid_yet_is_asked_for_less(employers, by):
    file(SONGKHLA, 10, on="2024-12-10", paid=False)
    with time_machine.travel("2025-06-02T03:00:00Z", tick=False):
        run_relief(by)
        old, new = Bill.objects.order_by("pk")
        assert (old.status, new.status, new.contribution) == ("cancelled", "unpaid", 2400)
        assert new.due_on == date(2025, 3, 15)  # the notice moved the due date too
        assert not Refund.objects.exists()
        assert finance.verify_ledger().holds


@pytest.mark.django_db
def test_twice_does_nothing_and_a_later_filing_is_not_touched(employers, by):
    file(SONGKHLA, 10, on="2025-05-30", paid=True, rate="0.03")  # already at 3 percent
    with time_machine.travel("2025-06-02T03:00:00Z", tick=False):
        for _ in range(2):
            run_relief(by)
        assert (Adjustment.objects.count(), BatchRun.objects.count()) == (0, 1)


@pytest.mark.django_db
def test_worked_as_known_then_and_now(employers, by, capsys):
    filing = file(SONGKHLA, 10, on="2024-12-10", paid=True)
    with time_machine.travel("2025-06-02T03:00:00Z", tick=False):
        one = next(recomputing.recompute(filing))
        assert (one.then["employee"], one.now["employee"], one.both) == (750, 450, -600)
        assert (one.known_then, one.still_open) == (date(2024, 12, 10), -600)
        looking = signed_in(officer("finance", username="looking"), aal=2)
        page = looking.get(f"/office/filings/{filing.pk}/").content.decode()
        assert "15,000 × 5%" in page
        assert "15,000 × 3%" in page
        run_relief(by)
        one = next(recomputing.recompute(filing))
        assert (one.filed, one.stands, one.still_open) == (1500, 900, 0)
        call_command("recompute_filing", filing.reference, "--person", national_id(11))
        told = capsys.readouterr().out
        assert "1500.00 as known 2024-12-10" in told
        assert "46/1" in told


@pytest.mark.django_db(transaction=True)
@pytest.mark.faults
def test_killed_and_taken_up_again_the_rows_are_the_same(employers, by, monkeypatch):
    monkeypatch.setattr(relief, "EMPLOYERS", 1)
    make("3000000012", "90", 30)
    for employer, first in ((SONGKHLA, 10), ("3000000012", 30)):
        file(employer, first, on="2024-12-10", paid=True)
    relief.start(NOTICE, by=by)
    run = BatchRun.objects.get(kind=relief.RELIEF_RUN)
    kill_when_half_way(worker(run.pk, "relief"))
    assert Adjustment.objects.count() == 1  # the range that was done; the one it died in is undone
    finish(worker(run.pk))
    finish(worker(run.pk))  # woken once more: nothing left to do
    amounts = sorted(Difference.objects.values_list("account_no", "national_id", "employee", "employer"))
    expected = {11: Decimal(-300), 12: Decimal(-200), 13: Decimal(-300)}
    assert amounts == sorted(
        (employer, national_id(first + n % 10), amount, amount)
        for employer, first in ((SONGKHLA, 10), ("3000000012", 30))
        for n, amount in expected.items()
    )
    assert AdjustmentShare.objects.filter(payer="employee").count() == 6
    assert sorted(Refund.objects.values_list("amount", flat=True)) == [1600, 1600]
    assert finance.verify_ledger().holds


def worker(run: int, stop: str = "") -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.contributions.worker", str(run), *([stop] if stop else [])],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DATABASE_URL": database_url(), "LOG_LEVEL": "ERROR"},
        stdout=subprocess.PIPE,
        text=True,
    )
