"""Workers shot in the night's look and in the warning letters: nothing is doubled, nothing is left out."""

import os
import subprocess
import sys
from collections import Counter

import pytest
from django.conf import settings

from contributions.models import CollectionCase, CollectionEvent, CollectionLetter, CollectionMonth
from contributions.services import collection_letters, detecting
from registration.public import open_account
from sso_core.batch.models import BatchRun
from sso_core.documents.models import Document
from sso_core.kernel import thai_id
from sso_core.messaging.models import Message
from sso_core.messaging.public import deliver_all
from tests.contributions.collection import WORKER
from tests.contributions.factories import employ, make_person
from tests.contributions.filings import national_id
from tests.contributions.test_bulk import ACCOUNTS
from tests.messaging.processes import database_url, finish, kill_when_half_way

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.faults]
MONTHS = 24  # the look-back of the night's run


@pytest.fixture
def owing(monkeypatch):
    """Employers that never filed, each a slice of its own."""
    monkeypatch.setattr(detecting, "EMPLOYERS_A_CHUNK", 1)
    monkeypatch.setattr(collection_letters, "CASES_A_CHUNK", 1)
    for number, account in enumerate(ACCOUNTS):
        open_account(
            tax_id=thai_id.make(f"01055610001{number}"), name=f"บริษัท ตัวอย่าง {number} จำกัด", province="10",
            address="1 ถนนตัวอย่าง", email="hr@example.test", account_no=account,
        )  # fmt: skip
        employ(make_person(national_id(number + 1)), account)
    return list(ACCOUNTS)


def a_worker(run, stop=""):
    return subprocess.Popen(
        [sys.executable, "-m", "tests.contributions.worker", str(run.pk), *([stop] if stop else [])],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DATABASE_URL": database_url(), "LOG_LEVEL": "ERROR"},
        stdout=subprocess.PIPE,
        text=True,
    )


def shot_and_taken_up(run, step):
    """One worker is shot in its second slice, two others finish at the same time, a late one finds nothing to do."""
    kill_when_half_way(a_worker(run, step))
    for process in [a_worker(run), a_worker(run)]:
        finish(process)
    finish(a_worker(run))
    run.refresh_from_db()
    assert run.status == "done", list(run.chunks.values_list("error", flat=True))


def test_the_nights_look_and_the_letters(owing):
    run = detecting.start_detection(by=WORKER)
    assert run.chunks.count() == len(owing)
    kill_when_half_way(a_worker(run, "arrears"))
    assert CollectionCase.objects.count() == 1  # the slice that was being written is undone whole
    shot_and_taken_up(run, "arrears")
    assert sorted(CollectionCase.objects.values_list("account_no", flat=True)) == sorted(owing)
    months = Counter(CollectionMonth.objects.values_list("account_no", "period"))
    assert set(months.values()) == {1}
    found = Counter(account for account, _ in months)
    assert len(set(found.values())) == 1
    assert 20 <= found[owing[0]] <= MONTHS
    detected = CollectionEvent.objects.filter(verb="detected").values_list("case__account_no", flat=True)
    assert Counter(detected) == Counter(owing)
    assert detecting.start_detection(by=WORKER).pk == run.pk

    cases = list(CollectionCase.objects.values_list("pk", flat=True))
    letters = collection_letters.start_warning_run(cases, by=WORKER)
    assert letters.pk == collection_letters.start_warning_run(cases, by=WORKER).pk
    shot_and_taken_up(letters, "warnings")
    sent = CollectionLetter.objects.values_list("case__account_no", flat=True)
    assert Counter(sent) == Counter(owing)
    numbers = set(CollectionLetter.objects.values_list("document_id", flat=True))
    assert Document.objects.filter(kind__startswith="contributions.").count() == len(numbers) == len(owing)
    assert set(CollectionCase.objects.values_list("stage", flat=True)) == {"warned"}
    deliver_all()
    told = Message.objects.filter(subject__startswith="employer:").values_list("subject", flat=True)
    assert Counter(told) == Counter(f"employer:{account}" for account in owing)
    assert BatchRun.objects.count() == 2
