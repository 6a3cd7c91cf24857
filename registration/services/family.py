"""Family: what the civil register links is taken over at once; what a person shows by a paper an officer decides.

Benefits hang on it (child allowance, survivors), so nobody writes it alone.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import IntegrityError, connection, transaction
from django.db.models import Q

from integrations.public import Relative, dopa_family
from registration.models import FamilyLink, Kinship, KinSource, Person
from registration.selectors import known_by
from registration.services.asking import ask_about
from registration.services.people import digits_of, held_person
from sso_core import clock
from sso_core.audit.public import record
from sso_core.cases import public as cases
from sso_core.kernel import thai_text
from sso_core.kernel.actor import Actor, ActorKind
from sso_core.kernel.finding import Finding, Refused

CASE_TYPE = "registration.family"
INVERSE = {Kinship.SPOUSE: Kinship.SPOUSE, Kinship.CHILD: Kinship.PARENT, Kinship.PARENT: Kinship.CHILD}
DAY = timedelta(days=1)
_ANCESTORS = """
with recursive above(id) as (
    select relative_id from registration_familylink
     where person_id = %(person)s and kinship = 'parent' and relative_id is not null
    union
    select l.relative_id from registration_familylink l join above a on l.person_id = a.id
     where l.kinship = 'parent' and l.relative_id is not null
)
select exists (select from above where id = %(other)s)"""


@dataclass(frozen=True, slots=True)
class Kin:
    """One relative of a person, as told or as known. ``since``: day of marriage or adoption, where there is one."""

    kinship: str
    first_name: str
    last_name: str = ""
    national_id: str = ""
    birth_date: date | None = None
    since: date | None = None
    until: date | None = None
    source: str = KinSource.DOCUMENT
    relative_id: int | None = None

    @property
    def kinship_label(self) -> str:
        return str(Kinship(self.kinship).label)


def family_of(person_id: int, day: date | None = None) -> tuple[Kin, ...]:
    """The family; with ``day``, whoever belonged to it on that day."""
    rows = FamilyLink.objects.filter(person_id=person_id)
    if day is not None:
        rows = rows.filter(
            Q(since__isnull=True) | Q(since__lte=day), Q(until__isnull=True) | Q(until__gte=day)
        )
        rows = rows.filter(Q(birth_date__isnull=True) | Q(birth_date__lte=day))
    return tuple(
        Kin(
            row.kinship, row.first_name, row.last_name, row.national_id, row.birth_date, row.since, row.until,
            row.source, row.relative_id,
        )
        for row in rows.order_by("kinship", "birth_date", "pk")
    )  # fmt: skip


def take_from_civil_register(person_id: int, *, by: Actor) -> int:
    """Take over what the civil register links; how many links are new. Raises ``GatewayDown``, ``Refused``."""
    told = dopa_family(Person.objects.get(pk=person_id).national_id)
    with transaction.atomic():
        person = held_person(person_id)
        changed = sum(_take(person, one) for one in told)
        if changed:
            record("family_taken_over", by=by, subject=f"person:{person_id}", params={"links": changed})
    return changed


def _take(person: Person, told: Relative) -> bool:
    kin = Kin(
        told.relation, told.first_name, told.last_name, told.national_id, told.birth_date, told.since,
        source=KinSource.CIVIL_REGISTER,
    )  # fmt: skip
    if _present(person, kin):
        return False
    if kin.kinship == Kinship.SPOUSE and kin.since:
        # One marriage ends before the next begins; what the civil register tells later stands.
        FamilyLink.objects.filter(
            person=person, kinship=Kinship.SPOUSE, until=None, since__lt=kin.since
        ).update(until=kin.since - DAY)
    _write(person, kin, evidence="", case_reference="")
    return True


def _present(person: Person, kin: Kin) -> bool:
    rows = FamilyLink.objects.filter(person=person, kinship=kin.kinship, national_id=kin.national_id)
    if kin.kinship == Kinship.SPOUSE:
        return rows.filter(until=None).exists()
    # A child told by name before has a number now.
    unnamed = FamilyLink.objects.filter(
        person=person,
        kinship=kin.kinship,
        national_id="",
        first_name=kin.first_name,
        birth_date=kin.birth_date,
    )
    if not rows.exists() and kin.national_id and unnamed.exists():
        unnamed.update(national_id=kin.national_id, source=kin.source)
    return rows.exists()


@transaction.atomic
def ask(
    person_id: int,
    kin: Kin,
    *,
    evidence: str,
    documents: tuple[str, ...] = (),
    by: Actor,
    channel: str = "web",
) -> cases.CaseView:
    """Ask that a relative be added; an officer compares the paper. Raises ``Refused``."""
    person = held_person(person_id)
    if not evidence.strip():
        raise Refused(Finding("evidence_needed", field="evidence"))
    kin = _checked(person, kin)
    payload = {
        "kinship": kin.kinship, "first_name": kin.first_name, "last_name": kin.last_name,
        "national_id": kin.national_id, "birth_date": _iso(kin.birth_date), "since": _iso(kin.since),
        "until": _iso(kin.until), "evidence": evidence.strip(),
    }  # fmt: skip
    return ask_about(person, CASE_TYPE, payload, documents=documents, by=by, channel=channel, tell=True)


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _checked(person: Person, kin: Kin) -> Kin:
    """What is told, with plain names and number. Raises ``Refused`` with everything that cannot be."""
    number = digits_of(kin.national_id) if kin.national_id else ""
    today = clock.today()
    relative = known_by(number) if number else None
    born = kin.birth_date or (relative.birth_date if relative else None)
    rows = (
        (kin.kinship not in Kinship.values, "family_kinship", "kinship"),
        (not kin.first_name.strip(), "family_name", "first_name"),
        (not number and kin.kinship != Kinship.CHILD, "family_number", "national_id"),
        (not number and kin.birth_date is None, "family_birth", "birth_date"),
        (relative is not None and relative.pk == person.pk, "family_oneself", "national_id"),
        (bool(born and born > today), "birth_impossible", "birth_date"),
        (bool(kin.since and kin.since > today), "family_in_future", "since"),
        (bool(kin.since and kin.until and kin.until < kin.since), "family_days", "until"),
        (kin.kinship == Kinship.SPOUSE and kin.since is None, "family_since", "since"),
        (_wrong_generation(kin.kinship, person.birth_date, born), "family_generation", "birth_date"),
        (
            relative is not None and _closes_circle(kin.kinship, person.pk, relative.pk),
            "family_circle",
            "national_id",
        ),
    )
    findings = [Finding(code, field=field) for wrong, code, field in rows if wrong]
    if findings:
        raise Refused(*findings)
    first, last = thai_text.normalise(kin.first_name), thai_text.normalise(kin.last_name)
    return Kin(
        kin.kinship,
        first,
        last,
        number,
        born,
        kin.since,
        kin.until,
        kin.source,
        getattr(relative, "pk", None),
    )


def _wrong_generation(kinship: str, own: date | None, others: date | None) -> bool:
    if own is None or others is None or kinship == Kinship.SPOUSE:
        return False
    return others <= own if kinship == Kinship.CHILD else own <= others


def _closes_circle(kinship: str, person: int, relative: int) -> bool:
    """Nobody is the ancestor of their own ancestor."""
    if kinship == Kinship.SPOUSE:
        return False
    lower, upper = (relative, person) if kinship == Kinship.CHILD else (person, relative)
    with connection.cursor() as cursor:
        cursor.execute(_ANCESTORS, {"person": upper, "other": lower})
        return bool(cursor.fetchone()[0])


@transaction.atomic
def decided(case: cases.CaseView, decision: cases.Decision) -> None:
    """Write an approved relative. Raises ``Refused`` where it cannot be by now."""
    if not decision.approved:
        return
    assert case.person_id is not None
    person, told = held_person(case.person_id), case.payload
    kin = _checked(
        person,
        Kin(
            told["kinship"], told["first_name"], told["last_name"], told["national_id"], _day(told["birth_date"]),
            _day(told["since"]), _day(told["until"]),
        ),
    )  # fmt: skip
    if _present(person, kin):
        raise Refused(Finding("family_known", field="outcome"))
    _write(person, kin, evidence=told["evidence"], case_reference=case.reference)
    by = Actor(ActorKind.OFFICER, decision.maker_id, decision.maker_name)
    record("family_added", by=by, subject=case.subject, params={"case": case.reference})


def _write(person: Person, kin: Kin, *, evidence: str, case_reference: str) -> None:
    """The link, and its other side where the relative is in the register."""
    relative = known_by(kin.national_id) if kin.national_id else None
    common = {
        "since": kin.since, "until": kin.until, "source": kin.source, "evidence": evidence,
        "case_reference": case_reference,
    }  # fmt: skip
    try:
        with transaction.atomic():
            FamilyLink.objects.create(
                person=person, kinship=kin.kinship, relative=relative, national_id=kin.national_id,
                first_name=kin.first_name, last_name=kin.last_name, birth_date=kin.birth_date, **common,
            )  # fmt: skip
            if relative is not None:
                FamilyLink.objects.get_or_create(
                    person=relative, kinship=INVERSE[Kinship(kin.kinship)], national_id=person.national_id,
                    until=kin.until,
                    defaults={
                        "relative": person, "first_name": person.first_name, "last_name": person.last_name,
                        "birth_date": person.birth_date, **common,
                    },
                )  # fmt: skip
    except IntegrityError:
        code = "family_two_spouses" if kin.kinship == Kinship.SPOUSE else "family_known"
        raise Refused(Finding(code, field="since")) from None
