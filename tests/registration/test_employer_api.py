"""Branches, facts, contractors, deadlines and acts over the API; keys run once; who is refused."""

from datetime import date

import pytest
import time_machine
from django.test import Client

from integrations.simulators.data import by_role, companies
from registration.models import Branch, Employer, Employment
from sso_core.cases import public as cases
from tests.registration.factories import (
    enrolled,
    make_employer,
    make_person,
    officer,
    officer_actor,
    staff,
    strong_session,
)

pytestmark = pytest.mark.django_db
PLACE = {"address": "2 ถนนสอง", "province": "90"}


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-11-23 09:00+07:00", tick=False):
        yield


def as_user(user):
    return strong_session(Client(), user)


class Caller:
    """Sends to the routes below one employer, each time with a fresh key unless told."""

    def __init__(self, user, account=""):
        self.client, self.keys = as_user(user), 0
        self.base = f"/api/v1/employers/{account}" if account else "/api/v1/office"

    def get(self, path):
        return self.client.get(f"{self.base}{path}")

    def send(self, path, body, key=""):
        self.keys += 1
        headers = {"Idempotency-Key": key or f"key-{self.keys:08d}"}
        return self.client.post(f"{self.base}{path}", body, content_type="application/json", headers=headers)


@pytest.fixture
def firm():
    return make_employer()


@pytest.fixture
def caller(firm):
    return Caller(staff(firm), firm.account_no)


class TestEmployer:
    def test_a_branch_opens_once_for_a_key_moves_and_closes(self, caller):
        new = {"name": "สงขลา", **PLACE, "opened_on": "2026-03-01"}
        first = caller.send("/branches", new, "key-of-branch")
        assert (first.status_code, first.json()["findings"][0]["code"]) == (201, "late_change")
        assert caller.send("/branches", new, "key-of-branch").json() == first.json()
        moved = {"name": "สงขลา", "address": "3", "province": "96", "on": "2026-11-05"}
        assert caller.send("/branches/000001", moved).json()["branch"]["province"] == "96"
        places = caller.get("/branches/000001").json()["places"]
        assert [(p["since"], p["until"], p["province"]) for p in places] == [
            ("2026-11-05", None, "96"),
            ("2026-03-01", "2026-11-04", "90"),
        ]
        closed = caller.send("/branches/000001/close", {"last_day": "2026-11-20"})
        assert closed.json()["branch"]["closed_on"] == "2026-11-20"
        refused = caller.send("/branches/000000/close", {"last_day": "2026-11-20"})
        assert (refused.status_code, refused.json()["findings"][0]["code"]) == (422, "head_office_stays")
        assert len(caller.get("/branches").json()) == 2
        assert caller.get("/branches/000009").status_code == 404

    def test_facts_contacts_deadlines_and_acts(self, caller, firm, simulators):
        gone = make_person(first_name="สมศรี")
        enrolled(gone, firm, date(2026, 1, 5))
        gone.died_on = date(2026, 10, 9)
        gone.save()
        caller.send("/contact", {"email": "a@b.th", "phone": "021234567"})
        told = {"changed_on": "2026-11-01", "name": firm.name, "address": "1 ถนนทดสอบ", "province": "10"}
        sent = caller.send("/changes", {**told, "directors": ["นาย ก"]}).json()
        assert (sent["decided"], sent["findings"]) == (False, [])
        assert caller.get("/changes").json()[0]["fact"] == "contact"
        deadlines = caller.get("/deadlines").json()
        assert [(d["due_on"], d["late"]) for d in deadlines["due"]] == [("2026-11-15", True)]
        assert [row["kind"] for row in deadlines["late"]] == ["enrolment"]
        newest = caller.get("/acts").json()[0]
        assert (newest["verb"], newest["acting_for"]) == ("change_reported", f"employer:{firm.account_no}")

    def test_a_transfer_goes_from_one_to_the_other(self, caller, firm):
        receiver = make_employer()
        enrolled(make_person(), firm, date(2025, 1, 1))
        theirs = Caller(staff(receiver), receiver.account_no)
        told = {"to_account": receiver.account_no, "on": "2026-11-01", "why": "ขาย"}
        reference = caller.send("/branches/000000/transfer", told).json()["reference"]
        assert theirs.get("/transfers").json()[0]["accepted_by"] == ""
        accepted = theirs.send(f"/transfers/{reference}/accept", {}).json()
        assert accepted[0]["accepted_by"] == "ฝ่ายบุคคล"
        cases.propose(reference, "approve", "ครบ", by=officer_actor(officer()))
        assert Employment.objects.filter(branch__employer=receiver).count() == 1

    def test_contractors_and_the_end_of_the_business(self, caller, firm):
        other = make_employer(name="ผู้รับเหมา")
        declared = {"contractor": other.account_no, "work": "ประกอบ", "since": "2026-11-01"}
        chain = caller.send("/contractors", declared).json()
        link = chain["contractors"][0]["id"]
        ended = caller.send(f"/contractors/{link}/end", {"last_day": "2026-11-20"}).json()
        assert ended["contractors"][0]["until"] == "2026-11-20"
        assert caller.get("/contractors").json() == ended
        done = caller.send("/close", {"last_day": "2026-11-23"}).json()
        assert (done["last_period"], done["left"]) == ("2026-11", 0)

    def test_who_files_reads_but_does_not_change(self, firm):
        filer = Caller(staff(firm, "employer_filer"), firm.account_no)
        assert filer.get("/branches").status_code == 200
        assert filer.send("/branches", {"name": "x", **PLACE, "opened_on": "2026-11-01"}).status_code == 404
        assert filer.send("/close", {"last_day": "2026-11-23"}).status_code == 404
        assert Branch.objects.filter(employer=firm).count() == 1


