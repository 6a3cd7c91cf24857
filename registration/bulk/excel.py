"""Our own Excel template for people who come, go or have a new name: forms 1-03, 6-09, 6-10, a sheet each.

It is read cell by cell. The office's own layout of these forms as a workbook was not found, so this template is
ours and carries a version; sheets of later versions may be missing. Formulas, merged cells and hidden sheets are
told with their place.
"""

import io
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any

import xlsxwriter
from python_calamine import CalamineError, CalamineWorkbook

from registration.bulk import lines as cells
from registration.bulk.lines import COME, GO, NAME, REASONS, TITLE_OF, TITLES, Line, Reading
from sso_core.files import archive
from sso_core.kernel.finding import Severity

VERSION = "3"
COME_SHEET, GO_SHEET, NAME_SHEET, HELP_SHEET = "ลูกจ้างเข้า", "ลูกจ้างออก", "เปลี่ยนชื่อ", "วิธีกรอก"
COME_COLUMNS = (
    ("national_id", "เลขประจำตัวประชาชน"),
    ("title", "คำนำหน้า"),
    ("first_name", "ชื่อ"),
    ("last_name", "นามสกุล"),
    ("branch_no", "สาขา"),
    ("day", "วันเริ่มงาน"),
    ("wage", "ค่าจ้างต่อเดือน"),
    ("birth_date", "วันเกิด"),
)
GO_COLUMNS = (
    ("national_id", "เลขประจำตัวประชาชน"),
    ("first_name", "ชื่อ"),
    ("last_name", "นามสกุล"),
    ("branch_no", "สาขา"),
    ("day", "วันสุดท้าย"),
    ("reason", "เหตุที่ออก (1-7)"),
)
NAME_COLUMNS = (
    ("national_id", "เลขประจำตัวประชาชน"),
    ("first_name", "ชื่อใหม่"),
    ("last_name", "นามสกุลใหม่"),
    ("day", "เปลี่ยนตั้งแต่"),
)
MAY_BE_EMPTY: dict[str, set[str]] = {
    COME: {"branch_no", "wage", "birth_date"},
    GO: {"first_name", "last_name", "branch_no"},
    NAME: set(),
}
LINES_A_SHEET = 1_000_000
GO_LINES_FROM = LINES_A_SHEET
NAME_LINES_FROM = 2 * LINES_A_SHEET
"""Rows of the later sheets are numbered on from here, so that a row of a file has one number."""
LINES_FROM = {COME: 0, GO: GO_LINES_FROM, NAME: NAME_LINES_FROM}
_SHEETS = ((COME, COME_SHEET, COME_COLUMNS), (GO, GO_SHEET, GO_COLUMNS), (NAME, NAME_SHEET, NAME_COLUMNS))
SHEET_NAMES = tuple(name for _, name, _ in _SHEETS)


