"""Passkeys in a real browser, with the authenticator that Chromium itself simulates."""

import pytest
from allauth.mfa.models import Authenticator

from sso_core.accounts.public import create_user
from tests.browser.roles import Person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NAME, PASSWORD = "somying", "ข้าวเหนียวมะม่วง-2569"
NAME_FIELD = "เลขประจำตัวประชาชน หรือชื่อผู้ใช้"


class Key:
    """The authenticator of one browser: a telephone that knows its owner, unless told otherwise."""

    def __init__(self, who: Person) -> None:
        self.cdp = who.context.new_cdp_session(who.page)
        self.cdp.send("WebAuthn.enable", {"enableUI": False})
        options = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": True,
            "automaticPresenceSimulation": True,
        }
        made = self.cdp.send("WebAuthn.addVirtualAuthenticator", {"options": options})
        self.id = made["authenticatorId"]

    def knows_its_owner(self, yes: bool) -> None:
        told = {"authenticatorId": self.id, "isUserVerified": yes}
        self.cdp.send("WebAuthn.setUserVerified", told)

    def credentials(self) -> list[dict[str, object]]:
        found: list[dict[str, object]] = self.cdp.send(
            "WebAuthn.getCredentials", {"authenticatorId": self.id}
        )["credentials"]
        return found


@pytest.fixture
def member():
    return create_user(NAME, PASSWORD, kind="employer", display_name="สมหญิง ใจดี", email="somying@example.com")


def enter(who: Person) -> Person:
    who.go("/account/login/").fill(NAME_FIELD, NAME).fill("รหัสผ่าน", PASSWORD)
    who.page.get_by_role("button", name="เข้าสู่ระบบ", exact=True).click()
    return who


def enrol(who: Person) -> Key:
    """Come in by password and make a passkey."""
    key = Key(who)
    enter(who).page.wait_for_load_state()
    who.go("/account/second-factor/passkey/?next=/account/security/").look("i-passkey-add")
    who.fill("ตั้งชื่อ", "โทรศัพท์ของฉัน").press("สร้างพาสคีย์")
    who.page.get_by_role("heading", name="จดรหัสสำรองไว้").wait_for()
    who.look("i-passkey-codes").follow("จดแล้ว ไปต่อ")
    who.page.wait_for_url("**/account/security/")
    return key


def levels(who: Person) -> tuple[str, str]:
    told = who.context.request.get(f"{who.base}/api/v1/me/security").json()
    return told["aal"], " ".join(told["ways"])


def test_a_passkey_is_made_and_then_opens_the_door_alone(visitor, member):
    who = visitor()
    key = enrol(who)
    assert who.sees("โทรศัพท์ของฉัน").look("i-security") is who
    assert levels(who) == ("2.2", "password passkey")
    assert [one["rpId"] for one in key.credentials()] == ["localhost"]

    who.context.clear_cookies()
    who.go("/account/login/?next=/account/security/").look("i-login-passkey").press("เข้าด้วยพาสคีย์")
    who.page.get_by_role("heading", name="ความปลอดภัยของบัญชี").wait_for()
    assert levels(who) == ("2.2", "passkey")
    who.go("/account/security/sessions/").sees("พาสคีย์", "AAL 2.2").look("i-sessions")


def test_a_passkey_is_the_second_factor_after_a_password_and_for_a_step_up(visitor, member):
    who = visitor()
    enrol(who)
    who.context.clear_cookies()
    enter(who).page.wait_for_url("**/account/2fa/authenticate/**")
    who.look("i-passkey-second").press("ยืนยันด้วยพาสคีย์")
    who.page.wait_for_url(lambda url: "authenticate" not in url)
    assert levels(who) == ("2.2", "password passkey")
    who.go("/account/2fa/webauthn/reauthenticate/?next=/account/security/").look("i-passkey-step-up")
    who.press("ยืนยันด้วยพาสคีย์").page.wait_for_url("**/account/security/")


def test_a_key_that_does_not_know_its_owner_opens_nothing_alone(visitor, member):
    who = visitor()
    enrol(who).knows_its_owner(False)
    who.context.clear_cookies()
    who.go("/account/login/").press("เข้าด้วยพาสคีย์")
    who.page.locator("[data-passkey-failed]").wait_for()
    who.look("i-login-passkey-failed")
    assert who.context.request.get(f"{who.base}/api/v1/me").status in (401, 403)


def test_a_key_of_another_site_or_a_deleted_one_is_told_so(visitor, member):
    who = visitor()
    enrol(who)
    Authenticator.objects.filter(user=member).delete()
    who.context.clear_cookies()
    who.go("/account/login/").press("เข้าด้วยพาสคีย์")
    who.page.get_by_text("พาสคีย์นี้ใช้กับบัญชีนี้ไม่ได้").wait_for()
    assert who.context.request.get(f"{who.base}/api/v1/me").status in (401, 403)


def test_without_javascript_the_pages_say_what_to_do(visitor, member):
    who = visitor(java_script_enabled=False)
    who.go("/account/login/").sees("พาสคีย์ใช้ได้เมื่อเบราว์เซอร์เปิด JavaScript")
    assert not who.page.get_by_role("button", name="เข้าด้วยพาสคีย์").is_visible()
    enter(who).go("/account/second-factor/passkey/").sees("ใช้แอปยืนยันตัวตนแทน")
