"""Ways in: signing up, ThaID, a second factor, wrong codes; and how the pages are read: size, language, no script."""

import re

import pytest

from integrations.simulators.data import by_role
from integrations.simulators.register import laser_code
from portal.demo import logins, people
from portal.demo.logins import PASSWORD
from sso_core.accounts.public import user_by_name
from tests.integrations.simulators import CLIENT_SECRET

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NEWCOMER = by_role("newcomer")[1]
MEMBER = "1990000000019"
NEW_PASSWORD = "ข้าวเหนียวมะม่วง-2569"


def sign_up(who, one):
    who.fill("เลขประจำตัวประชาชน", one["national_id"]).fill("นามสกุล", one["last_name"])
    who.page.locator("#id_first_name").fill(one["first_name"])
    year, month, day = one["birth_date"].split("-")
    who.fill_date("birth_date", day, month, str(int(year) + 543)).fill(
        "เลขหลังบัตร", laser_code(one["national_id"])
    )
    return who.fill("ตั้งรหัสผ่าน", NEW_PASSWORD).press("สมัครใช้งาน")


def test_signing_up_with_13_digits_also_when_the_civil_register_is_out(visitor, simulators):
    who = visitor().go("/").look("4-front").go("/signup/").look("4-signup")
    sign_up(who, {**NEWCOMER, "last_name": "ไม่ตรง"}).look("4-signup-refused")
    simulators.stop("dopa")
    sign_up(who, NEWCOMER).sees("ทะเบียนราษฎรยังไม่ตอบ", "ที่กรอกไว้ยังอยู่ครบ").look("4-signup-register-silent")
    assert who.page.locator("#id_first_name").input_value() == NEWCOMER["first_name"]
    simulators.start("dopa")
    _let_the_breaker_close(simulators)
    who.fill("ตั้งรหัสผ่าน", NEW_PASSWORD).press("สมัครใช้งาน")
    who.sees(f"สวัสดี คุณ{NEWCOMER['first_name']}").look("4-home-newcomer")


def _let_the_breaker_close(simulators) -> None:
    from integrations import client

    client.reset("dopa", simulators.url("dopa"))


def test_entering_by_thaid_and_text_size_and_language(visitor, simulators, settings):
    app = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]
    own = {**app["settings"], "server_url": simulators.url("thaid")}
    policy = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    settings.CONTENT_SECURITY_POLICY = {
        "DIRECTIVES": {**policy, "form-action": ["'self'", simulators.url("thaid")]}
    }
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "APPS": [{**app, "secret": CLIENT_SECRET, "settings": own}],
        }
    }
    who = visitor().go("/account/login/").look("4-login").follow("เข้าด้วย ThaID")
    who.look("4-thaid-leaving").press("ไปต่อที่ ThaID")
    who.page.locator("input[name=number]").fill(NEWCOMER["national_id"])
    who.page.locator("[name=choice][value=allow]").click()
    who.page.wait_for_url("**/me/")
    who.sees(f"สวัสดี คุณ{NEWCOMER['first_name']}")

    who.page.get_by_role("link", name="ตัวอักษรใหญ่").click()
    assert who.page.locator("html").get_attribute("data-text") == "large"
    who.look("4-home-large").page.get_by_role("link", name="คมชัด").click()
    who.look("4-home-contrast").page.get_by_role("link", name="English").click()
    who.look("4-home-english")
    assert who.page.locator("html").get_attribute("lang") == "en"
    assert not re.search("[ก-๙]{12}", who.main.locator("h2").first.inner_text())


def test_a_wrong_code_is_told_and_money_asks_for_a_second_factor(visitor, simulators, today):
    people.weavers()
    logins.member(people.proven("member138"), "ลองยื่นเจ็บป่วย")
    who = visitor().go("/account/login/").fill("เลขประจำตัวประชาชน หรือชื่อผู้ใช้", MEMBER)
    who.fill("รหัสผ่าน", "ผิดแน่นอน").press("เข้าสู่ระบบ").look("4-login-wrong")
    who.fill("รหัสผ่าน", PASSWORD).press("เข้าสู่ระบบ")
    who.go("/me/payout/").sees("ตั้งการยืนยันขั้นที่สอง").look("4-second-factor")
    who.fill("รหัส", "000000").press("ตั้งเสร็จแล้ว").sees("รหัส").look("4-second-factor-wrong")

    other = visitor().go("/account/login/").fill("เลขประจำตัวประชาชน หรือชื่อผู้ใช้", MEMBER)
    logins.second_factor(user_by_name(MEMBER))
    other.fill("รหัสผ่าน", PASSWORD).press("เข้าสู่ระบบ").look("4-code")
    other.fill("รหัส 6 หลัก", "000000").press("ยืนยัน").sees("รหัสไม่ถูกต้อง").look("4-code-wrong")
