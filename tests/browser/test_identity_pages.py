"""Stepping up by telephone and recovery at the branch, as they look at either width."""

import pytest

from sso_core.accounts.models import Recovery, Role
from sso_core.accounts.public import create_member
from tests.accounts.test_recovering import NEW, office

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NAME, PASSWORD = "1990000000019", "ข้าวเหนียวมะม่วง-2569"
NAME_FIELD = "เลขประจำตัวประชาชน หรือชื่อผู้ใช้"


@pytest.fixture
def member():
    return create_member(NAME, PASSWORD, person_id=501, display_name="สมหญิง ใจดี")


def with_password(visitor):
    who = visitor().go("/account/login/?next=/account/security/")
    who.fill(NAME_FIELD, NAME).fill("รหัสผ่าน", PASSWORD)
    who.page.get_by_role("button", name="เข้าสู่ระบบ", exact=True).click()
    who.page.get_by_role("heading", name="ความปลอดภัยของบัญชี").wait_for()
    return who


def test_stepping_up_by_telephone(visitor, simulators, member):
    who = with_password(visitor)
    who.go("/account/second-factor/?next=/account/security/").look("i-first-factor")
    who.go("/account/oidc/thaid/step-up/?next=/account/security/").look("i-thaid-step-up")
    who.follow("เครือข่ายมือถือ").fill("เบอร์โทรศัพท์มือถือ", "081 555 0142").look("i-mobile")
    who.press("ถามในโทรศัพท์").sees("ดูโทรศัพท์ของคุณ").press("ยืนยันในโทรศัพท์แล้ว")
    who.sees("ยังไม่ได้ยืนยันในโทรศัพท์").look("i-mobile-wait")
    simulators.post("mobile", "/_press", phone="+66815550142", choice="agree", pid=NAME)
    who.press("ยืนยันในโทรศัพท์แล้ว").sees("รหัสผ่าน + เครือข่ายมือถือ", "AAL 2.2")


def test_stepping_up_by_a_banks_app(visitor, simulators, member):
    who = with_password(visitor)
    who.go("/account/second-factor/?next=/account/security/").follow("แอปธนาคาร (NDID)").look("i-ndid")
    who.press("ถามในแอปธนาคาร").sees("เลือกธนาคารที่จะให้ถาม").look("i-ndid-refused")
    who.pick("ธนาคารตัวอย่างหนึ่ง").press("ถามในแอปธนาคาร").look("i-ndid-wait")
    simulators.post("ndid", "/_press", number=NAME, choice="agree")
    who.press("ยืนยันในแอปแล้ว").sees("รหัสผ่าน + แอปธนาคาร (NDID)", "AAL 2.2")


def test_two_officers_give_a_code_that_opens(visitor, member):
    office("first", Role.officer)
    office("second", Role.checker)
    first = visitor().enter("first").go("/office/recoveries/")
    first.press("ส่งให้เจ้าหน้าที่อีกคน").look("i-recovery-ask-refused")
    first.fill(NAME_FIELD, NAME).pick("บัตรประชาชนตัวจริง").fill("เหตุผล", "โทรศัพท์หาย ลืมรหัสผ่าน")
    first.press("ส่งให้เจ้าหน้าที่อีกคน").sees("รอเจ้าหน้าที่อีกคนอนุมัติ").look("i-recovery-asked")
    second = visitor().enter("second").go("/office/recoveries/").follow("สมหญิง ใจดี").look("i-recovery-decide")
    second.press("อนุมัติ และออกรหัส").sees("แสดงครั้งเดียว").look("i-recovery-code")
    code = second.main.locator("code").inner_text()
    who = visitor().go("/account/recover/").look("i-recover")
    who.fill(NAME_FIELD, NAME).fill("รหัสจากสำนักงาน", "AAAA-BBBB-CCCC").fill("ตั้งรหัสผ่านใหม่", NEW)
    who.press("ตั้งรหัสผ่านใหม่ด้วยรหัสจากสำนักงาน").sees("รหัสหรือเลขไม่ถูกต้อง").look("i-recover-wrong")
    who.fill("รหัสจากสำนักงาน", code).fill("ตั้งรหัสผ่านใหม่", NEW)
    who.press("ตั้งรหัสผ่านใหม่ด้วยรหัสจากสำนักงาน").sees("ตั้งรหัสผ่านใหม่แล้ว").look("i-recovered")
    assert Recovery.objects.get().state == "used"
