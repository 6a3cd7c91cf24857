"""Proving oneself once more within a session: by ThaID, and with nothing typed lost on the way."""

import json
import time
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from integrations.simulators.data import by_role
from registration.models import PayoutDestination
from registration.public import person_from_thaid
from sso_core.accounts.models import User
from sso_core.accounts.public import create_member
from tests.accounts.test_signing_in import PASSWORD, SECRET, code, enter, officer
from tests.accounts.test_thaid import HOLDER, consent, me, thaid

__all__ = ["thaid"]
pytestmark = pytest.mark.django_db
STEP_UP = "/account/oidc/thaid/step-up/?next=/me/payout/"


@pytest.fixture
def member() -> User:
    """The log-in of somebody whom ThaID knows, by password so far."""
    told = by_role("member138")[0]
    claims = {
        "pid": HOLDER, "title": told["title"], "given_name": told["first_name"],
        "family_name": told["last_name"], "birthdate": told["birth_date"], "ial": "2.3",
    }  # fmt: skip
    person = person_from_thaid(claims)
    return create_member(HOLDER, PASSWORD, person_id=person.id, display_name=person.full_name)


@pytest.fixture
def client(member) -> Client:
    made = Client()
    enter(made, HOLDER)
    return made


def levels(client: Client) -> tuple[str, str, list[str], bool]:
    told = client.get("/api/v1/me/security").json()
    return told["ial"], told["aal"], told["ways"], told["fresh"]


def test_thaid_lifts_the_session_and_leads_back(thaid, client):
    assert levels(client) == ("1.3", "1", ["password"], False)
    before = client.session.session_key
    back = client.get(consent(thaid, client, leave=STEP_UP))
    assert (back.status_code, back["Location"]) == (302, "/me/payout/")
    assert levels(client) == ("2.3", "2.2", ["password", "thaid"], True)
    assert client.session.session_key == before


def test_thaid_is_told_to_ask_anew(thaid, client):
    asked = parse_qs(urlsplit(client.post(STEP_UP)["Location"]).query)
    assert (asked["prompt"], asked["max_age"]) == (["login"], ["0"])
    assert "nonce" in asked


def test_the_thaid_of_somebody_else_lifts_nothing_and_changes_nobody(thaid, client):
    other = by_role("pension56")[0]["national_id"]
    refused = client.get(consent(thaid, client, leave=STEP_UP, pid=other))
    assert refused.status_code == 403
    assert "ของอีกคน" in refused.content.decode()
    assert me(client).json()["username"] == HOLDER
    assert levels(client)[1] == "1"
    assert not User.objects.filter(username=other).exists()


def test_somebody_elses_thaid_that_has_a_log_in_here_lifts_nothing_either(thaid, client):
    other = by_role("pension56")[0]["national_id"]
    there = Client()
    there.get(consent(thaid, there, pid=other))
    assert client.get(consent(thaid, client, leave=STEP_UP, pid=other)).status_code == 403
    assert me(client).json()["username"] == HOLDER


def test_an_unproven_thaid_lifts_nothing(thaid, client):
    refused = client.get(consent(thaid, client, leave=STEP_UP, ial="1.1"))
    assert refused.status_code == 403
    assert levels(client)[1] == "1"


def test_an_old_proof_is_no_step_up(thaid, client):
    """ThaID remembers somebody from before we asked: its auth_time says so."""
    back = consent(thaid, client, leave=STEP_UP)
    codes = thaid.folder / "thaid" / "codes.json"
    kept = json.loads(codes.read_text())
    code = parse_qs(urlsplit(back).query)["code"][0]
    thaid.stop("thaid")
    # Within the minute a code lives, yet before the question by more than clocks may differ.
    kept[code]["at"] = time.time() - 50
    codes.write_text(json.dumps(kept))
    thaid.start("thaid")
    refused = client.get(back)
    assert (refused.status_code, levels(client)[1]) == (403, "1")


def test_after_signing_out_a_step_up_signs_nobody_in(thaid, client):
    back = consent(thaid, client, leave=STEP_UP)
    session = dict(client.session)
    client.post("/account/logout/")
    fresh = client.session
    for name in ("socialaccount_states", "thaid_nonces"):
        fresh[name] = session[name]
    fresh.save()
    client.get(back)
    assert me(client).status_code in (401, 403)


