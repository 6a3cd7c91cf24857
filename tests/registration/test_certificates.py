"""The page of one's insurance, and the papers that say what the register holds."""

import io
from datetime import date

import pytest
import time_machine
from django.test import Client
from pypdf import PdfReader

from registration.models import Certificate
from registration.services import coverage
from sso_core.documents.models import Document
from tests.registration.factories import enrolled, make_employer, make_person, member, staff

pytestmark = pytest.mark.django_db
PAGE = "/me/insurance/"


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-11-23 09:00+07:00", tick=True):
        yield


def signed_in(user):
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def worker():
    return make_person(first_name="ปราณี", last_name="ใจดี")


@pytest.fixture
def page(worker):
    return signed_in(member(worker))


def text(response):
    return response.content.decode()


def words(content):
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


class TestPage:
    def test_never_insured(self, page):
        shown = text(page.get(PAGE))
        assert "ไม่ได้อยู่ในความคุ้มครอง" in shown
        assert "ออกหนังสือรับรอง" not in shown

    def test_at_work_every_branch(self, page, worker):
        enrolled(worker, make_employer(), date(2026, 11, 1))
        shown = text(page.get(PAGE))
        assert "คุ้มครองอยู่" in shown
        assert "ว่างงาน" in shown
        assert "ไม่คุ้มครองในวันนี้" not in shown

    def test_a_day_before_the_first(self, page, worker):
        enrolled(worker, make_employer(), date(2026, 11, 1))
        shown = text(page.get(PAGE, {"on_0": "31", "on_1": "10", "on_2": "2569"}))
        assert "ไม่ได้อยู่ในความคุ้มครอง" in shown
        assert "31\xa0ตุลาคม\xa02569" in shown

    @pytest.mark.parametrize("told", [("31", "2", "2569"), ("1", "1", "2500"), ("", "", "")])
    def test_a_day_that_is_none(self, page, told):
        assert page.get(PAGE, dict(zip(("on_0", "on_1", "on_2"), told, strict=True))).status_code == 422


class TestCertificates:
    def test_the_paper_says_what_the_register_holds_and_is_proved_by_its_code(self, page, worker):
        enrolled(worker, make_employer(name="บริษัท ทดสอบหนังสือ จำกัด"), date(2026, 11, 1))
        paper = page.post(f"{PAGE}certificate/", follow=True)
        assert paper["Content-Type"] == "application/pdf"
        printed = words(paper.content)
        for told in ("ปราณี", "ทดสอบหนังสือ", "มาตรา 33"):
            assert told in printed
        code = Document.objects.get(kind="registration.insured").verification_code
        proof = text(Client().get(f"/verify/{code}/"))
        assert "ออกเอกสารนี้จริง" in proof
        for secret in ("ปราณี", worker.national_id, "ทดสอบหนังสือ"):
            assert secret not in proof
        assert "ไม่พบเอกสาร" in text(Client().get("/verify/AAAA-BBBB-CCCC/"))

    def test_asked_again_on_the_day_it_is_the_same_paper(self, page, worker):
        enrolled(worker, make_employer(), date(2026, 11, 1))
        page.post(f"{PAGE}certificate/")
        page.post(f"{PAGE}certificate/")
        assert Certificate.objects.count() == 1

    def test_other_facts_are_another_paper(self, page, worker):
        enrolled(worker, make_employer(), date(2026, 11, 1))
        page.post(f"{PAGE}certificate/")
        enrolled(worker, make_employer(name="บริษัท แห่งที่สอง จำกัด"), date(2026, 11, 10))
        page.post(f"{PAGE}certificate/")
        assert Certificate.objects.count() == 2

    def test_who_is_not_insured_gets_none(self, page):
        refused = page.post(f"{PAGE}certificate/", follow=True)
        assert "ออกหนังสือรับรองไม่ได้" in text(refused)
        assert Certificate.objects.count() == 0

    def test_the_approval_of_section_40(self, page, worker):
        assert "ออกหนังสือรับรองไม่ได้" in text(page.post(f"{PAGE}approval/", follow=True))
        coverage.begin(worker.pk, section=40, on=date(2026, 11, 1), option=3)
        assert "ทางเลือก 3" in words(page.post(f"{PAGE}approval/", follow=True).content)
        assert Certificate.objects.get().kind == "section40"

    def test_of_an_employer_for_its_own_people_only(self):
        own, other = make_employer(name="บริษัท กระดาษดี จำกัด"), make_employer()
        clerk = signed_in(staff(own))
        paper = clerk.post(f"/employer/{own.account_no}/certificate/", follow=True)
        assert "กระดาษดี" in words(paper.content)
        assert clerk.post(f"/employer/{other.account_no}/certificate/").status_code == 404

    def test_of_a_closed_employer_none(self):
        own = make_employer()
        clerk = signed_in(staff(own))
        own.closed_on = date(2026, 11, 23)
        own.save()
        clerk.post(f"/employer/{own.account_no}/certificate/")
        assert Certificate.objects.count() == 0


class TestApi:
    def post(self, client, path, body):
        headers = {"Idempotency-Key": "key-00001"}
        return client.post(f"/api/v1/{path}", body, content_type="application/json", headers=headers)

    def test_insured_on_a_day_with_steps(self, page, worker):
        enrolled(worker, make_employer(), date(2026, 11, 1))
        found = page.get("/api/v1/me/insurance?on=2026-11-23").json()
        assert (found["insured"], found["grounds"][0]["section"]) == (True, 33)
        assert found["steps"][0]["section"] == "33"
        assert page.get("/api/v1/me/insurance?on=2026-10-01").json()["insured"] is False
        assert page.get("/api/v1/me/insurance?on=yesterday").status_code == 400

    def test_papers(self, page, worker):
        assert self.post(page, "me/certificates", {"what": "insured"}).status_code == 422
        employer = make_employer()
        clerk = signed_in(staff(employer))
        made = self.post(clerk, f"employers/{employer.account_no}/certificate", {})
        assert made.status_code == 201
        assert clerk.get(made.json()["document"])["Content-Type"] == "application/pdf"
        assert page.get(made.json()["document"]).status_code == 404
