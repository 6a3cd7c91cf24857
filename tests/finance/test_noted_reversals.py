"""A payment that a bank takes back on paper: two officers, once, and what follows a line of a file follows."""

from dataclasses import replace
from datetime import date

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse

from finance import public as finance
from finance.models import BankException, BankReceipt, BankReversal, ReversalNote
from finance.services import noted_reversals
from finance.services.noted_reversals import BankPaper
from finance.services.stopping import stop_order
from finance.types import OrderState, Stopped
from sso_core import clock
from sso_core.accounts.public import Role
from sso_core.documents.public import NotReadable, document_for
from sso_core.kernel.actor import Actor, ActorKind
from sso_core.kernel.finding import Refused
from sso_core.messaging.models import OutboxEvent
from tests.documents.factories import pdf, upload
from tests.finance.factories import CHECKER, MAKER, ORDERER, approved_orders, awarded_order
from tests.finance.test_receipts import ONE, taken, written

pytestmark = [pytest.mark.django_db]
DAY = date(2026, 11, 24)
PAPER = BankPaper("CHQ-0017", DAY, "เช็คคืน เงินในบัญชีไม่พอ")


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel("2026-11-25T03:00:00Z", tick=False):
        yield


@pytest.fixture
def receipt():
    taken(written(ONE))
    return BankReceipt.objects.get()


def letter():
    return upload(pdf(), name="เช็คคืน.pdf")


def noted(receipt, paper=PAPER, *, by=MAKER, file=None):
    return noted_reversals.note(receipt.pk, paper, file or letter(), by=by)


def _again(note):
    note.pk = None
    note.save(force_insert=True)


class TestService:
    def test_two_officers_take_it_out_of_the_bank_account_and_tell_the_apps_above(self, receipt):
        note = noted(receipt)
        assert finance.balance("1101") == ONE.amount
        assert not BankReversal.objects.exists()
        noted_reversals.confirm(note.pk, by=CHECKER)
        assert (finance.balance("1101"), finance.balance("2201")) == (0, 0)
        event = OutboxEvent.objects.get(topic="finance.bill_payment_reversed").payload
        assert (event["bank_line_id"], event["reversed_on"], event["reason"]) == (
            receipt.pk, "2026-11-24", PAPER.reason,
        )  # fmt: skip
        assert finance.verify_ledger().holds

    def test_not_the_same_officer_and_not_twice(self, receipt):
        note = noted(receipt)
        with pytest.raises(Refused, match="finance_same_person"):
            noted_reversals.confirm(note.pk, by=MAKER)
        with pytest.raises(Refused, match="reversal_note_open"):
            noted(receipt, replace(PAPER, txn_id="CHQ-0018"), by=CHECKER)
        noted_reversals.confirm(note.pk, by=CHECKER)
        for act in (noted_reversals.confirm, lambda pk, by: noted_reversals.decline(pk, "ผิด", by=by)):
            with pytest.raises(Refused, match="reversal_note_closed"):
                act(note.pk, by=CHECKER)
        with pytest.raises(Refused, match="bank_reversal_twice"):
            noted(receipt, replace(PAPER, txn_id="CHQ-0018"))
        assert finance.balance("1101") == 0

    def test_the_database_wants_two_people_evidence_and_one_note(self, receipt):
        note = noted(receipt)
        for wrong in (
            {"state": "done", "checked_by_id": MAKER.user_id, "checked_at": clock.now()},
            {"paper": ""},
            {"state": "done"},
        ):
            with pytest.raises(IntegrityError), transaction.atomic():
                ReversalNote.objects.filter(pk=note.pk).update(**wrong)
        with pytest.raises(IntegrityError, match="finance_note_once"), transaction.atomic():
            _again(note)

    def test_what_was_declined_moves_nothing_and_may_be_noted_anew(self, receipt):
        note = noted(receipt)
        with pytest.raises(Refused, match="finance_reason_needed"):
            noted_reversals.decline(note.pk, " ", by=CHECKER)
        noted_reversals.decline(note.pk, "ผิดรายการ", by=MAKER)
        assert finance.balance("1101") == ONE.amount
        assert noted(receipt).state == "proposed"

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"txn_id": " "}, "reversal_note_number"),
            ({"txn_id": "๑๒๓"}, "reversal_note_number"),
            ({"txn_id": "A\nB"}, "reversal_note_number"),
            ({"reason": "  "}, "finance_reason_needed"),
            ({"on": date(2026, 11, 22)}, "reversal_note_day"),
            ({"on": date(2026, 11, 26)}, "reversal_note_day"),
        ],
    )
    def test_what_is_wrong_is_told(self, receipt, changes, code):
        with pytest.raises(Refused, match=code):
            noted(receipt, replace(PAPER, **changes))
        with pytest.raises(Refused, match="reversal_note_paper"):
            noted_reversals.note(receipt.pk, PAPER, None, by=MAKER)
        assert not ReversalNote.objects.exists()

    def test_a_number_that_was_used_for_another_payment(self, receipt):
        taken(written(replace(ONE, txn_id="T0009", ref1="OTHER"), number=2), "second.txt")
        noted_reversals.confirm(noted(receipt).pk, by=CHECKER)
        other = BankReceipt.objects.get(txn_id="T0009")
        with pytest.raises(Refused, match="bank_line_known"):
            noted_reversals.confirm(noted(other).pk, by=CHECKER)
        assert finance.balance("1101") == ONE.amount

    def test_the_file_that_tells_it_afterwards_does_nothing_more(self, receipt):
        from finance.files.bill_payment import Reversal
        from finance.services import bank_reversals

        noted_reversals.confirm(noted(receipt).pk, by=CHECKER)
        told = Reversal(7, "006", "R1", ONE.txn_id, DAY, "RETURNED", ONE.ref1, ONE.ref2, ONE.amount)
        made, findings = bank_reversals.take_in(receipt.file, [told])
        assert (made, [(f.code, f.blocks, f.line) for f in findings]) == (
            [],
            [("bank_reversal_noted", False, 7)],
        )
        _, findings = bank_reversals.take_in(receipt.file, [replace(told, amount=ONE.amount + 1)])
        assert [f.code for f in findings] == ["bank_reversal_twice"]
        assert finance.balance("1101") == 0
        assert not BankException.objects.exists()