def template() -> bytes:
    """The empty template: headings, how to fill it, and the version in its properties."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    book.set_properties({"title": f"แบบแจ้งลูกจ้างเข้าออก รุ่น {VERSION}", "comments": "สปส.1-03, 6-09, 6-10"})
    bold, plain = book.add_format({"bold": True, "bottom": 1}), book.add_format({"num_format": "@"})
    for _, name, columns in _SHEETS:
        sheet = book.add_worksheet(name)
        for column, (_, label) in enumerate(columns):
            sheet.write(0, column, label, bold)
        sheet.set_column(0, len(columns) - 1, 20, plain)
        sheet.freeze_panes(1, 0)
    notes = book.add_worksheet(HELP_SHEET)
    for row, words in enumerate(_help()):
        notes.write(row, 0, words)
    notes.set_column(0, 0, 80)
    book.close()
    return target.getvalue()


def _help() -> Sequence[str]:
    return (
        f"แบบแจ้งลูกจ้างเข้าออก รุ่น {VERSION} กรอกตั้งแต่แถวที่ 2 ของแผ่น {COME_SHEET} {GO_SHEET} และ {NAME_SHEET}",
        "เลขประจำตัว 13 หลัก มีขีดหรือเว้นวรรคก็ได้",
        "ชื่อและนามสกุลเขียนตามบัตรประชาชน",
        "วันที่เขียนเป็น วว/ดด/ปปปป พ.ศ. เช่น 01/11/2569",
        "สาขาไม่ใส่คือ 000000 สำนักงานใหญ่ ค่าจ้างและวันเกิดไม่ใส่ก็ได้",
        "เหตุที่ออก: 1 ลาออก 2 สิ้นสุดสัญญา 3 เลิกจ้าง 4 เกษียณ 5 ไล่ออกเพราะกระทำผิด 6 เสียชีวิต 7 โอนย้ายสาขา",
        f"แผ่น {NAME_SHEET} ใส่ชื่อและนามสกุลทั้งคู่ตามบัตรใหม่ แม้เปลี่ยนอย่างเดียว (สปส.6-10)",
        "พิมพ์ค่าลงไปตรง ๆ ไม่ใช้สูตร ไม่ผสานเซลล์ ไม่ซ่อนแผ่น",
    )


def read(data: bytes, *, today: date) -> Reading:
    """The rows of a filled template, with a finding for each cell that cannot be read."""
    reading = Reading("excel")
    try:
        archive.inspect(data)
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    except archive.NotOpened as refused:
        reading.refuse(refused.code)
        return reading
    except (CalamineError, OSError, ValueError):
        reading.refuse("excel_damaged")
        return reading
    sheets = {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names
              if name in SHEET_NAMES}  # fmt: skip
    if COME_SHEET not in sheets or any(
        not _has_headings(sheets.get(name), columns) for _, name, columns in _SHEETS
    ):
        reading.refuse("template_version", version=VERSION)
        return reading
    _tell_oddities(reading, data, book.sheet_names)
    reading.rows = _rows(reading, sheets, today)
    return reading


def _has_headings(rows: Sequence[Sequence[Any]] | None, columns: Sequence[tuple[str, str]]) -> bool:
    """The sheets of leavers and names may be gone; what is there carries our headings in our order."""
    if rows is None:
        return True
    return bool(rows) and [cells.text(cell) for cell in rows[0][: len(columns)]] == [
        label for _, label in columns
    ]


def _tell_oddities(reading: Reading, data: bytes, names: Sequence[str]) -> None:
    for kind, name, columns in _SHEETS:
        if name not in names:
            continue
        found = archive.oddities(data, f"xl/worksheets/sheet{names.index(name) + 1}.xml")
        for place in found.formulas:
            reading.find("cell_formula", _row_of(place, kind), _column_of(place, columns), cell=place)
        for place in found.merged:
            reading.find("cell_merged", _row_of(place, kind), _column_of(place, columns), cell=place)
        for hidden in found.hidden if kind == COME else ():
            reading.find("sheet_hidden", 0, "file", Severity.WARN, sheet=hidden)


def _row_of(place: str, kind: str) -> int:
    row = int("".join(c for c in place.partition(":")[0] if c.isdigit()))
    return row + LINES_FROM[kind]


def _column_of(place: str, columns: Sequence[tuple[str, str]]) -> str:
    letters = "".join(c for c in place.partition(":")[0] if c.isalpha())
    column = ord(letters) - ord("A") if len(letters) == 1 else len(columns)
    return columns[column][0] if column < len(columns) else ""


def _rows(reading: Reading, sheets: dict[str, list[list[Any]]], today: date) -> Iterator[Line]:
    count = 0
    for kind, name, columns in _SHEETS:
        for number, row in enumerate(sheets.get(name, [])[1:], 2):
            if any(str(cell).strip() for cell in row):
                count += 1
                yield _line(reading, number + LINES_FROM[kind], kind, columns, row, today)
    if not count:
        reading.refuse("rows_missing")


def _line(
    reading: Reading,
    number: int,
    kind: str,
    columns: Sequence[tuple[str, str]],
    row: Sequence[Any],
    today: date,
) -> Line:
    """The row as far as it can be read. What cannot is a finding, and the row is not used."""
    line = Line(number, kind)
    for (name, label), cell in zip(columns, [*row, *[""] * len(columns)], strict=False):
        try:
            value = _READERS[name](cell)
        except (ValueError, OverflowError) as error:
            code = cells.date_code(error) if name in ("day", "birth_date") else _CODES[name]
            reading.find(code, number, name, label=label, value=cells.text(cell)[:60])
            if name == "national_id":
                line.national_id = cells.shown_id(cell)
            continue
        if value in (None, "") and name not in MAY_BE_EMPTY[kind]:
            reading.find("cell_missing", number, name, label=label)
        elif value not in (None, ""):
            setattr(line, name, value)
    if line.title:
        line.title_code = TITLES[line.title]
        line.title = TITLE_OF[line.title_code]
    if code := cells.birth_finding(line.birth_date, today):
        reading.find(code, number, "birth_date")
        line.birth_date = None
    return line


def _title(cell: Any) -> str:
    told = cells.text(cell)
    if told and told not in TITLES:
        raise ValueError(told)
    return told


def _reason(cell: Any) -> str:
    told = cells.text(cell)
    if told and told not in REASONS:
        raise ValueError(told)
    return told


def _id(cell: Any) -> str:
    return cells.national_id(cell) if cells.text(cell) else ""


_READERS: dict[str, Callable[[Any], Any]] = {
    "national_id": _id,
    "title": _title,
    "first_name": cells.name,
    "last_name": cells.name,
    "branch_no": cells.branch_no,
    "day": cells.day,
    "birth_date": cells.day,
    "wage": cells.wage,
    "reason": _reason,
}
_CODES = {
    "national_id": "id_invalid",
    "title": "cell_title",
    "first_name": "cell_missing",
    "last_name": "cell_missing",
    "branch_no": "cell_branch",
    "wage": "cell_baht",
    "reason": "leave_reason",
}
LABELS = dict(
    (
        *NAME_COLUMNS,
        *COME_COLUMNS,
        *GO_COLUMNS,
        ("title_code", "คำนำหน้า"),
        ("nationality", "สัญชาติ"),
        ("file", "ไฟล์"),
    )
)
LABELS["day"] = "วันเริ่มงาน วันสุดท้าย หรือวันที่เปลี่ยน"
