"""Foreigners: registered by passport, papers with their days, a pink card's number in place of ours."""

from datetime import date

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test import Client

from registration.models import Check, EnrolFinding, FormerNumber, IdentityPaper, Person
from registration.public import find_people, person_by_national_id
from registration.services import enrol_files, foreigners
from registration.services.enrolment import Enrol, enrol
from registration.services.foreigners import Foreigner, Paper
from registration.services.people import enter_unchecked
from registration.tasks import retry_checks
from sso_core import clock
from sso_core.cases import public as cases
from sso_core.kernel import thai_id
from sso_core.kernel.actor import SYSTEM
from sso_core.kernel.finding import Refused
from tests.registration.factories import (
    enrolled,
    make_employer,
    make_person,
    national_id,
    officer,
    officer_actor,
    strong_session,
)
from tests.registration.rolls import come, workbook

pytestmark = pytest.mark.django_db
PASSPORT = Paper("passport", "MMR", "MD 123-456", valid_until=date(2027, 1, 31))


@pytest.fixture(autouse=True)
def _today(simulators):
    with time_machine.travel("2026-11-23 09:00+07:00", tick=True):
        yield


def registered(**change):
    told = {
        "latin_name": "Aye  Demo", "first_name": "เอ", "last_name": "ตัวอย่าง", "nationality": "MMR",
        "birth_date": date(1995, 5, 5), "sex": "F", "paper": PASSPORT, **change,
    }  # fmt: skip
    return foreigners.register_foreigner(Foreigner(**told), by=SYSTEM)


def code_of(refused):
    return refused.value.findings[0].code


def decide(case, outcome="approve"):
    by = officer_actor(officer("officer", "checker"))
    cases.take(case.reference, by)
    return cases.propose(case.reference, outcome, "ตรงกับบัตร", by)


class TestRegistering:
    def test_a_number_is_given_and_the_passport_kept(self):
        made = registered()
        assert made.national_id.startswith("00")
        assert thai_id.is_valid(made.national_id)
        assert made.latin_name == "AYE DEMO"
        paper = IdentityPaper.objects.get()
        assert (paper.number, paper.valid_until) == ("MD123456", date(2027, 1, 31))
        assert registered(paper=Paper("passport", "MMR", "MD999999")).national_id != made.national_id

    @pytest.mark.parametrize(
        ("change", "code"),
        [
            ({"birth_date": date(2026, 11, 24)}, "birth_impossible"),
            ({"birth_date": date(1899, 12, 31)}, "birth_impossible"),
            ({"latin_name": " "}, "foreigner_name"),
            ({"paper": Paper("card", "MMR", "MD1234")}, "paper_kind"),
            ({"paper": Paper("passport", "พม่", "MD1234")}, "paper_kind"),
            ({"paper": Paper("passport", "MMR", "12")}, "paper_number"),
            ({"paper": Paper("passport", "MMR", "เลขไทย๑๒๓")}, "paper_number"),
            ({"paper": Paper("passport", "MMR", "MD1234", date(2026, 2, 1), date(2026, 1, 1))}, "paper_days"),
        ],
    )
    def test_bad_input_writes_nothing(self, change, code):
        with pytest.raises(Refused) as refused:
            registered(**change)
        assert code_of(refused) == code
        assert not Person.objects.exists()

    def test_one_passport_is_one_person(self):
        registered()
        with pytest.raises(Refused) as refused:
            registered(first_name="อื่น")
        assert code_of(refused) == "paper_used"
        assert Person.objects.count() == 1
        one, other = Person.objects.get(), make_person()
        given = {"kind": "passport", "country": "MMR", "number": "MD123456"}
        assert IdentityPaper.objects.get(**given).person == one
        with pytest.raises(IntegrityError), transaction.atomic():
            IdentityPaper.objects.create(person=other, **given)

    def test_works_from_the_first_day_without_any_office_being_asked(self, simulators):
        made = registered()
        simulators.fault("dopa", "down", seconds=60)
        simulators.fault("offices", "down", seconds=60)
        employer = make_employer()
        command = Enrol(
            national_id=made.national_id, first_name=made.first_name, last_name=made.last_name,
            account=employer.account_no, branch_no="000000", starts_on=date(2026, 11, 1),
        )  # fmt: skip
        done = enrol(command, by=SYSTEM)
        assert (done.enrolled[0].person_id, done.findings) == (made.id, ())
        assert not Check.objects.exists()


