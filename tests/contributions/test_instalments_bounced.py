"""A part of an agreement whose payment bounces is owed again, and the agreement stands or falls with it."""

from datetime import date, timedelta

import pytest
import time_machine

from contributions.models import InstalmentPlan, SuspenseItem
from contributions.services import detecting, instalments
from contributions.services.bouncing import Bounce, take_back
from finance.public import balance, verify_ledger
from sso_core import clock
from sso_core.messaging.models import Message
from sso_core.messaging.public import deliver_all
from tests.contributions.collection import WORKER, detect, the_case
from tests.contributions.factories import ACCOUNT, OFFICER, pay
from tests.contributions.test_arrears_requests import DAY, owing

__all__ = ["owing"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def parts(owing):
    instalments.agree(the_case().pk, 3, DAY + timedelta(days=10), by=WORKER)
    return list(InstalmentPlan.objects.get().parts.select_related("bill").order_by("number"))


def pay_part(part, line):
    pay(part.bill, on=clock.today(), line=line)


def bounce(line):
    take_back(Bounce(line, clock.today(), "เช็คคืน"), by=OFFICER)
    deliver_all()
    wrong = [p for p in verify_ledger().proofs if not p.holds and "2201" not in p.name]
    assert wrong == []


def states(parts):
    for part in parts:
        part.bill.refresh_from_db()
    return [part.bill.status for part in parts]


def plan():
    return InstalmentPlan.objects.get()


def test_a_part_that_waits_in_the_pot(owing, parts):
    pay_part(parts[0], "L1")
    pay_part(parts[1], "L2")
    bounce("L1")
    assert (states(parts), plan().state) == (["unpaid", "paid", "unpaid"], "active")
    assert balance("2202") == parts[1].amount
    assert Message.objects.filter(title="ธนาคารเรียกเงินผ่อนชำระคืน").count() == 1
    assert the_case().events.filter(verb="part_bounced").count() == 1
    pay_part(parts[0], "L3")
    pay_part(parts[2], "L4")
    owing.refresh_from_db()
    assert (owing.status, plan().state, balance("2202")) == ("paid", "kept", 0)


def test_the_debt_that_was_settled_with_it_is_open_and_the_other_parts_stay(owing, parts):
    for number, part in enumerate(parts):
        pay_part(part, f"L{number}")
    owing.refresh_from_db()
    assert (owing.status, plan().state) == ("paid", "kept")
    bounce("L1")
    owing.refresh_from_db()
    assert (owing.status, plan().state, plan().ended_on) == ("unpaid", "active", None)
    assert states(parts) == ["paid", "unpaid", "paid"]
    held = SuspenseItem.objects.filter(status="open").values_list("reason", flat=True)
    assert set(held) == {"instalment"}
    pay_part(parts[1], "L9")
    owing.refresh_from_db()
    assert (owing.status, plan().state) == ("paid", "kept")


def test_past_its_days_of_grace_the_night_ends_the_agreement(owing, parts):
    with time_machine.travel(parts[0].due_on, tick=False):
        pay_part(parts[0], "L1")
        bounce("L1")
    with time_machine.travel(parts[0].due_on + timedelta(days=1), tick=False):
        detect()
        assert plan().state == "active"
    with time_machine.travel(date(2026, 9, 20), tick=False):
        detect()
        assert (plan().state, the_case().stage) == ("defaulted", "defaulted")


def test_kept_and_the_case_closed_the_debt_is_owed_as_any_other(owing, parts):
    for number, part in enumerate(parts):
        pay_part(part, f"L{number}")
    detecting.look_again(ACCOUNT)
    assert the_case().stage == "settled"
    bounce("L0")
    owing.refresh_from_db()
    assert (owing.status, plan().state) == ("unpaid", "kept")
    held = SuspenseItem.objects.filter(status="open").values_list("reason", flat=True)
    assert set(held) == {"short"}
    pay(owing, parts[0].amount, on=clock.today(), line="L9")
    owing.refresh_from_db()
    assert owing.status == "paid"


def test_after_default_the_money_of_the_debt_alone_is_taken(owing, parts):
    pay_part(parts[0], "L1")
    with time_machine.travel(date(2026, 10, 10), tick=False):
        detect()
        assert plan().state == "defaulted"
        bounce("L1")
        assert (states(parts)[0], balance("2202")) == ("paid", 0)


def test_the_case_with_a_part_too_little_and_too_much(owing, parts):
    pay(parts[0].bill, parts[0].amount + 5, on=DAY, line="L1")
    pay(parts[1].bill, parts[1].amount - 5, on=DAY, line="L2")
    bounce("L1")
    assert states(parts) == ["unpaid", "unpaid", "unpaid"]
    assert balance("2202") == parts[1].amount - 5
