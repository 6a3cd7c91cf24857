"""Family: taken over from the civil register, or shown by a paper that an officer compares."""

from datetime import date

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client

from registration.models import FamilyLink, Person
from registration.public import Kin, family_of
from registration.services import family
from sso_core.cases import public as cases
from sso_core.documents.public import documents_of_case
from sso_core.kernel.actor import SYSTEM
from sso_core.kernel.finding import Refused
from tests.registration.factories import (
    make_person,
    member,
    member_actor,
    national_id,
    officer,
    officer_actor,
    strong_session,
)
from tests.stories.world import certificate

pytestmark = pytest.mark.django_db
PAPER = "สูติบัตรเลขที่ 1/2569 เขตบางรัก"
HUSBAND, WIFE, CHILD = "1990000000027", "1990000000086", "1990000000124"


@pytest.fixture(autouse=True)
def _today(simulators):
    with time_machine.travel("2026-11-23 09:00+07:00", tick=True):
        yield


@pytest.fixture
def person():
    return make_person(birth_date=date(1990, 1, 1))


def codes(refused):
    return {finding.code for finding in refused.value.findings}


def decide(case, outcome="approve"):
    by = officer_actor(officer("officer", "checker"))
    cases.take(case.reference, by)
    return cases.propose(case.reference, outcome, "ตรงกับสูติบัตร", by)


def added(person, **kin):
    told = {"kinship": "child", "first_name": "น้อย", "last_name": "ตัวอย่าง", **kin}
    case = family.ask(person.pk, Kin(**told), evidence=PAPER, by=SYSTEM)
    return decide(case)


class TestCivilRegister:
    def test_both_sides_are_written_once(self):
        husband, wife = make_person(national_id=HUSBAND), make_person(national_id=WIFE)
        assert family.take_from_civil_register(husband.pk, by=SYSTEM) == 2
        assert family.take_from_civil_register(husband.pk, by=SYSTEM) == 0
        spouse = next(one for one in family_of(wife.pk) if one.kinship == "spouse")
        assert (spouse.relative_id, spouse.since, spouse.source) == (husband.pk, date(2000, 5, 20), "civil")
        assert family.take_from_civil_register(wife.pk, by=SYSTEM) == 1
        assert {one.national_id for one in family_of(husband.pk)} == {WIFE, CHILD}

    def test_a_child_known_by_name_gets_its_number(self):
        husband = make_person(national_id=HUSBAND, birth_date=date(1970, 1, 1))
        told = next(one for one in family.dopa_family(HUSBAND) if one.relation == "child")
        added(husband, first_name=told.first_name, last_name=told.last_name, birth_date=told.birth_date)
        family.take_from_civil_register(husband.pk, by=SYSTEM)
        (child,) = [one for one in family_of(husband.pk) if one.kinship == "child"]
        assert child.national_id == CHILD

    def test_while_it_is_silent_nothing_is_written(self, simulators):
        person = make_person(national_id=HUSBAND)
        simulators.fault("dopa", "down", seconds=60)
        client = strong_session(Client(), member(person))
        answer = client.post("/me/family/", follow=True)
        assert "ทะเบียนราษฎรยังไม่ตอบ" in answer.content.decode()
        assert not FamilyLink.objects.exists()


