"""Where a person is paid: two people for a bank account, a day of waiting, and money that came back."""

import pytest
import time_machine

from finance.public import order, order_payment
from registration import public
from registration.models import PayoutDestination
from registration.services import payout
from registration.tasks import retry_checks
from sso_core.cases import public as cases
from sso_core.kernel.actor import SYSTEM
from sso_core.kernel.finding import Refused
from sso_core.messaging.public import deliver_all, inbox_of
from tests.finance.factories import request as payment_request
from tests.registration.factories import make_person, member_actor, officer, officer_actor

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-11-23 09:00+07:00", tick=False):
        yield


def ask(person, by, account="1234567890"):
    public.request_destination(person.pk, "bank", bank_code="004", account=account, by=by)
    return cases.cases_of(f"person:{person.pk}", type=payout.CASE_TYPE, open_only=True)[0].reference


def approve(reference):
    cases.propose(reference, "approve", "ชื่อตรง", by=officer_actor(officer()))


def account_of(person):
    return public.destination_of(person.pk).account


class TestChoosing:
    def test_promptpay_counts_at_once_and_needs_the_second_factor(self):
        person = make_person()
        with pytest.raises(Refused, match="needs_second_factor"):
            public.request_destination(person.pk, "promptpay", by=member_actor(person, assurance=1))
        actor = member_actor(make_person())
        public.request_destination(person.pk, "promptpay", by=actor)
        public.request_destination(person.pk, "promptpay", by=actor)
        assert account_of(person) == person.national_id
        assert PayoutDestination.objects.count() == 1

    def test_a_bank_account_waits_for_an_officer_and_asks_once(self):
        person = make_person()
        by = member_actor(person)
        reference = ask(person, by)
        assert ask(person, by) == reference
        assert public.destination_of(person.pk) is None
        approve(reference)
        assert account_of(person) == "01234567890"
        titles = [message.title for message in inbox_of(f"person:{person.pk}")]
        assert titles[0] == "เปลี่ยนวิธีรับเงินแล้ว"

    def test_one_that_replaces_another_waits_a_day_and_the_old_one_is_told(self):
        person = make_person()
        by = member_actor(person)
        approve(ask(person, by))
        approve(ask(person, by, "9876543210"))
        assert account_of(person) == "01234567890"
        assert "7890" in inbox_of(f"person:{person.pk}")[0].body
        with time_machine.travel("2026-11-24 09:30+07:00", tick=False):
            assert account_of(person) == "09876543210"
            retry_checks()
            retry_checks()
        assert [d.state for d in PayoutDestination.objects.order_by("pk")] == ["replaced", "active"]

    def test_a_refusal_tells_why_and_changes_nothing(self):
        person = make_person()
        reference = ask(person, member_actor(person))
        cases.propose(reference, "reject", "ชื่อไม่ตรง", by=officer_actor(officer()))
        assert public.destination_of(person.pk) is None
        assert "ชื่อไม่ตรง" in inbox_of(f"person:{person.pk}")[0].body

    def test_an_account_of_two_people_is_not_approved(self):
        first, second = make_person(), make_person()
        approve(ask(first, member_actor(first)))
        with pytest.raises(Refused, match="check_failed"):
            approve(ask(second, member_actor(second)))

    @pytest.mark.parametrize(
        ("bank", "account"), [("999", "1234567890"), ("004", "12345678901234"), ("", "")]
    )
    def test_impossible_accounts_are_refused(self, bank, account):
        person = make_person()
        by = member_actor(person)
        with pytest.raises(Refused, match="bank_account"):
            public.request_destination(person.pk, "bank", bank_code=bank, account=account, by=by)


class TestMoneyThatCameBack:
    def test_the_account_is_marked_and_its_successor_counts_at_once(self):
        person = make_person()
        by = member_actor(person)
        approve(ask(person, by))
        made = order_payment(
            payment_request(subject=f"person:{person.pk}", destination=public.destination_of(person.pk)),
            by=SYSTEM,
        )
        told = {"subject": f"person:{person.pk}", "order_ref": made.reference, "reason_code": "AC04"}
        payout.note_returned({**told, "reason_code": "MD07"})
        assert public.destination_of(person.pk).returned_at is None
        payout.note_returned(told)
        payout.note_returned(told)
        assert public.destination_of(person.pk).returned_at is not None
        assert order(made.reference) is not None
        approve(ask(person, by, "9876543210"))
        assert account_of(person) == "09876543210"
        deliver_all()

    def test_strangers_to_the_register_are_ignored(self):
        payout.note_returned({"subject": "person:0", "order_ref": "x", "reason_code": "AC01"})
        payout.note_returned({"subject": "employer:1000000016", "order_ref": "x", "reason_code": "AC01"})
        assert not PayoutDestination.objects.exists()