class TestWorkPermits:
    """A 00-number is asked for at the office that lets foreigners work, not at the civil register."""

    NUMBER, FIRST, LAST = "0099000000017", "ซอมิน", "ตัวอย่างต่างชาติ"

    def enrol(self, employer, **change):
        told = {"national_id": self.NUMBER, "first_name": self.FIRST, "last_name": self.LAST, **change}
        command = Enrol(**told, account=employer.account_no, branch_no="000000", starts_on=date(2026, 11, 1))
        return enrol(command, by=SYSTEM)

    def test_confirmed_while_the_civil_register_is_silent(self, simulators):
        simulators.fault("dopa", "down", seconds=60)
        done = self.enrol(make_employer())
        assert done.findings == ()
        person = Person.objects.get(national_id=self.NUMBER)
        assert (person.birth_date, person.nationality) == (date(1995, 5, 5), "048")
        assert person.verified_at

    @pytest.mark.parametrize(
        ("change", "code"),
        [
            ({"first_name": "อื่น"}, "dopa_name"),
            ({"national_id": thai_id.make("009912345678")}, "dopa_not_found"),
        ],
    )
    def test_another_name_and_an_unknown_number_are_refused(self, change, code):
        with pytest.raises(Refused) as refused:
            self.enrol(make_employer(), **change)
        assert code_of(refused) == code

    def test_a_day_of_silence_loses_nothing(self, simulators, settings):
        down = settings.IMMIGRATION_URL
        settings.IMMIGRATION_URL = "http://127.0.0.1:9/immigration"
        done = self.enrol(make_employer())
        assert [finding.code for finding in done.findings] == ["dopa_pending"]
        assert Person.objects.get(national_id=self.NUMBER).verified_at is None
        with time_machine.travel("2026-11-24 09:00+07:00", tick=True):
            retry_checks()
            assert Check.objects.get().state == "waiting"
            settings.IMMIGRATION_URL = down
            with time_machine.travel("2026-11-24 11:00+07:00", tick=True):
                retry_checks()
        assert Check.objects.get().state == "passed"
        assert Person.objects.get(national_id=self.NUMBER).verified_at

    def rows(self, *others):
        known = {"national_id": self.NUMBER, "title": "นาย", "first_name": self.FIRST, "last_name": self.LAST}
        return workbook(come(known), *(come({**known, "national_id": number}) for number in others))

    def test_in_a_file_each_has_the_answer_of_the_office(self, simulators):
        employer, unknown = make_employer(), thai_id.make("009912345678")
        file = enrol_files.send(employer.account_no, self.rows(unknown), "a.xlsx", by=SYSTEM)
        said = EnrolFinding.objects.filter(file_id=file.pk).values_list("line", "code")
        assert list(said) == [(3, "dopa_not_found")]
        assert enrol_files.keep(file.pk, by=SYSTEM).enrolled == 1
        assert Person.objects.get(national_id=self.NUMBER).verified_at

    def test_in_a_file_the_silence_of_the_office_loses_nobody(self, settings):
        settings.IMMIGRATION_URL = "http://127.0.0.1:9/immigration"
        employer, other = make_employer(), thai_id.make("009912345678")
        file = enrol_files.send(employer.account_no, self.rows(other), "a.xlsx", by=SYSTEM)
        assert enrol_files.keep(file.pk, by=SYSTEM).enrolled == 2
        assert Check.objects.filter(state="waiting").count() == 2
        assert not Person.objects.exclude(verified_at=None).exists()


