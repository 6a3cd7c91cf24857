"""Where one is signed in: what is shown of each session, and that ending it ends it, tokens too."""

from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.totp.internal.auth import TOTP
from allauth.usersessions.models import UserSession
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sso_core.accounts.devices import device_of
from sso_core.messaging.public import deliver_all
from tests.accounts.test_signing_in import PASSWORD, SECRET, Program, code, enter, member, officer

pytestmark = pytest.mark.django_db
NAME = "1100000000008"
PHONE = "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36"


def at(user_agent: str = PHONE) -> Client:
    client = Client(headers={"User-Agent": user_agent})
    enter(client, NAME)
    client.get("/api/v1/me")
    return client


def alive(client: Client) -> bool:
    return client.get("/api/v1/me").status_code == 200


def listed(client: Client) -> list[dict]:
    return client.get("/api/v1/me/sessions").json()


@pytest.mark.parametrize(
    ("said", "device"),
    [
        (PHONE, "Chrome · Android"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/130 Safari/537.36 Edg/130.0", "Edge · Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) AppleWebKit/605 Version/18.0 Safari/604.1", "Safari · iPhone"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) AppleWebKit/605 Safari/604.1 Line/14.1", "LINE · iPhone"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:130.0) Gecko Firefox/130.0", "Firefox · Mac"),
        ("payroll/2.1", "โปรแกรม"),
        ("", "ไม่ทราบเครื่อง"),
    ],
)  # fmt: skip
def test_a_device_is_named_as_its_owner_would(said, device):
    assert str(device_of(said)) == device


def test_each_session_shows_device_times_way_and_levels():
    TOTP.activate(member(), SECRET)
    with time_machine.travel("2026-11-23T03:00:00Z", tick=False) as clock:
        there = at()
        there.post("/account/2fa/authenticate/", {"code": code()})
        clock.shift(timedelta(minutes=5))
        there.get("/api/v1/me")
        found, page = listed(there), there.get("/account/security/sessions/").content.decode()
    assert [(one["device"], one["is_current"], one["by_token"]) for one in found] == [
        ("Chrome · Android", True, False)
    ]
    assert found[0]["assurance"] == {"ial": "1.3", "aal": "2.1", "ways": ["password", "app"]}
    assert found[0]["begun_at"] == "2026-11-23T10:00:00+07:00"
    assert found[0]["seen_at"] == "2026-11-23T10:05:00+07:00"
    assert "รหัสจากแอป" in page
    assert "AAL 2.1" in page


def test_a_session_is_noted_once_a_minute_and_client():
    member()
    with time_machine.travel("2026-11-23T03:00:10Z", tick=False) as clock:
        there = at()
        before = UserSession.objects.get()
        clock.shift(timedelta(seconds=49))
        with CaptureQueriesContext(connection) as asked:
            there.get("/api/v1/me")
        assert not [one["sql"] for one in asked if "usersessions" in one["sql"]]
        there.get("/api/v1/me", headers={"X-Forwarded-For": "10.9.8.7"}, REMOTE_ADDR="10.9.8.7")
        moved = UserSession.objects.get()
        clock.shift(timedelta(seconds=1))
        there.get("/api/v1/me")
        later = UserSession.objects.get()
    assert [one.last_seen_at.isoformat()[11:19] for one in (before, moved, later)] == [
        "03:00:10", "03:00:59", "03:01:00",
    ]  # fmt: skip
    assert (before.ip, moved.ip) == ("127.0.0.1", "10.9.8.7")


def test_nobody_is_signed_out_by_a_valkey_that_lost_everything(settings):
    member()
    there = at()
    settings.CACHES = {"default": {**settings.CACHES["default"], "KEY_PREFIX": "emptied"}}
    assert alive(there)


def test_without_valkey_one_stays_in_and_is_noted_at_each_page(settings):
    member()
    with time_machine.travel("2026-11-23T03:00:00Z", tick=False) as clock:
        there = at()
        settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1/0"}}
        clock.shift(timedelta(seconds=5))
        assert alive(there)
    assert UserSession.objects.get().last_seen_at.isoformat() == "2026-11-23T03:00:05+00:00"


def test_one_session_ends_and_the_others_go_on():
    member()
    here, there, third = at(), at(), at()
    other = there.session.session_key
    number = next(one["id"] for one in listed(there) if one["is_current"])
    assert here.post(f"/account/security/sessions/{number}/end/").status_code == 302
    assert (alive(here), alive(there), alive(third)) == (True, False, True)
    assert not here.session.exists(other)


def test_nobody_ends_the_session_of_another():
    member()
    victim = at()
    number = listed(victim)[0]["id"]
    officer(factor=False)
    stranger = Client()
    enter(stranger, "officer.one")
    assert stranger.post(f"/account/security/sessions/{number}/end/").status_code == 404
    assert stranger.delete(f"/api/v1/me/sessions/{number}").status_code == 404
    assert alive(victim)


@pytest.mark.parametrize("by_api", [False, True])
def test_signing_out_everywhere_ends_tokens_too_and_tells(by_api):
    user = member()
    user.email = "somying@example.com"
    user.save()
    program = Program()
    program.call("post", "/_allauth/app/v1/auth/login", {"username": NAME, "password": PASSWORD})
    assert program.call("get", "/api/v1/me").status_code == 200
    here, there = at(), at()
    assert [one["by_token"] for one in listed(here)].count(True) == 1
    if by_api:
        assert here.delete("/api/v1/me/sessions").status_code == 204
    else:
        here.post("/account/security/sessions/")
    assert program.http.get("/api/v1/me", headers={"X-Session-Token": program.token}).status_code in (
        401,
        403,
    )
    assert (alive(here), alive(there)) == (True, False)
    deliver_all()
    assert [one.to for one in mail.outbox] == [["somying@example.com"]]


def test_a_token_was_last_seen_when_it_was_used():
    member()
    with time_machine.travel("2026-11-23T03:00:00Z", tick=False) as clock:
        program = Program()
        program.call("post", "/_allauth/app/v1/auth/login", {"username": NAME, "password": PASSWORD})
        clock.shift(timedelta(minutes=30))
        found = program.http.get("/api/v1/me/sessions", headers={"X-Session-Token": program.token}).json()
    assert [(one["is_current"], one["seen_at"]) for one in found] == [(True, "2026-11-23T10:30:00+07:00")]


def test_a_new_factor_ends_other_sessions_and_tells():
    user = member()
    user.email = "somying@example.com"
    user.save()
    here, there = at(), at()
    here.get("/account/second-factor/")
    secret = here.session["mfa.totp.secret"]
    here.post("/account/second-factor/", {"code": code(secret=secret)})
    assert (alive(here), alive(there)) == (True, False)
    deliver_all()
    assert [(one.to, "ตั้งแอปยืนยันตัวตนแล้ว" in one.subject) for one in mail.outbox] == [
        (["somying@example.com"], True)
    ]


def test_a_new_password_ends_other_sessions_and_tells():
    user = member()
    user.email = "somying@example.com"
    user.save()
    here, there = at(), at()
    new = "another long horse 99"
    asked = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    here.post("/account/reauthenticate/", {"password": PASSWORD})
    assert here.post("/account/password/change/", asked).status_code == 302
    assert (alive(here), alive(there)) == (True, False)
    deliver_all()
    assert ["เปลี่ยนรหัสผ่านแล้ว" in one.subject for one in mail.outbox] == [True]
