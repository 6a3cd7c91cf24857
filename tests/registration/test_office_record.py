"""The record in the office: its history, and corrections that another officer decides."""

import re
from datetime import date

import pytest
import time_machine
from django.test import Client
from django.utils import translation

from registration.history import changes_of
from registration.models import Coverage, Employment
from registration.services import corrections
from sso_core.cases import public as cases
from sso_core.kernel.finding import Refused
from tests.registration.factories import (
    enrolled,
    make_employer,
    make_person,
    officer,
    officer_actor,
    strong_session,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-11-23 09:00+07:00", tick=True):
        yield


@pytest.fixture
def person():
    return make_person(first_name="ปราณี", last_name="ใจดี")


@pytest.fixture
def asker():
    return officer()


@pytest.fixture
def desk(asker, person):
    client = strong_session(Client(), asker)
    client.post(f"/office/people/{person.pk}/", {"purpose": "enquiry"})
    return client


def text(response):
    return response.content.decode()


def asked_of(person):
    return cases.open_cases(corrections.CASE_TYPE, subject_ident=person.national_id)


def approve(case, by=None):
    decider = officer_actor(by or officer("officer", "checker"))
    cases.take(case.reference, decider)
    return cases.propose(case.reference, "approve", "ตรงกับทะเบียนบ้าน", decider)


class TestHistory:
    def test_every_field_with_before_and_after(self, desk, person):
        person.phone = "0812345678"
        person.save()
        person.phone = "0899999999"
        person.save()
        shown = text(desk.get(f"/office/people/{person.pk}/history/"))
        for words in ("0812345678", "0899999999", "โทรศัพท์", "ระบบ"):
            assert words in shown
        only = text(desk.get(f"/office/people/{person.pk}/history/?field=last_name"))
        assert "ใจดี" in only
        assert "0812345678" not in only

    def test_who_changed_it(self, desk, asker, person):
        member_client = strong_session(Client(), asker)
        assert member_client.get(f"/office/people/{person.pk}/history/").status_code == 200
        case = corrections.ask_person(
            person.pk, birth_date=date(1991, 1, 1), sex="M", reason="บัตรเก่า", by=officer_actor(asker)
        )
        approve(case)
        assert "1\xa0ม.ค.\xa02534" in text(desk.get(f"/office/people/{person.pk}/history/?field=birth_date"))

    def test_in_english_every_field_has_an_english_name(self, desk, person):
        person.nationality, person.marital, person.office = "044", "2", "9000"
        person.save()
        Employment.objects.create(
            person=person, branch=make_employer().branches.get(), starts_on=date(2026, 1, 5),
            wage=15000, reported_on=date(2026, 1, 5),
        )  # fmt: skip
        with translation.override("en"):
            changes = changes_of(person.pk)
        assert {"Nationality", "Marital status", "Responsible office", "Wage reported"} <= {
            c.label for c in changes
        }
        assert not [c for c in changes if re.search("[ก-๛]", c.label + c.what)]

    def test_a_reason_is_asked_first(self, person):
        client = strong_session(Client(), officer())
        for page in ("history", "correct"):
            answer = client.get(f"/office/people/{person.pk}/{page}/")
            assert answer["Location"] == f"/office/people/{person.pk}/"


class TestCorrections:
    def ask(self, desk, person, **more):
        told = {
            "birth_date_0": "1",
            "birth_date_1": "1",
            "birth_date_2": "2534",
            "sex": "F",
            "reason": "สูติบัตร",
            **more,
        }
        return desk.post(f"/office/people/{person.pk}/correct/", told)

    def test_another_officer_decides(self, desk, asker, person):
        assert self.ask(desk, person).status_code == 302
        case = asked_of(person)[0]
        person.refresh_from_db()
        assert person.birth_date == date(1990, 1, 1)
        with pytest.raises(Refused):
            approve(case, by=asker)
        shown = text(strong_session(Client(), officer()).get(f"/office/cases/{case.reference}/"))
        assert "1 ม.ค. 2533 → 1 ม.ค. 2534" in shown.replace("\xa0", " ")
        approve(case)
        person.refresh_from_db()
        assert (person.birth_date, person.sex) == (date(1991, 1, 1), "F")

    @pytest.mark.parametrize(
        "more",
        [
            {"reason": ""},
            {"sex": "M", "birth_date_2": "2533"},
            {"birth_date_2": "2599"},
            {"birth_date_2": "2400"},
        ],
    )
    def test_what_is_refused_at_once(self, desk, person, more):
        assert self.ask(desk, person, **more).status_code == 422
        assert not asked_of(person)

    def test_what_changed_meanwhile_is_not_overwritten(self, desk, person):
        self.ask(desk, person)
        person.birth_date = date(1992, 2, 2)
        person.save()
        with pytest.raises(Refused, match="record_changed"):
            approve(asked_of(person)[0])

    def test_days_of_an_employment_move_the_coverage(self, desk, person):
        made = enrolled(person, make_employer(), date(2026, 3, 1))
        told = {"starts_on_0": "1", "starts_on_1": "2", "starts_on_2": "2569", "ends_on_0": "", "ends_on_1": "",
                "ends_on_2": "", "why_left": "", "reason": "สัญญาจ้าง"}  # fmt: skip
        url = f"/office/people/{person.pk}/correct/{made.id}/"
        assert desk.post(url, told).status_code == 302
        approve(asked_of(person)[0])
        assert Employment.objects.get().starts_on == date(2026, 2, 1)
        assert Coverage.objects.get().starts_on == date(2026, 2, 1)
        assert desk.post(url, {**told, "why_left": "1"}).status_code == 422
        other = make_person()
        assert desk.get(f"/office/people/{other.pk}/correct/{made.id}/").status_code in (302, 404)

    def test_days_that_overlap_are_refused_by_the_database(self, desk, asker, person):
        employer = make_employer()
        Employment.objects.create(
            person=person, branch=employer.branches.get(), starts_on=date(2026, 1, 1), ends_on=date(2026, 1, 31),
            reason="1", reported_on=date(2026, 1, 1),
        )  # fmt: skip
        made = enrolled(person, employer, date(2026, 3, 1))
        case = corrections.ask_employment(
            made.id,
            starts_on=date(2026, 1, 15),
            ends_on=None,
            why_left="",
            reason="สัญญา",
            by=officer_actor(asker),
        )
        with pytest.raises(Refused, match="periods_overlap"):
            approve(case)


class TestApi:
    def test_history_and_a_correction(self, desk, person):
        base = f"/api/v1/office/people/{person.pk}"
        assert any(one["field"] == "last_name" for one in desk.get(f"{base}/history").json())
        told = {"birth_date": "1991-01-01", "reason": "สูติบัตร"}
        headers = {"Idempotency-Key": "key-00001"}
        made = desk.post(f"{base}/corrections", told, content_type="application/json", headers=headers)
        assert made.status_code == 201
        assert asked_of(person)[0].reference == made.json()["reference"]

    def test_nothing_without_a_stated_purpose(self, person):
        client = strong_session(Client(), officer())
        assert client.get(f"/api/v1/office/people/{person.pk}/history").status_code == 404
