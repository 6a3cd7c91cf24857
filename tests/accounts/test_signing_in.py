"""Logging in by page and by the API, second factors, and what they open."""

import re
import time
from datetime import date, timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.test import Client

from sso_core.accounts.models import Grant, Role
from sso_core.accounts.public import create_member, create_user

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXP"
PASSWORD = "correct horse battery"


def code(steps: int = 0, secret: str = SECRET) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def officer(*, factor: bool):
    user = create_user("officer.one", PASSWORD, kind="officer", display_name="เจ้าหน้าที่ หนึ่ง")
    Grant.objects.create(user=user, role=Role.officer, scope="office:1001", since=date(2026, 1, 1))
    if factor:
        TOTP.activate(user, SECRET)
    return user


def member():
    return create_member("1100000000008", PASSWORD, person_id=501, display_name="สมหญิง")


def enter(client: Client, name: str, password: str = PASSWORD):
    return client.post("/account/login/", {"login": name, "password": password})


@pytest.mark.parametrize(
    "written", ["1100000000008", "1-1000-00000-00-8", "1 1000 00000 00 8", "๑๑๐๐๐๐๐๐๐๐๐๐๘"]
)
def test_the_id_may_be_written_in_any_way(written):
    member()
    client = Client()
    assert enter(client, written).status_code == 302
    assert client.get("/api/v1/me").json()["assurance"] == 1


def test_signing_in_leads_home_at_once_and_asks_the_database_little(django_assert_num_queries):
    officer(factor=False)
    enter(Client(), "officer.one")  # what is asked once a process
    member()
    with django_assert_num_queries(17):
        assert enter(Client(), "1100000000008")["Location"] == "/me/"


def test_wrong_password_and_unknown_name_read_alike():
    member()
    words = {
        re.sub(r"(value|nonce|token)=\"[^\"]*\"|\d{13}", "", enter(Client(), name, "wrong").content.decode())
        for name in ("1100000000008", "3100000000000")
    }
    assert len(words) == 1


def test_guessing_is_slowed_down():
    member()
    client = Client()
    for _ in range(10):
        enter(client, "1100000000008", "wrong")
    enter(client, "1100000000008")
    assert client.get("/api/v1/me").status_code in (401, 403)


def test_an_officer_without_a_factor_sets_one_up_first_and_comes_back():
    officer(factor=False)
    client = Client()
    enter(client, "officer.one")
    asked = client.get("/office/?mine=1")
    assert asked["Location"] == "/account/second-factor/?next=%2Foffice%2F%3Fmine%3D1"
    page = client.get(asked["Location"]).content.decode()
    secret = client.session["mfa.totp.secret"]
    assert secret in page.replace(" ", "")
    typed = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    done = client.post("/account/second-factor/", {"code": typed, "next": "/office/?mine=1"})
    assert done.status_code == 200
    assert "/office/?mine=1" in done.content.decode()
    assert client.get("/office/").status_code == 200


def test_an_officer_with_a_factor_shows_it_at_log_in():
    officer(factor=True)
    client = Client()
    assert enter(client, "officer.one")["Location"].startswith("/account/2fa/authenticate/")
    assert client.get("/office/").status_code == 302
    wrong = client.post("/account/2fa/authenticate/", {"code": "000000"})
    assert wrong.status_code == 200
    client.post("/account/2fa/authenticate/", {"code": f"{code()[:3]} {code()[3:]}"})
    assert client.get("/api/v1/me").json()["assurance"] == 2
    assert client.get("/office/").status_code == 200


def test_a_code_counts_once():
    officer(factor=True)
    used = code()
    first, second = Client(), Client()
    for client in (first, second):
        enter(client, "officer.one")
        client.post("/account/2fa/authenticate/", {"code": used})
    assert first.get("/api/v1/me").status_code == 200
    assert second.get("/api/v1/me").status_code in (401, 403)