class TestFaces:
    def test_on_the_page(self, receipt, desk_officer):
        _, maker = desk_officer(Role.finance)
        _, checker = desk_officer(Role.finance_checker)
        url = reverse("finance:receipt", args=[receipt.pk])
        assert "บันทึกว่าธนาคารเรียกคืน" in maker.get(url).content.decode()
        told = {"txn_id": "CHQ-0017", "on_0": 24, "on_1": 11, "on_2": 2569, "reason": "เช็คคืน"}
        page = reverse("finance:take_back", args=[receipt.pk])
        assert maker.post(page, told).status_code == 422
        assert maker.post(page, {**told, "paper": letter()}).status_code == 302
        note = ReversalNote.objects.get()
        assert "คุณเป็นผู้บันทึก" in maker.get(url).content.decode()
        check = reverse("finance:reversal_check", args=[note.pk])
        assert "ต้องเป็นคนละคน" in maker.post(check, follow=True).content.decode()
        assert "ตรวจแล้ว เรียกคืนตามเอกสาร" in checker.get(url).content.decode()
        assert "เรียกคืนแล้ว" in checker.post(check, follow=True).content.decode()
        assert finance.balance("1101") == 0
        rows = reverse("finance:receipts")
        assert ONE.txn_id in checker.get(rows, {"show": "reversed"}).content.decode()
        assert ONE.txn_id not in checker.get(rows, {"text": "NOTHING"}).content.decode()

    def test_by_api(self, receipt, desk_officer):
        _, maker = desk_officer(Role.finance)
        _, checker = desk_officer(Role.finance_checker)
        base = "/api/v1/office/finance"
        told = {"txn_id": "CHQ-0017", "on": "2026-11-24", "reason": "เช็คคืน"}
        path = f"{base}/receipts/{receipt.pk}/reversals"
        assert maker.post(path, {**told, "paper": letter()}).status_code == 400  # no key
        key = {"Idempotency-Key": "note-00001"}
        assert maker.post(path, told, headers={"Idempotency-Key": "note-00000"}).status_code == 400
        made = maker.post(path, {**told, "paper": letter()}, headers=key)
        assert (made.status_code, made.json()["state"]) == (202, "proposed")
        check = f"{base}/reversals/{made.json()['id']}/check"
        as_json = {"content_type": "application/json"}
        own = maker.post(check, {}, headers={"Idempotency-Key": "chk-00001"}, **as_json)
        assert (own.status_code, own.json()["findings"][0]["code"]) == (422, "finance_same_person")
        done = checker.post(check, {}, headers={"Idempotency-Key": "chk-00002"}, **as_json)
        assert done.json()["state"] == "done"
        one = checker.get(f"{base}/receipts/{receipt.pk}").json()
        assert (one["reversed_on"], one["notes"][0]["txn_id"]) == ("2026-11-24", "CHQ-0017")
        assert checker.get(f"{base}/receipts?text={ONE.txn_id}").json()["count"] == 1
        assert checker.get(f"{base}/receipts/999999").status_code == 404

    @pytest.mark.parametrize("role", [Role.auditor, Role.supervisor, Role.officer])
    def test_who_may_not(self, receipt, desk_officer, role):
        _, client = desk_officer(role)
        note = noted(receipt)
        assert client.get(reverse("finance:take_back", args=[receipt.pk])).status_code == 404
        assert client.post(reverse("finance:reversal_check", args=[note.pk])).status_code == 404
        reads = 404 if role == Role.officer else 200
        assert client.get(reverse("finance:receipt", args=[receipt.pk])).status_code == reads
        answer = client.post(
            f"/api/v1/office/finance/reversals/{note.pk}/check", {}, headers={"Idempotency-Key": "chk-00001"}
        )
        assert answer.status_code in (403, 404)
        assert ReversalNote.objects.get().state == "proposed"

    def test_the_evidence_opens_to_the_desk_alone(self, receipt, desk_officer):
        note = noted(receipt)

        def opens(role):
            user, _ = desk_officer(role)
            return document_for(note.paper, Actor(ActorKind.OFFICER, user.pk, "x", assurance=2))

        assert opens(Role.finance_checker).kind == "finance.reversal"
        with pytest.raises(NotReadable):
            opens(Role.officer)


