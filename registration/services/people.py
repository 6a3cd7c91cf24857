"""Persons enter the register: from the civil register, or as told while it does not answer."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from integrations.public import DopaPerson, GatewayDown, dopa_check_laser, dopa_person
from registration.models import Check, CheckState, IdentityPaper, Person, Sex
from registration.selectors import known_by
from registration.services.checks import DOPA, ask_later, forget, settle, wait_longer
from registration.services.civil import ask_dopa
from registration.services.telling import tell_employers
from registration.values import PersonView, person_view
from sso_core import clock
from sso_core.kernel import thai_id, thai_text
from sso_core.kernel.finding import Finding, Refused
from sso_core.kernel.places import office_of


def held_person(person_id: int) -> Person:
    """The person, held for the rest of the transaction, so that two acts on one person follow each other.

    Raises ``Refused`` where the record was merged into another one: nothing new is written there.
    """
    held = Person.objects.select_for_update(no_key=True).get(pk=person_id)
    if held.merged_into_id is not None:
        raise Refused(Finding("record_merged"))
    return held


def lock_person(person_id: int) -> None:
    """Hold a person whose row is not needed. Raises ``Refused`` like ``held_person``."""
    held_person(person_id)


def known_people(numbers: Iterable[str]) -> QuerySet[Person]:
    """Whom nobody needs to be asked about: confirmed, or registered by an officer who saw the passport."""
    papers = IdentityPaper.objects.filter(person=OuterRef("pk"), given_up_on=None)
    return Person.objects.filter(Q(verified_at__isnull=False) | Exists(papers), national_id__in=list(numbers))


def prove_identity(
    national_id: str, first_name: str, last_name: str, birth_date: date | None, laser_code: str = ""
) -> PersonView:
    """Compare what a person tells with the civil register, and enter the person if new.

    Raises ``Refused`` with a finding for whatever differs, ``GatewayDown`` while DOPA does not answer.
    """
    digits = digits_of(national_id)
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
    """What differs between the civil register and what was told.

    The registered name is not repeated: whoever types a number must not learn whose it is.
    """
    if found is None:
        return [Finding("dopa_not_found", field="national_id")]
    if found.status == "dead":
        return [Finding("dopa_dead", field="national_id")]
    findings = []
    if not same_name(found, first_name, last_name):
        code, place = ("dopa_last_name", "last_name")
        if thai_text.normalise(first_name) != thai_text.normalise(found.first_name):
            code, place = ("dopa_name", "first_name")
        findings.append(Finding(code, field=place))
    if birth_date and found.birth_date and birth_date != found.birth_date:
        findings.append(Finding("dopa_birth", field="birth_date"))
    return findings


def same_name(known: DopaPerson | Person, first_name: str, last_name: str) -> bool:
    """Whether the name told is the one on record, wherever a middle name was put."""
    told, kept = f"{first_name} {last_name}", f"{known.first_name} {known.last_name}"
    return thai_text.normalise(told) == thai_text.normalise(kept)


@transaction.atomic
def enter(found: DopaPerson) -> Person:
    """Write what the civil register says; names and death follow it, contacts stay ours.

    Under a number that was given up nothing is written; the record that stands for the person is returned.
    """
    known = known_by(found.national_id)
    if known is not None and known.national_id != found.national_id:
        return known
    person, _ = Person.objects.select_for_update().get_or_create(
        national_id=found.national_id,
        defaults={"first_name": found.first_name, "office": office_of(found.province)},
    )
    person.title_code, person.title = found.title_code, found.title
    person.first_name, person.last_name = found.first_name, found.last_name
    person.birth_date, person.sex = found.birth_date, found.sex or Sex.UNKNOWN
    person.nationality, person.died_on = found.nationality or "099", found.died_on
    person.marital = found.marital or person.marital
    person.address = person.address or found.address
    person.province = person.province or found.province
    person.verified_at = clock.now()
    person.set_keys()
    person.save()
    forget(DOPA, f"person:{person.pk}")
    return person


@transaction.atomic
def enter_unchecked(told: Mapping[str, Any]) -> Person:
    """Write a person as told while DOPA does not answer, and remember to ask again."""
    digits = digits_of(told["national_id"])
    known = known_by(digits)
    if known is not None and known.national_id != digits:
        return known
    fresh = Person(
        national_id=digits,
        title_code=told.get("title_code", ""),
        title=told.get("title", ""),
        first_name=thai_text.normalise(told["first_name"]),
        last_name=thai_text.normalise(told.get("last_name", "")),
        birth_date=told.get("birth_date"),
    )
    fresh.set_keys()
    values = {f.name: getattr(fresh, f.name) for f in Person._meta.concrete_fields if f.name not in _OWN}
    person, _ = Person.objects.get_or_create(national_id=digits, defaults=values)
    if person.verified_at is None:
        ask_later(DOPA, f"person:{person.pk}", {"national_id": digits})
    return person


_OWN = ("id", "national_id", "created_at")


def person_from_thaid(claims: Mapping[str, Any]) -> PersonView:
    """The person of a ThaID session, whose identity the token proves. Raises ``Refused`` for a wrong pid."""
    digits = digits_of(str(claims.get("pid", "")))
    existing = known_by(digits)
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


def ask_again(check: Check) -> CheckState:
    """Put a waiting question again. What does not fit is told to the person's employers, who mend it."""
    number = check.payload["national_id"]
    found = ask_dopa([number])[number]
    if isinstance(found, GatewayDown):
        return wait_longer(check, str(found))
    person = Person.objects.get(national_id=number)
    differences = compare(found, person.first_name, person.last_name)
    with transaction.atomic():
        if found is not None and not differences:
            enter(found)
            return settle(check, passed=True)
        tell_employers(person, "registration/check_failed", code=differences[0].code)
        return settle(check, passed=False, detail=differences[0].code)


def digits_of(text: str) -> str:
    """Thirteen digits. Raises ``Refused``."""
    try:
        return thai_id.normalise(text)
    except ValueError:
        raise Refused(Finding("id_invalid", field="national_id", params={"value": text})) from None
