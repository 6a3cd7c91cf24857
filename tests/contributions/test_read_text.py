"""Text filings: everything the layout allows is read, everything wrong is named with line and field."""

import random
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from contributions.files.ids import right_digit_of
from contributions.files.records import Context
from contributions.messages import MESSAGES
from sso_core.kernel import thai_id
from sso_core.kernel.period import Period
from tests.contributions.filings import (
    CONTEXT,
    NATIONAL,
    RELIEF,
    SAMPLES,
    Filing,
    Person,
    found,
    national_id,
    read,
)

GOOD = Filing()


def changed(line: int, **fields: object) -> Filing:
    """The good filing with one person changed; ``line`` counts from 2 as in the file."""
    people = list(GOOD.people)
    people[line - 2] = replace(people[line - 2], **fields)
    return replace(GOOD, people=tuple(people))


def with_lines(edit) -> bytes:
    lines = GOOD.lines()
    edit(lines)
    return ("\r\n".join(lines) + "\r\n").encode("cp874")


class TestSamples:
    def test_the_clean_file_is_accepted_whole(self):
        reading = read((SAMPLES / "1-10_clean_2569-06.txt").read_bytes())
        assert reading.accepted
        assert not reading.findings
        assert (reading.format, reading.account, reading.branch, reading.period) == (
            "text135", "1000000016", "000000", Period(2026, 6),
        )  # fmt: skip
        assert (reading.lines, reading.total("wages"), reading.total("employee"), reading.total("employer")) == (
            25, 54829825, 1745500, 1745500,
        )  # fmt: skip

    def test_the_utf8_file_with_bom_and_trimmed_last_line_is_accepted(self):
        reading = read((SAMPLES / "1-10_utf8_2569-06.txt").read_bytes())
        assert (reading.accepted, reading.encoding, reading.lines) == (True, "utf-8-bom", 10)
        assert not reading.findings

    def test_the_faulty_file_has_its_four_faults_and_no_others(self):
        reading = read((SAMPLES / "1-10_faults_2569-06.txt").read_bytes())
        assert not reading.accepted
        assert found(reading) == [
            (1, "total_employee", "total_employee"),
            (18, "contribution", "contribution_wrong"),
            (18, "national_id", "id_twice"),
            (25, "national_id", "id_check_digit"),
        ]
        assert reading.findings[0].params["difference"] == "1.00"


class TestWhatIsAllowed:
    @pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
    @pytest.mark.parametrize("encoding", ["cp874", "utf-8", "utf-8-sig"])
    def test_line_ends_and_encodings(self, end, encoding):
        reading = read(GOOD.data(end=end, encoding=encoding))
        assert (found(reading), reading.lines) == ([], 8)

    @pytest.mark.parametrize("tail", [b"\x1a", b"\r\n\r\n\r\n", b"\r\n\x1a\r\n", b"   \r\n", b"\x00\x00"])
    def test_what_editors_and_old_systems_leave_at_the_end(self, tail):
        assert found(read(GOOD.data() + tail)) == []

    def test_no_final_line_end(self):
        assert found(read(GOOD.data().rstrip(b"\r\n"))) == []

    def test_records_without_line_ends(self):
        reading = read(GOOD.data(end=""))
        assert (found(reading), reading.lines) == ([], 8)

    def test_trimmed_lines_lose_nothing_and_are_told_once(self):
        data = ("\n".join(line.rstrip() for line in GOOD.lines())).encode("cp874")
        reading = read(data)
        assert (found(reading), reading.accepted) == ([(2, "", "lines_trimmed")], True)

    def test_sara_am_in_two_parts_and_invisible_letters_become_one_spelling(self):
        filing = changed(3, first_name="นํ้าฝน\u200b", last_name="เเก้ว")
        reading = read(filing.data(encoding="utf-8"))
        rows = list(open_rows(filing.data(encoding="utf-8")))
        assert found(reading) == []
        assert (rows[1].first_name, rows[1].last_name) == ("น้ำฝน", "แก้ว")

    def test_several_branches_of_one_account(self):
        second = replace(GOOD, branch="000001", people=(Person(national_id(50), 15_000_00),))
        reading = read(GOOD.data() + second.data())
        assert found(reading) == []
        assert [(s.branch, s.count) for s in reading.sections] == [("000000", 8), ("000001", 1)]

    def test_the_rate_of_a_relief_area_is_believed_where_the_register_is_not_asked(self):
        filing = replace(GOOD, rate="0300", terms=RELIEF)
        assert found(read(filing.data())) == []

    def test_the_register_decides_the_rate_where_it_knows_the_place(self):
        here = replace(CONTEXT, province_of=lambda account, branch: "10")
        assert (1, "rate", "rate_wrong") in found(read(replace(GOOD, rate="0300", terms=RELIEF).data(), here))
        there = replace(CONTEXT, province_of=lambda account, branch: "90")
        assert found(read(replace(GOOD, rate="0300", terms=RELIEF).data(), there)) == []
        assert (1, "rate", "rate_wrong") in found(read(GOOD.data(), there))

    def test_two_rates_in_a_month(self):
        terms = replace(NATIONAL, employee_rate=Decimal("0.01"), employer_rate=Decimal("0.04"))
        context = Context(date(2020, 4, 10), lambda period: (terms,))
        for rate in ("0100", "0400"):
            filing = replace(GOOD, rate=rate, terms=terms, period="0363", paid_date="150463")
            reading = read(filing.data(), context)
            assert found(reading) == []
            assert reading.total("employer") != reading.total("employee")

    def test_amounts_filled_with_blanks_on_the_left(self):
        data = with_lines(
            lambda lines: lines.__setitem__(2, lines[2][:82] + f"{GOOD.people[1].wage:>14}" + lines[2][96:])
        )
        assert found(read(data)) == []


