"""One employer that never filed: found, warned, assessed, agreed with, paid; a supervisor and an officer at work."""

from datetime import date

import pytest
import time_machine

from contributions.models import CollectionCase, InstalmentPart
from registration.models import Employment
from registration.public import open_account
from sso_core.batch.models import BatchRun
from sso_core.batch.public import work
from sso_core.kernel import thai_id
from tests.browser.album import DESK
from tests.contributions.factories import employ, make_person, pay
from tests.contributions.filings import national_id
from tests.stories.world import settle_everything

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ACCOUNT, NAME = "1000000032", "บริษัท ตัวอย่างไม่ยื่นแบบ จำกัด"
AFTER_THE_WARNING, SECOND_PART = "2026-12-28 09:00+07:00", "2027-02-05 09:00+07:00"


def workers_come():
    for run in BatchRun.objects.filter(status="running"):
        work(run.pk)
    settle_everything()


def an_employer_that_never_filed():
    open_account(
        tax_id=thai_id.make("010556100077"), name=NAME, province="10", address="9 ถนนตัวอย่าง", email="hr@example.test",
        account_no=ACCOUNT,
    )  # fmt: skip
    employ(make_person(national_id(777)), ACCOUNT, since=date(2026, 9, 1))
    Employment.objects.filter(branch__employer__account_no=ACCOUNT).update(
        ends_on=date(2026, 10, 31), reason="1"
    )


def the_case():
    return CollectionCase.objects.get(account_no=ACCOUNT)


def test_from_a_missing_filing_to_paid(someone, visitor):
    lead = someone("lead", DESK)
    an_employer_that_never_filed()
    lead.go("/office/arrears/").press("ตรวจหาเดี๋ยวนี้")
    workers_come()
    lead.go(f"/office/arrears/?text={ACCOUNT}").sees(NAME, "พบหนี้").look("10-queue")
    lead.main.locator("input[name=c]").first.check()
    lead.press("มอบงานที่เลือก").look("10-give")
    lead.page.locator("select[name=to]").select_option(label="ธนากร ผู้เสนอ")
    lead.main.locator("form[method=post] button[type=submit]").first.click()

    case = f"/office/arrears/{the_case().pk}/"
    officer = visitor().enter("maker").go("/office/arrears/?whose=mine").sees(NAME)
    officer.go(case).sees("เดือนไม่ทราบยอด", "ยังไม่ทราบ").look("10-case-found")
    officer.go(f"{case}warn/").look("10-warn").press("ส่งหนังสือเตือน")
    workers_come()
    officer.go(case).sees("เตือนแล้ว").look("10-case-warned")

    with time_machine.travel(AFTER_THE_WARNING, tick=True):
        officer = visitor().enter("maker")
        officer.go(f"{case}assess/").look("10-assess").press("ประเมินและส่งหนังสือ")
        workers_come()
        officer.go(case).sees("ประเมินแล้ว").look("10-case-assessed")
        officer.go(f"{case}instalments/").fill("กี่งวด", "2").fill_date("first_due", "5", "1", "2570")
        officer.look("10-instalments").press("ตกลงและส่งข้อตกลง")
        workers_come()
        officer.go(case).sees("ผ่อนชำระ").look("10-case-instalments")
        first, second = InstalmentPart.objects.order_by("number").select_related("bill")
        pay(first.bill, on=date(2026, 12, 28))

    with time_machine.travel(SECOND_PART, tick=True):
        pay(second.bill, on=date(2027, 2, 5))
        for rest in second.plan.bills.filter(status="unpaid"):
            pay(rest, on=date(2027, 2, 5))
        lead = visitor(DESK).enter("lead").go("/office/arrears/")
        lead.press("ตรวจหาเดี๋ยวนี้")
        workers_come()
        lead.go(case).sees("หมดหนี้แล้ว").look("10-case-settled")
        assert the_case().owed == 0
