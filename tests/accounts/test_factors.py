"""Taking away and renewing what protects a log-in: shown first, told, other sessions ended."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.core import mail
from django.test import Client

from sso_core.accounts.models import User
from sso_core.accounts.public import create_user
from sso_core.messaging.public import deliver_all
from tests.accounts.test_signing_in import PASSWORD, SECRET, code, enter, officer

pytestmark = pytest.mark.django_db
NAME = "somying"


@pytest.fixture
def user() -> User:
    made = create_user(NAME, PASSWORD, kind="employer", display_name="สมหญิง", email="somying@example.com")
    TOTP.activate(made, SECRET)
    RecoveryCodes.activate(made)
    return made


def strong(steps: int = 0) -> Client:
    client = Client()
    enter(client, NAME)
    client.post("/account/2fa/authenticate/", {"code": code(steps)})
    assert client.get("/api/v1/me").json()["assurance"] == 2
    return client


def told() -> list[str]:
    deliver_all()
    return [one.subject for one in mail.outbox]


def codes_of(user: User) -> list[str]:
    return RecoveryCodes(user.authenticator_set.get(type="recovery_codes")).get_unused_codes()


def test_the_last_factor_goes_with_its_recovery_codes_and_other_sessions_end(user):
    here, there = strong(), Client()
    enter(there, NAME)
    there.post("/account/2fa/authenticate/", {"code": codes_of(user)[0]})
    number = user.authenticator_set.get(type="totp").pk
    assert "อันสุดท้าย" in here.get(f"/account/second-factor/{number}/remove/").content.decode()
    assert here.post(f"/account/second-factor/{number}/remove/").status_code == 302
    assert not Authenticator.objects.exists()
    assert there.get("/api/v1/me").status_code in (401, 403)
    assert here.get("/api/v1/me").status_code == 200
    assert told()[-1] == "เลิกใช้แอปยืนยันตัวตนแล้ว"


def test_nobody_takes_away_the_factor_of_another(user):
    number = user.authenticator_set.get(type="totp").pk
    stranger = officer(factor=False)
    TOTP.activate(stranger, SECRET)
    client = Client()
    enter(client, "officer.one")
    client.post("/account/2fa/authenticate/", {"code": code()})
    assert client.post(f"/account/second-factor/{number}/remove/").status_code == 404
    assert user.authenticator_set.count() == 2


def test_recovery_codes_are_no_factor_to_take_away(user):
    number = user.authenticator_set.get(type="recovery_codes").pk
    assert strong().post(f"/account/second-factor/{number}/remove/").status_code == 404


def test_new_recovery_codes_void_the_old_ones(user):
    old, client = codes_of(user), strong()
    page = client.post("/account/second-factor/codes/").content.decode()
    fresh = codes_of(user)
    assert not set(old) & set(fresh)
    assert all(one in page for one in fresh)
    assert told()[-1] == "ออกรหัสสำรองชุดใหม่แล้ว"
    other = Client()
    enter(other, NAME)
    other.post("/account/2fa/authenticate/", {"code": old[0]})
    assert other.get("/api/v1/me").status_code in (401, 403)


def test_the_page_of_a_new_app_wants_a_log_in_of_this_moment():
    """A session that somebody left open is no proof: the password is asked once more."""
    made = create_user("left.open", PASSWORD, kind="employer", display_name="เปิดทิ้งไว้")
    client = Client()
    client.force_login(made, backend="allauth.account.auth_backends.AuthenticationBackend")
    for path in ("/account/second-factor/", "/account/second-factor/passkey/"):
        assert client.get(path)["Location"].startswith("/account/reauthenticate/")
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    assert client.get("/account/second-factor/").status_code == 200


@pytest.mark.parametrize(
    "path",
    ["totp/activate/", "totp/deactivate/", "recovery-codes/", "recovery-codes/generate/", "webauthn/add/"],
)
def test_the_librarys_own_pages_lead_to_ours(user, path):
    client = strong()
    for answer in (client.get(f"/account/2fa/{path}"), client.post(f"/account/2fa/{path}")):
        assert answer["Location"] == "/account/security/"
    assert user.authenticator_set.count() == 2
