"""The Excel template: what people type into it is read or named, and a hostile file is not opened."""

import zipfile
from dataclasses import replace
from datetime import date, datetime
from io import BytesIO

import pytest
import xlsxwriter

from contributions.files.layout import HEADINGS
from contributions.files.reader import open_filing
from sso_core.kernel import thai_id
from tests.contributions.filings import (
    CONTEXT,
    JUNE,
    SAMPLES,
    Filing,
    Person,
    excel,
    excel_rows,
    found,
    national_id,
    read,
)

ASKED = replace(CONTEXT, account="1000000016", period=JUNE)
GOOD = Filing()
ROWS = excel_rows(GOOD)


def with_cell(row: int, column: int, value: object) -> bytes:
    """The good workbook with one cell changed; ``row`` as Excel counts, headings being row 1."""
    rows = [list(r) for r in ROWS]
    rows[row - 2][column] = value
    return excel({"000000": rows})


def test_the_sample_agrees_with_the_text_of_the_same_people():
    data = (SAMPLES / "1-10_clean_2569-06.xlsx").read_bytes()
    text = (SAMPLES / "1-10_clean_2569-06.txt").read_bytes()
    rows = [row[1:] for row in open_filing(data, ASKED).rows]
    assert rows == [row[1:] for row in open_filing(text, CONTEXT).rows]
    reading = read(data, filename="1-10_clean_2569-06.xlsx")
    assert (reading.accepted, found(reading), str(reading.period), reading.account) == (
        True,
        [],
        "2026-06",
        None,
    )
    assert (reading.lines, reading.total("wages"), reading.total("employer")) == (25, 54829825, 1745500)


def test_without_a_month_it_is_held_to_last_months_law_and_says_so():
    reading = read((SAMPLES / "1-10_clean_2569-06.xlsx").read_bytes())
    assert (reading.accepted, reading.period, found(reading)) == (
        True,
        None,
        [(0, "period", "period_assumed")],
    )


def test_sheets_are_branches():
    second = [[national_id(70), "น.ส.", "ธนา", "พรหมมา", 9000, 450]]
    reading = read(excel({"000000": ROWS, "1": second}), ASKED)
    assert found(reading) == []
    assert [(s.branch, s.count) for s in reading.sections] == [("000000", 8), ("000001", 1)]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        (0, int(national_id(3))),
        (0, thai_id.format_id(national_id(3))),
        (0, f"{national_id(3)[0]}-{national_id(3)[1:5]}-{national_id(3)[5:]}"),
        (1, "003"),
        (1, "Mr."),
        (4, "15,333.33"),
        (4, "๑๕,๓๓๓.๓๓"),
        (4, "15333.33 บาท"),
        (4, 15333.330000000001),
        (5, "767"),
    ],
)
def test_what_people_type_is_read(column, value):
    assert found(read(with_cell(4, column, value), ASKED)) == []


def test_an_id_that_lost_its_leading_zero():
    foreigner = thai_id.make("012345678901")
    assert found(read(with_cell(4, 0, int(foreigner)), ASKED)) == []


@pytest.mark.parametrize(
    ("column", "value", "field", "code"),
    [
        (0, "", "national_id", "id_missing"),
        (0, "3.79217E+12", "national_id", "id_not_13_digits"),
        (0, 12345, "national_id", "id_check_digit"),
        (1, "", "title_code", "title_missing"),
        (1, "ท่าน", "title_code", "title_word_unknown"),
        (2, "", "first_name", "first_name_missing"),
        (4, "", "wage", "amount_missing"),
        (4, "หมื่นห้า", "wage", "amount_not_number"),
        (4, -15333.33, "wage", "amount_negative"),
        (4, "-15333.33", "wage", "amount_negative"),
        (4, "(15333.33)", "wage", "amount_negative"),
        (4, date(2026, 6, 30), "wage", "amount_is_date"),
        (4, datetime(2026, 6, 30, 8, 0), "wage", "amount_is_date"),  # noqa: DTZ001 (Excel has no zones)
        (4, 15333.335, "wage", "amount_decimals"),
        (4, True, "wage", "amount_not_number"),
        (5, 700, "contribution", "contribution_wrong"),
    ],
)
def test_cells_that_are_wrong(column, value, field, code):
    assert (4, field, code) in found(read(with_cell(4, column, value), ASKED))