class TestOffice:
    def test_an_inquiry_an_enrolment_and_the_late_ones(self, simulators):
        office, company = Caller(officer()), companies()[3]
        told = {"tax_id": company["juristic_id"], "name": "ร้าน", **PLACE, "obliged_since": "2026-08-03"}
        refused = office.send("/inquiries", {**told, "evidence": "บัตร", "findings": ""})
        assert refused.status_code == 400
        sent = office.send("/inquiries", {**told, "evidence": "บัตร", "findings": "มีลูกจ้าง"}).json()
        cases.propose(sent["reference"], "approve", "ครบ", by=officer_actor(officer()))
        cases.confirm(sent["reference"], by=officer_actor(officer("checker")))
        account, one = Employer.objects.get().account_no, by_role("newcomer")[0]
        line = {name: one[name] for name in ("national_id", "title_code", "first_name", "last_name")}
        line |= {"starts_on": "2026-08-03", "found": "บัตรลงเวลา"}
        assert office.send(f"/employers/{account}/enrol", line).status_code == 201
        late = office.get("/late-reports").json()
        assert [row["kind"] for row in late] == ["enrolment", "employer"]
        assert len(office.get("/late-reports?kind=employer").json()) == 1
        assert office.get(f"/employers/{account}/acts").status_code == 422
        assert office.get(f"/employers/{account}").status_code == 422
        assert office.get(f"/employers/{account}?purpose=enquiry").status_code == 200
        verbs = [act["verb"] for act in office.get(f"/employers/{account}/acts").json()]
        assert verbs == ["enrolled_ex_officio", "registered_ex_officio"]

    def test_an_officer_opens_an_account_again(self, firm):
        Employer.objects.filter(pk=firm.pk).update(closed_on=date(2026, 11, 23))
        office = Caller(officer())
        answer = office.send(f"/employers/{firm.account_no}/reopen", {"reason": "ผิดบัญชี"})
        assert (answer.status_code, answer.json()["decided"]) == (201, False)
        assert office.send("/employers/1999999999/reopen", {"reason": "ผิดบัญชี"}).status_code == 404
        checker = Caller(officer("checker"))
        assert checker.send(f"/employers/{firm.account_no}/reopen", {"reason": "ผิด"}).status_code in (
            403,
            404,
        )
