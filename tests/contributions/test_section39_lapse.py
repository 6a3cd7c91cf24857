"""Section 39 ends for unpaid contributions: the run over everybody, and what it must not do."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine

from contributions.models import Bill, SuspenseItem
from contributions.public import HistoryRow, bill_section39, load_history, note_gap
from contributions.services.lapsing import lapse_slice, last_due, start_lapse_run
from contributions.tasks import lapse_section39
from finance.public import verify_ledger
from registration.models import Coverage
from sso_core.batch.models import BatchRun
from sso_core.batch.public import work
from sso_core.kernel.actor import SYSTEM
from sso_core.kernel.period import Period, months
from sso_core.messaging.models import Message
from tests.contributions.factories import pay
from tests.registration.factories import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _after_the_due_day():
    with time_machine.travel("2026-07-16T03:00:00Z", tick=False):
        yield


@pytest.fixture
def person():
    one = make_person()
    Coverage.objects.create(person=one, section=39, starts_on=date(2025, 1, 10))
    return one


def paid(person, *wanted):
    rows = [HistoryRow(person.pk, month, 39, *[Decimal(n) for n in (4800, 432, 0, 120)]) for month in wanted]
    load_history(rows)


def every_month_but(*missing):
    return [month for month in months(Period(2025, 1), Period(2026, 6)) if month not in missing]


def lapsed():
    run = start_lapse_run(by=SYSTEM)
    work(run.pk)
    run.refresh_from_db()
    assert run.status == "done"
    return run


def told(person):
    return [m.title for m in Message.objects.filter(subject=f"person:{person.pk}")]


def test_the_month_that_is_due():
    assert last_due(date(2026, 7, 15)) == Period(2026, 5)
    assert last_due(date(2026, 7, 16)) == Period(2026, 6)


def test_who_paid_goes_on(person):
    paid(person, *every_month_but())
    lapsed()
    assert Coverage.objects.get().ends_on is None
    assert told(person) == []


def test_three_unpaid_end_it_from_the_first_and_later_bills_go(person):
    paid(person, *every_month_but(Period(2026, 4), Period(2026, 5), Period(2026, 6)))
    bill_section39(person.pk)
    lapsed()
    held = Coverage.objects.get()
    assert (held.ends_on, held.end_reason) == (date(2026, 3, 31), "unpaid")
    assert not Bill.objects.filter(status="unpaid", period__gt=date(2026, 3, 31)).exists()
    assert "สิ้นสภาพผู้ประกันตนมาตรา 39" in told(person)


def test_four_unpaid_of_twelve_end_it_in_their_month(person):
    gone = (Period(2025, 9), Period(2025, 11), Period(2026, 1), Period(2026, 3))
    paid(person, *every_month_but(*gone))
    lapsed()
    assert Coverage.objects.get().ends_on == date(2026, 3, 31)


def test_a_month_before_the_end_warns(person):
    paid(person, *every_month_but(Period(2026, 5), Period(2026, 6)))
    lapsed()
    assert Coverage.objects.get().ends_on is None
    assert told(person) == ["มาตรา 39 ของคุณใกล้สิ้นสภาพ"]


def test_months_that_are_not_loaded_end_nothing(person):
    paid(person, *every_month_but(Period(2026, 4), Period(2026, 5), Period(2026, 6)))
    note_gap(person.pk, Period(2026, 4), Period(2026, 4), reason="ยังไม่ย้ายข้อมูล")
    lapsed()
    assert Coverage.objects.get().ends_on is None


def test_the_run_of_a_month_is_one(person):
    paid(person, *every_month_but())
    first = lapsed()
    assert lapse_section39() == first.pk
    assert BatchRun.objects.count() == 1


def test_the_entry_month_alone_leaves_a_day(person):
    """Three unpaid from the very first: the status never bore, and is kept as its first day."""
    Coverage.objects.update(starts_on=date(2026, 4, 10))
    lapsed()
    held = Coverage.objects.get()
    assert (held.starts_on, held.ends_on) == (date(2026, 4, 10), date(2026, 4, 10))


def test_months_of_section_40_do_not_stand_for_months_of_39(person):
    paid(person, *every_month_but(Period(2026, 4), Period(2026, 5), Period(2026, 6)))
    forty = [Decimal(n) for n in (300, 300, 0, 150)]
    load_history([HistoryRow(person.pk, Period(2026, 5), 40, *forty)], load=2)
    lapsed()
    assert Coverage.objects.get().ends_on == date(2026, 3, 31)


@pytest.mark.parametrize(("province", "ends_on"), [("90", None), ("10", date(2026, 1, 31))])
def test_months_put_off_for_the_place_are_not_owed_yet(province, ends_on):
    """The flood of 2568: February to May 2026 in Songkhla are due from 15 September to 15 December."""
    one = make_person(province=province)
    Coverage.objects.create(person=one, section=39, starts_on=date(2025, 1, 10))
    paid(one, *every_month_but(Period(2026, 2), Period(2026, 3), Period(2026, 4)))
    lapsed()
    assert Coverage.objects.get().ends_on == ends_on


def test_a_month_paid_after_the_lapse_is_held_and_not_counted(person):
    bills = {bill.period.month: bill for bill in bill_section39(person.pk) if bill.period.year == 2026}
    paid(person, *every_month_but(Period(2026, 4), Period(2026, 5), Period(2026, 6)))
    lapsed()
    pay(bills[5], on=date(2026, 7, 16))
    assert SuspenseItem.objects.get().reason == "cancelled"
    assert "ใบแจ้งของเดือนนี้ปิดไปแล้ว เงินที่จ่ายมาพักไว้" in told(person)
    assert Coverage.objects.get().ends_on == date(2026, 3, 31)
    assert verify_ledger().holds


def test_a_run_that_was_stopped_goes_on_and_ends_nobody_twice(person, monkeypatch):
    paid(person, *every_month_but(Period(2026, 4), Period(2026, 5), Period(2026, 6)))
    monkeypatch.setattr("contributions.services.lapsing.PEOPLE_A_CHUNK", 1)
    run = start_lapse_run(by=SYSTEM)
    lapse_slice(Period(2026, 6), person.pk, person.pk)
    work(run.pk)
    assert Coverage.objects.get().ends_on == date(2026, 3, 31)
    assert told(person).count("สิ้นสภาพผู้ประกันตนมาตรา 39") == 1
