"""Standing debit: set up, confirmed, taken, refused, tried again, stopped; with a bank over a real socket."""

import os
import subprocess
import sys
from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.conf import settings

from contributions.flow import MANDATE_FLOW
from contributions.models import Bill, Debit, Mandate, MandateState
from contributions.selectors.debits import debit_days
from contributions.services import mandates, voluntary
from contributions.services.debiting import answered, start_debit_run
from contributions.services.withdrawing import follow_coverage
from finance.files.direct_debit import DebitLine, MandateLine, read_debit_answers, write_debits
from finance.models import BankFile
from finance.public import balance, exchange, send_debits, verify_ledger
from finance.services.exchange import apply_waiting
from finance.services.files import keep_file
from integrations.simulators import bank_debits
from registration.models import Coverage
from sso_core import clock
from sso_core.batch.models import BatchRun
from sso_core.batch.public import work
from sso_core.kernel.actor import SYSTEM
from sso_core.kernel.finding import Refused
from sso_core.kernel.flow import IllegalMove
from sso_core.messaging.models import Message
from sso_core.messaging.public import deliver_all
from tests.contributions.factories import pay
from tests.integrations.simulators import simulator_processes, simulators
from tests.messaging.processes import database_url, finish, kill_when_half_way
from tests.registration.factories import make_person

__all__ = ["simulator_processes", "simulators"]
GOOD, NO_FUNDS, CLOSED, TAKEN_BACK = "1234567890", "1234560006", "1234560009", "1234560005"
BANK = "006"


@pytest.fixture(autouse=True)
def _tenth():
    with time_machine.travel("2026-11-10T03:00:00Z", tick=False):
        yield


def insured(section=40, option=2, since=date(2026, 11, 1)):
    person = make_person(birth_date=date(1990, 1, 1))
    Coverage.objects.create(
        person=person, section=section, option=option if section == 40 else None, starts_on=since
    )
    voluntary.bill_months(person.pk, section)
    return person


def ordered(account=GOOD, state="active", **which):
    person = insured(**which)
    made = mandates.ask(person.pk, BANK, account, by=SYSTEM)
    if state == "active":
        Mandate.objects.filter(pk=made.pk).update(state="active", confirmed_at=clock.now())
    return person


def collected():
    run = start_debit_run(by=SYSTEM)
    work(run.pk)
    run.refresh_from_db()
    assert run.status == "done", run.chunks.get().error
    return run


def bank_answers(*, again=""):
    """The bank's answer to the newest file, without a socket."""
    out = BankFile.objects.filter(direction="out").latest("pk")
    made = bank_debits.answer(bytes(out.content), clock.now(), number=2 if again else 1)
    keep_file(bank_debits.answer_name(out.name, again=again), made, BankFile.Direction.IN)
    apply_waiting()
    deliver_all()


def titles(person):
    return [m.title for m in Message.objects.filter(subject=f"person:{person.pk}").order_by("pk")]


class TestFlow:
    @pytest.mark.parametrize("state", list(MandateState))
    @pytest.mark.parametrize("move", [move.name for move in MANDATE_FLOW])
    def test_every_pair(self, state, move):
        legal = {
            ("asked", "send"), ("sent", "confirm"), ("sent", "refuse"), ("asked", "end"), ("sent", "end"),
            ("active", "end"), ("active", "revoke"),
        }  # fmt: skip
        if (state.value, move) in legal:
            assert MANDATE_FLOW.target(state, move)
        else:
            with pytest.raises(IllegalMove):
                MANDATE_FLOW.target(state, move)


