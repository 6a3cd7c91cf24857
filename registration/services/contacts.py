"""What a person may change alone: how the office reaches the person.

A new e-mail address counts when the code that was sent to it has come back; until then the old one is used, and
the old one hears of the change. A telephone counts as confirmed when its operator says whose it is.
"""

import secrets
from datetime import timedelta

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from registration.models import EmailProof, Person
from registration.selectors import recipient_of
from registration.services.people import held_person, lock_person
from registration.values import PersonView, person_view
from sso_core import clock
from sso_core.audit.public import record
from sso_core.kernel.actor import Actor
from sso_core.kernel.finding import Finding, Refused
from sso_core.kernel.places import office_of
from sso_core.messaging.public import Recipient, tell

CODE_HOLDS = timedelta(minutes=15)
MOST_TRIES = 5
MOST_CODES_AN_HOUR = 5


@transaction.atomic
def set_contacts(
    person_id: int, *, phone: str, email: str, address: str | None = None, province: str = "", by: Actor
) -> PersonView:
    """Keep new contacts; another e-mail address waits for its code. The office follows the province.

    Raises ``Refused`` where too many codes were asked for.
    """
    person = held_person(person_id)
    if email != person.email:
        _change_email(person, email)
    if phone != person.phone:
        person.phone, person.phone_confirmed_at = phone, None
    if address is not None:
        person.address = address
    if province:
        person.province, person.office = province, office_of(province)
    person.save()
    record("contacts_changed", by=by, subject=f"person:{person_id}")
    return person_view(person)


def _change_email(person: Person, email: str) -> None:
    if person.email:
        # The old address hears of it, so that a change by a stranger does not stay unnoticed.
        tell(recipient_of(person.pk), "registration/contacts_changed", {"action_url": "/me/profile/"})
    if email:
        _send_code(person, email)
    else:
        person.email, person.email_confirmed_at = "", None


def _send_code(person: Person, email: str) -> None:
    now = clock.now()
    asked = EmailProof.objects.filter(person=person, asked_at__gt=now - timedelta(hours=1))
    if asked.count() >= MOST_CODES_AN_HOUR:
        raise Refused(Finding("code_too_often", field="email"))
    code = f"{secrets.randbelow(1_000_000):06d}"
    proof = EmailProof.objects.create(
        person=person, email=email, code=make_password(code), asked_at=now, expires_at=now + CODE_HOLDS
    )
    # By e-mail only: in the person's own inbox whoever is signed in would read it.
    to = Recipient(f"email-proof:{proof.pk}", person.full_name, email=email, language="th")
    tell(to, "registration/email_code", {"code": code, "minutes": int(CODE_HOLDS.total_seconds() // 60)})


def waiting_email(person_id: int) -> str:
    """The new address that waits for its code, empty where none does."""
    proof = _waiting(person_id)
    return proof.email if proof else ""


def _waiting(person_id: int) -> EmailProof | None:
    newest = EmailProof.objects.filter(person_id=person_id).order_by("-asked_at", "-pk").first()
    return newest if newest and newest.confirmed_at is None and newest.expires_at > clock.now() else None


def send_again(person_id: int) -> None:
    """Another code to the address that waits, or was waiting. Raises ``Refused``."""
    newest = EmailProof.objects.filter(person_id=person_id, confirmed_at=None).order_by("-asked_at").first()
    if newest is None:
        raise Refused(Finding("code_none"))
    _send_code(newest.person, newest.email)


def confirm_email(person_id: int, code: str, *, by: Actor) -> PersonView:
    """The code came back: the new address counts. Raises ``Refused``; wrong tries are kept, five are the last."""
    with transaction.atomic():
        lock_person(person_id)
        proof = _waiting(person_id)
        if proof is None:
            raise Refused(Finding("code_none", field="code"))
        proof.tries += 1
        right = proof.tries <= MOST_TRIES and check_password(code.strip(), proof.code)
        if right:
            proof.confirmed_at = clock.now()
            Person.objects.filter(pk=person_id).update(
                email=proof.email, email_confirmed_at=proof.confirmed_at
            )
            record("email_confirmed", by=by, subject=f"person:{person_id}")
        proof.save()
    if not right:
        left = MOST_TRIES - proof.tries
        raise Refused(
            Finding("code_wrong" if left > 0 else "code_used_up", field="code", params={"left": left})
        )
    return person_view(Person.objects.get(pk=person_id))


@transaction.atomic
def confirm_phone(person_id: int, phone: str) -> bool:
    """The operator named the person as holder of ``phone``; whether it is the telephone of the record."""
    rows = Person.objects.filter(pk=person_id, phone=phone)
    return bool(rows.update(phone_confirmed_at=clock.now()))
