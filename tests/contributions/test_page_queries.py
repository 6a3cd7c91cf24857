"""What the pages of a filing ask of the database: many file on one evening, so each statement is counted."""

from contextlib import contextmanager

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from contributions.models import Bill, Filing
from tests.contributions.factories import ACCOUNT, CLEAN, FAULTY, enrol_everybody, make_employer

pytestmark = pytest.mark.django_db
BASE = f"/employer/{ACCOUNT}/filings/"


@pytest.fixture(autouse=True)
def _ten_july():
    with time_machine.travel("2026-07-10T03:00:00Z", tick=True):
        yield


@pytest.fixture
def office(clerk):
    """A clerk who has been here in this minute already."""
    make_employer()
    enrol_everybody()
    clerk.get(f"{BASE}upload/")
    return clerk


@contextmanager
def asks(number: int):
    """Exactly so many statements. (Django's own counting cannot see a ``COPY`` with a writer through.)"""
    asked: list[str] = []

    def note(execute, sql, *rest):
        asked.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        yield
    assert len(asked) == number, "\n".join(asked)


def send(client, content: bytes):
    file = SimpleUploadedFile("1-10.txt", content)
    return client.post(f"{BASE}upload/", {"period_0": "6", "period_1": "2569", "file": file})


def test_from_upload_to_bill(office):
    with asks(5):
        office.get(f"{BASE}upload/")
    with asks(26):
        assert send(office, CLEAN).status_code == 302
    filing = Filing.objects.get()
    with asks(15):
        office.get(f"{BASE}{filing.pk}/")
    with asks(11):
        office.get(f"{BASE}{filing.pk}/submit/")
    with asks(38):
        office.post(f"{BASE}{filing.pk}/submit/", {"seen_total": "34910.00", "confirmed": "on"})
    assert Bill.objects.count() == 1
    with asks(16):
        office.get(f"{BASE}{filing.pk}/")


def test_faults_cost_three_more_however_many_they_are(office):
    send(office, FAULTY)
    filing = Filing.objects.get()
    with asks(18):
        office.get(f"{BASE}{filing.pk}/")


def test_bills_are_read_together(office):
    send(office, CLEAN)
    filing = Filing.objects.get()
    office.post(f"{BASE}{filing.pk}/submit/", {"seen_total": "34910.00", "confirmed": "on"})
    with asks(10):
        office.get(BASE)
