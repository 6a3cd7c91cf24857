"""Corrections of the register by the office: what stood, what should stand, and why; another officer decides.

Names and death come from the civil register and are not corrected here.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from registration.bulk.lines import EARLIEST_BIRTH
from registration.models import Employment, LeaveReason, Person, Sex
from registration.services.asking import ask_about
from registration.services.coverage import sync_section33
from registration.services.people import lock_person
from sso_core import clock
from sso_core.audit.public import record
from sso_core.cases import public as cases
from sso_core.kernel.actor import Actor, ActorKind
from sso_core.kernel.finding import Finding, Refused

CASE_TYPE = "registration.correction"
PERSON_FIELDS = ("birth_date", "sex")
EMPLOYMENT_FIELDS = ("starts_on", "ends_on", "reason")
DAYS = {"birth_date", "starts_on", "ends_on"}


def ask_person(
    person_id: int, *, birth_date: date | None, sex: str, reason: str, by: Actor
) -> cases.CaseView:
    """Ask for another birth date or sex. Raises ``Refused`` where nothing changes or it cannot be."""
    person = Person.objects.get(pk=person_id)
    if birth_date and not EARLIEST_BIRTH <= birth_date <= clock.today():
        raise Refused(Finding("birth_impossible", field="birth_date"))
    if sex not in Sex.values:
        raise Refused(Finding("birth_impossible", field="sex"))
    return _ask(
        person,
        "person",
        person.pk,
        _plain(person, PERSON_FIELDS),
        {"birth_date": birth_date, "sex": sex},
        reason,
        by,
    )


def ask_employment(
    employment_id: int, *, starts_on: date, ends_on: date | None, why_left: str, reason: str, by: Actor
) -> cases.CaseView:
    """Ask for other days of an employment. Raises ``Refused`` where nothing changes or it cannot be."""
    row = Employment.objects.select_related("person").get(pk=employment_id)
    if starts_on > clock.today() or (ends_on and ends_on > clock.today()):
        raise Refused(Finding("end_in_future" if ends_on else "start_in_future", field="starts_on"))
    if ends_on and ends_on < starts_on:
        raise Refused(Finding("end_before_start", field="ends_on", params={"since": starts_on.isoformat()}))
    if bool(ends_on) != bool(why_left) or (why_left and why_left not in LeaveReason.values):
        raise Refused(Finding("leave_reason", field="why_left"))
    after = {"starts_on": starts_on, "ends_on": ends_on, "reason": why_left}
    return _ask(row.person, "employment", row.pk, _plain(row, EMPLOYMENT_FIELDS), after, reason, by)


def _ask(
    person: Person,
    what: str,
    key: int,
    before: dict[str, Any],
    after: Mapping[str, Any],
    reason: str,
    by: Actor,
) -> cases.CaseView:
    told = {name: _text(value) for name, value in after.items()}
    if told == before:
        raise Refused(Finding("nothing_changes", field="reason"))
    if not reason.strip():
        raise Refused(Finding("reason_needed", field="reason"))
    return ask_about(
        person,
        CASE_TYPE,
        {"what": what, "id": key, "before": before, "after": told, "reason": reason.strip()},
        by=by,
    )


def _plain(row: Person | Employment, names: tuple[str, ...]) -> dict[str, str]:
    return {name: _text(getattr(row, name)) for name in names}


def _text(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else value or ""


@transaction.atomic
def decided(case: cases.CaseView, decision: cases.Decision) -> None:
    """Write an approved correction. Raises ``Refused`` where the record has changed since, or the days overlap."""
    if not decision.approved:
        return
    told = case.payload
    person_id = case.person_id
    assert person_id is not None
    lock_person(person_id)
    is_person = told["what"] == "person"
    row: Person | Employment = (Person if is_person else Employment).objects.get(pk=told["id"])
    if _plain(row, PERSON_FIELDS if is_person else EMPLOYMENT_FIELDS) != told["before"]:
        raise Refused(Finding("record_changed", field="outcome"))
    for name, value in told["after"].items():
        setattr(row, name, (date.fromisoformat(value) if value else None) if name in DAYS else value)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise Refused(Finding("periods_overlap", field="outcome")) from None
    if not is_person:
        sync_section33(person_id)
    officer = Actor(ActorKind.OFFICER, decision.maker_id, decision.maker_name)
    record("corrected", by=officer, subject=case.subject, params={"case": case.reference})