class TestLayout:
    def test_the_simulated_bank_reads_what_we_write_and_we_read_what_it_answers(self):
        orders = [MandateLine("M1", "006", "01234567890", "1100000000008", "นายทดสอบ ตัวอย่าง")]
        debits = [
            DebitLine("D1", "M1", "006", "01234567890", "1100000000008", "69110000011", Decimal("100.00")),
            DebitLine("D2", "M2", "006", "01234560006", "1100000000008", "69110000012", Decimal("432.50")),
        ]
        name, content = write_debits(
            orders, debits, bank_code="006", biller=settings.BILLER_ID, on=date(2026, 11, 10)
        )
        assert name == "DEBIT_006_20261110_000001.txt"
        assert {len(line) for line in content.split(b"\r\n") if line} == {160}
        read = read_debit_answers(bank_debits.answer(content, clock.now()), biller=settings.BILLER_ID)
        assert read.findings == []
        assert [(one.reference, one.code) for one in read.mandates] == [("M1", "0000")]
        assert [(one.reference, one.code, one.amount) for one in read.debits] == [
            ("D1", "0000", 100),
            ("D2", "AM04", Decimal("432.50")),
        ]
        assert [(r.ref1, r.ref2, r.amount) for r in read.receipts] == [("1100000000008", "69110000011", 100)]

    @pytest.mark.parametrize(
        ("break_it", "code"),
        [
            (lambda c: c.replace(b"099400016550101", b"099400016550102"), "bank_file_biller"),
            (lambda c: c[: len(c) // 2], "bank_file_frame"),
            (lambda c: c.replace(b"\r\nD", b"\r\nX", 1), "bank_file_record"),
            (lambda c: c.replace(b"0000000010000", b"000000001000x", 1), "bank_file_value"),
            (lambda c: c.replace(b"0000000010000", b"0000000020000", 1), "bank_file_total"),
            (lambda c: c + b"\xdb\xfc", "bank_file_encoding"),
            (lambda c: b"", "bank_file_frame"),
        ],
    )
    def test_an_answer_that_is_not_whole_is_refused_whole(self, break_it, code):
        debits = [DebitLine("D1", "M1", "006", "01234567890", "1", "2", Decimal("100.00"))]
        _, content = write_debits([], debits, bank_code="006", biller=settings.BILLER_ID, on=clock.today())
        read = read_debit_answers(
            break_it(bank_debits.answer(content, clock.now())), biller=settings.BILLER_ID
        )
        assert read.refused
        assert code in [finding.code for finding in read.findings]


@pytest.mark.django_db
class TestOrders:
    def test_the_bank_confirms(self):
        person = ordered(state="asked")
        collected()
        assert Mandate.objects.get().state == "sent"
        bank_answers()
        held = Mandate.objects.get()
        assert (held.state, held.confirmed_at is not None) == ("active", True)
        assert titles(person)[-1] == "ธนาคารยืนยันการหักบัญชีแล้ว"
        assert not Debit.objects.exists()

    def test_the_bank_refuses_and_another_account_may_be_named(self):
        person = ordered(CLOSED, state="asked")
        collected()
        bank_answers()
        held = Mandate.objects.get()
        assert (held.state, held.reason) == ("refused", "AC04")
        assert "ธนาคารไม่รับการหักบัญชี" in titles(person)
        assert mandates.ask(person.pk, BANK, GOOD, by=SYSTEM).state == "asked"

    def test_the_same_account_again_is_the_same_and_another_is_refused(self):
        person = ordered(state="asked")
        assert mandates.ask(person.pk, BANK, GOOD, by=SYSTEM) == Mandate.objects.get()
        with pytest.raises(Refused, match=r"mandate.held"):
            mandates.ask(person.pk, BANK, NO_FUNDS, by=SYSTEM)

    def test_who_may_not(self):
        from dataclasses import replace

        person = insured()
        with pytest.raises(Refused, match="needs_second_factor"):
            mandates.ask(person.pk, BANK, GOOD, by=replace(SYSTEM, assurance=1))
        with pytest.raises(Refused, match=r"mandate.account"):
            mandates.ask(person.pk, BANK, "123", by=SYSTEM)
        with pytest.raises(Refused, match=r"mandate.not_insured"):
            mandates.ask(make_person().pk, BANK, GOOD, by=SYSTEM)
        with pytest.raises(Refused, match=r"mandate.none"):
            mandates.stop(person.pk, by=SYSTEM)

    def test_stopped_before_the_bank_answers_stays_stopped(self):
        person = ordered(state="asked")
        collected()
        mandates.stop(person.pk, by=SYSTEM)
        bank_answers()
        assert Mandate.objects.get().state == "ended"


def sent_out(mark):
    """The records of a kind in the newest file."""
    file = BankFile.objects.filter(direction="out").latest("pk")
    return [line for line in bytes(file.content).decode("cp874").splitlines() if line.startswith(mark)]


@pytest.mark.django_db
class TestStoppedOrders:
    """An order that ended is told to the bank in the next file, with why; once."""

    def told_once(self, why):
        with time_machine.travel("2026-11-11T03:00:00Z", tick=False):
            assert collected().result["stops"] == "1"
            (line,) = sent_out("X")
            held = Mandate.objects.get()
            assert (line[7:27].strip(), line[27:30], line[30:45].strip(), line[45:55].strip()) == (
                held.reference, BANK, held.account, why,
            )  # fmt: skip
            bank_answers()
            assert BankFile.objects.filter(direction="in").latest("pk").state == "done"
        with time_machine.travel("2026-11-12T03:00:00Z", tick=False):
            assert start_debit_run(by=SYSTEM) is None

    def confirmed(self):
        person = ordered(state="asked")
        collected()
        bank_answers()
        return person

    def test_the_member_stopped_it(self):
        mandates.stop(self.confirmed().pk, by=SYSTEM)
        self.told_once("member")

    def test_before_the_bank_confirmed_it(self):
        person = ordered(state="asked")
        collected()
        mandates.stop(person.pk, by=SYSTEM)
        self.told_once("member")

    def test_nothing_is_insured_any_more(self):
        person = self.confirmed()
        Coverage.objects.filter(person=person).update(ends_on=date(2026, 11, 9), end_reason="resigned")
        follow_coverage(person.pk)
        self.told_once("uninsured")

    def test_the_member_died(self):
        person = self.confirmed()
        Coverage.objects.filter(person=person).update(ends_on=date(2026, 11, 9), end_reason="died")
        type(person).objects.filter(pk=person.pk).update(died_on=date(2026, 11, 9))
        follow_coverage(person.pk)
        self.told_once("died")

    def test_what_the_bank_never_had_or_ended_itself_is_not_told(self):
        never = ordered(state="asked")
        mandates.stop(never.pk, by=SYSTEM)
        ordered(CLOSED)
        collected()
        bank_answers()
        assert set(Mandate.objects.values_list("state", flat=True)) == {"ended"}
        with time_machine.travel("2026-11-11T03:00:00Z", tick=False):
            assert start_debit_run(by=SYSTEM) is None

    def test_another_order_in_the_same_file(self):
        person = self.confirmed()
        mandates.stop(person.pk, by=SYSTEM)
        mandates.ask(person.pk, BANK, NO_FUNDS, by=SYSTEM)
        with time_machine.travel("2026-11-11T03:00:00Z", tick=False):
            assert collected().result["stops"] == "1"
            assert (len(sent_out("M")), len(sent_out("X"))) == (1, 1)
            bank_answers()
            assert sorted(Mandate.objects.values_list("state", flat=True)) == ["active", "ended"]


@pytest.mark.django_db
class TestTaking:
    def test_what_is_due_is_taken_and_stands_in_the_ledger(self):
        one, two = ordered(), ordered(section=39, since=date(2026, 10, 1))
        collected()
        assert sorted(Debit.objects.values_list("amount", flat=True)) == [100, 432]
        bank_answers()
        assert set(Debit.objects.values_list("state", flat=True)) == {"collected"}
        assert Bill.objects.filter(status="paid").count() == 2
        assert balance("1101") == 532
        assert verify_ledger().holds
        (day,) = debit_days()
        assert (day.sent, day.collected_total, day.refused, day.waiting) == (2, 532, 0, 0)
        assert one.pk != two.pk

    def test_before_its_day_nothing_is_taken(self):
        with time_machine.travel("2026-11-09T03:00:00Z", tick=False):
            ordered()
            run = collected()
            assert (run.result["file"], Debit.objects.count()) == ("", 0)

    def test_a_late_month_of_section_39_is_taken_with_its_surcharge(self):
        with time_machine.travel("2026-10-20T03:00:00Z", tick=False):
            ordered(section=39, since=date(2026, 8, 1))
        collected()
        # August was due on 15 September: 1 month and 26 days late; September on 15 October: 26 days; October is due.
        assert sorted(Debit.objects.values_list("amount", flat=True)) == [
            432,
            Decimal("440.64"),
            Decimal("449.28"),
        ]
        bank_answers()
        assert balance("4201") == Decimal("25.92")
        assert verify_ledger().holds

    def test_no_funds_is_told_and_tried_again_as_often_as_the_rule_says(self):
        person = ordered(NO_FUNDS)
        tries = []
        for day in (10, 11, 14, 15, 19, 20, 21, 25, 28):
            with time_machine.travel(f"2026-11-{day}T03:00:00Z", tick=False):
                if collected().result["file"]:
                    tries.append(day)
                    bank_answers()
        assert tries == [10, 15, 20]
        assert list(Debit.objects.order_by("attempt").values_list("attempt", "state", "reason")) == [
            (1, "refused", "AM04"),
            (2, "refused", "AM04"),
            (3, "refused", "AM04"),
        ]
        assert titles(person).count("หักบัญชีเงินสมทบไม่ได้") == 3
        assert Mandate.objects.get().state == "active"
        assert Bill.objects.get().status == "unpaid"

    @pytest.mark.parametrize(("account", "code"), [(CLOSED, "AC04"), (TAKEN_BACK, "MD01")])
    def test_a_closed_account_ends_the_order(self, account, code):
        person = ordered(account)
        collected()
        bank_answers()
        held = Mandate.objects.get()
        assert (held.state, held.reason) == ("ended", code)
        assert titles(person) == ["เลิกหักบัญชีอัตโนมัติแล้ว", "หักบัญชีเงินสมทบไม่ได้"]

    def test_the_answer_twice_moves_nothing_twice(self):
        ordered()
        collected()
        bank_answers()
        bank_answers(again="_AGAIN")
        assert balance("1101") == 100
        assert Bill.objects.filter(status="paid").count() == 1
        assert verify_ledger().holds

    def test_what_was_paid_by_qr_meanwhile_is_held_as_paid_twice(self):
        ordered()
        collected()
        pay(Bill.objects.get(), on=clock.today())
        bank_answers()
        assert balance("2202") == 100
        assert Debit.objects.get().state == "collected"

    def test_paid_months_and_stopped_orders_are_left_alone(self):
        ordered()
        pay(Bill.objects.get(), on=clock.today())
        stopped = ordered()
        mandates.stop(stopped.pk, by=SYSTEM)
        collected()
        assert not Debit.objects.exists()

    def test_what_is_held_for_a_bill_is_not_taken_again(self):
        ordered()
        pay(Bill.objects.get(), "30.00", on=clock.today())
        collected()
        assert Debit.objects.get().amount == 70
        bank_answers()
        assert Bill.objects.get().status == "paid"
        assert verify_ledger().holds

    def test_an_answer_to_nothing_of_ours(self):
        ordered()
        answered("D99999", "0000", clock.today())
        mandates.answered("M99999", "0000")
        assert not Debit.objects.exists()


@pytest.mark.django_db
class TestPages:
    def test_set_up_and_stop_on_the_page(self, as_member):
        from tests.contributions.conftest import signed_in

        person = insured()
        client = as_member(person)
        assert "ยังไม่ได้ตั้งหักบัญชี" in client.get("/me/debit/").content.decode()
        assert client.post("/me/debit/set-up/", {"bank_code": BANK}).status_code == 302
        strong = signed_in(_user(person), aal=2)
        assert strong.post("/me/debit/set-up/", {"bank_code": BANK, "account": GOOD}).status_code == 422
        told = {"bank_code": BANK, "account": "123-456-7890", "agree": "on"}
        assert "รอธนาคารยืนยัน" in strong.post("/me/debit/set-up/", told, follow=True).content.decode()
        assert "•" in client.get("/me/debit/").content.decode()
        assert client.get("/me/debit/stop/").status_code == 200
        client.post("/me/debit/stop/")
        assert Mandate.objects.get().state == "ended"
        assert client.get("/me/debit/stop/").status_code == 302

    def test_the_office_sees_totals_and_begins_the_file(self, treasurer, as_member):
        ordered()
        assert as_member(make_person()).get("/office/debits/").status_code in (302, 403, 404)
        answer = treasurer.post("/office/debits/collect/")
        assert answer.status_code == 302
        work(BatchRun.objects.get().pk)
        page = treasurer.get("/office/debits/").content.decode()
        assert "100.00" in page
        assert treasurer.get("/api/v1/office/debits").json()[0]["sent_total"] == "100.00"

    def test_the_same_over_the_api(self):
        from tests.contributions.conftest import signed_in

        person = insured()
        user = _member(person)
        weak, strong = signed_in(user), signed_in(user, aal=2)

        def ask(client, body, path="", key="key-00001"):
            return client.post(
                f"/api/v1/me/debit{path}", body, content_type="application/json",
                headers={"Idempotency-Key": key},
            )  # fmt: skip

        told = {"bank_code": BANK, "account": GOOD}
        assert ask(weak, told).status_code == 403
        made = ask(strong, told, key="key-00002")
        assert (made.status_code, made.json()["mandate"]["state"]) == (201, "asked")
        assert ask(strong, told | {"account": "1"}, key="key-00003").status_code == 422
        assert ask(strong, {}, "/stop", "key-00004").json()["mandate"] is None
        assert ask(strong, {}, "/stop", "key-00005").status_code == 422


def _member(person):
    from sso_core.accounts.public import create_member

    return create_member(person.national_id, "x", person_id=person.pk, display_name=person.full_name)


def _user(person):
    from sso_core.accounts.models import User

    return User.objects.get(person_id=person.pk)


@pytest.mark.django_db(transaction=True)
@pytest.mark.faults
class TestSocketsAndFaults:
    def test_out_and_back_over_the_banks_drop(self, simulators):
        """Several files go and come: the order, the debit, and answers that the bank gives twice."""
        ordered(state="asked")
        collected()
        exchange()
        deliver_all()
        assert Mandate.objects.get().state == "active"
        simulators.post("bank", "/_answers", mode="twice")
        with time_machine.travel("2026-11-11T03:00:00Z", tick=False):
            collected()
            exchange()
            deliver_all()
        assert Bill.objects.get().status == "paid"
        assert balance("1101") == 100
        assert verify_ledger().holds

    def test_a_run_killed_in_the_middle_makes_one_file(self):
        for _ in range(3):
            ordered()
        run = start_debit_run(by=SYSTEM)
        kill_when_half_way(_worker(run.pk, "debits"))
        assert (Debit.objects.count(), BankFile.objects.count()) == (0, 0)
        kill_when_half_way(_worker(run.pk, "debit_file"))
        assert (Debit.objects.count(), BankFile.objects.count()) == (3, 0)
        finish(_worker(run.pk))
        finish(_worker(run.pk))
        file = BankFile.objects.get()
        assert (file.state, bytes(file.content).count(b"\r\nD")) == ("waiting", 3)
        again = send_debits([], [], bank_code="006", on=date(2026, 11, 12))
        assert again != (file.pk, file.name)


def _worker(run_id, stop=""):
    return subprocess.Popen(
        [sys.executable, "-m", "tests.contributions.worker", str(run_id), *([stop] if stop else [])],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DATABASE_URL": database_url(), "LOG_LEVEL": "ERROR"},
        stdout=subprocess.PIPE,
        text=True,
    )
