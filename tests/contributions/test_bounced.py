"""A bank takes money back days later: receipt, ledger, bill and the members' accounts follow."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.db import DatabaseError, transaction

from contributions.models import (
    AccountRow,
    Bill,
    MoneyIn,
    MoneyReversal,
    OriginReversal,
    Receipt,
    SuspenseItem,
)
from contributions.public import account, months_paid
from contributions.services.bouncing import Bounce, take_back
from contributions.services.receiving import apply_suspense
from finance.public import balance, verify_ledger
from registration.models import Person
from sso_core import clock
from sso_core.kernel.finding import Refused
from sso_core.messaging.models import Message
from sso_core.messaging.public import deliver_all
from tests.contributions.factories import OFFICER, pay
from tests.contributions.test_filing_path import JUNE, employer, submitted  # noqa: F401

pytestmark = pytest.mark.django_db
D = Decimal


@pytest.fixture(autouse=True)
def _ten_july():
    with time_machine.travel("2026-07-10T03:00:00Z", tick=False):
        yield


@pytest.fixture
def bill(employer):  # noqa: F811
    submitted()
    return Bill.objects.get()


def bounced(line="L1", *, on=date(2026, 7, 20)):
    reversal = take_back(Bounce(line, on, "เช็คคืน"), by=OFFICER)
    deliver_all()
    return reversal


def july(day):
    return time_machine.travel(f"2026-07-{day}T03:00:00Z", tick=False)


def open_items():
    return sorted(SuspenseItem.objects.filter(status="open").values_list("reason", "amount"))


def month_of(national_id="3792174218095"):
    return account(Person.objects.get(national_id=national_id).pk, JUNE, JUNE)[0]


def test_everything_is_undone_and_the_month_is_filed_but_not_paid(bill):
    pay(bill, line="L1")
    first = Receipt.objects.get()
    with july(30):
        bounced()
        bill.refresh_from_db()
        assert (bill.status, bill.paid_on, bill.surcharge) == (
            "unpaid",
            None,
            D("349.10"),
        )  # 2% × 15 of 30 days
        first.refresh_from_db()
        assert (first.status, first.cancelled_why) == ("cancelled", "เช็คคืน")
        assert (month_of().status, month_of().paid_on) == ("filed", None)
        assert months_paid(Person.objects.get(national_id="3792174218095").pk, JUNE, JUNE).count == 1
        assert AccountRow.objects.count() == 25  # append-only: nothing was taken out
        assert balance("2201") == 0
        assert balance("2202") == 0
        assert balance("1201") == 34910
        assert Message.objects.filter(body__contains="เช็คคืน").count() == 1


def test_paid_again_there_is_a_new_receipt_and_the_month_counts_with_it(bill):
    pay(bill, line="L1")
    with july(30):
        bounced()
        bill.refresh_from_db()
        pay(bill, bill.total, on=clock.today(), line="L2")
    old, new = Receipt.objects.order_by("pk")
    assert (old.status, new.status, new.amount) == ("cancelled", "issued", D("35259.10"))
    assert (month_of().status, month_of().paid_on) == ("paid", date(2026, 7, 30))
    assert OriginReversal.objects.get().paid_again_receipt == new
    assert (balance("1201"), balance("1203")) == (0, 0)


def test_bounced_twice_and_paid_a_third_time(bill):
    for day, line in ((11, "L1"), (12, "L2")):
        with july(day):
            pay(bill, line=line)
            bounced(line)
    assert month_of().status == "filed"
    with july(13):
        pay(bill, on=clock.today(), line="L3")
    assert (month_of().status, month_of().paid_on) == ("paid", date(2026, 7, 13))
    assert [r.status for r in Receipt.objects.order_by("pk")] == ["cancelled", "cancelled", "issued"]
    assert [r.is_latest for r in OriginReversal.objects.order_by("pk")] == [False, True]
    with pytest.raises(Refused, match="reversed_already"):
        bounced("L2")
    with pytest.raises(Refused, match=r"money\.unknown"):
        bounced("L9")


def test_what_was_paid_too_much_is_given_up_too(bill):
    pay(bill, "35000", line="L1")
    bounced()
    assert open_items() == []
    assert (balance("2202"), balance("2201")) == (0, 0)


def test_the_half_that_did_not_bounce_stays_held_for_the_bill(bill):
    pay(bill, "30000", line="L1")
    pay(bill, "4910", line="L2")
    bounced("L2")
    assert open_items() == [("short", D("30000.00"))]
    assert (balance("2202"), balance("2201")) == (30000, -30000)
    pay(bill, "4910", line="L3")
    assert Receipt.objects.filter(status="issued").count() == 1
    assert balance("2202") == 0


def test_money_that_an_officer_applied(bill):
    pay(Bill(ref1="999", ref2="888", contribution=D("35000.00"), surcharge=D(0)), line="L1")
    apply_suspense([SuspenseItem.objects.get().pk], bill.pk, by=OFFICER)
    deliver_all()
    bounced()
    assert open_items() == []
    bill.refresh_from_db()
    assert (bill.status, balance("2202"), balance("2201")) == ("unpaid", 0, 0)


def test_the_rest_of_it_that_paid_another_bill_is_undone_too(bill):
    """L1 paid the contributions late, L2 the surcharge that was left over."""
    with july(30):
        pay(bill, "34910", on=clock.today(), line="L1")
        rest = Bill.objects.get(kind="surcharge")
        pay(rest, line="L2")
        bounced("L1")
        rest.refresh_from_db()
        bill.refresh_from_db()
        assert (rest.status, bill.status, bill.surcharge) == ("cancelled", "unpaid", D("349.10"))
        assert open_items() == [("over", D("349.10"))]
        assert (balance("1203"), balance("2202"), balance("2201")) == (0, D("349.10"), D("-349.10"))


def test_held_money_bounces(bill):
    pay(bill, "100", line="L1")
    pay(bill, line="L2")
    pay(bill, line="L3")
    bounced("L3")
    assert open_items() == [("over", D("100.00"))]
    bill.refresh_from_db()
    assert bill.status == "paid"


def test_the_proofs_hold_after_all_of_it(bill):
    pay(bill, "34000", line="L1")
    pay(bill, "1000", line="L2")
    bounced("L1")
    pay(bill, "40000", line="L3")
    bounced("L3")
    report = verify_ledger()
    assert [proof for proof in report.proofs if not proof.holds and "2201" not in proof.name] == []


def test_a_reversal_is_written_once(bill):
    pay(bill, line="L1")
    bounced()
    row = OriginReversal.objects.get()
    with pytest.raises(DatabaseError), transaction.atomic():
        OriginReversal.objects.filter(pk=row.pk).update(origin_id=1)
    with pytest.raises(DatabaseError), transaction.atomic():
        row.delete()
    assert (MoneyReversal.objects.count(), MoneyIn.objects.get().status) == (1, "reversed")