class TestPapers:
    def test_the_same_again_renews_its_days(self):
        made = registered()
        foreigners.add_paper(
            made.id, Paper("passport", "mmr", "md123456", valid_until=date(2032, 1, 1)), by=SYSTEM
        )
        assert IdentityPaper.objects.get().valid_until == date(2032, 1, 1)

    def test_given_up_it_may_be_anothers(self):
        made = registered()
        foreigners.give_up_paper(IdentityPaper.objects.get().pk, by=SYSTEM)
        assert not foreigners.papers_of(made.id).exists()
        foreigners.add_paper(make_person().pk, PASSPORT, by=SYSTEM)

    def test_found_by_its_number(self):
        made = registered()
        assert [p.id for p in find_people("md-123456")] == [made.id]
        assert find_people("MD99") == ()

    @pytest.mark.parametrize(
        ("ends", "told"), [("2025-12-31", {"permit_ended"}), ("2026-01-01", set()), (None, set())]
    )
    def test_an_ended_work_permit_is_told_and_does_not_stop_the_enrolment(self, ends, told):
        person = Person.objects.get(pk=registered().id)
        until = date.fromisoformat(ends) if ends else None
        foreigners.add_paper(person.pk, Paper("work_permit", "THA", "WP-1234", valid_until=until), by=SYSTEM)
        start = date(2026, 1, 1)
        account = make_employer().account_no
        done = enrol(
            Enrol(person.national_id, person.first_name, person.last_name, account, "000000", start),
            by=SYSTEM,
        )
        assert done.enrolled
        assert {f.code for f in done.findings} - {"late_enrolment"} == told

    def test_what_ends_soon(self):
        made = registered(paper=Paper("passport", "MMR", "AA1111", valid_until=date(2027, 1, 22)))
        registered(paper=Paper("passport", "MMR", "BB2222", valid_until=date(2027, 1, 23)))
        dead = registered(paper=Paper("passport", "MMR", "CC3333", valid_until=date(2020, 1, 1)))
        Person.objects.filter(pk=dead.id).update(died_on="2021-01-01")
        assert [paper.person_id for paper in foreigners.ending_papers()] == [made.id]
        assert not foreigners.ending_papers("9000").exists()


class TestAnotherNumber:
    @pytest.fixture
    def person(self):
        made = registered()
        return Person.objects.get(pk=made.id)

    def changed(self, person):
        fresh = national_id()
        case = foreigners.ask_number(person.pk, fresh, evidence="บัตรชมพู", by=officer_actor(officer()))
        decide(case)
        person.refresh_from_db()
        return fresh

    def test_the_old_one_keeps_leading_to_the_person(self, person, simulators):
        simulators.fault("dopa", "down", seconds=60)
        old = person.national_id
        fresh = self.changed(person)
        assert person.national_id == fresh
        for number in (old, fresh):
            assert person_by_national_id(number).id == person.pk
            assert [p.id for p in find_people(number)] == [person.pk]
        enrolled(person, make_employer(), date(2026, 1, 1))
        with connection.cursor() as cursor:
            cursor.execute("select national_id from registration_roll where person_id = %s", [person.pk])
            assert {n for (n,) in cursor.fetchall()} == {old, fresh}

    def test_nobody_else_is_ever_given_it(self, person):
        old = person.national_id
        self.changed(person)
        with pytest.raises(IntegrityError), transaction.atomic():
            make_person(national_id=old)
        told = {"national_id": old, "first_name": "อื่น", "last_name": "ใคร"}
        assert enter_unchecked(told) == person
        person.refresh_from_db()
        assert person.first_name == "เอ"

    def test_a_number_in_use_is_refused_also_when_it_was_taken_meanwhile(self, person):
        by = officer_actor(officer())
        with pytest.raises(Refused) as refused:
            foreigners.ask_number(person.pk, make_person().national_id, evidence="x", by=by)
        assert code_of(refused) == "number_used"
        fresh = national_id()
        case = foreigners.ask_number(person.pk, fresh, evidence="x", by=by)
        make_person(national_id=fresh)
        with pytest.raises(Refused):
            decide(case)
        assert not FormerNumber.objects.exists()

    def test_what_the_civil_register_confirmed_stays(self):
        with pytest.raises(Refused) as refused:
            foreigners.ask_number(make_person().pk, national_id(), evidence="x", by=officer_actor(officer()))
        assert code_of(refused) == "number_verified"

    def test_a_number_that_only_the_work_permits_confirmed_may_give_way(self, person):
        person.verified_at = clock.now()
        person.save()
        assert self.changed(person) == person.national_id

    def test_asked_twice_the_second_finds_it_changed(self, person):
        by = officer_actor(officer())
        one = foreigners.ask_number(person.pk, national_id(), evidence="x", by=by)
        two = foreigners.ask_number(person.pk, national_id(), evidence="x", by=by)
        decide(one)
        with pytest.raises(Refused) as refused:
            decide(two)
        assert code_of(refused) == "record_changed"