def open_rows(data: bytes):
    from contributions.files.reader import open_filing

    return open_filing(data, CONTEXT).rows


HEADER_FAULTS = [
    ({"account": "10000000A6"}, "account", "account_bad"),
    ({"account": "0000000000"}, "account", "account_bad"),
    ({"branch": "00 000"}, "branch", "branch_bad"),
    ({"paid_date": "320769"}, "paid_date", "paid_date_bad"),
    ({"paid_date": "150799"}, "paid_date", "paid_date_odd"),
    ({"period": "1369"}, "period", "period_bad"),
    ({"period": "0869"}, "period", "period_future"),
    ({"period": "0120"}, "period", "period_too_old"),
    ({"period": "    "}, "period", "period_bad"),
    ({"employer_name": " " * 45}, "employer_name", "employer_name_missing"),
    ({"rate": "0400"}, "rate", "rate_wrong"),
    ({"rate": "5.00"}, "rate", "rate_bad"),
    ({"count": "000007"}, "count", "total_count"),
    ({"count": "00000x"}, "count", "count_bad"),
    ({"total_wages": "000000000000100"}, "total_wages", "total_wages"),
    ({"total_wages": "0000000x0000100"}, "total_wages", "amount_not_number"),
    ({"total": "00000000000100"}, "total", "total_wrong"),
    ({"total_employee": "000000000100"}, "total_employee", "total_employee"),
    ({"total_employer": "000000000100"}, "total_employer", "total_employer"),
    ({"total_employer": "-00000000100"}, "total_employer", "amount_negative"),
]


@pytest.mark.parametrize(("changes", "field", "code"), HEADER_FAULTS)
def test_header_faults(changes, field, code):
    assert (1, field, code) in found(read(replace(GOOD, changes=changes).data()))


