"""Registers, scanner, bank and mail server are down, slow or talk nonsense: pages say so, work is done later."""

from datetime import timedelta

import httpx
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from finance import public as finance
from finance.models import BankFile
from finance.types import BatchState
from integrations import client as gateway
from integrations.public import GatewayDown
from integrations.simulators.data import by_role, companies
from integrations.simulators.register import laser_code
from registration.models import Employer, Employment
from registration.tasks import retry_checks
from sso_core import clock
from sso_core.accounts.models import User
from sso_core.cases import public as cases
from sso_core.documents import scanner
from sso_core.documents.public import rescan_held
from sso_core.kernel.finding import Refused
from sso_core.messaging.models import Delivery
from sso_core.messaging.outbox import deliver
from sso_core.messaging.public import Recipient, tell
from tests.faults.scenes import at_the_gate
from tests.registration.factories import (
    make_employer,
    make_person,
    member,
    officer,
    officer_actor,
    staff,
    strong_session,
)
from tests.stories.world import certificate

pytestmark = pytest.mark.django_db
IN_EVERY_WAY = pytest.mark.parametrize("mode", ["down", "slow", "nonsense"])
MORNING = "2026-11-23 09:00+07:00"


@pytest.fixture(autouse=True)
def _today(settings, monkeypatch):
    settings.GATEWAY_TIMEOUT = 0.3
    monkeypatch.setattr(scanner, "TIMEOUT", 0.3)
    with time_machine.travel(MORNING, tick=True):
        yield


@pytest.fixture
def fails(simulators):
    """A system begins to fail; what is returned mends it."""

    def begin(system, mode):
        simulators.fault(system, mode, seconds=2)

        def mend():
            simulators.fault(system, "ok")
            gateway.reset(system, simulators.url(system))

        return mend

    return begin


@pytest.fixture
def later():
    """Three hours on: whatever waits is due."""

    def pass_by():
        return time_machine.travel(clock.now() + timedelta(hours=3), tick=True)

    return pass_by


def text(response):
    return response.content.decode()


@IN_EVERY_WAY
def test_dopa_at_sign_up(client, fails, mode):
    one = by_role("newcomer")[0]
    year, month, day = one["birth_date"].split("-")
    answers = {
        "national_id": one["national_id"],
        "first_name": one["first_name"],
        "last_name": one["last_name"],
        "birth_date_0": day,
        "birth_date_1": month,
        "birth_date_2": str(int(year) + 543),
        "laser_code": laser_code(one["national_id"]),
        "password": "demo-sso-2569",
    }
    mend = fails("dopa", mode)
    told = client.post("/signup/", answers)
    assert told.status_code == 503
    assert "ทะเบียนราษฎรยังไม่ตอบ" in text(told)
    assert f'value="{one["last_name"]}"' in text(told)
    assert not User.objects.exists()
    mend()
    assert client.post("/signup/", answers).status_code == 302
    assert User.objects.get().person_id


@IN_EVERY_WAY
def test_dbd_at_joining(client, fails, later, mode):
    company = companies()[3]
    client.force_login(member(make_person()), backend="allauth.account.auth_backends.AuthenticationBackend")
    mend = fails("dbd", mode)
    client.post("/register-employer/", {"tax_id": company["juristic_id"]})
    assert "ทะเบียนยังไม่ตอบ" in text(client.get("/register-employer/details/"))
    details = {
        "name": company["name_th"],
        "address": "5 ถนนตัวอย่าง",
        "province": "90",
        "email": "hr@example.test",
        "phone": "0812345678",
        "first_employee_on_0": "2",
        "first_employee_on_1": "11",
        "first_employee_on_2": "2569",
        "employees": "3",
    }
    client.post("/register-employer/details/", details)
    sent = client.post("/register-employer/check/")
    assert "เราเก็บคำขอไว้และตรวจให้เอง" in text(client.get(sent["Location"]))
    reference = sent["Location"].split("/")[-2]
    by = officer_actor(officer(office="9000"))
    with pytest.raises(Refused, match="dbd_unverified"):
        cases.propose(reference, "approve", "ครบถ้วน", by=by)
    mend()
    with later():
        retry_checks()
        cases.propose(reference, "approve", "ครบถ้วน", by=by)
    assert Employer.objects.get().name == company["name_th"]