class TestByPaper:
    def test_a_newborn_without_a_number(self, person):
        added(person, birth_date=date(2026, 11, 1))
        (child,) = family_of(person.pk, date(2026, 11, 23))
        assert (child.national_id, child.birth_date, child.source) == ("", date(2026, 11, 1), "document")
        assert family_of(person.pk, date(2026, 10, 31)) == ()
        with pytest.raises(Refused) as refused:
            added(person, birth_date=date(2026, 11, 1))
        assert codes(refused) == {"family_known"}

    def test_a_marriage_holds_from_day_to_day(self, person):
        wife = make_person()
        added(
            person,
            kinship="spouse",
            national_id=wife.national_id,
            since=date(2010, 1, 1),
            until=date(2020, 12, 31),
        )
        assert family_of(person.pk, date(2015, 1, 1))
        assert not family_of(person.pk, date(2021, 1, 1))
        assert [one.relative_id for one in family_of(wife.pk)] == [person.pk]
        with pytest.raises(Refused) as refused:
            added(person, kinship="spouse", national_id=national_id(), since=date(2020, 12, 31))
        assert codes(refused) == {"family_two_spouses"}
        added(person, kinship="spouse", national_id=national_id(), since=date(2021, 1, 1))

    @pytest.mark.parametrize(
        ("kin", "code"),
        [
            ({"kinship": "cousin"}, "family_kinship"),
            ({"first_name": " "}, "family_name"),
            ({"birth_date": None}, "family_birth"),
            ({"kinship": "parent"}, "family_number"),
            ({"birth_date": date(2026, 11, 24)}, "birth_impossible"),
            ({"birth_date": date(1989, 1, 1)}, "family_generation"),
            ({"kinship": "spouse", "national_id": "1990000000019"}, "family_since"),
            ({"since": date(2026, 11, 24)}, "family_in_future"),
            ({"since": date(2020, 1, 1), "until": date(2019, 1, 1)}, "family_days"),
        ],
    )
    def test_bad_input(self, person, kin, code):
        told = {"kinship": "child", "first_name": "น้อย", "birth_date": date(2020, 1, 1), **kin}
        with pytest.raises(Refused) as refused:
            family.ask(person.pk, Kin(**told), evidence=PAPER, by=SYSTEM)
        assert code in codes(refused)

    def test_nobody_is_their_own_relative_or_ancestor(self, person):
        with pytest.raises(Refused) as refused:
            added(person, national_id=person.national_id)
        assert "family_oneself" in codes(refused)
        young = make_person(birth_date=None)
        youngest = make_person(birth_date=None)
        added(person, national_id=young.national_id)
        added(young, national_id=youngest.national_id)
        for relative in (person, young):
            Person.objects.filter(pk=relative.pk).update(birth_date=None)
            with pytest.raises(Refused) as refused:
                added(youngest, national_id=relative.national_id)
            assert codes(refused) == {"family_circle"}
        with pytest.raises(Refused):
            added(person, kinship="parent", national_id=youngest.national_id)

    def test_without_evidence_or_refused_nothing_is_written(self, person):
        with pytest.raises(Refused):
            family.ask(person.pk, Kin("child", "น้อย", birth_date=date(2026, 1, 1)), evidence=" ", by=SYSTEM)
        case = family.ask(
            person.pk, Kin("child", "น้อย", birth_date=date(2026, 1, 1)), evidence=PAPER, by=SYSTEM
        )
        decide(case, "reject")
        assert not FamilyLink.objects.exists()

    @pytest.mark.parametrize(
        "wrong",
        [
            {"kinship": "cousin"},
            {"kinship": "child", "birth_date": None, "national_id": ""},
            {"kinship": "parent", "national_id": ""},
            {"source": "document", "evidence": ""},
            {"since": "2020-01-01", "until": "2019-01-01"},
        ],
    )
    def test_the_database_refuses(self, person, wrong):
        given = {
            "person": person, "kinship": "child", "first_name": "น้อย", "birth_date": "2020-01-01",
            "source": "document", "evidence": PAPER, **wrong,
        }  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            FamilyLink.objects.create(**given)

    def test_the_database_refuses_two_spouses_on_a_day(self, person):
        given = {"person": person, "kinship": "spouse", "first_name": "ก", "source": "civil"}
        FamilyLink.objects.create(**given, national_id=national_id(), since="2020-01-01")
        with pytest.raises(IntegrityError), transaction.atomic():
            FamilyLink.objects.create(**given, national_id=national_id(), since="2026-01-01")


class TestPages:
    def test_a_child_with_its_paper(self, person):
        user = member(person)
        client = strong_session(Client(), user)
        told = {
            "kinship": "child", "first_name": "น้อย", "last_name": "ตัวอย่าง", "evidence": PAPER,
            "birth_date_0": "1", "birth_date_1": "11", "birth_date_2": "2569",
        }  # fmt: skip
        page = "/me/family/new/"
        assert client.get(page).status_code == 200
        assert client.post(page, told).status_code == 422
        assert (
            client.post(
                page, {**told, "birth_date_2": "2560", "first_name": "", "paper": certificate()}
            ).status_code
            == 422
        )
        answer = client.post(page, {**told, "paper": certificate()})
        assert answer["Location"] == "/me/family/", answer.content.decode()
        (case,) = cases.open_cases(family.CASE_TYPE, subject_ident=person.national_id)
        assert documents_of_case(case.reference)
        assert case.reference in client.get("/me/family/").content.decode()
        decide(case)
        assert "น้อย" in client.get("/me/family/").content.decode()

    def test_over_the_api(self, person):
        client = strong_session(Client(), member(person))
        body = {"kinship": "child", "first_name": "น้อย", "birth_date": "2026-11-01", "evidence": PAPER}
        headers = {"Idempotency-Key": "family-0001"}
        asked = client.post("/api/v1/me/family", body, "application/json", headers=headers)
        assert asked.status_code == 201
        decide(cases.case(asked.json()["reference"]))
        assert [one["first_name"] for one in client.get("/api/v1/me/family").json()] == ["น้อย"]


def test_the_asker_is_the_member_and_an_officer_decides(person):
    by = member_actor(person)
    case = family.ask(person.pk, Kin("child", "น้อย", birth_date=date(2026, 1, 1)), evidence=PAPER, by=by)
    assert case.applicant_user_id == by.user_id
    decide(case)
    assert FamilyLink.objects.get().case_reference == case.reference
