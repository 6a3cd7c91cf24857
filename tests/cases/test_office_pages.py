"""The officer's queue and case page, as browsers see them."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sso_core.accounts.models import Role
from sso_core.audit.models import Access
from sso_core.cases.models import Case
from sso_core.cases.public import Status, ask_applicant, case, note, propose, take, timeline
from sso_core.documents.public import open_document, store_upload
from sso_core.kernel.actor import SYSTEM
from sso_core.messaging.public import deliver_all, inbox_of
from tests.cases import factories as make
from tests.documents import factories as files
from tests.documents.conftest import clamd  # noqa: F401

pytestmark = pytest.mark.django_db
BIG = "41700.00"


@pytest.fixture(autouse=True)
def _mail(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def url(opened, act=""):
    return f"/office/cases/{opened.reference}/" + (f"{act}/" if act else "")


def post(client, opened, act, **data):
    data.setdefault("version", case(opened.reference).version)
    return client.post(url(opened, act), data)


def text(response):
    return response.content.decode()


class TestWhoMayOpenIt:
    def test_officers_of_its_office_only(self, office, signed_in):
        opened = make.a_case()
        _, inside = office()
        _, outside = office(office="1009")
        assert inside.get(url(opened)).status_code == 200
        assert outside.get(url(opened)).status_code == 404
        assert outside.get(url(opened, "viewer")).status_code == 404
        assert signed_in(make.member()).get(url(opened)).status_code == 404

    def test_strangers_log_in_and_officers_show_a_second_factor(self, client, signed_in):
        opened = make.a_case()
        assert "/account/login/" in client.get(url(opened)).url
        assert signed_in(make.officer(), aal=1).get(url(opened)).status_code == 302

    def test_opening_it_is_logged_with_its_purpose(self, office):
        opened = make.a_case()
        user, client = office()
        client.get(url(opened))
        access = Access.objects.get()
        assert (access.user_id, access.subject) == (user.pk, opened.subject)
        assert opened.reference in access.purpose

    @pytest.mark.parametrize(
        "act", ["decide", "confirm", "send-back", "take", "assign", "stop-waiting", "note"]
    )
    def test_every_act_is_refused_to_other_offices(self, office, act):
        opened = make.a_case(amount=BIG)
        client = office(make.checker, office="1009")[1]
        assert post(client, opened, act).status_code == 404
        assert case(opened.reference).version == opened.version

    def test_a_checker_does_not_propose_nor_an_officer_confirm(self, office):
        opened = make.a_case(amount=BIG)
        assert (
            post(office(make.checker)[1], opened, "decide", outcome="approve", reason="x").status_code == 404
        )
        propose(opened.reference, "approve", "ครบ", make.actor(make.officer()))
        assert post(office()[1], opened, "confirm").status_code == 404


class TestDeciding:
    def test_a_small_sum_at_once_with_letter_and_message(self, office, mailoutbox):
        opened = make.a_case()
        _, client = office()
        page = text(client.get(url(opened)))
        assert "อนุมัติ 3,500.00 บาท" in page
        answer = client.post(
            url(opened, "decide"),
            {"outcome": "approve", "reason": "ครบ", "version": opened.version},
            follow=True,
        )
        assert "สั่งแล้ว" in text(answer)
        deliver_all()
        (letter,) = [d for d in _papers(opened) if d.kind == "case_letter"]
        assert open_document(letter.id, SYSTEM)[1].startswith(b"%PDF")
        assert "อนุมัติคำขอคลอดบุตร" in inbox_of(opened.subject)[0].title
        assert len(mailoutbox) == 2
        assert timeline(opened.reference)[0].text == "ส่งหนังสือแจ้งผล"

    def test_errors_stand_at_their_place(self, office):
        opened = make.a_case()
        _, client = office()
        answer = post(client, opened, "decide")
        assert answer.status_code == 422
        page = text(answer)
        assert 'href="#id_reason"' in page
        assert "ข้อผิดพลาด:" in page
        assert case(opened.reference).status is Status.RECEIVED

    def test_a_failed_check_is_said_and_what_was_typed_stays(self, office):
        opened = make.a_case(failing=True)
        _, client = office()
        page = text(post(client, opened, "decide", outcome="approve", reason="ครบทุกข้อแล้ว"))
        assert "ยังมีข้อที่ตรวจไม่ผ่าน" in page
        assert "ครบทุกข้อแล้ว" in page

    def test_asking_stops_the_clock(self, office):
        opened = make.a_case()
        _, client = office()
        post(client, opened, "decide", outcome="ask", reason="ขอสูติบัตร", answer_days="5")
        page = text(client.get(url(opened)))
        assert case(opened.reference).status is Status.WAITING
        assert "หยุดนับ" in page
        assert "พิจารณาต่อโดยไม่รอคำตอบ" in page

    def test_both_seats_and_only_the_other_officer_confirms(self, office):
        opened = make.a_case(amount=BIG)
        _, first = office(make.officer, "ธนากร วัฒนพงษ์ชัย", Role.officer, Role.checker)
        _, second = office(make.checker)
        assert "ยอดเกิน 30,000 บาท" in text(first.get(url(opened)))
        post(first, opened, "decide", outcome="approve", reason="ครบ")
        assert "คุณเป็นผู้เสนอ" in text(first.get(url(opened)))
        refused = post(first, opened, "confirm")
        assert refused.status_code == 422
        assert "คนที่สองต้องเป็นเจ้าหน้าที่คนอื่น" in text(refused)
        assert "ยืนยันคำสั่ง" in text(second.get(url(opened)))
        post(second, opened, "confirm")
        assert case(opened.reference).status is Status.APPROVED

    def test_sending_back_wants_a_reason(self, office):
        opened = make.a_case(amount=BIG)
        propose(opened.reference, "approve", "ครบ", make.actor(make.officer()))
        _, client = office(make.checker)
        assert "เขียนว่าให้ผู้เสนอแก้อะไร" in text(post(client, opened, "send-back"))
        post(client, opened, "send-back", reason="ชื่อไม่ตรง")
        assert case(opened.reference).status is Status.CHECKING

    def test_the_letter_is_shown_as_a_real_pdf_and_kept_nowhere(self, office):
        opened = make.a_case()
        _, client = office()
        answer = post(client, opened, "letter", outcome="reject", reason="ยื่นเกินกำหนด")
        assert answer["Content-Type"] == "application/pdf"
        assert answer.content.startswith(b"%PDF")
        assert _papers(opened) == ()


class TestConflict:
    def test_two_officers_one_case(self, office):
        opened = make.a_case()
        _, first = office()
        _, second = office(make.officer, "ปิติ สุขใจ")
        seen = opened.version
        post(first, opened, "decide", outcome="ask", reason="ขอสูติบัตร", version=seen)
        answer = post(second, opened, "decide", outcome="approve", reason="เห็นว่าครบแล้ว", version=seen)
        page = text(answer)
        assert answer.status_code == 409
        assert "มีคนทำเรื่องนี้ก่อนคุณ" in page
        assert "เห็นว่าครบแล้ว" in page
        assert "ขอสูติบัตร" in page
        assert case(opened.reference).status is Status.WAITING

    def test_a_double_click_decides_once(self, office):
        opened = make.a_case()
        _, client = office()
        data = {"outcome": "approve", "reason": "ครบ", "version": opened.version}
        make.decided.clear()
        assert client.post(url(opened, "decide"), data).status_code == 302
        assert client.post(url(opened, "decide"), data).status_code == 409
        assert len(make.decided) == 1


class TestQueue:
    def test_tabs_and_their_counts(self, office):
        user, client = office(make.officer, "ธนากร", Role.officer, Role.checker)
        mine, other, big = make.a_case(), make.a_case(), make.a_case(amount=BIG)
        make.a_case(office="1009")
        take(mine.reference, make.actor(user))
        propose(big.reference, "approve", "ครบ", make.actor(make.officer()))
        Case.objects.filter(reference=other.reference).update(due_on=date(2020, 1, 1))
        for view, expected in {
            "mine": {mine.reference},
            "team": {mine.reference, other.reference, big.reference},
            "unassigned": {other.reference},
            "check": {big.reference},
            "late": {other.reference},
        }.items():
            page = client.get("/office/", {"view": view})
            assert {row.reference for row in page.context["rows"]} == expected, view
            tab = next(t for t in page.context["tabs"] if t["current"])
            assert tab["count"] == len(expected)

    def test_my_own_proposal_is_not_mine_to_check(self, office):
        user, client = office(make.officer, "ธนากร", Role.officer, Role.checker)
        opened = make.a_case(amount=BIG)
        propose(opened.reference, "approve", "ครบ", make.actor(user))
        assert client.get("/office/", {"view": "check"}).context["rows"] == []

    def test_filters_are_in_the_address_and_can_be_taken_off(self, office):
        make.a_case()
        waiting = make.a_case()
        ask_applicant(waiting.reference, "?", date(2099, 1, 5), make.actor(make.officer()))
        page = office()[1].get("/office/", {"view": "team", "step": "waiting"})
        assert [row.reference for row in page.context["rows"]] == [waiting.reference]
        assert page.context["chips"][0]["href"] == "?view=team"
        assert page.context["rows"][0].due.label == "หยุดนับ"

    def test_strange_filters_are_ignored(self, office):
        make.a_case()
        page = office()[1].get("/office/", {"view": "x", "type": "' or 1=1", "page": "-3"})
        assert page.status_code == 200

    def test_ten_cases_cost_no_more_queries_than_one(self, office):
        _, client = office()
        make.a_case()
        client.get("/office/", {"view": "team"})
        with CaptureQueriesContext(connection) as one:
            client.get("/office/", {"view": "team"})
        for _ in range(9):
            make.a_case()
        with CaptureQueriesContext(connection) as ten:
            client.get("/office/", {"view": "team"})
        assert len(ten) == len(one)

    def test_a_lead_gives_several_to_one(self, office):
        _, lead = office(make.officer, "หัวหน้า", Role.supervisor)
        to = make.officer("ปิติ")
        a, b, elsewhere = make.a_case(), make.a_case(), make.a_case(office="1009")
        chosen = [a.reference, b.reference, elsewhere.reference]
        preview = text(lead.post("/office/transfer/", {"c": chosen}))
        assert "โอน 2 เรื่อง" in preview
        assert "ไม่รวม 1 เรื่อง" in preview
        lead.post("/office/transfer/", {"c": chosen, "confirm": "1", "to": to.pk, "reason": "ลาพักร้อน"})
        assert {case(r).assigned_to for r in (a.reference, b.reference)} == {to.pk}
        assert case(elsewhere.reference).assigned_to is None

    def test_only_a_lead_transfers(self, office):
        opened = make.a_case()
        assert office()[1].post("/office/transfer/", {"c": [opened.reference]}).status_code == 404


@pytest.mark.usefixtures("clamd")
class TestPapers:
    def test_beside_the_form_as_pictures(self, office):
        applicant = make.member()
        opened = make.a_case(applicant)
        paper = store_upload(
            files.upload(files.pdf(3)),
            subject=opened.subject,
            kind="certificate",
            by=make.actor(applicant),
            case_ref=opened.reference,
        )
        _, client = office()
        frame = client.get(url(opened, "viewer"), {"doc": paper.id, "page": 2})
        assert frame["X-Frame-Options"] == "SAMEORIGIN"
        assert "หน้า 2 จาก 3" in text(frame)
        picture = client.get(f"/documents/{paper.id}/page/2.png", {"zoom": 2, "turn": 90})
        assert picture.content.startswith(b"\x89PNG")
        assert "อ่านแล้ว" in text(client.get(url(opened, "viewer")))
        assert client.get(f"/documents/{paper.id}/page/4.png").status_code == 404
        assert client.get(f"/documents/{paper.id}/page/1.png", {"zoom": "x"}).status_code == 404

    def test_a_strangers_file_can_do_nothing(self, office):
        applicant = make.member()
        opened = make.a_case(applicant)
        paper = store_upload(
            files.upload(files.pdf(), 'ใบ"รับรอง.pdf'),
            subject=opened.subject,
            kind="certificate",
            by=make.actor(applicant),
            case_ref=opened.reference,
        )
        user, client = office()
        answer = client.get(paper.url)
        assert answer["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Disposition"].startswith("inline; filename*=utf-8''")
        assert "no-store" in answer["Cache-Control"]
        assert Access.objects.filter(user_id=user.pk, what=paper.title).exists()

    def test_only_its_owner_and_its_office(self, office, signed_in, client):
        applicant = make.member()
        opened = make.a_case(applicant)
        paper = store_upload(
            files.upload(files.pdf()),
            subject=opened.subject,
            kind="certificate",
            by=make.actor(applicant),
            case_ref=opened.reference,
        )
        assert signed_in(applicant).get(paper.url).status_code == 200
        assert signed_in(make.member()).get(paper.url).status_code == 404
        assert office(office="1009")[1].get(paper.url).status_code == 404
        assert client.get(paper.url).status_code == 302
        assert not Access.objects.exists()


class TestTabs:
    @pytest.mark.parametrize("tab", ["decide", "documents", "letters", "history", "nonsense"])
    def test_each_opens(self, office, tab):
        opened = make.a_case(amount=BIG)
        note(opened.reference, "โทรหาแล้ว", make.actor(make.officer()))
        propose(opened.reference, "approve", "ครบ", make.actor(make.officer()))
        assert office(make.checker)[1].get(url(opened), {"tab": tab}).status_code == 200


def _papers(opened):
    from sso_core.documents.public import documents_of_case

    return documents_of_case(opened.reference)
