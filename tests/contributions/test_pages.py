"""The pages: an employer files and pays, a member looks, the office puts stray money right."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from contributions.models import Bill, Filing, FilingFinding, SuspenseItem
from contributions.public import note_gap, submit_filing, upload_filing
from registration.models import Coverage, Person
from sso_core.kernel.period import Period
from sso_core.messaging.public import inbox_of
from tests.contributions.factories import (
    ACCOUNT,
    CLEAN,
    CLERK,
    FAULTY,
    employ,
    enrol_everybody,
    make_employer,
    make_person,
    pay,
)
from tests.contributions.filings import SAMPLES, national_id
from tests.contributions.filings import Filing as Made
from tests.contributions.filings import Person as Somebody

pytestmark = pytest.mark.django_db
BASE = f"/employer/{ACCOUNT}/filings/"


@pytest.fixture(autouse=True)
def _ten_july():
    # Sessions count the seconds of the real clock, so time goes on here.
    with time_machine.travel("2026-07-10T03:00:00Z", tick=True):
        yield


@pytest.fixture
def employer():
    make_employer()
    enrol_everybody()


def upload(data: bytes = CLEAN) -> Filing:
    return Filing.objects.get(
        pk=upload_filing(ACCOUNT, data, filename="f.txt", period=None, by=CLERK).filing_id
    )


def text(response) -> str:
    assert response.status_code == 200, response.status_code
    return response.content.decode().replace("\xa0", " ")


class TestFiling:
    def test_an_empty_list_says_what_to_do(self, employer, clerk):
        assert "ยังไม่เคยยื่น" in text(clerk.get(BASE))

    def test_from_upload_to_bill(self, employer, clerk):
        file = SimpleUploadedFile("1-10.txt", CLEAN)
        sent = clerk.post(f"{BASE}upload/", {"period_0": "6", "period_1": "2569", "file": file})
        filing = Filing.objects.get()
        assert (sent.status_code, sent["Location"]) == (302, f"{BASE}{filing.pk}/")
        page = text(clerk.get(sent["Location"]))
        assert "ผลตรวจไฟล์ 25 คน" in page
        assert "34,910.00" in page
        page = text(clerk.get(f"{BASE}{filing.pk}/submit/"))
        assert "15 กรกฎาคม 2569" in page
        answer = {"seen_total": "34910.00", "confirmed": "on"}
        assert clerk.post(f"{BASE}{filing.pk}/submit/", answer).status_code == 302
        assert clerk.post(f"{BASE}{filing.pk}/submit/", answer).status_code == 302
        bill = Bill.objects.get()
        page = text(clerk.get(f"/employer/{ACCOUNT}/bills/{bill.pk}/"))
        assert bill.ref2 in page
        assert "698.20" in page  # what a month's delay costs
        assert "<svg" in page
        slip = clerk.get(f"/employer/{ACCOUNT}/bills/{bill.pk}/slip.pdf")
        assert slip.content.startswith(b"%PDF")
        assert "ต้องชำระ" in text(clerk.get(BASE))
        pay(bill)
        assert "ใบเสร็จ" in text(clerk.get(f"/employer/{ACCOUNT}/bills/{bill.pk}/"))
        assert "EF0000" in text(clerk.get(BASE))

    def test_the_submit_needs_the_declaration(self, employer, clerk):
        filing = upload()
        page = text(clerk.post(f"{BASE}{filing.pk}/submit/", {"seen_total": "34910.00"}))
        assert "ยืนยันก่อนยื่น" in page

    def test_an_upload_without_file_or_of_another_month(self, employer, clerk):
        page = text(clerk.post(f"{BASE}upload/", {"period_0": "", "period_1": ""}))
        assert "govuk-error-summary" in page
        file = SimpleUploadedFile("1-10.txt", CLEAN)
        sent = clerk.post(f"{BASE}upload/", {"period_0": "5", "period_1": "2569", "file": file}, follow=True)
        assert "แต่คุณเลือกงวด พฤษภาคม 2569" in text(sent)

    def test_the_same_file_is_told_kindly(self, employer, clerk):
        for _ in range(2):
            file = SimpleUploadedFile("1-10.txt", CLEAN)
            sent = clerk.post(
                f"{BASE}upload/", {"period_0": "6", "period_1": "2569", "file": file}, follow=True
            )
        assert "ไฟล์นี้ส่งมาแล้ว" in text(sent)

    def test_findings_are_shown_and_mended(self, employer, clerk):
        filing = upload(FAULTY)
        page = text(clerk.get(f"{BASE}{filing.pk}/"))
        assert "หลักสุดท้ายควรเป็น 7" in page
        assert "ต้องเป็น 875.00" in page
        clerk.post(f"{BASE}{filing.pk}/change/", {"act": "recompute"})
        line = f"{BASE}{filing.pk}/lines/000000/25/"
        assert "หลักสุดท้าย" in text(clerk.get(line))
        wrong = {
            "national_id": "1",
            "title_code": "003",
            "first_name": "อนุชา",
            "last_name": "บุญมา",
            "wage": "x",
        }
        assert "ยังมีสิ่งที่ต้องแก้" in text(clerk.post(line, wrong, follow=True))
        right = wrong | {"national_id": "1427142734137", "wage": "14,386.25"}
        assert "ผ่านแล้ว" in text(clerk.post(line, right, follow=True))
        clerk.post(f"{BASE}{filing.pk}/lines/000000/18/", {"remove": "1"})
        assert not FilingFinding.objects.filter(filing=filing, severity="block").exists()
        sheet = clerk.get(f"{BASE}{filing.pk}/findings.xlsx")
        assert sheet.content.startswith(b"PK")

    def test_the_faulty_are_left_out_or_the_file_thrown_away(self, employer, clerk):
        filing = upload(FAULTY)
        clerk.post(f"{BASE}{filing.pk}/change/", {"act": "remove_faulty"})
        filing.refresh_from_db()
        assert filing.lines == 23
        clerk.post(f"{BASE}{filing.pk}/change/", {"act": "discard"})
        filing.refresh_from_db()
        assert filing.status == "discarded"
        assert clerk.post(f"{BASE}{filing.pk}/change/", {"act": "other"}).status_code == 404

    def test_people_who_are_not_enrolled_may_wait(self, clerk):
        make_employer()
        enrol_everybody(but={2})
        filing = upload()
        assert "ยังไม่ขึ้นทะเบียนกับคุณ" in text(clerk.get(f"{BASE}{filing.pk}/"))
        assert "ธนา พรหมมา" in text(clerk.get(f"{BASE}{filing.pk}/enrol/"))
        clerk.post(f"{BASE}{filing.pk}/change/", {"act": "wait"})
        assert "ให้เงินรอการขึ้นทะเบียน" in text(clerk.get(f"{BASE}{filing.pk}/"))
        submit_filing(filing.pk, seen_total=None, by=CLERK)
        assert "รอขึ้นทะเบียน" in text(clerk.get(f"{BASE}{filing.pk}/"))

    def test_people_are_enrolled_from_their_lines(self, clerk):
        make_employer()
        enrol_everybody(but={2})
        Person.objects.filter(national_id="3792174218095").delete()
        make_person("3792174218095")
        filing = upload()
        answer = {"people": ["000000/2"], "starts_on_0": "1", "starts_on_1": "6", "starts_on_2": "2569"}
        page = text(clerk.post(f"{BASE}{filing.pk}/enrol/", answer, follow=True))
        assert "ขึ้นทะเบียนแล้ว 1 คน" in page
        assert not FilingFinding.objects.filter(filing=filing, code="filing.not_enrolled").exists()

    def test_an_unreadable_file(self, employer, clerk):
        filing = Filing.objects.get(
            pk=upload_filing(ACCOUNT, b"%PDF-1", filename="x", period=Period(2026, 6), by=CLERK).filing_id
        )
        assert "อ่านไฟล์ไม่ได้" in text(clerk.get(f"{BASE}{filing.pk}/"))

    def test_the_template_has_the_staff(self, employer, clerk):
        from tests.contributions.filings import CONTEXT, read

        sheet = clerk.get(f"{BASE}template.xlsx")
        assert read(sheet.content, CONTEXT).lines == 25

    def test_excel_upload(self, employer, clerk):
        file = SimpleUploadedFile("a.xlsx", (SAMPLES / "1-10_clean_2569-06.xlsx").read_bytes())
        sent = clerk.post(f"{BASE}upload/", {"period_0": "6", "period_1": "2569", "file": file}, follow=True)
        assert "ผลตรวจไฟล์ 25 คน" in text(sent)

    def test_others_see_nothing(self, employer, stranger, client):
        filing = upload()
        for path in (BASE, f"{BASE}{filing.pk}/", f"{BASE}{filing.pk}/submit/", f"{BASE}template.xlsx"):
            assert stranger.get(path).status_code == 404
            assert client.get(path).status_code == 302

    def test_a_filing_of_another_employer_is_not_found(self, employer, stranger):
        filing = upload()
        assert stranger.get(f"/employer/2000000013/filings/{filing.pk}/").status_code == 404


class TestMember:
    def test_months_and_what_is_not_loaded(self, employer, as_member):
        submit_filing(upload().pk, seen_total=None, by=CLERK)
        pay(Bill.objects.get())
        person = Person.objects.get(national_id="3792174218095")
        note_gap(person.pk, Period(2025, 8), Period(2025, 12), reason="ยังไม่ย้ายข้อมูล")
        page = text(as_member(person).get("/me/contributions/"))
        assert "875" in page
        assert "อีก 5 เดือนยังไม่มีข้อมูล" in page
        assert "ยังไม่มีข้อมูล" in page
        assert "ไม่พบการยื่น" in page  # January to May 2026

    def test_section39_from_application_to_resignation(self, as_member):
        from contributions.public import HistoryRow, load_history

        make_employer()
        person = make_person("3792174218095")
        Coverage.objects.create(
            person=person,
            section=33,
            starts_on=date(2024, 1, 1),
            ends_on=date(2026, 6, 30),
            end_reason="left",
        )
        rows = [
            HistoryRow(
                person.pk, Period(2025, m), 33, Decimal(15000), Decimal(750), Decimal(750), Decimal("412.50")
            )
            for m in range(1, 13)
        ]
        member = as_member(person)
        assert "ยังสมัครไม่ได้" in text(member.get("/me/section39/"))
        load_history(rows)
        assert "สมัครมาตรา 39 วันนี้" in text(member.get("/me/section39/"))
        page = text(member.post("/me/section39/apply/", follow=True))
        assert "432.00" in page
        bill = Bill.objects.get(kind="section39")
        assert member.get(f"/me/bills/{bill.pk}/slip.pdf").content.startswith(b"%PDF")
        pay(bill)
        assert "จ่ายแล้ว" in text(member.get("/me/section39/"))
        assert "มาตรา 39" in text(member.get("/me/contributions/"))
        assert "6 เดือน" in text(member.get("/me/section39/resign/"))
        member.post("/me/section39/resign/")
        assert Coverage.objects.get(person=person, section=39).ends_on == date(2026, 7, 10)


class TestOffice:
    def test_stray_money_is_put_to_its_bill(self, employer, treasurer, second_treasurer):
        submit_filing(upload().pk, seen_total=None, by=CLERK)
        bill = Bill.objects.get()
        pay(Bill(ref1=ACCOUNT, ref2="123", contribution=bill.total, surcharge=Decimal(0)), line="X")
        item = SuspenseItem.objects.get()
        assert ACCOUNT in text(treasurer.get("/office/suspense/"))
        assert bill.ref2 in text(treasurer.get(f"/office/suspense/{item.pk}/"))
        assert treasurer.post(f"/office/suspense/{item.pk}/", {"bill": bill.pk}).status_code == 302
        second_treasurer.post(f"/office/suspense/acts/{item.acts.get().pk}/check/")
        bill.refresh_from_db()
        assert bill.status == "paid"
        assert "เข้าบิลแล้ว" in text(treasurer.get(f"/office/suspense/{item.pk}/"))

    def test_only_finance_officers(self, clerk):
        assert clerk.get("/office/suspense/").status_code == 404


def test_two_employers_of_a_person_both_show(employer):
    from contributions.public import account

    person = Person.objects.get(national_id="3792174218095")
    make_employer_two()
    employ(person, "2000000013")
    submit_filing(upload().pk, seen_total=None, by=CLERK)
    second = CLEAN.replace(b"11000000016", b"12000000013", 1)
    filing = upload_filing("2000000013", second, filename="b.txt", period=None, by=CLERK)
    submit_filing(filing.filing_id, seen_total=None, by=CLERK)
    month = account(person.pk, Period(2026, 6), Period(2026, 6))[0]
    assert (len(month.entries), month.employee) == (2, Decimal("1750.00"))


def make_employer_two():
    from registration.public import open_account

    open_account(
        tax_id="0105561000021", name="บริษัท สอง จำกัด", province="10", address="2", account_no="2000000013"
    )


def test_the_office_sees_the_months_of_a_person(employer):
    from django.template.loader import render_to_string

    from registration.panels import person_panels

    person = Person.objects.get(national_id="3792174218095")
    panel = next(panel for panel in person_panels() if panel.template == "contributions/person_panel.html")
    drawn = render_to_string(panel.template, {"panel": panel.context(person.pk)})
    assert drawn.count('class="knot"') == 12


def test_a_filing_of_wages_of_0_says_that_nothing_is_to_be_paid(clerk):
    make_employer()
    employ(make_person(national_id(1)))
    data = Made(people=(Somebody(national_id(1), 0),)).data()
    kept = upload_filing(ACCOUNT, data, filename="zero.txt", period=None, by=CLERK)
    page = f"/employer/{ACCOUNT}/filings/{kept.filing_id}/"
    assert "ไม่มีเงินต้องชำระ" in clerk.get(f"{page}submit/").content.decode()
    assert clerk.post(f"{page}submit/", {"seen_total": "0.00", "confirmed": "on"}).status_code == 302
    for shown in (page, f"/employer/{ACCOUNT}/filings/calendar/"):
        assert "ไม่มีเงินต้องชำระ" in clerk.get(shown).content.decode()
    assert not Bill.objects.exists()
    assert any("ไม่มีเงินต้องชำระ" in one.title for one in inbox_of(f"employer:{ACCOUNT}"))