class TestPages:
    def test_from_passport_to_pink_card(self):
        desk = strong_session(Client(), officer())
        told = {
            "latin_name": "AYE DEMO", "first_name": "เอ", "last_name": "", "sex": "F", "country": "mmr",
            "number": "MD123456", "birth_date_0": "5", "birth_date_1": "5", "birth_date_2": "2538",
            "valid_until_0": "31", "valid_until_1": "1", "valid_until_2": "2570",
        }  # fmt: skip
        page = "/office/foreigners/new/"
        assert desk.get(page).status_code == 200
        assert desk.post(page, {**told, "country": "พม่า"}).status_code == 422
        answer = desk.post(page, told)
        person = Person.objects.get()
        record = f"/office/people/{person.pk}/"
        assert answer["Location"] == record
        assert desk.post(page, told).status_code == 422
        assert person.national_id[:2] in desk.get(record).content.decode()
        papers = desk.get(f"{record}papers/").content.decode()
        assert "MD123456" in papers
        pink = {"kind": "pink_card", "country": "THA", "number": "0012345678901"}
        assert desk.post(f"{record}papers/", pink).status_code == 302
        assert desk.post(f"{record}papers/", {**pink, "number": ""}).status_code == 422
        fresh = national_id()
        assert desk.post(f"{record}number/", {"number": fresh, "evidence": ""}).status_code == 422
        assert desk.post(f"{record}number/", {"number": fresh, "evidence": "บัตรชมพู"}).status_code == 302
        (case,) = cases.open_cases(foreigners.CASE_TYPE, subject_ident=person.national_id)
        decide(case)
        person.refresh_from_db()
        assert person.national_id == fresh
        paper = IdentityPaper.objects.get(kind="passport")
        assert desk.post(f"{record}papers/{paper.pk}/give-up/").status_code == 302
        assert desk.post(f"{record}papers/{paper.pk}/give-up/").status_code == 404

    def test_the_list_of_what_ends(self):
        registered(paper=Paper("passport", "MMR", "AA1111", valid_until=date(2026, 12, 1)))
        desk = strong_session(Client(), officer())
        assert "เอ ตัวอย่าง" in desk.get("/office/papers/").content.decode()

    def test_over_the_api(self):
        desk = strong_session(Client(), officer())

        def post(path, key, **body):
            headers = {"Idempotency-Key": f"foreign-{key}"}
            return desk.post(f"/api/v1/office/{path}", body, "application/json", headers=headers)

        body = {"latin_name": "AYE DEMO", "first_name": "เอ", "nationality": "MMR", "birth_date": "1995-05-05",
                "sex": "F", "paper": {"kind": "passport", "country": "MMR", "number": "MD123456"}}  # fmt: skip
        made = post("foreigners", "1", **body)
        assert made.status_code == 201, made.content
        assert post("foreigners", "2", **body).status_code == 422
        person = made.json()["id"]
        assert desk.get(f"/api/v1/office/people/{person}/papers").status_code == 404
        desk.post(f"/office/people/{person}/", {"purpose": "enquiry"})
        assert [p["number"] for p in desk.get(f"/api/v1/office/people/{person}/papers").json()] == [
            "MD123456"
        ]
        permit = {"kind": "work_permit", "country": "THA", "number": "WP0001", "valid_until": "2027-01-01"}
        assert post(f"people/{person}/papers", "3", **permit).status_code == 201
        asked = post(f"people/{person}/number", "4", number=national_id(), evidence="บัตรชมพู")
        assert asked.status_code == 201
