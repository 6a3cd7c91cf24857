"""The applicant follows, answers, withdraws; and sees nobody else's."""

from datetime import date, timedelta

import pytest

from sso_core import clock
from sso_core.accounts.models import Grant, Role
from sso_core.cases.public import (
    PublicStatus,
    Status,
    ask_applicant,
    case,
    note,
    open_case,
    propose,
    set_public_status,
)
from sso_core.documents.public import documents_of_case
from sso_core.kernel.actor import SYSTEM
from sso_core.messaging.public import deliver_all
from tests.cases import factories as make
from tests.documents import factories as files
from tests.documents.clamd import nobody_listens
from tests.documents.conftest import clamd  # noqa: F401

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _mail(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture
def applicant(signed_in):
    user = make.member()
    return user, signed_in(user, aal=1)


def url(opened, act=""):
    return f"/me/cases/{opened.reference}/" + (f"{act}/" if act else "")


def ask(opened, words="ขอสูติบัตร"):
    ask_applicant(opened.reference, words, clock.today() + timedelta(days=14), make.actor(make.officer()))


class TestTracker:
    def test_steps_with_promises(self, applicant):
        user, client = applicant
        opened = make.a_case(user)
        page = client.get(url(opened))
        assert [step["state"] for step in page.context["steps"]] == ["done", "now", "todo", "todo"]
        text = page.content.decode()
        assert "3,500.00" in text
        assert "แจ้งผลภายใน" in text
        assert "ค่าจ้างเฉลี่ยต่อวันของคุณ" in text

    def test_right_after_sending_it_is_the_confirmation(self, applicant):
        user, client = applicant
        opened = make.a_case(user)
        assert "ส่งคำขอแล้ว" in client.get(url(opened), {"sent": 1}).content.decode()

    def test_through_decision_and_payment(self, applicant):
        user, client = applicant
        opened = make.a_case(user)
        officer = make.actor(make.officer())
        propose(opened.reference, "approve", "ครบทุกข้อ", officer)
        deliver_all()
        text = client.get(url(opened)).content.decode()
        assert "ครบทุกข้อ" in text
        assert "หนังสือแจ้งผล (PDF)" in text
        set_public_status(opened.reference, PublicStatus.PAYING, SYSTEM)
        assert client.get(url(opened)).context["steps"][-1]["label"] == "กำลังจ่ายเงิน"
        set_public_status(opened.reference, PublicStatus.DONE, SYSTEM)
        assert client.get(url(opened)).context["steps"][-1]["label"] == "จ่ายเงินแล้ว"

    def test_a_refusal_has_no_payment_and_says_how_to_appeal(self, applicant):
        user, client = applicant
        opened = make.a_case(user)
        propose(opened.reference, "reject", "ส่งเงินสมทบไม่ครบ", make.actor(make.officer()))
        page = client.get(url(opened))
        assert [step["label"] for step in page.context["steps"]][-1] == "ไม่อนุมัติ"
        assert "อุทธรณ์ได้ภายใน 30 วัน" in page.content.decode()

    def test_inner_notes_and_names_of_officers_stay_inside(self, applicant):
        user, client = applicant
        opened = make.a_case(user)
        note(opened.reference, "สงสัยใบรับรอง", make.actor(make.officer("ธนากร วัฒนพงษ์ชัย")))
        ask(opened)
        text = client.get(url(opened)).content.decode()
        assert "สงสัยใบรับรอง" not in text
        assert "ธนากร" not in text

    def test_nobody_elses(self, applicant, client):
        opened = make.a_case(make.member())
        for act in ("", "answer", "receipt", "withdraw"):
            assert applicant[1].get(url(opened, act)).status_code == 404
            assert client.get(url(opened, act)).status_code == 302
        assert opened.reference not in applicant[1].get("/me/cases/").content.decode()

    def test_the_list(self, applicant):
        user, client = applicant
        assert "ยังไม่มีคำขอ" in client.get("/me/cases/").content.decode()
        opened = make.a_case(user)
        assert opened.reference in client.get("/me/cases/").content.decode()

    def test_the_receipt_is_made_once(self, applicant):
        user, client = applicant
        opened = make.a_case(user)
        first = client.get(url(opened, "receipt")).url
        assert client.get(url(opened, "receipt")).url == first
        assert client.get(first)["Content-Type"] == "application/pdf"
        assert "<svg" in client.get(url(opened)).content.decode()


@pytest.mark.usefixtures("clamd")
class TestAnswering:
    def test_with_a_paper(self, applicant):
        user, client = applicant
        opened = make.a_case(user)
        ask(opened)
        assert "ตอบคำถาม" in client.get(url(opened)).content.decode()
        file = files.upload(files.pdf(), "สูติบัตร.pdf")
        answer = client.post(url(opened, "answer"), {"text": "ส่งแล้ว", "file": file}, follow=True)
        assert "ส่งคำตอบแล้ว" in answer.content.decode()
        assert case(opened.reference).status is Status.CHECKING
        assert [paper.title for paper in documents_of_case(opened.reference)] == ["สูติบัตร.pdf"]

    def test_a_wrong_file_is_refused_at_its_place_and_nothing_is_half_saved(self, applicant):
        user, client = applicant
        opened = make.a_case(user)
        ask(opened)
        file = files.upload(b"MZ not a pdf at all", "สูติบัตร.pdf")
        page = client.post(url(opened, "answer"), {"text": "ส่งแล้ว", "file": file})
        assert page.status_code == 422
        assert "ไม่ใช่ PDF, JPG หรือ PNG" in page.content.decode()
        assert "ส่งแล้ว" in page.content.decode()
        assert case(opened.reference).status is Status.WAITING

    def test_an_empty_answer(self, applicant):
        user, client = applicant
        opened = make.a_case(user)
        ask(opened)
        page = client.post(url(opened, "answer"), {"text": ""})
        assert "เขียนคำตอบ หรือแนบเอกสารอย่างน้อย 1 ไฟล์" in page.content.decode()

    def test_a_silent_scanner_keeps_the_paper_and_says_so(self, applicant, settings):
        settings.CLAMD_ADDRESS = nobody_listens()
        user, client = applicant
        opened = make.a_case(user)
        ask(opened)
        client.post(url(opened, "answer"), {"text": "", "file": files.upload(files.pdf(), "สูติบัตร.pdf")})
        assert case(opened.reference).status is Status.CHECKING
        assert "กำลังตรวจไวรัส เก็บไว้แล้ว" in client.get(url(opened)).content.decode()

    def test_answered_twice_is_answered_once(self, applicant):
        user, client = applicant
        opened = make.a_case(user)
        ask(opened)
        for _ in range(2):
            assert client.post(url(opened, "answer"), {"text": "ตอบ"}).status_code == 302


class TestWithdrawing:
    def test_asked_once_then_done(self, applicant):
        user, client = applicant
        opened = make.a_case(user)
        assert client.get(url(opened, "withdraw")).status_code == 200
        assert case(opened.reference).status is Status.RECEIVED
        client.post(url(opened, "withdraw"))
        assert case(opened.reference).status is Status.WITHDRAWN
        assert "คุณถอนคำขอแล้ว" in client.get(url(opened)).content.decode()

    def test_not_after_the_decision(self, applicant):
        user, client = applicant
        opened = make.a_case(user)
        propose(opened.reference, "approve", "ครบ", make.actor(make.officer()))
        client.post(url(opened, "withdraw"))
        assert case(opened.reference).status is Status.APPROVED


class TestEmployer:
    @pytest.fixture
    def employer(self, signed_in):
        user = make.member(name="สมชาย ใจดี")
        Grant.objects.create(
            user=user, role=Role.employer_admin, scope="employer:1000000016", since=date(2020, 1, 1)
        )
        make.case_type()
        opened = open_case(
            make.TYPE.key,
            subject="employer:1000000016",
            subject_name="บริษัท ทอใจพัฒนา จำกัด",
            subject_ident="1000000016",
            applicant=make.actor(user),
            office=make.OFFICE,
            payload={},
        )
        return opened, signed_in(user)

    def test_its_staff_follow_its_cases(self, employer):
        opened, client = employer
        assert opened.reference in client.get("/employer/1000000016/cases/").content.decode()
        assert client.get(f"/employer/1000000016/cases/{opened.reference}/").status_code == 200

    def test_others_do_not(self, employer, signed_in):
        opened, client = employer
        stranger = signed_in(make.member())
        assert stranger.get(f"/employer/1000000016/cases/{opened.reference}/").status_code == 404
        mine = make.a_case()
        assert client.get(f"/employer/1000000016/cases/{mine.reference}/").status_code == 404
