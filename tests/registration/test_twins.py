"""One person under two numbers is found by night; officers tell two people apart, or ask for a merge."""

from datetime import date

import pytest
import time_machine
from django.db import models
from django.test import Client

from registration.models import (
    FormerName,
    Merge,
    PayoutDestination,
    Person,
    Twin,
)
from registration.services import merging
from registration.services.twins import find_tonight, find_twins
from sso_core.batch.public import work
from sso_core.cases import public as cases
from sso_core.kernel import thai_id
from sso_core.kernel.actor import SYSTEM
from sso_core.kernel.finding import Refused, Severity
from tests.registration.factories import (
    make_person,
    national_id,
    officer,
    strong_session,
)
from tests.registration.merges import decide, make_unchecked, office, pair

__all__ = ["office", "pair"]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-11-23 09:00+07:00", tick=True):
        yield


class TestFinding:
    def found(self):
        ids = Person.objects.aggregate(low=models.Min("pk"), high=models.Max("pk"))
        find_twins(ids["low"], ids["high"])
        return {(t.one_id, t.other_id): t.grounds for t in Twin.objects.all()}

    def test_the_same_name_and_birthday(self, pair):
        source, target = pair
        make_unchecked(birth_date=date(1991, 1, 1))
        make_unchecked(first_name="อื่น")
        assert self.found() == {(source.pk, target.pk): ["name"]}

    def test_a_number_of_no_status_is_not_the_civil_registers_whoever_confirmed_it(self):
        foreign = make_person(national_id=thai_id.make("000000000777"))
        card = make_person()
        other = make_person(first_name="อื่น", national_id=thai_id.make("000000000778"))
        assert self.found() == {(foreign.pk, card.pk): ["name"]}
        assert not [f for f in merging.against(foreign, card) if f.severity == Severity.BLOCK]
        assert next(f.code for f in merging.against(card, other)) == "merge_keeps_verified"

    def test_a_former_name_a_telephone_an_account(self):
        now = make_person(first_name="ใหม่", phone="0812345678")
        before = make_unchecked(first_name="เก่า")
        phone = make_unchecked(first_name="เพี้ยน", phone="0812345678")
        account = make_unchecked(first_name="บัญชี")
        FormerName.objects.create(
            person=now, first_name="เก่า", search_key=before.search_key, changed_at="2020-01-01T00:00Z"
        )
        for person in (now, account):
            PayoutDestination.objects.create(
                person=person, kind="bank", bank_code="004", account="1112223334", account_name="x",
                state="replaced",
            )  # fmt: skip
        assert self.found() == {
            (now.pk, before.pk): ["former_name"],
            (now.pk, phone.pk): ["phone"],
            (now.pk, account.pk): ["account"],
        }

    def test_two_whom_the_civil_register_knows_are_two_people(self):
        make_person()
        make_person()
        assert self.found() == {}

    def test_a_dismissed_pair_stays_away(self, pair, office):
        self.found()
        merging.dismiss(Twin.objects.get().pk, reason="ฝาแฝด", by=office[0])
        self.found()
        assert Twin.objects.get().dismissed_why == "ฝาแฝด"
        with pytest.raises(Refused):
            merging.dismiss(Twin.objects.get().pk, reason=" ", by=office[0])

    def test_every_night_once(self, pair):
        with time_machine.travel("2026-11-23 00:30+07:00", tick=True):
            assert find_tonight(by=SYSTEM) is None
        run = find_tonight(by=SYSTEM)
        assert find_tonight(by=SYSTEM) == run
        work(run.pk)
        run.refresh_from_db()
        assert Twin.objects.count() == 1


