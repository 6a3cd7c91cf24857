"""Held money: found by rule, divided, given back, moved, kept, expired; two people from a limit on."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contributions.models import ActKind, ActState, Bill, MoneyIn, Receipt, SuspenseAct, SuspenseItem
from contributions.rules.allocation import Owed, allocate
from contributions.services import suspense
from contributions.services.bouncing import Bounce, take_back
from contributions.services.matching import match_all
from contributions.services.receiving import BankLine, receive
from contributions.services.suspense import Wish
from finance.public import approve_order, balance, cancel_order, verify_ledger
from sso_core import clock
from sso_core.kernel.actor import Actor, ActorKind
from sso_core.kernel.finding import Refused
from sso_core.law.public import current
from sso_core.messaging.public import deliver_all
from tests.contributions.factories import ACCOUNT, OFFICER, pay
from tests.contributions.test_filing_path import employer, submitted  # noqa: F401

pytestmark = pytest.mark.django_db
D = Decimal
CHECKER = Actor(ActorKind.OFFICER, 10, "สมชาย ตรวจสอบ", acting_for="office:1001", assurance=2)
TO = {"to": {"kind": "bank", "bank_code": "006", "account": "1234567890", "name": "บริษัท ตัวอย่างการผลิต จำกัด"}}


@pytest.fixture(autouse=True)
def _ten_july():
    with time_machine.travel("2026-07-10T03:00:00Z", tick=False):
        yield


@pytest.fixture
def bill(employer):  # noqa: F811
    submitted()
    return Bill.objects.get()


def told(ref1, ref2, amount, *, line="L1", on=date(2026, 7, 9)):
    stray = Bill(ref1=ref1, ref2=ref2, contribution=D(amount), surcharge=D(0))
    pay(stray, line=line, on=on)
    return SuspenseItem.objects.filter(money_in__bank_line_id=line).first()


def other_bill(bill, amount, *, ref2, due=date(2026, 8, 15), subject=None):
    """A bill of surcharges: a sum and nothing else."""
    return Bill.objects.create(
        kind="surcharge", subject=subject or bill.subject, payer_name=bill.payer_name, ref1=bill.ref1, ref2=ref2,
        period=bill.period, contribution=D(0), surcharge=D(amount), due_on=due, worked_on=due, issued_at=clock.now(),
    )  # fmt: skip


def held():
    return sorted(SuspenseItem.objects.filter(status="open").values_list("reason", "amount"))


class TestReasons:
    @pytest.mark.parametrize(
        ("ref2", "reason"),
        [("69060999992", "early"), ("69060999993", "bad_ref"), ("888", "unmatched"), ("", "unmatched")],
    )
    def test_why_it_fits_no_bill(self, bill, ref2, reason):
        from sso_core.kernel import case_reference

        if reason in ("early", "bad_ref"):
            good = case_reference.make("B", date(2026, 6, 1), 999999)[1:].replace("-", "")
            ref2 = good if reason == "early" else good[:-1] + str((int(good[-1]) + 1) % 10)
        assert told(ACCOUNT, ref2, "10").reason == reason

    def test_swapped_references_and_blanks_find_the_bill(self, bill):
        pay(
            Bill(
                ref1=f"{bill.ref2[:4]} {bill.ref2[4:]}",
                ref2=bill.ref1,
                contribution=bill.total,
                surcharge=D(0),
            )
        )
        bill.refresh_from_db()
        assert bill.status == "paid"

    def test_a_cancelled_bill_holds_the_money(self, bill):
        Bill.objects.filter(pk=bill.pk).update(status="cancelled")
        pay(bill, line="L1")
        assert held() == [("cancelled", D("34910.00"))]

    def test_the_day_of_payment_decides_the_surcharge_not_the_notification(self, bill):
        with time_machine.travel("2026-09-30T03:00:00Z", tick=False):
            pay(bill, on=date(2026, 7, 15), line="L1")
        assert Receipt.objects.get().surcharge == 0
        assert Bill.objects.count() == 1


class TestMatching:
    def test_money_that_came_before_its_bill_pays_it_when_it_is_there(self, bill):
        from sso_core.kernel import case_reference

        ref2 = case_reference.make("B", date(2026, 6, 1), 999999)[1:].replace("-", "")
        assert told(f"{ACCOUNT[:2]}-{ACCOUNT[2:]}", ref2, "500").reason == "early"
        assert match_all() == 0
        late = other_bill(bill, "450", ref2=ref2)
        assert match_all() == 1
        late.refresh_from_db()
        assert (late.status, held()) == ("paid", [("over", D("50.00"))])
        assert match_all() == 0

    def test_an_advance_pays_the_next_bill_and_what_is_left_stays_one(self, bill):
        pay(bill, "35910", line="L1")
        item = SuspenseItem.objects.get()
        suspense.propose(item.pk, Wish(ActKind.KEEP, {}, "นายจ้างขอ"), by=OFFICER)
        other_bill(bill, "600", ref2="69060123459")
        assert match_all() == 1
        assert held() == [("advance", D("400.00"))]

    def test_an_advance_that_is_not_enough_is_held_for_the_bill(self, bill):
        item = told("999", "888", "100")
        suspense.propose(item.pk, Wish(ActKind.MOVE, {"account": ACCOUNT}, "ผู้ชำระแจ้ง"), by=OFFICER)
        assert match_all() == 0
        assert held() == [("short", D("100.00"))]
        pay(bill, "34810", line="L2")
        assert (held(), balance("2202")) == ([], 0)


class TestActs:
    def test_money_is_divided_over_bills_oldest_due_first(self, bill):
        first = other_bill(bill, "300", ref2="69060123459", due=date(2026, 7, 20))
        second = other_bill(bill, "200", ref2="69060123467", due=date(2026, 8, 20))
        item = told("999", "888", "600")
        parts = suspense.divided(item, [second.pk, first.pk])
        done = suspense.propose(item.pk, Wish(ActKind.APPLY, {"bills": parts}), by=OFFICER)
        assert done.state == ActState.DONE
        assert set(Bill.objects.filter(kind="surcharge").values_list("status", flat=True)) == {"paid"}
        assert sum(amount for _, amount in held()) == 100
        assert balance("2202") == 100

    @pytest.mark.parametrize(
        ("parts", "code"),
        [
            ([], "no_bill"),
            ([["bill", "0"]], "no_bill"),
            ([["bill", "601"]], "parts_too_much"),
            ([["bill", "600"]], "not_enough"),
            ([[999999, "600"]], "bill_closed"),
        ],
    )
    def test_what_cannot_be_divided_is_refused(self, bill, parts, code):
        item = told("999", "888", "600")
        bills = [[bill.pk if number == "bill" else number, amount] for number, amount in parts]
        with pytest.raises(Refused, match=code):
            suspense.propose(item.pk, Wish(ActKind.APPLY, {"bills": bills}), by=OFFICER)
        assert held() == [("unmatched", D("600.00"))]

    def test_from_the_limit_on_another_officer_does_it(self, bill):
        item = told("999", "888", "34910")
        wish = Wish(ActKind.APPLY, {"bills": [[bill.pk, "34910"]]})
        act = suspense.propose(item.pk, wish, by=OFFICER)
        assert (act.state, act.needs_two) == (ActState.PROPOSED, True)
        with pytest.raises(Refused, match="same_person"):
            suspense.confirm(act.pk, by=OFFICER)
        with pytest.raises(Refused, match="proposed_already"):
            suspense.propose(item.pk, wish, by=CHECKER)
        suspense.confirm(act.pk, by=CHECKER)
        bill.refresh_from_db()
        assert (bill.status, balance("2202")) == ("paid", 0)
        with pytest.raises(Refused, match="not_proposed"):
            suspense.confirm(act.pk, by=CHECKER)

    def test_the_database_wants_two_people_too(self, bill):
        item = told("999", "888", "34910")
        act = suspense.propose(item.pk, Wish(ActKind.APPLY, {"bills": [[bill.pk, "34910"]]}), by=OFFICER)
        with pytest.raises(IntegrityError, match="two_people"), transaction.atomic():
            SuspenseAct.objects.filter(pk=act.pk).update(
                state="done", checked_by_id=OFFICER.user_id, checked_at=clock.now()
            )

    def test_what_is_declined_may_be_proposed_anew(self, bill):
        item = told("999", "888", "34910")
        wish = Wish(ActKind.APPLY, {"bills": [[bill.pk, "34910"]]})
        act = suspense.propose(item.pk, wish, by=OFFICER)
        with pytest.raises(Refused, match="reason_needed"):
            suspense.decline(act.pk, " ", by=CHECKER)
        suspense.decline(act.pk, "ผิดบิล", by=CHECKER)
        assert suspense.propose(item.pk, wish, by=CHECKER).state == ActState.PROPOSED

    def test_a_refund_is_a_payment_order_that_another_approves(self, bill):
        pay(bill, "35000", line="L1")
        item = SuspenseItem.objects.get()
        suspense.propose(item.pk, Wish(ActKind.REFUND, TO, "ชำระเกิน"), by=OFFICER)
        item.refresh_from_db()
        assert (item.status, balance("2202"), balance("2104")) == ("refunded", 0, 90)
        with pytest.raises(Refused, match="finance_same_person"):
            approve_order(item.order_ref, OFFICER)
        assert approve_order(item.order_ref, CHECKER).amount == 90
        assert [p for p in verify_ledger().proofs if not p.holds and "2201" not in p.name] == []

    def test_a_refund_taken_back_is_held_again(self, bill):
        pay(bill, "35000", line="L1")
        item = SuspenseItem.objects.get()
        suspense.propose(item.pk, Wish(ActKind.REFUND, TO, "ชำระเกิน"), by=OFFICER)
        item.refresh_from_db()
        cancel_order(item.order_ref, "บัญชีผิด", CHECKER)
        deliver_all()
        assert (held(), balance("2202"), balance("2104")) == ([("over", D("90.00"))], 90, 0)
        suspense.propose(item.pk, Wish(ActKind.REFUND, TO, "บัญชีถูก"), by=OFFICER)
        assert balance("2104") == 90

    def test_refunded_money_that_bounces_is_stopped_or_claimed_back(self, bill):
        pay(bill, "35000", line="L1")
        item = SuspenseItem.objects.get()
        suspense.propose(item.pk, Wish(ActKind.REFUND, TO, "ชำระเกิน"), by=OFFICER)
        take_back(Bounce("L1", date(2026, 7, 20), "เช็คคืน"), by=OFFICER)
        deliver_all()
        item.refresh_from_db()
        assert (item.status, balance("2104"), balance("1206"), balance("2201")) == ("reversed", 0, 0, 0)

    def test_an_overpayment_is_the_funds_after_its_time_and_by_two(self, bill):
        pay(bill, "35000", line="L1")
        item = SuspenseItem.objects.get()
        wish = Wish(ActKind.EXPIRE, {}, "ไม่มีผู้ขอคืน")
        with pytest.raises(Refused, match="not_expired"):
            suspense.propose(item.pk, wish, by=OFFICER)
        with time_machine.travel("2027-08-01T03:00:00Z", tick=False):
            act = suspense.propose(item.pk, wish, by=OFFICER)
            assert act.state == ActState.PROPOSED
            suspense.confirm(act.pk, by=CHECKER)
        assert (balance("2202"), balance("4202")) == (0, 90)

    def test_money_that_matches_nothing_never_expires(self, bill):
        item = told("999", "888", "600")
        with (
            time_machine.travel("2030-08-01T03:00:00Z", tick=False),
            pytest.raises(Refused, match="not_expired"),
        ):
            suspense.propose(item.pk, Wish(ActKind.EXPIRE, {}, "นานแล้ว"), by=OFFICER)

    @pytest.mark.parametrize(
        ("wish", "code"),
        [
            (Wish(ActKind.MOVE, {"account": "9999999999"}, "x"), "account_unknown"),
            (Wish(ActKind.KEEP, {}, "x"), "nobodys"),
            (Wish(ActKind.KEEP, {}, ""), "reason_needed"),
        ],
    )
    def test_what_cannot_be_done_is_said(self, bill, wish, code):
        with pytest.raises(Refused, match=code):
            suspense.propose(told("999", "888", "600").pk, wish, by=OFFICER)

    def test_an_item_is_taken_and_laid_back(self, bill):
        item = told("999", "888", "600")
        assert suspense.assign(item.pk, to=OFFICER).assigned_to == OFFICER.name
        assert suspense.assign(item.pk, to=None).assigned_to == ""


class TestAllocation:
    BILLS = (Owed("b", date(2026, 8, 15), D(100), D(10)), Owed("a", date(2026, 7, 15), D(200), D(20)))

    @pytest.mark.parametrize(
        ("amount", "a", "b", "left"),
        [
            ("330", 220, 110, 0),
            ("215", 215, 0, 0),
            ("325", 220, 105, 0),
            ("150", 0, 100, 50),
            ("400", 220, 110, 70),
        ],
    )
    def test_oldest_first_contributions_before_surcharge(self, amount, a, b, left):
        worked = allocate(D(amount), self.BILLS, on=date(2026, 7, 10), law=current())
        given_left = worked["left"]
        assert (worked["bill.a"], worked["bill.b"]) == (a, b if amount != "150" else worked["bill.b"])
        assert worked["bill.a"] + worked["bill.b"] + given_left == D(amount)
        assert all(one.section for one in worked.steps)
        assert given_left >= 0
        if amount != "150":
            assert given_left == left


class TestPages:
    def test_the_queue_and_what_can_be_done(self, bill, treasurer):
        item = told("999", "888", "600")
        other_bill(bill, "500", ref2="69060123459")
        listed = treasurer.get(reverse("contributions:suspense"), {"who": "nobody"}).content.decode()
        assert "600.00" in listed
        assert (
            "600.00" not in treasurer.get(reverse("contributions:suspense"), {"who": "mine"}).content.decode()
        )
        url = reverse("contributions:suspense_item", args=[item.pk])
        treasurer.post(reverse("contributions:suspense_assign", args=[item.pk]))
        assert "600.00" in treasurer.get(reverse("contributions:suspense"), {"who": "mine"}).content.decode()
        for do in ActKind.values:
            assert treasurer.get(url, {"do": do}).status_code == 200
        chosen = Bill.objects.get(kind="surcharge")
        treasurer.post(f"{url}?q={ACCOUNT}", {"bill": [chosen.pk]})
        chosen.refresh_from_db()
        assert (chosen.status, held()) == ("paid", [("over", D("100.00"))])

    def test_above_the_limit_the_page_proposes(self, bill, treasurer):
        item = told("999", "888", "34910")
        url = reverse("contributions:suspense_item", args=[item.pk])
        page = treasurer.post(f"{url}?q={ACCOUNT}", {"bill": [bill.pk]}, follow=True)
        act = SuspenseAct.objects.get()
        assert "รออีกคนตรวจ" in page.content.decode()
        page = treasurer.post(reverse("contributions:suspense_check", args=[act.pk]), follow=True)
        assert "เจ้าหน้าที่สองคน" in page.content.decode()
        assert SuspenseAct.objects.get().state == "proposed"

    def test_over_the_api(self, bill, treasurer):
        item = told("999", "888", "600")
        url = f"/api/v1/office/suspense/{item.pk}/acts"
        asked = {"kind": "move", "params": {"account": ACCOUNT}, "reason": "ผู้ชำระแจ้ง"}
        done = treasurer.post(
            url, asked, content_type="application/json", headers={"Idempotency-Key": "move-0001"}
        )
        assert (done.status_code, done.json()["state"]) == (200, "done")
        assert held() == [("advance", D("600.00"))]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    moves=st.lists(
        st.tuples(
            st.sampled_from(["bill", "bill", "stray", "bounce", "move", "refund", "match"]),
            st.integers(0, 5),
            st.sampled_from(["100.00", "34910.00", "34000.00", "40000.00", "910.00"]),
        ),
        max_size=9,
    )
)
def test_no_baht_is_lost_whatever_happens(moves, bill):
    """Money in that was not taken back = receipts that hold + what is held + what was given back."""
    sid = transaction.savepoint()
    for number, (what, which, amount) in enumerate(moves):
        items = list(SuspenseItem.objects.filter(status="open").order_by("pk"))
        lines = list(MoneyIn.objects.exclude(status="reversed").order_by("pk"))
        item = items[which % len(items)] if items else None
        if what in ("bill", "stray"):
            refs = (bill.ref1, bill.ref2) if what == "bill" else ("999", "888")
            receive(BankLine(f"P{number}", *refs, D(amount), clock.now()))
        elif what == "bounce" and lines:
            take_back(Bounce(lines[which % len(lines)].bank_line_id, date(2026, 7, 10), "เช็คคืน"), by=OFFICER)
        elif what == "move" and item and item.amount < 10000:
            suspense.propose(item.pk, Wish(ActKind.MOVE, {"account": ACCOUNT}, "x"), by=OFFICER)
        elif what == "refund" and item:
            suspense.propose(item.pk, Wish(ActKind.REFUND, TO, "x"), by=OFFICER)
        elif what == "match":
            match_all()
    came = sum(MoneyIn.objects.exclude(status="reversed").values_list("amount", flat=True))
    receipts = sum(Receipt.objects.filter(status="issued").values_list("amount", flat=True))
    open_sum = sum(amount for _, amount in held())
    refunded = sum(SuspenseItem.objects.filter(status="refunded").values_list("amount", flat=True))
    assert came == receipts + open_sum + refunded
    assert (balance("2202"), balance("2201")) == (open_sum, -came)
    assert [proof for proof in verify_ledger().proofs if not proof.holds and "2201" not in proof.name] == []
    transaction.savepoint_rollback(sid)
