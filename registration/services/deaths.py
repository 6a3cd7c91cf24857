"""A death that the civil register does not tell: an officer records what proves it, another decides.

Who died abroad, or is held dead by a court, is known here before the civil register writes it; and who was
recorded as dead by mistake lives again the same way. What the civil register says is not changed here.
"""

from datetime import date

from django.db import transaction

from registration.bulk.lines import EARLIEST_BIRTH
from registration.models import Death, DeathSource, Person
from registration.services.asking import ask_about
from registration.services.people import held_person
from registration.services.telling import tell_of_death
from sso_core import clock
from sso_core.audit.public import record
from sso_core.cases import public as cases
from sso_core.kernel.actor import Actor, ActorKind
from sso_core.kernel.finding import Finding, Refused
from sso_core.messaging.public import publish

CASE_TYPE = "registration.death"


def death_of(person_id: int) -> Death | None:
    """What tells the person's death."""
    return Death.objects.filter(person_id=person_id).first()


def ask_death(
    person_id: int, *, died_on: date, source: str, evidence: str, documents: tuple[str, ...] = (), by: Actor
) -> cases.CaseView:
    """Ask that a death be recorded; ``evidence`` names the paper. Raises ``Refused``."""
    person = Person.objects.get(pk=person_id)
    if person.died_on is not None:
        raise Refused(Finding("dead_already", field="died_on"))
    if not (person.birth_date or EARLIEST_BIRTH) <= died_on <= clock.today():
        raise Refused(Finding("death_impossible", field="died_on"))
    if source not in DeathSource.values or source == DeathSource.CIVIL_REGISTER:
        raise Refused(Finding("death_source", field="source"))
    told = {"what": "death", "died_on": died_on.isoformat(), "source": source, "evidence": evidence.strip()}
    return _ask(person, told, documents, by)


def ask_life(person_id: int, *, evidence: str, documents: tuple[str, ...] = (), by: Actor) -> cases.CaseView:
    """Ask that a death recorded here by mistake be taken back. Raises ``Refused`` where the civil register says it."""
    found = Death.objects.select_related("person").filter(person_id=person_id).first()
    if found is None or found.source == DeathSource.CIVIL_REGISTER:
        raise Refused(Finding("death_not_ours"))
    told = {"what": "life", "died_on": found.died_on.isoformat(), "evidence": evidence.strip()}
    return _ask(found.person, told, documents, by)


@transaction.atomic
def _ask(person: Person, told: dict[str, str], documents: tuple[str, ...], by: Actor) -> cases.CaseView:
    if not told["evidence"]:
        raise Refused(Finding("evidence_needed", field="evidence"))
    return ask_about(person, CASE_TYPE, told, documents=documents, by=by)


@transaction.atomic
def decided(case: cases.CaseView, decision: cases.Decision) -> None:
    """Write an approved death, or take it back. Raises ``Refused`` where the record has changed since."""
    if not decision.approved:
        return
    assert case.person_id is not None
    person = held_person(case.person_id)
    by = Actor(ActorKind.OFFICER, decision.maker_id, decision.maker_name)
    if case.payload["what"] == "death":
        _write(person, case)
    else:
        _take_back(person)
    verb = "death_recorded" if case.payload["what"] == "death" else "death_taken_back"
    record(verb, by=by, subject=case.subject, params={"case": case.reference})
    publish("registration.coverage_changed", f"{person.pk}/{case.reference}", {"person_id": person.pk})


def _write(person: Person, case: cases.CaseView) -> None:
    if person.died_on is not None:
        raise Refused(Finding("dead_already", field="outcome"))
    died_on = date.fromisoformat(case.payload["died_on"])
    Death.objects.create(
        person=person,
        died_on=died_on,
        source=case.payload["source"],
        evidence=case.payload["evidence"],
        case_reference=case.reference,
    )
    person.died_on = died_on
    person.save(update_fields=["died_on"])
    tell_of_death(person, died_on)


def _take_back(person: Person) -> None:
    found = Death.objects.filter(person=person).exclude(source=DeathSource.CIVIL_REGISTER).first()
    if found is None:
        raise Refused(Finding("death_not_ours", field="outcome"))
    found.delete()
    person.died_on = None
    person.save(update_fields=["died_on"])
