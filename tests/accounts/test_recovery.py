"""A lost password: what a mailbox alone opens, and what it does not."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP
from django.core import mail
from django.test import Client

from sso_core.accounts.public import create_member, create_user
from sso_core.messaging.public import deliver_all
from tests.accounts.test_signing_in import PASSWORD, SECRET, code, enter

pytestmark = pytest.mark.django_db
NAME, ADDRESS, NEW = "1100000000008", "somying@example.com", "another long horse 99"


def member(*, confirmed: bool, factor: bool):
    user = create_member(NAME, PASSWORD, person_id=501, display_name="สมหญิง", email=ADDRESS)
    EmailAddress.objects.create(user=user, email=ADDRESS, verified=confirmed, primary=True)
    if factor:
        TOTP.activate(user, SECRET)
    return user


def link(mails) -> str:
    found = re.search(r"/account/password/reset/key/\S+", mails[-1].body)
    return found[0] if found else ""


def set_new_password(client: Client):
    form = client.get(link(mail.outbox), follow=True).request["PATH_INFO"]
    return client.post(form, {"password1": NEW, "password2": NEW}, follow=True)


@pytest.mark.parametrize(("confirmed", "factor"), [(False, False), (False, True), (True, False)])
def test_a_mailbox_alone_sets_no_password(confirmed, factor):
    member(confirmed=confirmed, factor=factor)
    Client().post("/account/password/reset/", {"email": ADDRESS})
    Client().post(
        "/_allauth/app/v1/auth/password/request", {"email": ADDRESS}, content_type="application/json"
    )
    assert [one.to for one in mail.outbox] == [[ADDRESS]] * 2
    assert not any(link([one]) for one in mail.outbox)
    assert "ThaID" in mail.outbox[0].body


def test_after_a_reset_the_second_factor_is_still_asked_and_old_sessions_end():
    member(confirmed=True, factor=True)
    there, here = Client(), Client()
    enter(there, NAME)
    there.post("/account/2fa/authenticate/", {"code": code()})
    assert there.get("/api/v1/me").status_code == 200
    here.post("/account/password/reset/", {"email": ADDRESS})
    assert set_new_password(here).status_code == 200
    assert there.get("/api/v1/me").status_code in (401, 403)
    assert enter(here, NAME, NEW)["Location"].startswith("/account/2fa/authenticate/")
    assert here.get("/api/v1/me").status_code in (401, 403)


def test_a_link_counts_once():
    member(confirmed=True, factor=True)
    Client().post("/account/password/reset/", {"email": ADDRESS})
    set_new_password(Client())
    again = Client().get(link(mail.outbox[:1]), follow=True)
    assert 'name="password1"' not in again.content.decode()


def test_whether_there_is_an_account_is_not_told():
    member(confirmed=True, factor=True)
    told = [
        Client().post("/account/password/reset/", {"email": one}, follow=True)
        for one in (ADDRESS, "nobody@example.com")
    ]
    assert told[0].request["PATH_INFO"] == told[1].request["PATH_INFO"]
    assert told[0].status_code == told[1].status_code == 200


def test_a_mailbox_is_not_flooded():
    member(confirmed=True, factor=True)
    codes = [Client().post("/account/password/reset/", {"email": ADDRESS}).status_code for _ in range(6)]
    assert codes == [302] * 5 + [429]
    assert len(mail.outbox) == 5


def test_another_address_counts_when_confirmed_and_the_old_one_is_told():
    user = member(confirmed=True, factor=False)
    client = Client()
    enter(client, NAME)
    asked = client.post("/account/email/", {"action_add": "1", "email": "new@example.com"})
    assert asked.headers["Location"].startswith("/account/reauthenticate/")  # the password once more
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    client.post("/account/email/", {"action_add": "1", "email": "new@example.com"})
    user.refresh_from_db()
    assert user.email == ADDRESS
    asked = re.search(r"/account/confirm-email/\S+", mail.outbox[-1].body)[0]
    mail.outbox.clear()
    client.post(asked)
    user.refresh_from_db()
    assert user.email == "new@example.com"
    deliver_all()
    assert ADDRESS in [to for one in mail.outbox for to in one.to]


HOUSE = "govuk-skip-link"


@pytest.mark.parametrize(
    "path",
    [
        "password/reset/", "password/reset/done/", "password/reset/key/done/", "password/reset/key/1-wrong/",
        "confirm-email/", "confirm-email/wrong/", "inactive/", "signup/",
        "3rdparty/login/cancelled/", "3rdparty/login/error/",
    ],
)  # fmt: skip
def test_pages_for_strangers_look_like_the_house(path):
    assert HOUSE in Client().get(f"/account/{path}", follow=True).content.decode()


@pytest.mark.parametrize(
    "path",
    ["email/", "password/change/", "password/set/", "2fa/", "3rdparty/", "reauthenticate/", "sessions/"],
)
def test_pages_for_who_is_signed_in_look_like_the_house(path):
    user = create_user("somebody", PASSWORD, kind="officer", display_name="ใครคนหนึ่ง")
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = client.get(f"/account/{path}", follow=True).content.decode()
    assert HOUSE in page
    assert "placeholder=" not in page