def test_officers_are_not_offered_thaid(thaid):
    officer(factor=False)
    client = Client()
    enter(client, "officer.one")
    assert "step-up" not in client.get("/account/second-factor/").content.decode()


def test_what_was_typed_waits_for_the_second_factor(member):
    TOTP.activate(member, SECRET)
    with time_machine.travel("2026-11-23T03:00:00Z", tick=False) as clock:
        client = Client()
        enter(client, HOLDER)
        client.post("/account/2fa/authenticate/", {"code": code()})
        assert client.get("/me/payout/").status_code == 200
        clock.shift(timedelta(minutes=20))
        typed = {"kind": "bank", "bank_code": "014", "account": "2345678901"}
        asked = client.post("/me/payout/?next=/me/", typed)
        assert asked["Location"] == "/account/2fa/reauthenticate/?next=%2Faccount%2Fsecond-factor%2Fresume%2F"
        back = client.post(asked["Location"], {"code": code()})
        page = client.get(back["Location"]).content.decode()
        assert 'action="/me/payout/?next=/me/"' in page
        for name, value in typed.items():
            assert f'name="{name}" value="{value}"' in page
        assert not PayoutDestination.objects.exists()
        assert client.post("/me/payout/?next=/me/", typed)["Location"] == "/me/"
        assert PayoutDestination.objects.count() == 1
        assert client.get("/account/second-factor/resume/")["Location"] == "/"


def test_passwords_do_not_wait_and_files_are_asked_for_again(client):
    client.post("/me/payout/", {"kind": "bank", "password": "secret", "csrfmiddlewaretoken": "x"})
    assert client.session["held_form"]["typed"] == "kind=bank"
    del client.session["held_form"]
    sent = SimpleUploadedFile("book.jpg", b"x")
    answer = client.post("/me/payout/", {"kind": "bank", "page": sent}, headers={"Referer": "/me/payout/"})
    assert answer["Location"].endswith("next=%2Fme%2Fpayout%2F")
    assert any("แนบอีกครั้ง" in str(one) for one in get_messages(answer.wsgi_request))


def test_a_password_alone_changes_no_factor_of_who_has_one(member):
    """Page and API: neither adds nor takes away, nor shows the recovery codes, on a stale second factor."""
    TOTP.activate(member, SECRET)
    RecoveryCodes.activate(member)
    with time_machine.travel("2026-11-23T03:00:00Z", tick=False) as clock:
        client = Client()
        enter(client, HOLDER)
        client.post("/account/2fa/authenticate/", {"code": code()})
        clock.shift(timedelta(minutes=20))
        client.post("/account/reauthenticate/", {"password": PASSWORD})
        number = member.authenticator_set.get(type="totp").pk
        for path in ("passkey/", "codes/", f"{number}/remove/"):
            for answer in (
                client.get(f"/account/second-factor/{path}"),
                client.post(f"/account/second-factor/{path}"),
            ):
                assert answer["Location"].startswith("/account/2fa/reauthenticate/"), path
        assert client.post("/account/email/", {"action_add": "1", "email": "thief@example.com"})[
            "Location"
        ].startswith("/account/2fa/reauthenticate/")
        headers = {"X-Session-Token": client.session.session_key}
        asked = [
            ("delete", "totp"),
            ("get", "webauthn"),
            ("get", "recovery-codes"),
            ("post", "recovery-codes"),
        ]
        for method, path in asked:
            address = f"/_allauth/app/v1/account/authenticators/{path}"
            refused = Client().generic(method.upper(), address, "{}", "application/json", headers=headers)
            assert refused.status_code == 401, path
            assert refused.json()["meta"]["is_authenticated"], path  # to be proved anew, not to log in
        thiefs = {"email": "thief@example.com"}
        sent = Client().post(
            "/_allauth/app/v1/account/email", thiefs, content_type="application/json", headers=headers
        )
        assert sent.status_code == 401
    assert member.authenticator_set.count() == 2
