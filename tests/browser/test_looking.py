"""A member has a month looked for on a phone; two officers bring it in; the answer stands beside the month."""

import pytest

from contributions.models import EmployerQuestion, Gap, MonthSearch
from portal.demo.people import FACTORY_ACCOUNT
from registration.models import Person
from sso_core.kernel.period import Period
from tests.browser.test_filing import DIRECTOR

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_month_is_looked_for_and_found(someone, office):
    boss = someone(DIRECTOR)
    gap = Gap.objects.order_by("pk").first()
    assert gap is not None
    month = Period.of(gap.months.lower)
    person = Person.objects.get(pk=gap.person_id)
    member = someone(person.national_id)
    page = f"/me/contributions/{month}/"
    member.go(page).look("11-month-unknown").follow("ให้สำนักงานค้นเดือนนี้").look("11-look")
    member.fill("คุณทราบอะไรของเดือนนี้", "ถูกหักเงินสมทบในสลิป").press("ส่งคำขอให้ค้น").sees("กำลังค้น").look("11-looked")
    reference = MonthSearch.objects.get().case_reference

    maker = office["maker"]
    maker.go(f"/office/cases/{reference}/").look("11-case").follow("ถามนายจ้าง")
    maker.page.locator("#id_account").fill(FACTORY_ACCOUNT)
    maker.page.locator("#id_text").fill("คนนี้ทำงานในเดือนนี้หรือไม่")
    maker.look("11-ask-employer").press("ส่งคำถาม").sees("ถามนายจ้างแล้ว")
    question = EmployerQuestion.objects.get()
    boss.go(f"/employer/{FACTORY_ACCOUNT}/questions/").look("11-questions")
    boss.go(f"/employer/{FACTORY_ACCOUNT}/questions/{question.pk}/").look("11-question")
    boss.pick("ทำงานอยู่ และยื่นแล้ว").press("ส่งคำตอบ").sees("ส่งคำตอบแล้ว")

    maker.go(f"/office/cases/{reference}/").follow("บันทึกเดือนที่พบ").pick("มีหลักฐานว่าจ่ายแล้ว")
    for field, text in {
        "account": FACTORY_ACCOUNT,
        "base": "15000",
        "employee": "750",
        "employer": "750",
    }.items():
        maker.page.locator(f"#id_{field}").fill(text)
    maker.look("11-found").press("บันทึก").sees("บันทึกแล้ว")
    office.decide(reference, "ตรงกับสลิป", shots="11")
    member.go(page).sees("พบและแก้บัญชีแล้ว").look("11-answered")