class TestShape:
    def test_a_row_of_totals_is_not_counted(self):
        rows = [*ROWS, ["รวม", "", "", "", 100.0, 5.0], ["", "", "", "", 100.0, 5.0]]
        reading = read(excel({"000000": rows}), ASKED)
        assert (reading.lines, found(reading)) == (8, [(10, "", "totals_row"), (11, "", "totals_row")])

    def test_no_row_of_headings(self):
        reading = read(excel({"000000": ROWS}, headings=False), ASKED)
        assert (reading.lines, found(reading)) == (8, [(1, "", "headings_missing")])

    def test_headings_in_another_order_are_not_guessed(self):
        order = [0, 1, 2, 3, 5, 4]
        rows = [[HEADINGS[n] for n in order], *ROWS]
        reading = read(excel({"000000": rows}, headings=False), ASKED)
        assert (1, "", "headings_order") in found(reading)
        assert not reading.accepted

    def test_a_sheet_not_named_by_a_branch(self):
        assert (0, "branch", "sheet_name_bad") in found(read(excel({"Sheet1": ROWS}), ASKED))

    def test_a_sheet_of_explanations_is_left_alone(self):
        note = [["วิธีกรอก"], ["กรอกให้ครบ"]]
        book = BytesIO()
        with xlsxwriter.Workbook(book, {"in_memory": True}) as workbook:
            workbook.add_worksheet("วิธีใช้").write_column(0, 0, [cell for row in note for cell in row])
            sheet = workbook.add_worksheet("000000")
            for number, row in enumerate([list(HEADINGS), *ROWS]):
                sheet.write_row(number, 0, row)
        reading = read(book.getvalue(), ASKED)
        assert (reading.lines, found(reading)) == (8, [(0, "branch", "sheet_ignored")])

    def test_rows_are_numbered_as_excel_shows_them(self):
        rows = [*ROWS[:2], ["", "", "", "", "", ""], *ROWS[2:]]
        rows[4] = ["1", *rows[4][1:]]
        assert [line for line, _, _ in found(read(excel({"000000": rows}), ASKED))] == [6]

    def test_the_same_person_on_two_sheets(self):
        reading = read(excel({"000000": ROWS, "000001": ROWS[:1]}), ASKED)
        assert found(reading) == [(2, "national_id", "id_twice")]

    def test_formulas_are_told_and_their_values_used(self):
        book = BytesIO()
        with xlsxwriter.Workbook(book, {"in_memory": True}) as workbook:
            sheet = workbook.add_worksheet("000000")
            for number, row in enumerate([list(HEADINGS), *ROWS]):
                sheet.write_row(number, 0, row)
            sheet.write_formula("E2", "=10000+3111.11", None, 13111.11)
        reading = read(book.getvalue(), ASKED)
        assert found(reading) == [(0, "", "excel_formulas")]

    def test_nothing_but_headings(self):
        assert found(read(excel({"000000": []}), ASKED)) == [(0, "", "no_details")]

    def test_only_empty_sheets(self):
        reading = read(excel({"000000": []}, headings=False), ASKED)
        assert reading.readable is False or (0, "", "no_details") in found(reading)


class TestHostile:
    def bomb(self, declared: int | None = None) -> bytes:
        out = BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("xl/workbook.xml", "<workbook/>")
            with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
                for _ in range(400):
                    part.write(b"0" * (1 << 20))
        return out.getvalue()

    def test_a_file_that_unpacks_to_hundreds_of_megabytes_is_not_opened(self):
        assert found(read(self.bomb(), ASKED)) == [(0, "", "excel_too_big")]

    def test_a_size_that_lies_does_not_help(self):
        data = bytearray(self.bomb())
        place = data.rfind(b"PK\x01\x02")
        data[place + 24 : place + 28] = (100).to_bytes(4, "little")
        assert found(read(bytes(data), ASKED)) == [(0, "", "excel_too_big")]

    def test_other_zips_and_old_or_locked_files(self):
        out = BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr("a.txt", "x")
        assert found(read(out.getvalue(), ASKED)) == [(0, "", "excel_not_workbook")]
        assert found(read(b"\xd0\xcf\x11\xe0" + b"\0" * 600, ASKED)) == [(0, "", "excel_old_or_locked")]

    @pytest.mark.parametrize("cut", [40, 500, 3000])
    def test_a_damaged_file(self, cut):
        data = (SAMPLES / "1-10_clean_2569-06.xlsx").read_bytes()
        reading = read(data[:cut], ASKED)
        assert (reading.readable, found(reading)) == (False, [(0, "", "excel_damaged")])

    def test_noise_in_the_middle_never_raises(self):
        data = (SAMPLES / "1-10_clean_2569-06.xlsx").read_bytes()
        for place in range(0, len(data), 97):
            damaged = data[:place] + b"\xff\x00\xff" + data[place + 3 :]
            read(damaged, ASKED)


def test_many_people():
    people = tuple(Person(national_id(n), 9_000_00 + n * 100) for n in range(3000))
    reading = read(excel({"000000": excel_rows(replace(GOOD, people=people))}), ASKED)
    assert (reading.accepted, reading.lines, found(reading)) == (True, 3000, [])
