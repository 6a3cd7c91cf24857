"""Every way back into a log-in: what it takes, what it voids, and who is told."""

import re
from datetime import date, timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test import Client

from registration.models import Person
from sso_core.accounts.models import Grant, Recovery, Role, User
from sso_core.accounts.public import create_user
from sso_core.audit.models import Event
from sso_core.messaging.public import deliver_all, inbox_of
from tests.accounts.test_signing_in import PASSWORD, SECRET, Program, code, enter
from tests.accounts.test_step_up import member
from tests.accounts.test_thaid import HOLDER, consent, me, thaid
from tests.registration.factories import strong_session

__all__ = ["member", "thaid"]
pytestmark = pytest.mark.django_db
ADDRESS, NEW = "somying@example.com", "another long horse 99"
ANEW = "/account/recover/anew/"


@pytest.fixture
def guarded(member) -> User:
    """With a confirmed address, an app and recovery codes."""
    User.objects.filter(pk=member.pk).update(email=ADDRESS)
    EmailAddress.objects.create(user=member, email=ADDRESS, verified=True, primary=True)
    TOTP.activate(member, SECRET)
    RecoveryCodes.activate(member)
    member.refresh_from_db()
    return member


def office(name: str, *roles: Role, at: str = "1001") -> Client:
    user = create_user(name, None, kind="officer", display_name=f"เจ้าหน้าที่ {name}")
    for role in roles:
        Grant.objects.create(user=user, role=role, scope=f"office:{at}", since=date(2026, 1, 1))
    return strong_session(Client(), user)


def told() -> list[tuple[str, str]]:
    deliver_all()
    return [(one.to[0], one.subject) for one in mail.outbox]


def ask(client: Client, username: str = HOLDER, **other):
    given = {"username": username, "seen": "card", "reason": "โทรศัพท์หาย ลืมรหัสผ่าน", **other}
    return client.post("/office/recoveries/", given)


def approve(client: Client) -> str:
    page = client.post(f"/office/recoveries/{Recovery.objects.get().pk}/", {"choice": "approve"})
    return re.search(r"<code>([A-Z0-9-]{14})</code>", page.content.decode())[1]


def use(code: str, username: str = HOLDER, password: str = NEW):
    given = {"username": username, "code": code, "password": password}
    return Client().post("/account/recover/", given)


# ---- recovery codes: the password and a code


def test_a_recovery_code_opens_beside_the_password_once_and_is_told(guarded):
    spare = RecoveryCodes(guarded.authenticator_set.get(type="recovery_codes")).get_unused_codes()[0]
    for opened in (True, False):
        client = Client()
        enter(client, HOLDER)
        client.post("/account/2fa/authenticate/", {"code": spare})
        assert (me(client).status_code == 200) is opened
    assert told() == [(ADDRESS, "มีการใช้รหัสสำรองเข้าสู่ระบบ")]


def test_a_recovery_code_without_the_password_opens_nothing(guarded):
    spare = RecoveryCodes(guarded.authenticator_set.get(type="recovery_codes")).get_unused_codes()[0]
    client = Client()
    enter(client, HOLDER, spare)
    client.post("/account/2fa/authenticate/", {"code": spare})
    assert me(client).status_code in (401, 403)


# ---- ThaID: the app and the face


def test_thaid_starts_everything_anew_and_nothing_old_opens_any_more(thaid, guarded):
    program, here = Program(), Client()
    program.call("post", "/_allauth/app/v1/auth/login", {"username": HOLDER, "password": PASSWORD})
    program.call("post", "/_allauth/app/v1/auth/2fa/authenticate", {"code": code()})
    assert program.call("get", "/api/v1/me").status_code == 200
    assert (
        here.get(consent(thaid, here)).status_code == 302
    )  # ThaID has asked for two: no code of the lost app
    assert here.get(ANEW).status_code == 200
    assert here.post(ANEW)["Location"] == "/account/security/"
    guarded.refresh_from_db()
    assert not Authenticator.objects.exists()
    assert not guarded.has_usable_password()
    assert me(here).json()["aal"] == "2.2"
    assert program.http.get("/api/v1/me", headers={"X-Session-Token": program.token}).status_code in (
        401,
        403,
    )
    assert (ADDRESS, "กู้บัญชีแล้ว ตั้งการยืนยันใหม่ทั้งหมด") in told()
    assert Event.objects.get(verb="log_in_started_anew").user_id == guarded.pk
    again = Client()
    enter(again, HOLDER)
    assert me(again).status_code in (401, 403)
    here.post("/account/password/set/", {"password1": NEW, "password2": NEW})
    enter(again, HOLDER, NEW)
    assert me(again).json()["assurance"] == 1


