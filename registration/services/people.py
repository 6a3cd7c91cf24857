"""Persons enter the register: from the civil register, or as told while it does not answer."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from integrations.public import DopaPerson, GatewayDown, dopa_check_laser, dopa_person
from registration.models import Check, CheckState, Person, Sex
from registration.values import PersonView, person_view
from sso_core import clock
from sso_core.kernel import thai_id, thai_text
from sso_core.kernel.finding import Finding, Refused
from sso_core.kernel.places import office_of

RETRY_AFTER = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=1)
DOPA = "dopa"


def lock_person(person_id: int) -> None:
    """Hold the person for the rest of the transaction, so that two acts on one person follow each other."""
    Person.objects.select_for_update().only("pk").get(pk=person_id)


def prove_identity(
    national_id: str, first_name: str, last_name: str, birth_date: date | None, laser_code: str = ""
) -> PersonView:
    """Compare what a person tells with the civil register, and enter the person if new.

    Raises ``Refused`` with a finding for whatever differs, ``GatewayDown`` while DOPA does not answer.
    """
    digits = _digits(national_id)
    found = dopa_person(digits)
    findings = compare(found, first_name, last_name, birth_date)
    if findings:
        raise Refused(*findings)
    assert found is not None
    if (
        laser_code
        and birth_date
        and not dopa_check_laser(digits, found.first_name, found.last_name, birth_date, laser_code)
    ):
        raise Refused(Finding("dopa_laser", field="laser_code"))
    return person_view(enter(found))


def compare(
    found: DopaPerson | None, first_name: str, last_name: str, birth_date: date | None = None
) -> list[Finding]:
    """What differs between the civil register and what was told."""
    if found is None:
        return [Finding("dopa_not_found", field="national_id")]
    if found.status == "dead":
        return [Finding("dopa_dead", field="national_id")]
    findings = []
    told, registered = f"{first_name} {last_name}".strip(), f"{found.first_name} {found.last_name}".strip()
    if thai_text.normalise(told) != thai_text.normalise(registered):
        findings.append(Finding("dopa_name", field="first_name", params={"registered": registered}))
    if birth_date and found.birth_date and birth_date != found.birth_date:
        findings.append(Finding("dopa_birth", field="birth_date"))
    return findings


@transaction.atomic
def enter(found: DopaPerson) -> Person:
    """Write what the civil register says; names and death follow it, contacts stay ours."""
    person, _ = Person.objects.select_for_update().get_or_create(
        national_id=found.national_id,
        defaults={"first_name": found.first_name, "office": office_of(found.province)},
    )
    person.title_code, person.title = found.title_code, found.title
    person.first_name, person.last_name = found.first_name, found.last_name
    person.birth_date, person.sex = found.birth_date, found.sex or Sex.UNKNOWN
    person.nationality, person.died_on = found.nationality or "099", found.died_on
    person.address = person.address or found.address
    person.province = person.province or found.province
    person.verified_at = clock.now()
    person.set_keys()
    person.save()
    return person


@transaction.atomic
def enter_unchecked(told: Mapping[str, Any]) -> Person:
    """Write a person as told while DOPA does not answer, and remember to ask again."""
    digits = _digits(told["national_id"])
    person = Person.objects.filter(national_id=digits).first()
    if person is None:
        person = Person(
            national_id=digits,
            title_code=told.get("title_code", ""),
            title=told.get("title", ""),
            first_name=thai_text.normalise(told["first_name"]),
            last_name=thai_text.normalise(told.get("last_name", "")),
            birth_date=told.get("birth_date"),
        )
        person.set_keys()
        person.save()
    if person.verified_at is None:
        ask_later(DOPA, f"person:{person.pk}", {"national_id": digits})
    return person


def person_from_thaid(claims: Mapping[str, Any]) -> PersonView:
    """The person of a ThaID session, whose identity the token proves. Raises ``Refused`` for a wrong pid."""
    digits = _digits(str(claims.get("pid", "")))
    existing = Person.objects.filter(national_id=digits).first()
    if existing is not None and existing.verified_at is not None:
        return person_view(existing)
    try:
        found = dopa_person(digits)
    except GatewayDown:
        told = {
            "national_id": digits,
            "title": claims.get("title", ""),
            "first_name": claims.get("given_name", ""),
            "last_name": claims.get("family_name", ""),
        }
        return person_view(enter_unchecked(told))
    if found is None or found.status == "dead":
        raise Refused(*compare(found, "", ""))
    return person_view(enter(found))


def ask_later(kind: str, subject: str, payload: Mapping[str, Any]) -> None:
    """Keep a question for an outside register until it answers; asked twice, it waits once."""
    Check.objects.get_or_create(
        kind=kind,
        subject=subject,
        state=CheckState.WAITING,
        defaults={"payload": dict(payload), "next_try_at": clock.now() + RETRY_AFTER},
    )


def ask_again(check: Check) -> CheckState:
    """Put a waiting question again; what is still unanswered waits longer each time, at most an hour."""
    try:
        found = dopa_person(check.payload["national_id"])
    except GatewayDown as down:
        check.attempts += 1
        check.detail = str(down)[:300]
        check.next_try_at = clock.now() + min(RETRY_AFTER * 2**check.attempts, LONGEST_WAIT)
        check.save()
        return CheckState.WAITING
    person = Person.objects.get(national_id=check.payload["national_id"])
    differences = compare(found, person.first_name, person.last_name)
    with transaction.atomic():
        if found is not None and not differences:
            enter(found)
        check.state = CheckState.FAILED if differences else CheckState.PASSED
        check.detail = ", ".join(f.code for f in differences)
        check.save()
    return CheckState(check.state)


def _digits(text: str) -> str:
    try:
        return thai_id.normalise(text)
    except ValueError:
        raise Refused(Finding("id_invalid", field="national_id", params={"value": text})) from None
