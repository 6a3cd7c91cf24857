"""Foreigners: who they are by their papers, a number where they have none, another number when one is given.

How the office makes numbers for foreigners was not found: ours begin with 00, as those of persons without status do,
then ten digits that run, then the check digit of the 13-digit id (confidence L). Where a real number comes later, it
takes the place of ours, and ours keeps leading to the person.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet

from registration.bulk.lines import EARLIEST_BIRTH
from registration.models import FormerNumber, IdentityPaper, PaperKind, Person, Sex
from registration.selectors import known_by
from registration.services.asking import ask_about
from registration.services.people import digits_of, held_person, lock_person
from registration.values import PersonView, person_view
from sso_core import clock
from sso_core.audit.public import record
from sso_core.cases import public as cases
from sso_core.kernel import thai_id, thai_text
from sso_core.kernel.actor import Actor, ActorKind
from sso_core.kernel.finding import Finding, Refused
from sso_core.messaging.public import publish

CASE_TYPE = "registration.number"
SOON = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper as told. ``country`` is ISO 3166-1 alpha-3; spaces and dashes of ``number`` do not matter."""

    kind: str
    country: str
    number: str
    valid_from: date | None = None
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class Foreigner:
    """Whom the office registers by a passport, without any Thai number. The Latin name is as in the passport."""

    latin_name: str
    first_name: str
    last_name: str
    nationality: str
    birth_date: date
    sex: str
    paper: Paper


@transaction.atomic
def register_foreigner(told: Foreigner, *, by: Actor) -> PersonView:
    """Give a number and keep the paper. Raises ``Refused``: the paper is known, or what is told cannot be."""
    if not EARLIEST_BIRTH <= told.birth_date <= clock.today():
        raise Refused(Finding("birth_impossible", field="birth_date"))
    if not told.latin_name.strip() or not told.first_name.strip():
        raise Refused(Finding("foreigner_name", field="latin_name"))
    person = Person(
        national_id=_fresh_number(),
        first_name=thai_text.normalise(told.first_name),
        last_name=thai_text.normalise(told.last_name),
        latin_name=" ".join(told.latin_name.upper().split()),
        nationality=told.nationality.upper(),
        birth_date=told.birth_date,
        sex=told.sex if told.sex in Sex.values else Sex.UNKNOWN,
    )
    person.set_keys()
    person.save()
    add_paper(person.pk, told.paper, by=by)
    record("foreigner_registered", by=by, subject=f"person:{person.pk}")
    return person_view(person)


def _fresh_number() -> str:
    with connection.cursor() as cursor:
        cursor.execute("select nextval('registration_foreigner_seq')")
        return thai_id.make(f"00{cursor.fetchone()[0]:010d}")


@transaction.atomic
def add_paper(person_id: int, told: Paper, *, by: Actor) -> IdentityPaper:
    """Keep a paper; the same again renews its days. Raises ``Refused`` where it is another person's."""
    number = "".join(c for c in told.number.upper() if c.isalnum())
    if told.kind not in PaperKind.values or not (len(told.country) == 3 and told.country.isascii()):
        raise Refused(Finding("paper_kind", field="kind"))
    if not (number.isascii() and 4 <= len(number) <= 30):
        raise Refused(Finding("paper_number", field="number"))
    if told.valid_from and told.valid_until and told.valid_until < told.valid_from:
        raise Refused(Finding("paper_days", field="valid_until"))
    lock_person(person_id)
    named = {"kind": told.kind, "country": told.country.upper(), "number": number}
    present = IdentityPaper.objects.filter(**named, given_up_on=None).first()
    if present is not None and present.person_id != person_id:
        raise Refused(Finding("paper_used", field="number"))
    paper = present or IdentityPaper(person_id=person_id, **named)
    paper.valid_from, paper.valid_until = told.valid_from, told.valid_until
    paper.recorded_by = by.user_id
    try:
        with transaction.atomic():
            paper.save()
    except IntegrityError:
        raise Refused(Finding("paper_used", field="number")) from None
    record("paper_kept", by=by, subject=f"person:{person_id}", params={"kind": told.kind})
    return paper


@transaction.atomic
def give_up_paper(paper_id: int, *, by: Actor) -> None:
    """The paper is not used any more: lost, or replaced by another number."""
    paper = IdentityPaper.objects.select_for_update().get(pk=paper_id)
    if paper.given_up_on is None:
        paper.given_up_on = clock.today()
        paper.save()
        record("paper_given_up", by=by, subject=f"person:{paper.person_id}", params={"kind": paper.kind})


def papers_of(person_id: int) -> QuerySet[IdentityPaper]:
    """Papers in use, the one that ends first on top."""
    return IdentityPaper.objects.filter(person_id=person_id, given_up_on=None).order_by("valid_until", "pk")


def permit_ended(person_id: int, on: date) -> bool:
    """Whether work permits are known of a person and none of them holds on a day.

    A remark only: who works is insured; whether they may work is for another office.
    """
    permits = IdentityPaper.objects.filter(person_id=person_id, kind=PaperKind.WORK_PERMIT, given_up_on=None)
    ends = list(permits.values_list("valid_until", flat=True))
    return bool(ends) and all(end is not None and end < on for end in ends)


def ending_papers(office: str = "") -> QuerySet[IdentityPaper]:
    """Papers in use that ended or end within sixty days, of people who live; of one office if named."""
    rows = IdentityPaper.objects.select_related("person").filter(
        given_up_on=None,
        valid_until__lte=clock.today() + SOON,
        person__died_on=None,
        person__merged_into=None,
    )
    return (rows.filter(person__office=office) if office else rows).order_by("valid_until", "pk")


def ask_number(person_id: int, number: str, *, evidence: str, by: Actor) -> cases.CaseView:
    """Ask that a person be known by another number, as on a pink card. Raises ``Refused``."""
    person = Person.objects.get(pk=person_id)
    digits = digits_of(number)
    _refuse_number(person, digits, "number")
    if not evidence.strip():
        raise Refused(Finding("evidence_needed", field="evidence"))
    payload = {"before": person.national_id, "after": digits, "evidence": evidence.strip()}
    return ask_about(person, CASE_TYPE, payload, by=by)


def _refuse_number(person: Person, digits: str, field: str) -> None:
    if person.in_civil_register:
        raise Refused(Finding("number_verified", field=field))
    if known_by(digits) is not None:
        raise Refused(Finding("number_used", field=field))


@transaction.atomic
def decided(case: cases.CaseView, decision: cases.Decision) -> None:
    """Write an approved number. Raises ``Refused`` where it is somebody's by now, or the record has changed."""
    if not decision.approved:
        return
    assert case.person_id is not None
    person = held_person(case.person_id)
    if person.national_id != case.payload["before"]:
        raise Refused(Finding("record_changed", field="outcome"))
    _refuse_number(person, case.payload["after"], "outcome")
    FormerNumber.objects.create(
        person=person, national_id=person.national_id, until=clock.today(), case_reference=case.reference
    )
    person.national_id = case.payload["after"]
    person.save(update_fields=["national_id"])
    by = Actor(ActorKind.OFFICER, decision.maker_id, decision.maker_name)
    record("number_changed", by=by, subject=case.subject, params={"case": case.reference})
    publish("registration.number_changed", case.reference, {"person_id": person.pk})
