"""The mailbox over SMTP and HTTP, and the codes of the demo's second factors."""

import json
import smtplib

import httpx
import pytest
from django.core.mail import EmailMultiAlternatives, get_connection

from integrations.simulators.authenticator import totp


def send(settings, *, to="somchai@example.test", subject="ผลการพิจารณา", html="<p>อนุมัติ</p>", files=()):
    connection = get_connection("django.core.mail.backends.smtp.EmailBackend")
    mail = EmailMultiAlternatives(
        subject, "ดูที่ https://sso.example/me/cases/SC1/ ได้เลย", "sso@example.test", [to],
        bcc=["archive@example.test"], connection=connection,
    )  # fmt: skip
    if html:
        mail.attach_alternative(html, "text/html")
    for name, content, kind in files:
        mail.attach(name, content, kind)
    mail.send()


@pytest.fixture
def box(simulators):
    httpx.delete(f"{simulators.url('mail')}/api/mails")
    return simulators


def test_a_mail_is_taken_and_shown_as_data(box, settings):
    send(settings, files=[("หนังสือแจ้ง.pdf", b"%PDF-1.7 x", "application/pdf")])
    (mail,) = box.mails("somchai@example.test")
    assert (mail["subject"], mail["from"]) == ("ผลการพิจารณา", "sso@example.test")
    assert mail["to"] == "somchai@example.test, archive@example.test"
    assert mail["text"].startswith("ดูที่ https://")
    assert mail["html"].strip() == "<p>อนุมัติ</p>"
    assert mail["attachments"] == [{"name": "หนังสือแจ้ง.pdf", "type": "application/pdf", "size": 10}]


def test_a_mail_is_found_by_its_address(box, settings):
    send(settings, to="a@example.test")
    send(settings, to="B@example.test", subject="ของบี")
    assert [mail["subject"] for mail in box.mails("b@example.test")] == ["ของบี"]
    assert len(box.mails(at_least=2)) == 2


def test_the_pages_show_the_mail_and_its_files(box, settings):
    send(
        settings, files=[("note.txt", "ข้อความ", "text/plain"), ("x.html", "<script>1</script>", "text/html")]
    )
    name = box.mails()[0]["id"]
    base = box.url("mail")
    assert "ผลการพิจารณา" in httpx.get(base).text
    shown = httpx.get(f"{base}/mail/{name}").text
    assert '<a href="https://sso.example/me/cases/SC1/">' in shown
    assert 'sandbox="allow-popups"' in shown
    assert httpx.get(f"{base}/mail/{name}/attachments/0").text == "ข้อความ"
    assert httpx.get(f"{base}/mail/{name}/attachments/1").headers["content-security-policy"] == "sandbox"
    assert httpx.get(f"{base}/mail/{name}/attachments/9").status_code == 404
    assert httpx.get(f"{base}/mail/0").status_code == 404


def test_what_a_mail_says_is_not_run(box, settings):
    send(settings, subject="<script>alert(1)</script>", html='"><script>alert(2)</script>')
    base = box.url("mail")
    shown = httpx.get(base).text + httpx.get(f"{base}/mail/{box.mails()[0]['id']}").text
    assert "<script>" not in shown


def test_mails_outlive_a_killed_mailbox(box, settings):
    send(settings)
    before = box.mails()
    box.stop("mail")
    box.start("mail")
    assert box.mails() == before


def test_a_mail_server_may_be_down(box, settings):
    box.fault("mail", "down")
    with pytest.raises(smtplib.SMTPException):
        send(settings)
    box.fault("mail", "ok")
    assert box.mails(at_least=0) == []


def test_the_codes_are_those_of_the_standard():
    # RFC 6238, appendix B: SHA-1, secret "12345678901234567890", last six of the eight digits
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    times = {
        59: "287082",
        1111111109: "081804",
        1111111111: "050471",
        1234567890: "005924",
        2000000000: "279037",
    }
    assert {at: totp(secret, at) for at in times} == times
    assert totp(secret.lower()[:26], 59) == totp(secret[:26], 59)


def test_the_authenticator_shows_the_codes_of_the_demo(simulators):
    base = simulators.url("mail")
    path = simulators.folder / "authenticator.json"
    path.unlink(missing_ok=True)
    assert "ยังไม่มีบัญชีตัวอย่าง" in httpx.get(f"{base}/authenticator").text
    secret = "JBSWY3DPEHPK3PXP"
    path.write_text(json.dumps([{"label": "เจ้าหน้าที่ <1>", "secret": secret}]), encoding="utf-8")
    page = httpx.get(f"{base}/authenticator").text
    assert totp(secret) in page
    assert "เจ้าหน้าที่ &lt;1&gt;" in page
    assert 'http-equiv="refresh"' in page
    assert httpx.get(f"{base}/api/codes").json() == {"เจ้าหน้าที่ <1>": totp(secret)}
