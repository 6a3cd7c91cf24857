"""People are told in the inbox at once and by e-mail as soon as the mail server answers."""

import socket
from email import message_from_bytes
from email.header import decode_header, make_header

import pytest
from aiosmtpd.controller import Controller
from django.db import transaction

from sso_core.kernel.finding import Finding, Severity
from sso_core.messaging import findings, outbox
from sso_core.messaging.models import Delivery, Message
from sso_core.messaging.public import Recipient, deliver_all, inbox_of, tell, unread_count

PERSON = Recipient("person:77", "ปาณิสรา แก้วมณีวงศ์", email="panisara@example.com")


class Box:
    def __init__(self):
        self.mails = []

    async def handle_DATA(self, server, session, envelope):
        self.mails.append(message_from_bytes(envelope.content))
        return "250 OK"


@pytest.fixture
def mail_server(settings):
    """A real SMTP server on a free port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    box = Box()
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    yield box
    server.stop()


@pytest.fixture
def told():
    def make(recipient=PERSON, **context):
        return tell(
            recipient,
            "cases/question",
            {
                "case": {"reference": "TM6911-000001-1"},
                "question": "โปรดยืนยันชื่อบัญชี & ส่งสำเนา",
                "action_url": "/me/cases/TM6911-000001-1/",
                "action_label": "ดูคำขอ",
                **context,
            },
            case_ref="TM6911-000001-1",
        )

    return make


@pytest.mark.django_db
class TestInbox:
    def test_it_is_there_at_once(self, told):
        told()
        (message,) = inbox_of("person:77")
        assert message.title == "ต้องการข้อมูลเพิ่มสำหรับคำขอ TM6911-000001-1"
        assert "โปรดยืนยันชื่อบัญชี & ส่งสำเนา" in message.body
        assert (unread_count("person:77"), inbox_of("person:78")) == (1, ())

    def test_what_was_sent_stays_as_sent(self, told):
        told()
        with pytest.raises(Exception, match=r"annot|read-only"), transaction.atomic():
            Message.objects.update(body="อื่น")
        with pytest.raises(Exception, match="annot"), transaction.atomic():
            Message.objects.all().delete()

    def test_without_an_address_no_mail_is_tried(self, told):
        told(Recipient("person:77", "ก"))
        assert not Delivery.objects.exists()


@pytest.mark.django_db
class TestEmail:
    def test_plain_and_html_in_thai(self, told, mail_server):
        told()
        deliver_all()
        (mail,) = mail_server.mails
        assert str(make_header(decode_header(mail["Subject"]))).startswith("ต้องการข้อมูลเพิ่ม")
        plain, page = (part.get_payload(decode=True).decode() for part in mail.get_payload())
        assert "โปรดยืนยันชื่อบัญชี & ส่งสำเนา" in plain
        assert "โปรดยืนยันชื่อบัญชี &amp; ส่งสำเนา" in page
        assert "/me/cases/TM6911-000001-1/" in plain
        assert Message.objects.get().emailed_at is not None

    def test_a_silent_mail_server_only_delays_it(self, told, mail_server, settings):
        port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
        told()
        outbox.deliver()
        row = Delivery.objects.get()
        assert (row.status, row.attempts, mail_server.mails) == ("waiting", 1, [])
        settings.EMAIL_PORT = port
        outbox.retry(row.pk)
        outbox.deliver()
        assert len(mail_server.mails) == 1

    def test_a_message_number_is_its_message_id(self, told, mail_server):
        number = told()
        deliver_all()
        assert mail_server.mails[0]["Message-ID"].startswith(f"<message-{number}@")


class TestFindings:
    def test_a_sentence_takes_the_figures_in_both_languages(self):
        findings.register({"test.big": ("ใหญ่เกิน {limit}", "Over {limit}")})
        finding = Finding("test.big", Severity.WARN, "file", {"limit": 10}, line=3)
        assert findings.sentence(finding, "th") == "ใหญ่เกิน 10"
        shape = findings.as_dict(finding)
        assert (shape["message_en"], shape["line"], shape["severity"]) == ("Over 10", 3, "warn")

    def test_a_missing_figure_does_not_hide_the_finding(self):
        findings.register({"test.missing": ("มี {n} วัน", "{n} days")})
        assert findings.sentence(Finding("test.missing"), "th") == "มี – วัน"

    def test_one_code_has_one_sentence(self):
        findings.register({"test.one": ("ก", "a")})
        with pytest.raises(ValueError, match="two sentences"):
            findings.register({"test.one": ("ข", "b")})
