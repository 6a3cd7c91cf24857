"""A worker that is shot in the middle of a large filing: nothing is lost, nothing comes twice."""

import os
import subprocess
import sys
from dataclasses import replace
from datetime import date

import pytest
from django.conf import settings

from contributions.models import AccountRow, Assessment, Bill, Filing, FilingLine, FilingStatus, StagedLine
from contributions.public import submit_filing, upload_filing
from contributions.services import crediting, submitting
from finance.public import verify_ledger
from registration.models import Branch, Employment, Person
from sso_core import clock
from sso_core.batch.models import BatchRun
from sso_core.kernel.period import Period
from sso_core.messaging.public import deliver_all
from tests.contributions.factories import ACCOUNT, CLERK, make_employer, pay
from tests.contributions.filings import Filing as Made
from tests.contributions.filings import Person as Somebody
from tests.contributions.filings import national_id
from tests.messaging.processes import database_url, finish, kill_when_half_way

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.faults]
PEOPLE = 800


@pytest.fixture(autouse=True)
def _small_slices(monkeypatch):
    monkeypatch.setattr(submitting, "SLICE", 200)
    monkeypatch.setattr(crediting, "SLICE", 200)


@pytest.fixture
def content():
    make_employer()
    people = [
        Person(national_id=national_id(n), first_name="ธนา", last_name="พรหมมา", title_code="003")
        for n in range(PEOPLE)
    ]
    for person in people:
        person.set_keys()
    Person.objects.bulk_create(people)
    branch = Branch.objects.get(employer__account_no=ACCOUNT)
    since = date(2025, 1, 1)
    Employment.objects.bulk_create(
        Employment(person=p, branch=branch, starts_on=since, reported_on=since) for p in people
    )
    month = Period.of(clock.today()).prev()
    made = tuple(Somebody(national_id(n), 9_000_00 + n * 100) for n in range(PEOPLE))
    return replace(Made(), people=made, period=month.mmyy_be(), paid_date="000000").data()


def worker(kind: str, key: int, stop: str = "") -> subprocess.Popen[str]:
    run = BatchRun.objects.get(kind=kind, key=str(key))
    return subprocess.Popen(
        [sys.executable, "-m", "tests.contributions.worker", str(run.pk), *([stop] if stop else [])],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DATABASE_URL": database_url(), "LOG_LEVEL": "ERROR"},
        stdout=subprocess.PIPE,
        text=True,
    )


def test_a_large_filing_survives_workers_shot_at_every_step(content):
    uploaded = upload_filing(ACCOUNT, content, filename="big.txt", period=None, by=CLERK)
    number = uploaded.filing_id
    assert Filing.objects.get().status == FilingStatus.CHECKING

    kill_when_half_way(worker("contributions.check", number, "check"))
    assert not StagedLine.objects.exists()
    finish(worker("contributions.check", number))
    assert (Filing.objects.get().status, StagedLine.objects.count()) == (FilingStatus.CHECKED, PEOPLE)

    submit_filing(number, seen_total=None, by=CLERK)
    assert Filing.objects.get().status == FilingStatus.SUBMITTING
    kill_when_half_way(worker("contributions.submit", number, "move"))
    assert FilingLine.objects.count() == 200  # the slice that was done; the one it died in is undone
    kill_when_half_way(worker("contributions.submit", number, "close"))
    assert (FilingLine.objects.count(), Assessment.objects.count(), Bill.objects.count()) == (PEOPLE, 0, 0)
    finish(worker("contributions.submit", number))
    filing = Filing.objects.get()
    assert (filing.status, FilingLine.objects.count(), Bill.objects.count()) == (
        FilingStatus.SUBMITTED,
        PEOPLE,
        1,
    )

    bill = Bill.objects.get()
    pay(bill, on=clock.today())
    kill_when_half_way(worker("contributions.credit", bill.pk, "credit"))
    assert AccountRow.objects.count() == 200
    finish(worker("contributions.credit", bill.pk))
    assert AccountRow.objects.count() == PEOPLE
    finish(worker("contributions.credit", bill.pk))  # woken once more: nothing left to do
    deliver_all()
    assert AccountRow.objects.count() == PEOPLE
    assert verify_ledger().holds