LINE_FAULTS = [
    ({"national_id": "1234567890123"}, "national_id", "id_check_digit"),
    ({"national_id": "12345678901"}, "national_id", "id_not_13_digits"),
    ({"national_id": "12345A7890123"}, "national_id", "id_not_13_digits"),
    ({"national_id": ""}, "national_id", "id_missing"),
    ({"title_code": ""}, "title_code", "title_missing"),
    ({"title_code": "นาย"}, "title_code", "title_bad"),
    ({"title_code": "000"}, "title_code", "title_bad"),
    ({"title_code": "999"}, "title_code", "title_unknown"),
    ({"first_name": ""}, "first_name", "first_name_missing"),
    ({"last_name": ""}, "last_name", "last_name_missing"),
    ({"first_name": "ธนา2"}, "first_name", "name_has_digits"),
    ({"first_name": "ธนา@"}, "first_name", "name_characters"),
    ({"wage": 0, "contribution": 0}, "wage", "wage_zero"),
    ({"wage": 500_000_000}, "wage", "wage_unusual"),
    ({"wage": 12_000_00, "contribution": 599_00}, "contribution", "contribution_wrong"),
    ({"wage": 12_000_00, "contribution": 600_50}, "contribution", "contribution_wrong"),
    ({"wage": 30_000_00, "contribution": 1500_00}, "contribution", "contribution_above_ceiling"),
    ({"wage": 1_000_00, "contribution": 50_00}, "contribution", "contribution_below_floor"),
    ({"wage": 12_000_00, "contribution": 0}, "contribution", "contribution_wrong"),
    ({"blank": "   x"}, "blank", "blank_not_blank"),
]


@pytest.mark.parametrize(("changes", "field", "code"), LINE_FAULTS)
def test_line_faults_are_found_alone(changes, field, code):
    assert found(read(changed(4, **changes).data())) == [(4, field, code)]


@pytest.mark.parametrize(
    ("field", "text", "code"),
    [
        ("wage", "0000000120500x", "amount_not_number"),
        ("wage", "00000012050.00", "amount_not_number"),
        ("wage", "-0000001205000", "amount_negative"),
        ("wage", "     -12050000", "amount_negative"),
        ("wage", "              ", "amount_missing"),
        ("contribution", "0000000603 0", "amount_not_number"),
        ("contribution", "-00000060300", "amount_negative"),
    ],
)
def test_amounts_that_are_no_numbers(field, text, code):
    place = {"wage": (82, 96), "contribution": (96, 108)}[field]
    data = with_lines(lambda lines: lines.__setitem__(3, lines[3][: place[0]] + text + lines[3][place[1] :]))
    reading = read(data)
    assert found(reading) == [(4, field, code)]
    assert not reading.accepted


class TestWholeFile:
    def test_a_person_twice(self):
        filing = replace(GOOD, people=(*GOOD.people, GOOD.people[2]))
        reading = read(filing.data())
        assert found(reading) == [(10, "national_id", "id_twice")]
        assert reading.findings[0].params["first_line"] == 4

    def test_a_person_in_two_branches(self):
        second = replace(GOOD, branch="000001", people=GOOD.people[:1])
        assert found(read(GOOD.data() + second.data())) == [(11, "national_id", "id_twice")]

    def test_lines_too_short_and_too_long(self):
        data = with_lines(lambda lines: lines.__setitem__(2, lines[2][:90]))
        assert found(read(data)) == [(3, "", "line_too_short")]
        data = with_lines(lambda lines: lines.__setitem__(2, lines[2] + "abc"))
        assert found(read(data)) == [(3, "", "line_too_long")]
        data = with_lines(lambda lines: lines.__setitem__(0, lines[0][:110]))
        assert found(read(data)) == [(1, "", "line_too_short")]

    def test_an_unknown_record_type(self):
        data = with_lines(lambda lines: lines.insert(3, "9" + "0" * 134))
        assert found(read(data)) == [(4, "record_type", "record_type_unknown")]

    def test_a_blank_line_inside(self):
        reading = read(with_lines(lambda lines: lines.insert(3, "")))
        assert (found(reading), reading.accepted) == ([(4, "", "line_blank")], True)

    def test_no_header(self):
        reading = read(with_lines(lambda lines: lines.pop(0)))
        assert (1, "record_type", "header_missing") in found(reading)
        assert (reading.accepted, reading.account, reading.lines) == (False, None, 8)

    def test_a_second_header_of_the_same_branch(self):
        assert (10, "branch", "branch_twice") in found(read(GOOD.data() + GOOD.data()))

    def test_two_accounts_and_two_months(self):
        other = replace(
            GOOD,
            account="2000000013",
            branch="000002",
            period="0569",
            people=(Person(national_id(90), 100000),),
        )
        codes = found(read(GOOD.data() + other.data()))
        assert codes == [(10, "account", "account_differs"), (10, "period", "period_differs")]

    def test_only_a_header(self):
        assert (1, "", "no_details") in found(read(replace(GOOD, people=()).data()))

    def test_the_account_and_month_that_were_asked_for(self):
        asked = replace(CONTEXT, account="2000000013", period=Period(2026, 5))
        assert found(read(GOOD.data(), asked)) == [
            (1, "period", "period_other"),
            (1, "account", "account_other"),
        ]

    def test_a_month_without_law(self):
        nothing = Context(date(2026, 7, 10), lambda period: ())
        assert found(read(GOOD.data(), nothing)) == [(1, "period", "period_no_law")]

    @pytest.mark.parametrize("data", [b"", b"\r\n\r\n", b"\x1a", b"\xef\xbb\xbf", b"   "])
    def test_empty(self, data):
        reading = read(data)
        assert (reading.readable, found(reading)) == (False, [(0, "", "file_empty")])

    @pytest.mark.parametrize(
        "data", [b"%PDF-1.7 ...", b"\x89PNG\r\n\x1a\n", b"name,wage\na,1\n", bytes(range(256)) * 9]
    )
    def test_other_files(self, data):
        reading = read(data)
        assert (reading.readable, reading.accepted, found(reading)) == (
            False,
            False,
            [(0, "", "format_unknown")],
        )


