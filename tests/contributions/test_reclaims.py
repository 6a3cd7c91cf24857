"""A payment bounces after its money went on: a refund is stopped in time, or its money claimed by a bill."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine

from contributions.models import ActKind, Bill, Reclaim, Refund, SuspenseItem
from contributions.services import refunds, suspense
from contributions.services.bouncing import Bounce, take_back
from contributions.services.suspense import Wish
from contributions.subscribers import money_came_in
from finance.public import approve_order, balance, make_batch, order, release_batch, verify_ledger
from finance.services.exchange import exchange
from sso_core import clock
from sso_core.kernel.actor import Actor, ActorKind
from sso_core.messaging.models import Message
from sso_core.messaging.public import deliver_all
from tests.contributions.factories import ACCOUNT, CLERK, OFFICER, pay
from tests.contributions.test_differences import amend, file, staff
from tests.contributions.test_suspense import CHECKER, TO, told
from tests.finance.bank import Drop, pain002

__all__ = ["staff"]
pytestmark = pytest.mark.django_db
D = Decimal
RELEASER = Actor(ActorKind.OFFICER, 11, "สมปอง ปล่อยเงิน", assurance=2)


@pytest.fixture(autouse=True)
def _ten_july():
    with time_machine.travel("2026-07-10T03:00:00Z", tick=False):
        yield


@pytest.fixture
def bill(staff):
    file({1: 10_000, 2: 10_000})
    return Bill.objects.get()


def books_agree():
    wrong = [p for p in verify_ledger().proofs if not p.holds and "2201" not in p.name]
    assert wrong == []


def bounce(line="L1"):
    made = take_back(Bounce(line, clock.today(), "เช็คคืน"), by=OFFICER)
    deliver_all()
    books_agree()
    return made


def ordered_back(amount="90.00") -> SuspenseItem:
    """Ninety baht too much were paid and are to be given back."""
    bill = Bill.objects.get()
    pay(bill, bill.total + D(amount), line="L1")
    item = SuspenseItem.objects.get()
    suspense.propose(item.pk, Wish(ActKind.REFUND, TO, "ชำระเกิน"), by=OFFICER)
    item.refresh_from_db()
    return item


def sent(reference: str):
    approve_order(reference, CHECKER)
    batch = make_batch(clock.today(), OFFICER)
    release_batch(batch.reference, RELEASER)
    return batch


def answer(**files):
    exchange(Drop(**files))
    deliver_all()


class TestHeldMoney:
    @pytest.mark.parametrize("how_far", ["ordered", "approved", "batched"])
    def test_not_sent_it_is_stopped(self, bill, how_far):
        item = ordered_back()
        if how_far != "ordered":
            approve_order(item.order_ref, CHECKER)
        if how_far == "batched":
            make_batch(clock.today(), OFFICER)
        assert bounce().claimed == 0
        assert order(item.order_ref).state == "cancelled"
        assert (balance("2104"), balance("1206"), balance("2201")) == (0, 0, 0)
        assert not Reclaim.objects.exists()

    def test_sent_it_is_claimed_by_a_bill_and_its_payment_closes_it(self, bill):
        item = ordered_back()
        sent(item.order_ref)
        assert bounce().claimed == 90
        claim = Reclaim.objects.get()
        assert (claim.bill.kind, claim.bill.ref1, claim.bill.total, claim.bill.due_on) == (
            "reclaim", ACCOUNT, D("90.00"), date(2026, 8, 9),
        )  # fmt: skip
        assert balance("1206") == 90
        assert Message.objects.filter(title="ต้องส่งคืนเงินที่เราคืนให้ไปแล้ว").count() == 1
        pay(claim.bill, on=clock.today(), line="L2")
        claim.bill.refresh_from_db()
        assert (claim.bill.status, balance("1206")) == ("paid", 0)
        books_agree()

    def test_late_there_is_no_surcharge_and_a_bounced_payment_of_it_is_owed_again(self, bill):
        sent(ordered_back().order_ref)
        bounce()
        claim = Reclaim.objects.get().bill
        with time_machine.travel("2026-12-10T03:00:00Z", tick=False):
            pay(claim, "90", on=clock.today(), line="L2")
            claim.refresh_from_db()
            assert (claim.status, claim.surcharge) == ("paid", 0)
            bounce("L2")
            claim.refresh_from_db()
            assert (claim.status, claim.total, balance("1206")) == ("unpaid", 90, 90)

    def test_paid_in_two_parts(self, bill):
        sent(ordered_back().order_ref)
        bounce()
        claim = Reclaim.objects.get().bill
        pay(claim, "40", on=clock.today(), line="L2")
        assert balance("1206") == 90
        pay(claim, "50", on=clock.today(), line="L3")
        assert (balance("1206"), balance("2202")) == (0, 0)
        books_agree()

    def test_refused_by_the_bank_before_the_bounce_nothing_is_claimed(self, bill):
        item = ordered_back()
        batch = sent(item.order_ref)
        answer(a__xml=pain002(batch.reference, {item.order_ref: "RJCT:AC04"}))
        assert balance("2103") == 90
        assert bounce().claimed == 0
        assert (balance("2103"), balance("1206"), order(item.order_ref).state) == (0, 0, "cancelled")

    def test_refused_by_the_bank_after_the_bounce_the_claim_is_over(self, bill):
        item = ordered_back()
        batch = sent(item.order_ref)
        bounce()
        answer(a__xml=pain002(batch.reference, {item.order_ref: "RJCT:AC04"}))
        claim = Reclaim.objects.get().bill
        assert (claim.status, balance("1206"), balance("2103")) == ("cancelled", 0, 0)
        assert order(item.order_ref).state == "cancelled"
        books_agree()

    def test_what_the_bank_returns_after_the_claim_was_paid_is_the_payees(self, bill):
        item = ordered_back()
        batch = sent(item.order_ref)
        bounce()
        pay(Reclaim.objects.get().bill, on=clock.today(), line="L2")
        answer(a__xml=pain002(batch.reference, {item.order_ref: "RJCT:AC04"}))
        assert (balance("1206"), balance("2103"), order(item.order_ref).state) == (0, 90, "rejected")

    def test_money_of_nobody_known_is_billed_without_being_told(self, bill):
        item = told("999", "888", "60")
        suspense.propose(item.pk, Wish(ActKind.REFUND, TO, "ไม่รู้จัก"), by=OFFICER)
        item.refresh_from_db()
        sent(item.order_ref)
        bounce()
        claim = Reclaim.objects.get().bill
        assert (claim.subject.split(":")[0], claim.ref1[0], balance("1206")) == ("reversal", "R", 60)
        pay(claim, on=clock.today(), line="L2")
        assert claim.receipts.get().document_id
        books_agree()

    def test_both_events_at_once_and_twice(self, bill):
        """The bank's file tells the payment and its return; the events may come in any order, and again."""
        from contributions.subscribers import money_was_taken_back

        payload = {
            "bank_line_id": "77", "ref1": bill.ref1, "ref2": bill.ref2, "amount": str(bill.total),
            "paid_at": "2026-07-10T10:00:00+07:00", "reversed_on": "2026-07-10", "reason": "เช็คคืน",
        }  # fmt: skip
        money_was_taken_back(payload, "k")
        money_came_in(payload, "k")
        money_was_taken_back(payload, "k")
        bill.refresh_from_db()
        assert bill.status == "unpaid"
        books_agree()