class TestPages:
    @pytest.fixture
    def desk(self, pair):
        client = strong_session(Client(), officer())
        for person in pair:
            client.post(f"/office/people/{person.pk}/", {"purpose": "enquiry"})
        return client

    def test_from_the_list_to_the_merged_record(self, desk, pair, office):
        source, target = pair
        find_twins(source.pk, target.pk)
        shown = desk.get("/office/twins/").content.decode()
        assert "ชื่อและวันเกิดเดียวกัน" in shown
        assert source.national_id not in shown
        page = f"/office/people/{source.pk}/merge/?with={target.pk}"
        assert desk.post(page, {"stays": target.national_id}).status_code == 422
        answer = desk.post(page, {"stays": target.national_id, "reason": "คนเดียวกัน"})
        assert answer["Location"] == f"/office/people/{source.pk}/"
        (case,) = cases.open_cases(merging.CASE_TYPE, subject_ident=target.national_id)
        decide(case, office[1])
        assert desk.get(f"/office/people/{source.pk}/")["Location"] == f"/office/people/{target.pk}/"
        assert not Twin.objects.exists()
        record = desk.get(f"/office/people/{target.pk}/").content.decode()
        assert "เดิมมีอีกเลข" in record
        merge = Merge.objects.get()
        away = f"/office/people/{target.pk}/part/{merge.pk}/"
        assert desk.get(away).status_code == 200
        assert desk.post(away, {"reason": ""}).status_code == 422
        assert desk.post(away, {"reason": "ผิดคน"}).status_code == 302

    def test_the_other_number_is_asked_first(self, desk, pair):
        source, target = pair
        page = f"/office/people/{source.pk}/merge/"
        assert desk.get(page).status_code == 200
        assert desk.post(page, {"number": target.national_id})["Location"] == f"{page}?with={target.pk}"
        for wrong in ("", "1234567890123", national_id(), source.national_id):
            assert desk.post(page, {"number": wrong}).status_code == 422
        for wrong in ("x", "0", str(source.pk)):
            assert desk.get(f"{page}?with={wrong}").status_code == 404

    def test_what_cannot_be_is_refused_at_the_form(self, desk, pair):
        source, target = pair
        page = f"/office/people/{source.pk}/merge/?with={target.pk}"
        answer = desk.post(page, {"stays": source.national_id, "reason": "คนเดียวกัน"})
        assert answer.status_code == 422
        assert "ให้คงระเบียนที่ตรวจกับทะเบียนราษฎรแล้ว" in answer.content.decode()

    def test_two_people_are_told_apart(self, desk, pair):
        find_twins(*(p.pk for p in pair))
        twin = Twin.objects.get()
        desk.post(f"/office/twins/{twin.pk}/dismiss/", {"reason": ""})
        twin.refresh_from_db()
        assert twin.dismissed_at is None
        desk.post(f"/office/twins/{twin.pk}/dismiss/", {"reason": "ฝาแฝด"})
        assert "ไม่มีคู่ที่รอตรวจ" in desk.get("/office/twins/").content.decode()

    def test_over_the_api(self, desk, pair, office):
        source, target = pair
        find_twins(source.pk, target.pk)
        (twin,) = desk.get("/api/v1/office/twins").json()
        assert (twin["one"], twin["other"]) == (source.pk, target.pk)

        def post(path, key, **body):
            return desk.post(
                f"/api/v1/office/{path}",
                body,
                "application/json",
                headers={"Idempotency-Key": f"twins-{key}"},
            )

        merges = f"people/{target.pk}/merges"
        assert post(merges, "k0", number=national_id(), reason="x").status_code == 422
        told = post(merges, "k1", number=source.national_id, reason="คนเดียวกัน")
        assert told.status_code == 201
        decide(cases.case(told.json()["reference"]), office[1])
        (merge,) = desk.get(f"/api/v1/office/{merges}").json()
        assert merge["number"] == source.national_id
        assert desk.get(f"/api/v1/office/people/{source.pk}").status_code == 422
        parted = post(f"{merges}/{merge['id']}/part", "k2", reason="ผิดคน")
        decide(cases.case(parted.json()["reference"]), office[1])
        assert desk.get(f"/api/v1/office/{merges}").json() == []