class TestEncodings:
    def test_an_unreadable_byte_names_its_line_and_field(self):
        data = GOOD.data().replace("ธนา".encode("cp874"), b"\xdb\xdc\xdd", 1)
        assert found(read(data)) == [(2, "first_name", "char_unreadable")]

    def test_utf16_is_told(self):
        assert found(read(GOOD.data(encoding="utf-16"))) == [(0, "", "encoding_utf16")]

    def test_a_utf8_line_in_a_tis620_file(self):
        lines = [line.encode("cp874") for line in GOOD.lines()]
        lines[4] = GOOD.lines()[4].encode()
        reading = read(b"\r\n".join(lines))
        assert (found(reading), reading.accepted) == ([(5, "", "encoding_mixed")], True)

    def test_letters_that_are_neither_thai_nor_latin(self):
        filing = changed(3, first_name="မြင့်")
        assert found(read(filing.data(encoding="utf-8"))) == [(3, "first_name", "name_characters")]

    def test_two_thai_letters_that_could_be_one_of_utf8(self):
        # รก in TIS-620 is C3 A1, which UTF-8 reads as á.
        people = tuple(replace(p, first_name="รก", last_name="รกรก") for p in GOOD.people)
        data = replace(GOOD, people=people, employer_name="รก").data()
        assert found(read(data)) == []
        assert next(iter(open_rows(data))).first_name == "รก"


def test_the_table_of_check_digits_is_the_kernels_rule():
    numbers = random.Random(7)
    for _ in range(2000):
        twelve = f"{numbers.randrange(10**12):012d}"
        assert right_digit_of()(twelve + "0") == str(thai_id.check_digit(twelve))


def test_single_names_of_foreigners_only_warn():
    foreigner = thai_id.make("600000000012")
    reading = read(changed(3, national_id=foreigner, last_name="").data())
    assert (found(reading), reading.accepted) == ([(3, "last_name", "last_name_missing")], True)


def test_every_code_found_here_has_its_sentence():
    data = [replace(GOOD, changes=c).data() for c, _, _ in HEADER_FAULTS] + [
        changed(4, **c).data() for c, _, _ in LINE_FAULTS
    ]
    for one in data:
        for finding in read(one).findings:
            thai, english = MESSAGES[finding.code]
            assert "{" not in thai.format_map(dict(finding.params))
            assert "{" not in english.format_map(dict(finding.params))


def test_two_hundred_thousand_lines_in_seconds():
    import time

    people = tuple(Person(national_id(n), 9_000_00 + n % 20_000 * 100) for n in range(200_000))
    data = replace(GOOD, people=people).data()
    started = time.perf_counter()
    reading = read(data)
    assert (reading.accepted, reading.lines) == (True, 200_000)
    assert time.perf_counter() - started < 30  # about one second on two quiet cores
