"""A death that the civil register does not tell, recorded with its evidence, and taken back where it was a mistake."""

from datetime import date

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client

from registration import public as registration
from registration.models import Death, DeathSource, Person
from registration.services import deaths
from sso_core.cases import public as cases
from sso_core.documents.public import documents_of_case
from sso_core.kernel.finding import Refused
from sso_core.messaging.models import Message
from tests.registration.factories import (
    enrolled,
    make_employer,
    make_person,
    officer,
    officer_actor,
    strong_session,
)
from tests.stories.world import certificate

pytestmark = pytest.mark.django_db
PAPER = "มรณบัตรเลขที่ 12/2569 สถานทูตกรุงโตเกียว"


@pytest.fixture(autouse=True)
def _today(simulators):
    with time_machine.travel("2026-11-23 09:00+07:00", tick=True):
        yield


@pytest.fixture
def person():
    one = make_person()
    enrolled(one, make_employer(), date(2026, 1, 1))
    return one


@pytest.fixture
def desk(person):
    client = strong_session(Client(), officer())
    client.post(f"/office/people/{person.pk}/", {"purpose": "enquiry"})
    return client


def told(**other):
    return {"died_on": "2569-11-01", "source": "abroad", "evidence": PAPER, **other}


def decide(reference, outcome="approve"):
    by = officer_actor(officer("officer", "checker"))
    cases.take(reference, by)
    cases.propose(reference, outcome, "ครบ", by)


def asked(person):
    (case,) = cases.open_cases(deaths.CASE_TYPE, subject_ident=person.national_id)
    return case


def test_recorded_with_its_paper(desk, person):
    page = f"/office/people/{person.pk}/death/"
    day = {"died_on_0": "1", "died_on_1": "11", "died_on_2": "2569"}
    form = desk.get(page).content.decode()
    assert "มรณบัตร" in form
    assert desk.post(page, {**day, "source": "abroad"}).status_code == 422
    answer = desk.post(page, {**day, "source": "abroad", "evidence": PAPER, "paper": certificate()})
    assert answer.status_code == 302, answer.content.decode()
    case = asked(person)
    assert documents_of_case(case.reference)
    assert not Death.objects.exists()
    decide(case.reference)
    person.refresh_from_db()
    assert person.died_on == date(2026, 11, 1)
    death = Death.objects.get()
    assert (death.source, death.evidence) == (DeathSource.ABROAD, PAPER)
    assert not registration.insurance(person.pk, date(2026, 11, 2)).grounds
    assert registration.insurance(person.pk, date(2026, 10, 31)).grounds
    assert Message.objects.filter(template="registration/died").exists()
    shown = desk.get(f"/office/people/{person.pk}/").content.decode()
    assert PAPER in shown


def test_a_mistake_is_taken_back(desk, person):
    api = f"/api/v1/office/people/{person.pk}/death"
    body = {"died_on": "2026-11-01", "source": "certificate", "evidence": PAPER}
    headers = {"Idempotency-Key": "death-0001"}
    reference = desk.post(api, body, "application/json", headers=headers).json()["reference"]
    decide(reference)
    headers = {"Idempotency-Key": "death-0002"}
    back = desk.post(api, {"evidence": "มาแสดงตัวที่สำนักงาน"}, "application/json", headers=headers)
    decide(back.json()["reference"])
    person.refresh_from_db()
    assert person.died_on is None
    assert not Death.objects.exists()
    assert registration.insurance(person.pk, date(2026, 11, 2)).grounds


def test_what_the_civil_register_tells_is_kept_and_not_changed_here(desk, person):
    Person.objects.filter(pk=person.pk).update(died_on="2026-11-02")
    assert Death.objects.get().source == DeathSource.CIVIL_REGISTER
    assert "ยกเลิกการบันทึกเสียชีวิต" not in desk.get(f"/office/people/{person.pk}/").content.decode()
    with pytest.raises(Refused) as refused:
        deaths.ask_life(person.pk, evidence="x", by=officer_actor(officer()))
    assert refused.value.findings[0].code == "death_not_ours"


def test_another_day_from_the_civil_register_stands(person):
    by = officer_actor(officer())
    case = deaths.ask_death(person.pk, died_on=date(2026, 11, 1), source="abroad", evidence=PAPER, by=by)
    decide(case.reference)
    Person.objects.filter(pk=person.pk).update(died_on="2026-11-03")
    death = Death.objects.get()
    assert (death.source, death.died_on) == (DeathSource.CIVIL_REGISTER, date(2026, 11, 3))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"died_on": date(2026, 11, 24)}, "death_impossible"),
        ({"died_on": date(1989, 12, 31)}, "death_impossible"),
        ({"source": "civil"}, "death_source"),
        ({"source": ""}, "death_source"),
        ({"evidence": " "}, "evidence_needed"),
    ],
)
def test_bad_input(person, change, code):
    given = {"died_on": date(2026, 11, 1), "source": "abroad", "evidence": PAPER, **change}
    with pytest.raises(Refused) as refused:
        deaths.ask_death(person.pk, **given, by=officer_actor(officer()))
    assert refused.value.findings[0].code == code


def test_asked_twice_the_second_finds_it_done(person):
    by = officer_actor(officer())
    given = {"died_on": date(2026, 11, 1), "source": "abroad", "evidence": PAPER, "by": by}
    one, two = deaths.ask_death(person.pk, **given), deaths.ask_death(person.pk, **given)
    decide(one.reference)
    with pytest.raises(Refused):
        decide(two.reference)
    with pytest.raises(Refused):
        deaths.ask_death(person.pk, **given)


def test_the_database_wants_evidence_for_what_is_not_the_civil_registers(person):
    with pytest.raises(IntegrityError), transaction.atomic():
        Death.objects.create(person=person, died_on="2026-11-01", source="abroad", evidence="")
