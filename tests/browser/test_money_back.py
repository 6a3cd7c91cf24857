"""What is taken from a bank account each month, and what has to come back: the pages of finance with money in them."""

from datetime import date

import pytest

from contributions.models import ActKind, Bill, Mandate, SuspenseItem
from contributions.services import mandates, suspense, voluntary
from contributions.services.bulk.drops import GATEWAY
from contributions.services.bulk.intake import Incoming, take
from contributions.services.suspense import Wish
from portal.demo.people import FACTORY_ACCOUNT
from registration.models import Coverage, Person
from sso_core import clock
from sso_core.kernel.actor import SYSTEM
from tests.browser.album import DESK
from tests.contributions.factories import OFFICER, pay
from tests.contributions.test_debits import BANK, GOOD, NO_FUNDS, bank_answers, collected, ordered
from tests.contributions.test_reclaims import bounce, sent
from tests.contributions.test_suspense import TO
from tests.stories.world import SAMPLES

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MEMBER = "1990000000051"


def too_much_was_paid() -> SuspenseItem:
    """Ninety baht above the bill."""
    june = (SAMPLES / "1-10_utf8_2569-06.txt").read_bytes()
    take([Incoming("june.txt", june, FACTORY_ACCOUNT)], by=GATEWAY)
    bill = Bill.objects.get(subject=f"employer:{FACTORY_ACCOUNT}", status="unpaid")
    pay(bill, bill.total + 90, on=date(2026, 11, 23), line="L1")
    return SuspenseItem.objects.latest("pk")


def test_money_given_back_is_taken_back(someone):
    desk = someone("finance")
    desk.go("/office/reclaims/").look("6-reclaims-none")
    item = too_much_was_paid()
    desk.go("/office/suspense/").look("6-suspense")
    desk.main.locator("summary").first.click()
    desk.fill("เลขอ้างอิงหรือชื่อผู้ชำระ", "ไม่มีใครชื่อนี้").press("ใช้ตัวกรอง").look("6-suspense-none")
    desk.go(f"/office/suspense/{item.pk}/").look("6-suspense-item")
    suspense.propose(item.pk, Wish(ActKind.REFUND, TO, "ชำระเกิน"), by=OFFICER)
    item.refresh_from_db()
    sent(item.order_ref)
    bounce()
    desk.go("/office/reclaims/").sees("เช็คคืน", "90.00").look("6-reclaims")


def test_debits_that_were_taken_and_refused(someone, visitor):
    member = someone(MEMBER)
    person = Person.objects.get(national_id=MEMBER)
    Coverage.objects.create(person=person, section=40, option=2, starts_on=date(2026, 11, 1))
    voluntary.bill_months(person.pk, 40)
    member.go("/me/debit/").look("7-debit-none")
    mandates.ask(person.pk, BANK, GOOD, by=SYSTEM)
    member.go("/me/debit/").look("7-debit-asked")
    Mandate.objects.update(state="active", confirmed_at=clock.now())
    ordered(GOOD)
    ordered(NO_FUNDS)
    desk = visitor(DESK).enter("finance").go("/office/debits/").look("7-debits-none")
    collected()
    desk.go("/office/debits/").look("7-debits-sent")
    bank_answers()
    desk.go("/office/debits/").look("7-debits")
    member.go("/me/debit/").look("7-debit")