def test_a_second_factor_grows_stale_and_is_asked_again():
    user = member()
    TOTP.activate(user, SECRET)
    with time_machine.travel("2026-11-23T03:00:00Z", tick=False) as clock:
        client = Client()
        enter(client, "1100000000008")
        client.post("/account/2fa/authenticate/", {"code": code()})
        assert client.get("/api/v1/me/security").json()["fresh"] is True
        clock.shift(timedelta(minutes=16))
        assert client.get("/api/v1/me/security").json()["fresh"] is False
        again = client.post("/account/2fa/reauthenticate/?next=/me/payout/", {"code": code()})
        assert again["Location"] == "/me/payout/"
        assert client.get("/api/v1/me/security").json()["fresh"] is True


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_nobody_is_led_to_another_site(target):
    officer(factor=False)
    client = Client()
    enter(client, "officer.one")
    page = client.get("/account/second-factor/", {"next": target}).content.decode()
    assert f'"{target}"' not in page
    assert 'name="next" value="/"' in page


def test_signed_out_everywhere():
    member()
    here, there = Client(), Client()
    for client in (here, there):
        enter(client, "1100000000008")
        client.get("/me/")
    here.post("/account/sessions/")
    assert there.get("/api/v1/me").status_code in (401, 403)


def test_nobody_signs_up_past_the_civil_register():
    for address in ("/account/signup/", "/account/3rdparty/signup/"):
        assert (
            Client()
            .post(address, {"username": "x", "password1": PASSWORD, "password2": PASSWORD})
            .status_code
            < 500
        )
    told = Client().post(
        "/_allauth/app/v1/auth/signup",
        {"username": "x", "password": PASSWORD},
        content_type="application/json",
    )
    assert told.status_code == 403


class Program:
    """A program that logs in as docs/api/README.md says."""

    def __init__(self):
        self.http, self.token = Client(), ""

    def call(self, method: str, path: str, data=None):
        headers = {"X-Session-Token": self.token} if self.token else {}
        answer = getattr(self.http, method)(path, data, content_type="application/json", headers=headers)
        told = answer.json()
        if isinstance(told, dict):
            self.token = told.get("meta", {}).get("session_token", self.token)
        return answer


def test_a_program_logs_in_with_password_and_code():
    officer(factor=True)
    program = Program()
    first = program.call(
        "post", "/_allauth/app/v1/auth/login", {"username": "officer.one", "password": PASSWORD}
    )
    assert first.status_code == 401
    assert "mfa_authenticate" in [flow["id"] for flow in first.json()["data"]["flows"]]
    assert program.call("get", "/api/v1/me").status_code in (401, 403)
    second = program.call("post", "/_allauth/app/v1/auth/2fa/authenticate", {"code": code()})
    assert second.status_code == 200
    told = program.call("get", "/api/v1/me").json()
    assert (told["username"], told["assurance"], told["offices"]) == ("officer.one", 2, ["1001"])
    assert program.call("get", "/api/v1/office/cases").status_code == 200


def test_a_program_without_a_second_factor_is_told_so():
    officer(factor=False)
    program = Program()
    program.call("post", "/_allauth/app/v1/auth/login", {"username": "officer.one", "password": PASSWORD})
    refused = program.call("get", "/api/v1/office/cases")
    assert (refused.status_code, refused.json()["code"]) == (403, "needs_second_factor")
    assert not Authenticator.objects.exists()


def test_nobody_guesses_a_birthday_at_sign_up():
    asked = {
        "national_id": "1100000000008", "first_name": "สมหญิง", "last_name": "ตัวอย่าง", "laser_code": "JT9999999999",
        "birth_date_0": "1", "birth_date_1": "2", "birth_date_2": "2530", "password": PASSWORD,
    }  # fmt: skip
    codes = [Client().post("/signup/", asked).status_code for _ in range(11)]
    assert 429 not in codes[:10]
    assert codes[10] == 429