def test_an_unproven_thaid_still_owes_the_second_factor_and_starts_nothing(thaid, guarded):
    client = Client()
    back = client.get(consent(thaid, client, ial="1.1"))
    assert back["Location"].startswith("/account/2fa/authenticate/")
    assert me(client).status_code in (401, 403)
    client.post("/account/2fa/authenticate/", {"code": code()})
    assert client.post(ANEW)["Location"].startswith("/account/oidc/thaid/step-up/")
    assert guarded.authenticator_set.count() == 2


def test_password_and_app_do_not_start_anew(thaid, guarded):
    client = Client()
    enter(client, HOLDER)
    client.post("/account/2fa/authenticate/", {"code": code()})
    assert client.post(ANEW)["Location"].startswith("/account/oidc/thaid/step-up/")
    assert guarded.authenticator_set.count() == 2


def test_a_thaid_of_a_while_ago_does_not_start_anew(thaid, guarded):
    client = Client()
    client.get(consent(thaid, client))
    with time_machine.travel(timedelta(minutes=16)):
        assert client.post(ANEW)["Location"].startswith("/account/oidc/thaid/step-up/")
    assert guarded.authenticator_set.count() == 2


# ---- at the branch: the person with a card, and two officers


def test_two_officers_let_somebody_in_who_has_nothing_left(guarded):
    there = Client()
    enter(there, HOLDER)
    there.post("/account/2fa/authenticate/", {"code": code()})
    first, second = office("first", Role.officer), office("second", Role.checker)
    assert ask(first).status_code == 302
    assert told() == [(ADDRESS, "มีการขอกู้บัญชีของคุณที่สำนักงาน")]
    given = approve(second)
    assert me(there).status_code == 200  # nothing changes before the code is used
    assert use(given.lower().replace("-", " "))["Location"] == "/account/login/"
    assert me(there).status_code in (401, 403)
    assert not Authenticator.objects.exists()
    assert told()[-1] == (ADDRESS, "กู้บัญชีแล้ว ตั้งการยืนยันใหม่ทั้งหมด")
    client = Client()
    enter(client, HOLDER, NEW)
    assert me(client).json()["aal"] == "1"  # the account comes back, its second factor is set up anew
    verbs = list(Event.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs == ["recovery_asked", "recovery_approved", "log_in_started_anew"]
    assert use(given).status_code == 422


def test_the_first_officer_is_not_the_second(guarded):
    both = office("both", Role.officer, Role.checker, Role.supervisor)
    ask(both)
    assert (
        both.post(f"/office/recoveries/{Recovery.objects.get().pk}/", {"choice": "approve"}).status_code
        == 404
    )
    assert Recovery.objects.get().state == "asked"


def test_an_officer_of_another_office_and_one_without_the_role_do_not_decide(guarded):
    ask(office("first", Role.officer))
    address = f"/office/recoveries/{Recovery.objects.get().pk}/"
    assert (
        office("elsewhere", Role.checker, at="1002").post(address, {"choice": "approve"}).status_code == 404
    )
    assert office("second", Role.officer).post(address, {"choice": "approve"}).status_code == 404


def test_nobody_asks_for_oneself_or_twice(guarded):
    first = office("first", Role.officer)
    assert ask(first, "first").status_code == 422
    assert ask(first, "nobody").status_code == 422
    assert ask(first).status_code == 302
    assert ask(office("another", Role.officer)).status_code == 422


def test_the_database_refuses_one_pair_of_eyes(guarded):
    ask(office("first", Role.officer))
    for sql in (
        "update accounts_recovery set state = 'approved', decided_at = now(), decided_by_id = asked_by_id",
        "update accounts_recovery set state = 'approved'",
        "update accounts_recovery set asked_by_id = user_id",
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)


def test_refused_there_is_no_code_and_it_may_be_asked_anew(guarded):
    first, second = office("first", Role.officer), office("second", Role.checker)
    ask(first)
    number = Recovery.objects.get().pk
    second.post(f"/office/recoveries/{number}/", {"choice": "refuse"})
    assert (Recovery.objects.get().state, Recovery.objects.get().code) == ("refused", "")
    assert second.post(f"/office/recoveries/{number}/", {"choice": "approve"}).status_code == 422
    assert ask(first).status_code == 302


def test_a_code_of_yesterday_opens_nothing_and_another_may_be_asked(guarded):
    with time_machine.travel("2026-11-23T03:00:00Z", tick=False) as clock:
        ask(office("first", Role.officer))
        given = approve(office("second", Role.checker))
        clock.shift(timedelta(hours=25))
        assert use(given).status_code == 422
        again = strong_session(Client(), User.objects.get(username="first"))
        assert ask(again).status_code == 302
    assert guarded.authenticator_set.count() == 2


def test_codes_are_not_guessed_and_say_nothing_of_who_exists(guarded):
    ask(office("first", Role.officer))
    given = approve(office("second", Role.checker))
    written = [HOLDER, f"{HOLDER[0]}-{HOLDER[1:]}", f" {HOLDER}"] * 2  # the same person, however typed
    wrong = [use("AAAA-BBBB-CCCC", name).status_code for name in written]
    assert wrong == [422] * 5 + [429]
    assert use(given).status_code == 429
    words = {
        re.sub(r"value=\"[^\"]*\"", "", use("AAAA-BBBB-CCCC", name).content.decode())
        for name in ("nobody", "first")
    }
    assert len(words) == 1


def test_the_code_is_kept_as_a_hash_alone(guarded):
    ask(office("first", Role.officer))
    given = approve(office("second", Role.checker)).replace("-", "")
    assert given not in Recovery.objects.get().code
    assert not Event.objects.filter(params__icontains=given).exists()


def test_programs_ask_and_decide_by_the_same_rules(guarded):
    first, second = office("first", Role.officer), office("second", Role.checker)
    asked = {"username": HOLDER, "seen": "card", "reason": "โทรศัพท์หาย"}
    made = first.post("/api/v1/office/recoveries", asked, content_type="application/json")
    assert made.status_code == 201
    address = f"/api/v1/office/recoveries/{made.json()['id']}/decision"
    assert first.post(address, {"approve": True}, content_type="application/json").status_code in (403, 404)
    given = second.post(address, {"approve": True}, content_type="application/json").json()["code"]
    told = {"username": HOLDER, "code": given, "password": NEW}
    assert Client().post("/api/v1/recover", told, content_type="application/json").status_code == 204
    assert not Authenticator.objects.exists()


# ---- a new address


def test_a_new_address_wants_the_second_factor_where_there_is_one_and_the_old_is_told(guarded):
    client = Client()
    enter(client, HOLDER)
    client.post("/account/2fa/authenticate/", {"code": code()})
    client.post("/account/email/", {"action_add": "1", "email": "new@example.com"})
    assert User.objects.get(pk=guarded.pk).email == ADDRESS  # until the link at the new address is followed
    link = re.search(r"/account/confirm-email/\S+", mail.outbox[-1].body)[0]
    mail.outbox.clear()
    client.post(link)
    assert User.objects.get(pk=guarded.pk).email == "new@example.com"
    assert (ADDRESS, "เปลี่ยนอีเมลของบัญชีแล้ว") in told()


def test_the_address_of_the_register_is_told_as_well(guarded):
    """Who has swapped the address of the log-in has not swapped that one."""
    Person.objects.filter(pk=guarded.person_id).update(email="register@example.com")
    ask(office("first", Role.officer))
    assert {address for address, _ in told()} == {ADDRESS, "register@example.com"}
    assert len(inbox_of(f"person:{guarded.person_id}")) == 1


# ---- a new password by mail


def test_a_new_password_by_mail_is_told(guarded):
    Client().post("/account/password/reset/", {"email": ADDRESS})
    link = re.search(r"/account/password/reset/key/\S+", mail.outbox[-1].body)[0]
    client = Client()
    form = client.get(link, follow=True).request["PATH_INFO"]
    client.post(form, {"password1": NEW, "password2": NEW})
    assert (ADDRESS, "ตั้งรหัสผ่านใหม่ทางอีเมลแล้ว") in told()