@IN_EVERY_WAY
def test_dopa_at_enrolment(client, fails, later, mode):
    employer = make_employer()
    strong_session(client, staff(employer))
    base = f"/employer/{employer.account_no}/staff/"
    one = by_role("newcomer")[0]
    mend = fails("dopa", mode)
    answers = {
        "national_id": one["national_id"],
        "title_code": one["title_code"],
        "first_name": one["first_name"],
        "last_name": one["last_name"],
        "branch_no": "000000",
        "wage": "15,000",
        "starts_on_0": "2",
        "starts_on_1": "11",
        "starts_on_2": "2569",
    }
    assert client.post(f"{base}new/", answers).status_code == 302
    assert "รอตรวจทะเบียนราษฎร" in text(client.get(base))
    with later():
        assert retry_checks() == 0
    assert "รอตรวจทะเบียนราษฎร" in text(client.get(base))
    mend()
    with later(), later():
        assert retry_checks() == 1
    assert "รอตรวจทะเบียนราษฎร" not in text(client.get(base))
    assert Employment.objects.get().person.verified_at


@IN_EVERY_WAY
def test_clamd_at_a_certificate(client, fails, later, mode):
    strong_session(client, member(make_person()))
    page = "/me/claims/sickness/certificate/"
    mend = fails("clamd", mode)
    assert client.post(page, {"certificate": certificate()}).status_code == 302
    assert "กำลังตรวจ" in text(client.get(page))
    with later():
        assert rescan_held() == 0
    mend()
    with later(), later():
        assert rescan_held() == 1
    assert "กำลังตรวจ" not in text(client.get(page))
    assert "certificate.pdf" in text(client.get(page))


def test_a_certificate_that_is_no_picture_is_told_at_its_field_while_clamd_is_down(client, fails):
    strong_session(client, member(make_person()))
    fails("clamd", "down")
    told = client.post(
        "/me/claims/sickness/certificate/", {"certificate": SimpleUploadedFile("x.pdf", b"MZ not a paper")}
    )
    assert "govuk-error-message" in text(told)


@IN_EVERY_WAY
def test_the_mail_server(client, fails, later, simulators, settings, mode):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_TIMEOUT = 0.3
    person = make_person()
    strong_session(client, member(person))
    address = f"{mode}@example.test"
    mend = fails("mail", mode)
    tell(
        Recipient(subject=f"person:{person.pk}", name=person.full_name, email=address),
        "registration/contacts_changed",
    )
    deliver()
    assert Delivery.objects.get().status == "waiting"
    assert text(client.get("/me/inbox/")).count("/me/inbox/") > 1  # the message itself is there at once
    mend()
    with later():
        deliver()
        deliver()
    assert Delivery.objects.get().status == "done"
    assert len(simulators.mails(address)) == 1


@pytest.mark.parametrize("mode", ["down", "nonsense"])
def test_the_bank_at_a_payout(client, fails, mode):
    strong_session(client, officer("finance"))
    mend = fails("bank", mode)
    batch = at_the_gate()
    with pytest.raises(GatewayDown):
        finance.exchange()
    page = f"/office/finance/batches/{batch}/"
    assert client.get(page).status_code == 200
    assert finance.batch(batch).counts == {"sent": 5}
    assert BankFile.objects.get().state == "waiting"
    mend()
    finance.exchange()
    assert finance.batch(batch).state is BatchState.CLOSED


def test_garbage_of_the_bank_is_shown_and_hinders_nothing(client, simulators):
    strong_session(client, officer("finance"))
    garbage = {
        "A_NOISE.txt": b"\x00\xff\xfe garbage",
        "B_PAGE.xml": b"<html><body>maintenance</body></html>",
        "C_CUT.xml": b'<?xml version="1.0"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><Cst',
        "D_BOMB.xml": b'<!DOCTYPE a [<!ENTITY b "cc">]><Document xmlns="urn:x">&b; pain.002 </Document>',
        "E_BILLS.txt": b"H000001006\xa1\xa2 not a header\r\n",
        "F_EMPTY.txt": b"",
    }
    for name, content in garbage.items():
        httpx.put(f"{simulators.url('bank')}/_leave/{name}", content=content).raise_for_status()
    batch = at_the_gate()
    finance.exchange()
    assert finance.batch(batch).state is BatchState.CLOSED
    refused = BankFile.objects.filter(name__in=garbage)
    assert {file.state for file in refused} == {"refused"}
    assert refused.count() == len(garbage)
    assert client.get("/office/finance/files/").status_code == 200
    for file in refused:
        assert client.get(f"/office/finance/files/{file.pk}/").status_code == 200
    assert finance.exchange() == 0