class TestStopping:
    """An order whose money was taken back."""

    def stopped(self, order):
        return stop_order(order.reference, "เช็คคืน", ORDERER)

    def test_before_the_batch(self):
        order = awarded_order(due_on=clock.today())
        assert self.stopped(order) is Stopped.IN_TIME
        assert self.stopped(order) is Stopped.IN_TIME
        assert finance.order(order.reference).state is OrderState.CANCELLED

    def test_out_of_a_batch_that_is_not_released(self):
        first, second = approved_orders(2, due_on=clock.today())
        batch = finance.make_batch(clock.today(), MAKER)
        assert self.stopped(first) is Stopped.IN_TIME
        left = finance.batch(batch.reference)
        assert (left.count, left.total) == (1, second.amount)
        finance.release_batch(batch.reference, CHECKER)
        assert finance.order(second.reference).state is OrderState.SENT

    def test_the_last_one_takes_its_batch_with_it(self):
        (only,) = approved_orders(1, due_on=clock.today())
        batch = finance.make_batch(clock.today(), MAKER)
        assert self.stopped(only) is Stopped.IN_TIME
        assert finance.batch(batch.reference).state == "cancelled"

    def test_at_the_bank_it_is_gone(self):
        (only,) = approved_orders(1, due_on=clock.today())
        finance.release_batch(finance.make_batch(clock.today(), MAKER).reference, CHECKER)
        assert self.stopped(only) is Stopped.GONE
        assert finance.order(only.reference).state is OrderState.SENT
