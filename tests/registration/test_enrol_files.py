"""Files of people: every fault at its cell, the good rows on the sender's word, by page, API and batch."""

import io
from datetime import date

import openpyxl
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from integrations.simulators.data import by_role
from registration.bulk import excel
from registration.bulk.lines import packed_day
from registration.models import (
    Branch,
    Check,
    Coverage,
    Employment,
    EnrolFile,
    EnrolFinding,
    EnrolLine,
    LateReport,
    Person,
)
from registration.public import coverage_on
from registration.services import coverage, enrol_files
from registration.services.enrol_files import keep, send
from sso_core.batch.models import BatchRun
from sso_core.batch.public import work
from sso_core.kernel.actor import SYSTEM
from sso_core.messaging.models import OutboxEvent
from tests.registration.factories import enrolled, make_employer, make_person, staff
from tests.registration.rolls import book_of, come, go, record, saved, text_file, workbook

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-11-23 09:00+07:00", tick=True):
        yield


@pytest.fixture
def employer():
    return make_employer()


@pytest.fixture
def clerk(employer):
    client = Client()
    client.force_login(staff(employer), backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def sent(employer, content, name="staff.xlsx"):
    return send(employer.account_no, content, name, by=SYSTEM)


def found(file):
    rows = EnrolFinding.objects.filter(file_id=file.pk).order_by("line", "code")
    return [(row.line, row.code) for row in rows]


def text(response):
    return response.content.decode()


class TestExcel:
    def test_the_good_rows_come_in_on_the_senders_word(self, employer):
        one, two = make_person(), make_person()
        file = sent(employer, workbook(come(one), come(two, day="02/11/2026")))
        assert (file.status, file.good, file.bad) == ("checked", 1, 1)
        assert found(file) == [(3, "cell_year_ce")]
        assert not Employment.objects.exists()
        done = keep(file.pk, by=SYSTEM)
        assert (done.status, done.enrolled) == ("done", 1)
        assert Employment.objects.get().person == one
        assert coverage_on(one.pk, date(2026, 11, 23)).section == 33
        assert [line.line for line in EnrolLine.objects.all()] == [3]

    @pytest.mark.parametrize(
        ("more", "code"),
        [
            ({"national_id": "1234567890123"}, "id_invalid"),
            ({"national_id": ""}, "cell_missing"),
            ({"title": "คุณ"}, "cell_title"),
            ({"first_name": ""}, "cell_missing"),
            ({"branch_no": "1234567"}, "cell_branch"),
            ({"branch_no": "000009"}, "branch_unknown"),
            ({"day": ""}, "cell_missing"),
            ({"day": "31/02/2569"}, "cell_date"),
            ({"day": "02/11/2026"}, "cell_year_ce"),
            ({"day": "24/11/2569"}, "start_in_future"),
            ({"day": "01/01/2533"}, "start_too_early"),
            ({"wage": "มาก"}, "cell_baht"),
            ({"birth_date": "24/11/2569"}, "born_in_future"),
            ({"birth_date": "31/12/2442"}, "born_too_early"),
            ({"birth_date": "เมื่อนานมาแล้ว"}, "cell_date"),
        ],
    )
    def test_a_fault_is_told_at_its_cell(self, employer, more, code):
        file = sent(employer, workbook(come(make_person(birth_date=None), **more)))
        assert (2, code) in found(file)
        assert (file.good, file.bad) == (0, 1)

    def test_dates_as_cells_and_numbers_as_numbers(self, employer):
        person = make_person()
        row = come(person, day=date(2026, 11, 2), national_id=int(person.national_id), wage=15000.5)
        file = sent(employer, workbook(row))
        assert found(file) == []
        keep(file.pk, by=SYSTEM)
        assert str(Employment.objects.get().wage) == "15000.50"

    def test_a_date_cell_with_a_buddhist_year(self, employer):
        file = sent(employer, workbook(come(make_person(), day=date(2569, 11, 2))))
        keep(file.pk, by=SYSTEM)
        assert Employment.objects.get().starts_on == date(2026, 11, 2)

    def test_formulas_merged_cells_and_hidden_sheets(self, employer):
        book = book_of([come(make_person()), come(make_person()), come(make_person())])
        sheet = book[excel.COME_SHEET]
        sheet["G2"] = "=10000+5000"
        sheet.merge_cells("C3:D3")
        book.create_sheet("ลับ").sheet_state = "hidden"
        file = sent(employer, saved(book))
        assert {(0, "sheet_hidden"), (2, "cell_formula"), (3, "cell_merged")} <= set(found(file))
        assert (file.good, file.bad) == (1, 2)
        formula = EnrolFinding.objects.get(code="cell_formula")
        assert (formula.field, formula.params["cell"]) == ("wage", "G2")

    def test_the_same_person_twice(self, employer):
        one = make_person()
        file = sent(employer, workbook(come(one), come(one), come(one, day="02/11/2026")))
        assert found(file) == [(3, "twice_in_file"), (4, "cell_year_ce")]
        assert EnrolFinding.objects.get(line=3).params == {"first": 2}

    def test_who_works_there_already(self, employer):
        one, again = make_person(), make_person()
        enrolled(one, employer, date(2026, 11, 1))
        enrolled(again, employer, date(2026, 11, 2))
        file = sent(employer, workbook(come(one), come(again)))
        assert found(file) == [(2, "already_enrolled")]
        assert EnrolFinding.objects.get().params == {"since": "1 พ.ย. 2569"}
        assert keep(file.pk, by=SYSTEM).enrolled == 0
        assert Employment.objects.count() == 2

    def test_leavers(self, employer):
        gone, early, never = make_person(), make_person(), make_person()
        for person in (gone, early):
            enrolled(person, employer, date(2026, 11, 2))
        rows = [go(gone), go(early, day="01/11/2569"), go(never), go(gone, reason="9")]
        file = sent(employer, workbook(go_rows=rows))
        base = excel.GO_LINES_FROM
        assert found(file) == [
            (base + 3, "end_before_start"),
            (base + 4, "not_employed"),
            (base + 5, "leave_reason"),
        ]
        assert keep(file.pk, by=SYSTEM).enrolled == 1
        assert Employment.objects.get(person=gone).ends_on == date(2026, 11, 20)
        assert Coverage.objects.get(person=gone).ends_on == date(2026, 11, 20)

    @pytest.mark.parametrize(
        ("content", "code"),
        [
            (b"PK\x03\x04 broken", "excel_damaged"),
            (b"\xd0\xcf\x11\xe0 old", "excel_old_or_locked"),
            (saved(openpyxl.Workbook()), "template_version"),
            (b"", "rows_missing"),
            (b"%PDF-1.7", "file_unreadable"),
            (excel.template(), "rows_missing"),
        ],
    )
    def test_files_that_cannot_be_read(self, employer, content, code):
        file = sent(employer, content)
        assert (file.status, found(file)) == ("unreadable", [(0, code)])

    def test_the_same_file_is_there_once_and_may_come_again_when_discarded(self, employer):
        content = workbook(come(make_person()))
        file = sent(employer, content)
        assert sent(employer, content).pk == file.pk
        enrol_files.discard(file.pk, by=SYSTEM)
        assert sent(employer, content).pk != file.pk


class TestText:
    def test_records_in_both_encodings(self, employer):
        one, two = make_person(first_name="ปราณี"), make_person(first_name="น้ำผึ้ง")
        account = employer.account_no
        for person, encoding in ((one, "cp874"), (two, "utf-8")):
            file = sent(employer, text_file(record(person, account), encoding=encoding), "roll.txt")
            assert (file.good, found(file)) == (1, [])
            keep(file.pk, by=SYSTEM)
        assert Employment.objects.count() == 2

    @pytest.mark.parametrize(
        ("more", "code"),
        [
            ({"type": "609"}, "record_unknown"),
            ({"account": "1234567890"}, "record_account"),
            ({"national_id": "0000000000000"}, "id_invalid"),
            ({"birth_date": "00052533"}, "date_part_unknown"),
            ({"birth_date": "32012533"}, "cell_date"),
            ({"birth_date": "01011990"}, "cell_year_ce"),
            ({"birth_date": "01012999"}, "born_in_future"),
            ({"day": "00112569"}, "date_part_unknown"),
            ({"day": ""}, "cell_missing"),
            ({"title_code": "999"}, "cell_title"),
            ({"nationality": "777"}, "nationality_unknown"),
            ({"nationality": "MMR"}, "nationality_unknown"),
        ],
    )
    def test_a_fault_is_told_at_its_position(self, employer, more, code):
        file = sent(employer, text_file(record(make_person(), employer.account_no, **more)), "roll.txt")
        assert (1, code) in found(file)

    def test_lines_of_another_encoding_and_length(self, employer):
        one, two, three = (make_person(first_name="มานี") for _ in range(3))
        account = employer.account_no
        lines = [record(person, account) for person in (one, two, three)]
        content = lines[0].encode("cp874") + b"\r\n" + lines[1].encode("utf-8") + b"\r\n"
        content += lines[2].encode("cp874")[:100] + b"\r\n"
        file = sent(employer, content, "roll.txt")
        assert found(file) == [(2, "encoding_mixed"), (3, "record_width")]
        assert (file.good, file.bad) == (2, 1)

    def test_a_stray_line_among_records(self, employer):
        content = text_file(record(make_person(), employer.account_no), "รวม 1 คน")
        file = sent(employer, content, "roll.txt")
        assert (found(file), file.good) == ([(2, "record_bad")], 1)

    def test_what_is_not_known_of_a_birth_is_not_made_up(self):
        assert packed_day("00000000") is None
        assert packed_day("        ") is None
        assert packed_day("29022567") == date(2024, 2, 29)


class TestRegisters:
    def test_the_civil_register_is_asked_and_heard(self, simulators, employer):
        new, dead, other = by_role("newcomer")[0], by_role("dead")[0], by_role("newcomer")[1]
        rows = [come(new), come(dead), come(other, last_name="คนอื่น")]
        file = sent(employer, workbook(*rows))
        assert found(file) == [(3, "dopa_dead"), (4, "dopa_last_name")]
        assert not Person.objects.exists()
        keep(file.pk, by=SYSTEM)
        person = Person.objects.get()
        assert person.verified_at is not None
        assert (person.birth_date.isoformat(), person.sex) == (
            new["birth_date"],
            "M" if new["sex"] == "1" else "F",
        )

    def test_while_it_is_silent_people_come_in_as_told_and_the_check_follows(self, simulators, employer):
        simulators.fault("dopa", "down")
        new = by_role("newcomer")[0]
        file = sent(employer, workbook(come(new)))
        assert found(file) == [(2, "dopa_pending")]
        keep(file.pk, by=SYSTEM)
        person = Person.objects.get()
        assert person.verified_at is None
        assert Check.objects.get().subject == f"person:{person.pk}"
        assert coverage_on(person.pk, date(2026, 11, 23)).section == 33

    def test_what_comes_late_is_kept_as_late(self, employer):
        person = make_person()
        file = sent(employer, workbook(come(person, day="01/09/2569")))
        assert found(file) == [(2, "late_enrolment")]
        keep(file.pk, by=SYSTEM)
        late = LateReport.objects.get()
        assert (late.subject, late.due_on) == (f"person:{person.pk}", date(2026, 10, 1))

    def test_a_branch_that_closed_takes_nobody_after(self, employer):
        Branch.objects.filter(employer=employer).update(closed_on=date(2026, 10, 31))
        file = sent(employer, workbook(come(make_person()), come(make_person(), day="31/10/2569")))
        assert found(file) == [(2, "branch_closed")]

    def test_an_earlier_life_is_kept_whole(self, employer):
        """Section 40 gives way, an older job joins, another employer's job goes on."""
        vendor, worker, returner = make_person(), make_person(), make_person()
        coverage.begin(vendor.pk, section=40, on=date(2026, 1, 1), option=1)
        enrolled(worker, make_employer(), date(2026, 1, 1))
        Coverage.objects.create(
            person=returner, section=33, starts_on=date(2020, 1, 1), ends_on=date(2025, 12, 31), end_reason="left"
        )  # fmt: skip
        file = sent(employer, workbook(*map(come, (vendor, worker, returner))))
        assert keep(file.pk, by=SYSTEM).enrolled == 3
        spans = {
            person: list(
                Coverage.objects.filter(person=person)
                .order_by("starts_on")
                .values_list("section", "starts_on", "ends_on")
            )
            for person in (vendor, worker, returner)
        }
        assert spans[vendor] == [(40, date(2026, 1, 1), date(2026, 11, 1)), (33, date(2026, 11, 2), None)]
        assert spans[worker] == [(33, date(2026, 1, 1), None)]
        assert spans[returner][1] == (33, date(2026, 11, 2), None)


class TestBatch:
    @pytest.fixture(autouse=True)
    def _small(self, monkeypatch):
        monkeypatch.setattr(enrol_files, "SMALL", 0)
        monkeypatch.setattr(enrol_files, "SMALL_LINES", 0)
        monkeypatch.setattr(enrol_files, "CHECK_LINES", 2)
        monkeypatch.setattr(enrol_files, "KEEP_LINES", 2)

    def run(self, kind, file):
        run = BatchRun.objects.get(kind=kind, key=str(file.pk))
        work(run.pk)
        run.refresh_from_db()
        assert run.status == "done", list(run.chunks.values_list("error", flat=True))
        return run

    def test_in_slices_with_progress(self, employer, clerk):
        people = [make_person() for _ in range(5)]
        file = sent(employer, workbook(*map(come, people)))
        page = f"/employer/{employer.account_no}/staff/files/{file.pk}/"
        assert "กำลังอ่าน" in text(clerk.get(page))
        self.run(enrol_files.READ_RUN, file)
        assert "ทำแล้ว 0 จาก 3 ส่วน" in text(clerk.get(page))
        assert self.run(enrol_files.CHECK_RUN, file).chunks.count() == 3
        assert "บันทึก 5 คนที่ผ่าน" in text(clerk.get(page))
        clerk.post(page, {"choice": "enrol"})
        clerk.post(page, {"choice": "enrol"})
        assert "กำลังบันทึก" in text(clerk.get(page))
        self.run(enrol_files.KEEP_RUN, file)
        file.refresh_from_db()
        assert (file.status, file.enrolled) == ("done", 5)
        assert Employment.objects.count() == 5
        assert OutboxEvent.objects.filter(topic="registration.people_enrolled").count() == 3

    def test_somebody_else_was_faster(self, employer):
        """Between check and choice one person was enrolled by hand: told, and not twice."""
        one, two = make_person(), make_person()
        file = sent(employer, workbook(come(one), come(two)))
        self.run(enrol_files.READ_RUN, file)
        self.run(enrol_files.CHECK_RUN, file)
        enrolled(one, employer, date(2026, 11, 1))
        keep(file.pk, by=SYSTEM)
        self.run(enrol_files.KEEP_RUN, file)
        file.refresh_from_db()
        assert (file.enrolled, file.bad, found(file)) == (1, 1, [(2, "already_enrolled")])

    def test_an_unfinished_file_is_not_kept(self, employer, clerk):
        file = sent(employer, workbook(come(make_person())))
        page = f"/employer/{employer.account_no}/staff/files/{file.pk}/"
        assert "ยังตรวจไม่เสร็จ" in text(clerk.post(page, {"choice": "enrol"}, follow=True))
        assert not Employment.objects.exists()


class TestPages:
    def test_send_look_mend_choose(self, employer, clerk):
        one, two = make_person(first_name="ปราณี"), make_person()
        base = f"/employer/{employer.account_no}/staff/"
        content = workbook(come(one), come(two, title="คุณ"))
        answer = clerk.post(f"{base}upload/", {"file": SimpleUploadedFile("staff.xlsx", content)})
        page = answer["Location"]
        shown = text(clerk.get(page))
        assert "คำนำหน้า คุณ" in shown
        assert "บันทึก 1 คนที่ผ่าน" in shown
        report = openpyxl.load_workbook(io.BytesIO(clerk.get(f"{page}findings.xlsx").content)).active
        assert [cell.value for cell in report[2]][:3] == [excel.COME_SHEET, 3, two.national_id]
        done = text(clerk.post(page, {"choice": "enrol"}, follow=True))
        assert "บันทึกแล้ว 1 คน" in done
        assert Employment.objects.get().person == one

    def test_nothing_is_chosen(self, employer, clerk):
        base = f"/employer/{employer.account_no}/staff/"
        content = SimpleUploadedFile("staff.xlsx", workbook(come(make_person())))
        page = clerk.post(f"{base}upload/", {"file": content})["Location"]
        assert clerk.post(page, {"choice": "discard"})["Location"] == f"{base}upload/"
        assert clerk.get(page).status_code == 404

    @pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", b"id,name\n1,2\n"])
    def test_a_file_of_another_kind_is_told_at_the_field(self, employer, clerk, content):
        url = f"/employer/{employer.account_no}/staff/upload/"
        answer = clerk.post(url, {"file": SimpleUploadedFile("a.xlsx", content)})
        assert answer.status_code == 422
        assert "ข้อผิดพลาด" in text(answer)
        assert not EnrolFile.objects.exclude(status="discarded").exists()

    def test_another_employers_file_is_not_there(self, employer, clerk):
        other = make_employer()
        file = sent(other, workbook(come(make_person())))
        for account in (employer.account_no, other.account_no):
            assert clerk.get(f"/employer/{account}/staff/files/{file.pk}/").status_code == 404


class TestApi:
    def test_a_file_from_end_to_end(self, employer, clerk):
        one, two = make_person(), make_person()
        base = f"/api/v1/employers/{employer.account_no}/staff/files"
        content = SimpleUploadedFile("staff.xlsx", workbook(come(one), come(two, title="คุณ")))
        made = clerk.post(base, {"file": content}, headers={"Idempotency-Key": "key-00001"})
        assert made.status_code == 201
        file = made.json()
        assert (file["status"], file["good"], file["bad"]) == ("checked", 1, 1)
        findings = clerk.get(f"{base}/{file['id']}/findings").json()
        assert [(f["line"], f["code"]) for f in findings] == [(3, "cell_title")]
        headers = {"Idempotency-Key": "key-00002"}
        done = clerk.post(
            f"{base}/{file['id']}/enrol", content_type="application/json", headers=headers
        ).json()
        assert (done["status"], done["enrolled"]) == ("done", 1)
        assert clerk.get(base).json()[0]["id"] == file["id"]
        assert clerk.delete(f"{base}/{file['id']}").status_code == 422

    def test_a_file_may_be_put_away(self, employer, clerk):
        base = f"/api/v1/employers/{employer.account_no}/staff/files"
        content = SimpleUploadedFile("staff.xlsx", workbook(come(make_person())))
        made = clerk.post(base, {"file": content}, headers={"Idempotency-Key": "key-00001"}).json()
        assert clerk.delete(f"{base}/{made['id']}").status_code == 204
        assert clerk.get(f"{base}/{made['id']}").status_code == 404
