"""What is taken in, what is refused and how it is said, what happens when the scanner is silent."""

import pytest
import time_machine
from django.db import transaction

from sso_core.documents import storage
from sso_core.documents.models import Document
from sso_core.documents.public import NotReadable, attach, open_document, rescan_held, store_upload
from sso_core.kernel.actor import Actor, ActorKind
from sso_core.kernel.finding import Refused
from sso_core.messaging.models import OutboxEvent
from sso_core.messaging.public import sentence
from tests.documents import factories as make
from tests.documents.clamd import EICAR, nobody_listens

pytestmark = pytest.mark.django_db
OWNER = Actor(ActorKind.MEMBER, 7, "ปาณิสรา แก้วมณีวงศ์", 77)
SUBJECT = "person:77"


def send(content, name="ใบรับรองแพทย์.pdf", **more):
    return store_upload(make.upload(content, name), subject=SUBJECT, kind="certificate", by=OWNER, **more)


def why(content, name):
    with pytest.raises(Refused) as refused:
        send(content, name)
    (finding,) = refused.value.findings
    assert finding.field == "file"
    return finding.code.removeprefix("document."), sentence(finding, "th")


@pytest.mark.usefixtures("clamd")
class TestContentDecides:
    @pytest.mark.parametrize(
        ("content", "kind", "kept_as"),
        [
            (make.pdf(3), "application/pdf", "a.pdf"),
            (make.picture("JPEG"), "image/jpeg", "a.pdf.jpg"),
            (make.picture("PNG"), "image/png", "a.pdf.png"),
        ],
    )
    def test_taken_by_what_it_is_not_by_its_name(self, content, kind, kept_as):
        document = send(content, "a.pdf")
        assert (document.content_type, document.filename, document.is_ready) == (kind, kept_as, True)

    def test_pages_are_counted(self):
        assert send(make.pdf(4)).pages == 4

    @pytest.mark.parametrize(
        ("content", "name", "code"),
        [
            (b"", "ว่าง.pdf", "empty"),
            (b"%PDF-1.7\n" + b"0" * (10 * 1024 * 1024), "ใหญ่.pdf", "too_large"),
            (b"MZ\x90\x00" + b"\x00" * 100, "รูป.jpg", "type"),
            (b"<html><script>alert(1)</script>", "ใบรับรอง.pdf", "type"),
            (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + b"\x00" * 50, "IMG_1.HEIC", "heic"),
            (make.pdf(password="1234"), "ล็อก.pdf", "locked"),
            (make.pdf()[:200], "ขาด.pdf", "broken"),
            (b"%PDF-1.4\n" + b"garbage" * 40, "เสีย.pdf", "broken"),
            (make.picture("PNG")[:60], "ขาด.png", "broken"),
            (make.pdf(101), "ยาว.pdf", "too_many_pages"),
        ],
    )
    def test_each_refusal_has_its_own_words(self, content, name, code):
        found, words = why(content, name)
        assert found == code
        assert name in words
        assert not Document.objects.exists()

    def test_a_name_cannot_point_elsewhere_or_turn_text_round(self):
        document = send(make.pdf(), "../../etc/\u202egpj.passwd\x00.pdf")
        assert document.filename == "gpj.passwd.pdf"

    def test_at_most_twenty_files(self):
        for pages in range(1, 21):
            send(make.pdf(pages))
        code, words = why(make.pdf(30), "อีก.pdf")
        assert (code, words) == ("too_many", "ส่งได้ไม่เกิน 20 ไฟล์ ลบไฟล์ที่ไม่ใช้ก่อน")

    def test_a_double_click_is_one_paper(self):
        content = make.pdf()
        assert send(content).id == send(content).id
        assert Document.objects.count() == 1


