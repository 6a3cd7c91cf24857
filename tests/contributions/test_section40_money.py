"""Paying Section 40: one month, several, ahead, late; ledger and account."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import time_machine

from contributions.models import AccountRow, Bill, BillGroup, MoneyIn, SuspenseItem
from contributions.public import account, months_ever, months_paid
from contributions.selectors.voluntary import months40, section40_months
from contributions.services import grouping, section40, voluntary
from contributions.services.receiving import BankLine, apply_suspense
from finance.public import balance, verify_ledger
from sso_core.kernel.actor import SYSTEM
from sso_core.kernel.finding import Refused
from sso_core.kernel.period import Period
from sso_core.messaging.models import Message
from sso_core.messaging.public import deliver_all
from tests.contributions.factories import OFFICER, pay
from tests.registration.factories import make_person

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 10)


@pytest.fixture(autouse=True)
def _tenth_of_november():
    with time_machine.travel("2026-11-10T03:00:00Z", tick=False):
        yield


@pytest.fixture
def vendor():
    person = make_person(birth_date=date(1990, 1, 1))
    section40.apply(person.pk, 2, excluded=False, by=SYSTEM)
    return person


def the_bill(person):
    return Bill.objects.get(kind="section40", person_id=person.pk)


def line(bill_or_group, amount, *, number="1", on=TODAY):
    at = datetime(on.year, on.month, on.day, 4, 0, tzinfo=UTC)
    return BankLine(number, bill_or_group.ref1, bill_or_group.ref2, Decimal(amount), at, "006", "QR")


def proved():
    assert verify_ledger().holds
    return True


class TestOneMonth:
    def test_entering_bills_the_month_and_the_fund_takes_it(self, vendor):
        bill = the_bill(vendor)
        assert (bill.contribution, bill.due_on, bill.option) == (100, date(2026, 11, 30), 2)
        pay(bill, on=TODAY)
        bill.refresh_from_db()
        assert (bill.status, bill.receipt.amount) == ("paid", 100)
        assert (balance("4105", "section40"), balance("1202", "section40"), balance("2201")) == (
            100,
            50,
            -100,
        )
        row = AccountRow.objects.get()
        assert (row.origin, row.section, row.employee, row.government) == ("section40", 40, 100, 50)
        assert proved()

    def test_it_counts_for_nothing_of_sections_33_and_39(self, vendor):
        pay(the_bill(vendor), on=TODAY)
        month = Period(2026, 11)
        assert months_ever(vendor.pk).count == 0
        assert months_paid(vendor.pk, month, month).count == 0
        assert months_paid(vendor.pk, month, month, section=40).count == 1
        assert account(vendor.pk, month, month)[0].entries == ()
        assert months40(vendor.pk) == 1

    def test_paid_on_the_last_day_and_told_days_later_counts(self, vendor):
        with time_machine.travel("2026-12-05T03:00:00Z", tick=False):
            pay(the_bill(vendor), on=date(2026, 11, 30))
            assert the_bill(vendor).status == "paid"

    def test_paid_a_day_later_waits_and_is_told(self, vendor):
        with time_machine.travel("2026-12-01T03:00:00Z", tick=False):
            pay(the_bill(vendor), on=date(2026, 12, 1))
            assert the_bill(vendor).status == "unpaid"
            assert SuspenseItem.objects.get().reason == "too_late"
            assert "หลังหมดเวลา" in Message.objects.filter(subject=f"person:{vendor.pk}").latest("pk").title
            assert section40_months(vendor.pk)[-1].status == "missed"
            assert proved()

    def test_too_little_waits_for_the_rest(self, vendor):
        bill = the_bill(vendor)
        grouping.receive_any(line(bill, "60.00"))
        assert the_bill(vendor).status == "unpaid"
        grouping.receive_any(line(bill, "40.00", number="2"))
        assert the_bill(vendor).status == "paid"
        assert (balance("4105", "section40"), balance("2202"), balance("1202", "section40")) == (100, 0, 50)
        assert proved()

    def test_an_officer_puts_held_money_to_it(self, vendor):
        wrong = line(the_bill(vendor), "100.00")
        grouping.receive_any(BankLine("9", "X", "Y", wrong.amount, wrong.paid_at))
        apply_suspense([SuspenseItem.objects.get().pk], the_bill(vendor).pk, by=OFFICER)
        assert the_bill(vendor).status == "paid"
        assert proved()


class TestSeveral:
    def test_three_months_with_one_payment(self, vendor):
        group = grouping.bill_together(vendor.pk, 40, 3)
        view = grouping.group_view(group)
        assert [bill.period for bill in view.bills] == [
            date(2026, 11, 1),
            date(2026, 12, 1),
            date(2027, 1, 1),
        ]
        assert view.total == 300
        told = line(group, "300.00")
        grouping.receive_any(told)
        assert len(grouping.receive_any(told)) == 3
        deliver_all()
        assert grouping.group_view(group).unpaid == ()
        assert [m.status for m in section40_months(vendor.pk)] == ["ahead", "ahead", "paid"]
        assert MoneyIn.objects.count() == 3
        assert balance("4105", "section40") == 300
        assert proved()

    def test_the_same_months_are_the_same_group(self, vendor):
        assert grouping.bill_together(vendor.pk, 40, 2).pk == grouping.bill_together(vendor.pk, 40, 2).pk
        assert BillGroup.objects.count() == 1

    def test_a_year_ahead_and_not_more(self, vendor):
        assert len(voluntary.payable(vendor.pk, 40)) == 13
        with pytest.raises(Refused):
            grouping.bill_together(vendor.pk, 40, 14)
        with pytest.raises(Refused):
            grouping.bill_together(vendor.pk, 40, 0)
        assert Bill.objects.count() == 1

    @pytest.mark.parametrize(
        ("amount", "paid", "held"),
        [("300.00", 3, 0), ("250.00", 2, 50), ("350.00", 3, 50), ("99.99", 0, "99.99")],
    )
    def test_too_little_goes_to_the_oldest_and_too_much_waits(self, vendor, amount, paid, held):
        grouping.receive_any(line(grouping.bill_together(vendor.pk, 40, 3), amount))
        assert Bill.objects.filter(status="paid").count() == paid
        assert balance("2202") == Decimal(held)
        assert proved()

    def test_a_month_paid_by_itself_is_left_over(self, vendor):
        group = grouping.bill_together(vendor.pk, 40, 2)
        grouping.receive_any(line(the_bill_of(vendor, 11), "100.00"))
        assert grouping.group_view(group).total == 100
        grouping.receive_any(line(group, "200.00", number="2"))
        assert Bill.objects.filter(status="paid").count() == 2
        assert balance("2202") == 100
        assert proved()

    def test_section_39_pays_what_is_late_with_its_surcharge_and_ahead(self):
        from registration.models import Coverage

        person = make_person()
        Coverage.objects.create(person=person, section=39, starts_on=date(2026, 8, 1))
        voluntary.bill_months(person.pk, 39)
        due = voluntary.payable(person.pk, 39)
        assert [m.surcharge for m in due[:3]] == [Decimal("17.28"), Decimal("8.64"), 0]
        group = grouping.bill_together(person.pk, 39, 5)
        total = grouping.group_view(group).total
        assert total == 5 * 432 + Decimal("25.92")
        grouping.receive_any(line(group, total))
        assert Bill.objects.filter(status="paid").count() == 5
        assert months_ever(person.pk).count >= 4
        assert balance("4201") == Decimal("25.92")
        assert proved()


def the_bill_of(person, month):
    return Bill.objects.get(kind="section40", person_id=person.pk, period__month=month)


class TestPages:
    def test_pay_three_months_on_the_page(self, vendor, as_member):
        client = as_member(vendor)
        page = client.get("/me/section40/").content.decode()
        assert "จ่ายเดือน" in page
        assert "จ่ายหลายเดือน" in page
        offered = client.get("/me/section40/pay/").content.decode()
        assert "รวม 300.00 บาท" in offered
        shown = client.post("/me/section40/pay/", {"months": "3"}, follow=True)
        assert "ต้องชำระ" in shown.content.decode()
        group = BillGroup.objects.get()
        slip = client.get(f"/me/pay/{group.pk}/slip.pdf")
        assert slip.content[:5] == b"%PDF-"
        grouping.receive_any(line(group, "300.00"))
        assert "จ่ายครบแล้ว" in client.get(f"/me/pay/{group.pk}/").content.decode()
        assert client.get(f"/me/pay/{group.pk}/slip.pdf").status_code == 302
        assert "มาตรา 40" in client.get("/me/contributions/").content.decode()

    @pytest.mark.parametrize("told", [{"months": ""}, {"months": "0"}, {"months": "14"}, {"months": "x"}])
    def test_a_number_that_is_not_offered(self, vendor, as_member, told):
        assert as_member(vendor).post("/me/section40/pay/", told).status_code == 422
        assert BillGroup.objects.count() == 0

    def test_nobody_elses_and_no_other_section(self, vendor, as_member):
        group = grouping.bill_together(vendor.pk, 40, 2)
        other = as_member(make_person())
        assert other.get(f"/me/pay/{group.pk}/").status_code == 404
        assert other.get(f"/me/pay/{group.pk}/slip.pdf").status_code == 404
        assert other.get("/me/section41/pay/").status_code == 404
        assert other.get("/me/section40/pay/").status_code == 302
        assert other.get(f"/api/v1/me/payments/{group.pk}").status_code == 404

    def test_the_same_over_the_api(self, vendor, as_member):
        client = as_member(vendor)
        assert len(client.get("/api/v1/me/section40/payable").json()) == 13
        assert client.get("/api/v1/me/section33/payable").status_code == 404

        def ask(months, key):
            return client.post(
                "/api/v1/me/section40/payments", {"months": months}, content_type="application/json",
                headers={"Idempotency-Key": key},
            )  # fmt: skip

        made = ask(2, "key-00001")
        assert made.status_code == 201
        assert (made.json()["total"], len(made.json()["bills"])) == ("200.00", 2)
        assert made.json()["promptpay"].startswith("0002")
        assert ask(2, "key-00001").json()["id"] == made.json()["id"]
        assert ask(20, "key-00002").status_code == 422
        assert ask(0, "key-00003").status_code == 400
        months = client.get("/api/v1/me/section40/months").json()["months"]
        assert [m["status"] for m in months] == ["open", "open"]
