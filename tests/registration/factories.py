"""People and employers for tests, with valid numbers."""

import itertools
from datetime import date
from typing import Any

from django.utils import timezone

from registration.models import Employer, Person
from registration.services.employers import open_account
from registration.services.enrolment import Enrol, enrol
from sso_core.accounts.models import User
from sso_core.accounts.public import create_member, create_user, grant
from sso_core.kernel import thai_id
from sso_core.kernel.actor import SYSTEM, Actor, ActorKind

_numbers = itertools.count(1)


def national_id() -> str:
    """A fresh valid 13-digit number."""
    return thai_id.make(f"18800{next(_numbers):07d}")


def make_person(**given: Any) -> Person:
    """A checked person, born 1990 unless told."""
    values = {
        "national_id": national_id(),
        "title_code": "003",
        "title": "นาย",
        "first_name": "ทดสอบ",
        "last_name": "ตัวอย่าง",
        "birth_date": date(1990, 1, 1),
        "sex": "M",
        "verified_at": timezone.now(),
        **given,
    }
    person = Person(**values)
    person.set_keys()
    person.save()
    return person


def make_employer(account_no: str = "", **given: Any) -> Employer:
    """An employer with its head office."""
    values = {"name": "บริษัท ทดสอบ จำกัด", "province": "10", "address": "1 ถนนทดสอบ", **given}
    values.setdefault("tax_id", thai_id.make(f"01055{next(_numbers):07d}"))
    view = open_account(account_no=account_no, **values)
    return Employer.objects.get(pk=view.id)


def enrolled(person: Person, employer: Employer, since: date, **given: Any) -> Any:
    """Enrol ``person`` with ``employer`` and return the employment."""
    command = Enrol(
        national_id=person.national_id,
        first_name=person.first_name,
        last_name=person.last_name,
        account=employer.account_no,
        branch_no="000000",
        starts_on=since,
        **given,
    )
    return enrol(command, by=SYSTEM).enrolled[0]


def member(person: Person, password: str = "demo-pass-9") -> User:
    """The person's log-in."""
    return create_member(person.national_id, password, person_id=person.pk, display_name=person.full_name)


def member_actor(person: Person, *, assurance: int = 2, user: User | None = None) -> Actor:
    made = user or member(person)
    return Actor(ActorKind.MEMBER, made.pk, str(made), person.pk, "", assurance)


def staff(employer: Employer, role: str = "employer_admin", username: str = "") -> User:
    """A user with a right for the employer."""
    user = create_user(
        username or f"staff{next(_numbers)}", "demo-pass-9", kind="employer", display_name="ฝ่ายบุคคล"
    )
    grant(user.pk, role, f"employer:{employer.account_no}", by=SYSTEM)
    return user


def officer(*roles: str, office: str = "*", username: str = "") -> User:
    """A user with roles at an office."""
    user = create_user(
        username or f"officer{next(_numbers)}",
        "demo-pass-9",
        kind="officer",
        display_name=f"เจ้าหน้าที่ {next(_numbers)}",
    )
    for role in roles or ("officer",):
        grant(user.pk, role, f"office:{office}", by=SYSTEM)
    return user


def officer_actor(user: User) -> Actor:
    return Actor(ActorKind.OFFICER, user.pk, str(user), None, "office:1001", 2)


def strong_session(client: Any, user: User) -> Any:
    """Log ``client`` in as ``user`` with a second factor just shown."""
    import time

    from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY

    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [
        {"method": "password", "at": time.time(), "username": user.username},
        {"method": "mfa", "at": time.time(), "type": "totp"},
    ]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return client