class TestRefundsOfAMonth:
    """Paid, amended to less, to be given back; then the payment bounces."""

    def given_back(self, bill) -> Refund:
        pay(bill, line="L1")
        amend({1: 10_000})
        deliver_all()
        return Refund.objects.get()

    def claimed(self, refund):
        to = {"bank_code": "006", "account": "1234567890", "account_name": "บริษัท ตัวอย่าง"}
        refunds.claim(refund.pk, by=CLERK, **to)
        refunds.approve(refund.pk, by=OFFICER)
        from finance.public import order_of_source

        return order_of_source(refund.source_key)

    @pytest.mark.parametrize("how_far", ["due", "claimed", "ordered", "forfeited"])
    def test_not_sent_it_is_stopped_and_the_bill_asks_less(self, bill, how_far):
        refund = self.given_back(bill)
        assert refund.amount == 1000
        if how_far in ("claimed", "ordered"):
            to = {"bank_code": "006", "account": "1234567890", "account_name": "บริษัท ตัวอย่าง"}
            refunds.claim(refund.pk, by=CLERK, **to)
        if how_far == "ordered":
            refunds.approve(refund.pk, by=OFFICER)
        if how_far == "forfeited":
            with time_machine.travel("2028-01-10T03:00:00Z", tick=False):
                assert refunds.forfeit_expired() == 1
        assert bounce().claimed == 0
        refund.refresh_from_db()
        assert (refund.status, balance("2104")) == ("stopped", 0)
        bill.refresh_from_db()
        assert (bill.status, bill.replaced_by.total) == ("cancelled", 1000)
        pay(bill.replaced_by, line="L2")
        books_agree()
        assert balance("1201") == 0

    def test_sent_it_is_claimed_and_the_bill_asks_less_too(self, bill):
        refund = self.given_back(bill)
        sent(self.claimed(refund).reference)
        assert bounce().claimed == 1000
        refund.refresh_from_db()
        bill.refresh_from_db()
        claim = Reclaim.objects.get().bill
        assert (refund.status, bill.replaced_by.total, claim.total, balance("1206")) == (
            "reclaimed",
            1000,
            1000,
            1000,
        )
        pay(bill.replaced_by, line="L2")
        pay(claim, line="L3")
        books_agree()
        assert (balance("1201"), balance("1206")) == (0, 0)

    def test_refused_by_the_bank_before_the_bounce(self, bill):
        refund = self.given_back(bill)
        made = self.claimed(refund)
        batch = sent(made.reference)
        answer(a__xml=pain002(batch.reference, {made.reference: "RJCT:AC04"}))
        assert bounce().claimed == 0
        assert (balance("2103"), balance("2104"), balance("1206")) == (0, 0, 0)

    def test_a_late_month_with_its_surcharge(self, bill):
        with time_machine.travel("2026-09-15T03:00:00Z", tick=False):
            pay(bill, bill.contribution * D("1.1"), on=clock.today(), line="L1")
            amend({1: 10_000})
            deliver_all()
            refund = Refund.objects.get()
            assert refund.surcharge > 0
            books_agree()
            bounce()
            bill.refresh_from_db()
            assert bill.replaced_by.contribution == 1000
            pay(bill.replaced_by, on=clock.today(), line="L2")
            books_agree()
            assert balance("1203") == 0

    def test_a_month_that_came_to_nothing(self, bill):
        from contributions.services.changing import withdraw

        pay(bill, line="L1")
        withdraw(bill.filing_id, reason="ยื่นผิดงวด", by=OFFICER, through_office=True)
        deliver_all()
        bounce()
        bill.refresh_from_db()
        assert (bill.status, bill.replaced_by, balance("1201")) == ("cancelled", None, 0)

    def test_amended_again_afterwards_there_is_another_refund(self, bill):
        self.given_back(bill)
        bounce()
        bill.refresh_from_db()
        pay(bill.replaced_by, line="L2")
        amend({1: 5_000})
        deliver_all()
        assert sorted(Refund.objects.values_list("status", "amount")) == [("due", 500), ("stopped", 1000)]
        books_agree()


class TestFaces:
    def test_the_office_sees_what_is_to_come_back(self, bill, treasurer, as_member):
        sent(ordered_back().order_ref)
        bounce()
        claim = Reclaim.objects.get()
        page = treasurer.get("/office/reclaims/").content.decode()
        assert claim.bill.ref2 in page
        assert claim.bill.ref2 not in treasurer.get("/office/reclaims/?show=paid").content.decode()
        assert treasurer.get(f"/office/reclaims/{claim.pk}/slip.pdf")["Content-Type"] == "application/pdf"
        (row,) = treasurer.get("/api/v1/office/reclaims").json()
        assert (row["amount"], row["status"], row["ref2"]) == ("90.00", "unpaid", claim.bill.ref2)
        pay(claim.bill, line="L2")
        assert treasurer.get(f"/office/reclaims/{claim.pk}/slip.pdf").status_code == 302
