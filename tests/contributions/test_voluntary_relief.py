"""Amounts of Sections 39 and 40 announced after months were billed or paid: bills made anew once, ledger proved."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine

from contributions.models import Bill, Receipt, SuspenseItem
from contributions.public import account, months_ever
from contributions.services import voluntary, voluntary_relief
from finance.public import verify_ledger
from registration.models import Coverage
from sso_core.batch.models import BatchRun
from sso_core.batch.public import work
from sso_core.kernel.actor import SYSTEM
from sso_core.kernel.period import Period
from sso_core.messaging.public import inbox_of
from tests.contributions.conftest import signed_in
from tests.contributions.factories import pay
from tests.registration.factories import make_person, officer

pytestmark = pytest.mark.django_db
DECEMBER = Period(2024, 12)
NOTICE = "39:2025-05-27"
BEFORE, AFTER = "2025-01-10 09:00+07:00", "2025-06-02 09:00+07:00"


@pytest.fixture
def billed():
    """Somebody in Songkhla and somebody in Bangkok, billed for December 2024 and January 2025 in January."""
    with time_machine.travel(BEFORE, tick=True):
        people = [make_person(province=province) for province in ("90", "10")]
        for person in people:
            Coverage.objects.create(person=person, section=39, starts_on=date(2024, 12, 1))
            voluntary.bill_months(person.pk, 39)
    return people


def bill_of(person, period=DECEMBER):
    return Bill.objects.exclude(status="cancelled").get(
        person_id=person.pk, period=period.first, kind="section39"
    )


def relieve():
    with time_machine.travel(AFTER, tick=True):
        voluntary_relief.start(NOTICE, by=SYSTEM)
        work(BatchRun.objects.get(kind=voluntary_relief.VOLUNTARY_RELIEF_RUN).pk)


def test_billed_as_the_law_was_known_then(billed):
    assert [bill_of(person).contribution for person in billed] == [Decimal(432), Decimal(432)]
    with time_machine.travel(AFTER, tick=True):
        assert {one.key for one in voluntary_relief.notices()} >= {NOTICE}
    with time_machine.travel(BEFORE, tick=True):
        assert NOTICE not in {one.key for one in voluntary_relief.notices()}


def test_an_unpaid_bill_is_made_anew_and_others_stay(billed):
    songkhla, bangkok = billed
    before = bill_of(bangkok).pk
    relieve()
    assert bill_of(songkhla).contribution == Decimal(283)
    assert bill_of(bangkok).pk == before
    assert Bill.objects.filter(person_id=songkhla.pk, status="cancelled").count() == 2
    assert verify_ledger().holds


def test_what_was_paid_too_much_is_held_and_the_month_stays_paid(billed):
    songkhla, _ = billed
    with time_machine.travel(BEFORE, tick=True):
        pay(bill_of(songkhla), on=date(2025, 1, 12))
    relieve()
    bill = bill_of(songkhla)
    assert (bill.status, bill.contribution, bill.surcharge, bill.paid_on) == (
        "paid", Decimal(283), Decimal(0), date(2025, 1, 12),
    )  # fmt: skip
    assert sorted(Receipt.objects.values_list("status", "amount")) == [
        ("cancelled", Decimal(432)), ("issued", Decimal(283)),
    ]  # fmt: skip
    (held,) = SuspenseItem.objects.filter(status="open")
    assert (held.amount, held.reason, held.subject) == (Decimal(149), "over", f"person:{songkhla.pk}")
    (month,) = account(songkhla.pk, DECEMBER, DECEMBER)
    assert (month.status, month.base, month.employee) == ("paid", Decimal(4800), Decimal(283))
    assert months_ever(songkhla.pk).count == 1
    assert any("149.00" in one.body for one in inbox_of(f"person:{songkhla.pk}"))
    assert verify_ledger().holds


def test_a_part_payment_that_is_enough_now_closes_the_month(billed):
    songkhla, _ = billed
    with time_machine.travel(BEFORE, tick=True):
        pay(bill_of(songkhla), "300", on=date(2025, 1, 12))
    relieve()
    assert bill_of(songkhla).status == "paid"
    assert verify_ledger().holds


def test_done_again_nothing_changes(billed):
    songkhla, _ = billed
    with time_machine.travel(BEFORE, tick=True):
        pay(bill_of(songkhla), on=date(2025, 1, 12))
    relieve()
    rows = list(Bill.objects.order_by("pk").values_list("pk", "status", "contribution"))
    with time_machine.travel(AFTER, tick=True):
        for chunk in ({"period": "2024-12", "low": 0, "high": 2**40},):
            assert voluntary_relief.relieve(39, chunk) == 0
        assert voluntary_relief.lower(bill_of(songkhla).pk) is None
        assert all(
            row.unpaid == row.paid == 0 for row in voluntary_relief.effect(voluntary_relief.notice(NOTICE))
        )
    assert list(Bill.objects.order_by("pk").values_list("pk", "status", "contribution")) == rows


def test_a_month_of_section_40_paid_ahead_before_the_cut_of_2022():
    with time_machine.travel("2022-04-20 09:00+07:00", tick=True):
        person = make_person()
        Coverage.objects.create(person=person, section=40, starts_on=date(2022, 1, 1), option=2)
        (bill,) = voluntary.bill_ahead(person.pk, 40, [Period(2022, 5)])
        assert bill.contribution == Decimal(100)
        pay(bill, on=date(2022, 4, 20))
    with time_machine.travel("2022-05-02 09:00+07:00", tick=True):
        voluntary_relief.start("40:2022-05-01", by=SYSTEM)
        work(BatchRun.objects.get(kind=voluntary_relief.VOLUNTARY_RELIEF_RUN).pk)
        new = Bill.objects.get(person_id=person.pk, period=date(2022, 5, 1), status="paid")
        assert (new.contribution, new.option) == (Decimal(60), 2)
        assert SuspenseItem.objects.get(status="open").amount == Decimal(40)
        assert verify_ledger().holds


@pytest.mark.parametrize(
    ("role", "page", "api"),
    [("finance", 200, 200), ("supervisor", 200, 200), ("officer", 404, 403), ("auditor", 404, 403)],
)
def test_who_may(billed, role, page, api):
    with time_machine.travel(AFTER, tick=True):
        client = signed_in(officer(role), aal=2)
        assert client.get(f"/office/relief/voluntary/{NOTICE}/").status_code == page
        assert client.get(f"/api/v1/office/relief/voluntary/{NOTICE}").status_code == api
        assert client.get("/office/relief/voluntary/39:1999-01-01/").status_code == 404


def test_by_page_and_api(billed):
    with time_machine.travel(AFTER, tick=True):
        client = signed_in(officer("finance"), aal=2)
        assert NOTICE in client.get("/office/relief/").content.decode()
        page = f"/office/relief/voluntary/{NOTICE}/"
        assert "ธันวาคม" in client.get(page).content.decode()
        assert client.post(page).status_code == 302
        key = {"Idempotency-Key": "relief-0123456789"}
        told = client.post(f"/api/v1/office/relief/voluntary/{NOTICE}", headers=key).json()
        assert told["reference"] == BatchRun.objects.get(kind=voluntary_relief.VOLUNTARY_RELIEF_RUN).reference


def test_the_steps_of_a_paid_month_are_those_of_the_place(billed, as_member):
    songkhla, _ = billed
    relieve()
    with time_machine.travel(AFTER, tick=True):
        pay(bill_of(songkhla), on=date(2025, 6, 2), line="late")
        text = as_member(songkhla).get("/me/contributions/2024-12/").content.decode()
    assert "283.00" in text
    assert "ยอดในบัญชีไม่ตรงกับที่กฎหมายของเดือนให้" not in text
