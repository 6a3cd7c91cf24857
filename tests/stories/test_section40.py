"""A vendor's months under Section 40: enter, pay, ahead, another option, save, a job, the money back."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import time_machine

from contributions.models import Bill, SuspenseItem
from contributions.public import months_ever, months_paid
from contributions.selectors.voluntary import months40, savings_of, section40_months
from contributions.services import grouping, mandates, saving, section40, voluntary
from contributions.services.receiving import BankLine
from finance.public import balance, exchange, verify_ledger
from registration.public import coverage_on
from sso_core.kernel.actor import SYSTEM
from sso_core.kernel.finding import Refused
from sso_core.kernel.period import Period
from sso_core.messaging.models import Message
from sso_core.messaging.public import deliver_all
from tests.registration.factories import enrolled, make_employer, make_person
from tests.stories.world import pay

# A change of the insured days is told once a transaction, so each step has its own.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _tenth_of_november():
    with time_machine.travel("2026-11-10T03:00:00Z", tick=True):
        yield


@pytest.fixture
def vendor():
    person = make_person(birth_date=date(1990, 1, 1))
    section40.apply(person.pk, 2, excluded=False, by=SYSTEM)
    deliver_all()
    return person


def paid(target, amount, number):
    at = datetime(2026, 11, 10, 4, 0, tzinfo=UTC)
    grouping.receive_any(BankLine(number, target.ref1, target.ref2, Decimal(amount), at, "006", "QR"))
    deliver_all()


def bills(person):
    rows = Bill.objects.filter(person_id=person.pk, kind="section40").order_by("period", "pk")
    return [(f"{one.period:%m}", one.option, one.status) for one in rows]


def told(person):
    return [message.title for message in Message.objects.filter(subject=f"person:{person.pk}").order_by("pk")]


def test_entered_and_paid_by_qr_at_a_bank(simulators, vendor):
    bill = Bill.objects.get(kind="section40")
    pay(simulators.url("bank"), bill.ref1, bill.ref2, bill.total)
    exchange()
    deliver_all()
    bill.refresh_from_db()
    assert bill.status == "paid"
    assert bill.receipt.document_id
    assert months40(vendor.pk) == 1
    assert verify_ledger().holds


def test_ahead_then_a_dearer_option_the_money_goes_to_the_new_bills(vendor):
    paid(grouping.bill_together(vendor.pk, 40, 3), "300.00", "1")
    section40.change(vendor.pk, 3, by=SYSTEM)
    deliver_all()
    assert bills(vendor) == [
        ("11", 2, "paid"), ("12", 2, "cancelled"), ("12", 3, "unpaid"), ("01", 2, "cancelled"), ("01", 3, "unpaid"),
    ]  # fmt: skip
    assert balance("2202") == 200
    assert verify_ledger().holds
    december = Bill.objects.get(period=date(2026, 12, 1), status="unpaid")
    paid(december, "200.00", "2")
    december.refresh_from_db()
    assert december.status == "paid"
    assert balance("2202") == 100
    assert verify_ledger().holds


def test_ahead_then_a_cheaper_option_leaves_the_rest_to_the_office(vendor):
    paid(grouping.bill_together(vendor.pk, 40, 2), "200.00", "1")
    section40.change(vendor.pk, 1, by=SYSTEM)
    deliver_all()
    assert bills(vendor) == [("11", 2, "paid"), ("12", 2, "cancelled"), ("12", 1, "paid")]
    assert list(SuspenseItem.objects.filter(status="open").values_list("reason", "amount")) == [("over", 30)]
    assert verify_ledger().holds


def test_a_job_gives_the_months_ahead_back(vendor):
    paid(grouping.bill_together(vendor.pk, 40, 4), "400.00", "1")
    mandates.ask(vendor.pk, "006", "1234567890", by=SYSTEM)
    with time_machine.travel("2026-11-25T03:00:00Z", tick=True):
        enrolled(vendor, make_employer(), date(2026, 11, 20))
        deliver_all()
    assert coverage_on(vendor.pk, date(2026, 11, 20)).section == 33
    assert [state for _, _, state in bills(vendor)] == ["paid", "cancelled", "cancelled", "cancelled"]
    assert (
        list(SuspenseItem.objects.filter(status="open").values_list("reason", "amount"))
        == [("cancelled", 100)] * 3
    )
    assert told(vendor).count("เดือนที่จ่ายล่วงหน้าไม่ต้องจ่ายแล้ว") == 3
    assert mandates.live(vendor.pk) is None
    assert [m.status for m in section40_months(vendor.pk)] == ["paid"]
    assert (balance("4105", "section40"), balance("2202")) == (100, 300)
    assert verify_ledger().holds
    deliver_all()
    assert balance("2202") == 300


def test_section_39_paid_ahead_and_then_a_job():
    from registration.models import Coverage

    person = make_person()
    Coverage.objects.create(person=person, section=39, starts_on=date(2026, 10, 5))
    voluntary.bill_months(person.pk, 39)
    paid(grouping.bill_together(person.pk, 39, 4), "1728.00", "1")
    january = Period(2027, 1)
    assert months_paid(person.pk, Period(2026, 10), january).count == 4
    with time_machine.travel("2026-12-10T03:00:00Z", tick=True):
        enrolled(person, make_employer(), date(2026, 12, 1))
        deliver_all()
    assert months_paid(person.pk, Period(2026, 10), january).count == 2
    assert months_ever(person.pk).count == 2
    assert balance("2202") == 864
    assert balance("4104") == 864
    assert verify_ledger().holds


def test_giving_up_withdraws_what_waits(vendor):
    grouping.bill_together(vendor.pk, 40, 3)
    section40.resign(vendor.pk, by=SYSTEM)
    deliver_all()
    assert [state for _, _, state in bills(vendor)] == ["unpaid", "cancelled", "cancelled"]


class TestSaving:
    def test_saved_beside_and_shown_apart(self, vendor):
        bill = saving.save(vendor.pk, Decimal("500.00"))
        assert saving.save(vendor.pk, Decimal("500.00")).pk == bill.pk
        paid(bill, "500.00", "1")
        assert savings_of(vendor.pk) == 500
        assert balance("2105") == 500
        assert months40(vendor.pk) == 0
        assert verify_ledger().holds
        with pytest.raises(Refused, match=r"saving.done"):
            saving.save(vendor.pk, Decimal("1.00"))

    def test_another_sum_replaces_what_was_not_paid(self, vendor):
        first = saving.save(vendor.pk, Decimal("500.00"))
        second = saving.save(vendor.pk, Decimal("1000.00"))
        first.refresh_from_db()
        assert (first.status, second.contribution) == ("cancelled", 1000)

    @pytest.mark.parametrize("amount", ["0", "-1", "1000.01", "0.001"])
    def test_a_sum_that_is_not_open(self, vendor, amount):
        with pytest.raises(Refused, match=r"saving.amount"):
            saving.save(vendor.pk, Decimal(amount))

    def test_not_under_option_1_nor_without_section_40(self):
        person = make_person(birth_date=date(1990, 1, 1))
        with pytest.raises(Refused, match=r"saving.not_open"):
            saving.save(person.pk, Decimal("1.00"))
        section40.apply(person.pk, 1, excluded=False, by=SYSTEM)
        with pytest.raises(Refused, match=r"saving.not_open"):
            saving.save(person.pk, Decimal("1.00"))

    def test_a_saving_stays_when_a_job_begins(self, vendor):
        paid(saving.save(vendor.pk, Decimal("500.00")), "500.00", "1")
        enrolled(vendor, make_employer(), date(2026, 11, 1))
        deliver_all()
        assert savings_of(vendor.pk) == 500
        assert verify_ledger().holds

    def test_on_the_page_and_over_the_api(self, vendor):
        from sso_core.accounts.public import create_member
        from tests.contributions.conftest import signed_in

        client = signed_in(
            create_member(vendor.national_id, "x", person_id=vendor.pk, display_name=vendor.full_name)
        )
        assert "1,000.00" in client.get("/me/section40/saving/").content.decode()
        assert client.post("/me/section40/saving/", {"amount": "1001"}).status_code == 422
        assert (
            "250.00" in client.post("/me/section40/saving/", {"amount": "250"}, follow=True).content.decode()
        )
        made = client.post(
            "/api/v1/me/section40/saving", {"amount": "300.00"}, content_type="application/json",
            headers={"Idempotency-Key": "key-00001"},
        )  # fmt: skip
        assert (made.status_code, made.json()["total"]) == (201, "300.00")