class TestScanner:
    def test_it_sees_the_whole_file(self, clamd):
        content = make.pdf(2)
        send(content)
        assert clamd.scanned == [content]

    def test_a_virus_is_refused_and_not_kept(self, clamd):
        code, words = why(make.pdf() + EICAR, "ไวรัส.pdf")
        assert code == "infected"
        assert "ไวรัส" in words
        assert not Document.objects.exists()

    @pytest.mark.parametrize("says", ["", "stream: size limit exceeded ERROR", "stream: FOUNDOK", "ห"])
    def test_no_clear_answer_only_holds_it(self, clamd, settings, says):
        clamd.says = says
        if not says:
            settings.CLAMD_ADDRESS = nobody_listens()
        document = send(make.pdf())
        assert (document.is_held, document.status_label) == (True, "กำลังตรวจ")
        with pytest.raises(NotReadable):
            open_document(document.id, OWNER)

    def test_held_is_tried_again_until_answered(self, clamd, settings):
        address, settings.CLAMD_ADDRESS = settings.CLAMD_ADDRESS, nobody_listens()
        with time_machine.travel("2026-11-23T10:00:00+07:00", tick=False) as clock:
            content = make.pdf()
            document = send(content)
            assert rescan_held() == 0
            clock.shift(31)
            assert rescan_held() == 0
            settings.CLAMD_ADDRESS = address
            clock.shift(61)
            assert rescan_held() == 1
        assert open_document(document.id, OWNER)[1] == content
        assert OutboxEvent.objects.filter(topic="documents.clean", key=str(document.id)).exists()

    def test_held_and_then_found_infected(self, clamd, settings):
        address, settings.CLAMD_ADDRESS = settings.CLAMD_ADDRESS, nobody_listens()
        with time_machine.travel("2026-11-23T10:00:00+07:00", tick=False) as clock:
            document = send(make.pdf() + EICAR, case_ref="TM6911-000001-1")
            settings.CLAMD_ADDRESS = address
            clock.shift(31)
            rescan_held()
        row = Document.objects.get()
        assert (row.status, row.refusal) == ("refused", "infected")
        event = OutboxEvent.objects.get(topic="documents.refused")
        assert event.payload["case_ref"] == "TM6911-000001-1"
        with pytest.raises(NotReadable):
            open_document(document.id, OWNER)


@pytest.mark.usefixtures("clamd")
class TestKeeping:
    def test_it_lies_under_its_digest_outside_the_web_root(self, settings):
        content = make.pdf()
        send(content)
        path = storage.path(storage.CLEAN, storage.digest(content))
        assert path.read_bytes() == content
        assert path.is_relative_to(settings.MEDIA_ROOT)
        assert str(settings.STATIC_ROOT) not in str(path)
        assert path.stat().st_mode & 0o077 == 0

    def test_a_file_changed_on_disk_is_not_served(self):
        content = make.pdf()
        document = send(content)
        storage.path(storage.CLEAN, storage.digest(content)).write_bytes(b"other")
        with pytest.raises(OSError, match="changed on disk"):
            open_document(document.id, OWNER)

    def test_papers_go_to_one_case_and_stay_there(self):
        document = send(make.pdf())
        attach([document.id], case_ref="TM6911-000001-1", subject=SUBJECT)
        attach([document.id], case_ref="TM6911-000001-1", subject=SUBJECT)
        for wrong in (
            {"case_ref": "TM6911-000002-9", "subject": SUBJECT},
            {"case_ref": "TM6911-000001-1", "subject": "person:78"},
        ):
            with pytest.raises(Refused):
                attach([document.id], **wrong)
        with pytest.raises(Exception, match="annot"), transaction.atomic():
            Document.objects.update(case_ref="TM6911-000003-7")

    def test_papers_cannot_be_deleted_or_changed(self):
        send(make.pdf())
        for act in (
            lambda: Document.objects.all().delete(),
            lambda: Document.objects.update(sha256="0" * 64),
        ):
            with pytest.raises(Exception, match=r"annot|read-only"), transaction.atomic():
                act()
