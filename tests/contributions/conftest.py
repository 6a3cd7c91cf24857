"""Signed-in browsers: an employer's clerk, a member, a finance officer."""

import time

import pytest
from django.test import Client

from registration.models import Person
from sso_core.accounts.public import Role, create_member, create_user, grant
from sso_core.kernel.actor import SYSTEM, ActorKind
from tests.contributions.factories import ACCOUNT


def signed_in(user, *, aal: int = 1) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    if aal == 2:
        session = client.session
        session["account_authentication_methods"] = [{"method": "mfa", "type": "totp", "at": time.time()}]
        session["account_authentication_methods_user"] = str(user.pk)
        session.save()
    return client


@pytest.fixture
def clerk(db):
    user = create_user("clerk", "x", kind=ActorKind.EMPLOYER, display_name="วิชุดา ศรีสมบัติ")
    grant(user.pk, Role.employer_filer, f"employer:{ACCOUNT}", by=SYSTEM)
    return signed_in(user)


@pytest.fixture
def stranger(db):
    user = create_user("stranger", "x", kind=ActorKind.EMPLOYER, display_name="คนนอก")
    grant(user.pk, Role.employer_filer, "employer:2000000013", by=SYSTEM)
    return signed_in(user)


@pytest.fixture
def treasurer(db):
    user = create_user("treasurer", "x", kind=ActorKind.OFFICER, display_name="สมหญิง การเงิน")
    grant(user.pk, Role.finance, "office:1001", by=SYSTEM)
    return signed_in(user, aal=2)


@pytest.fixture
def second_treasurer(db):
    user = create_user("treasurer2", "x", kind=ActorKind.OFFICER, display_name="สมชาย ตรวจสอบ")
    grant(user.pk, Role.finance_checker, "office:1001", by=SYSTEM)
    return signed_in(user, aal=2)


@pytest.fixture
def as_member(db):
    def sign_in(person: Person) -> Client:
        return signed_in(
            create_member(person.national_id, "x", person_id=person.pk, display_name=person.full_name)
        )

    return sign_in
