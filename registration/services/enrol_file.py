"""Our own Excel template for enrolling many people, read cell by cell.

The office's full layout of form 1-03 was not found, so this template is ours and carries a version.
"""

import io
from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import python_calamine
import xlsxwriter

from registration.services.enrolment import Enrol
from sso_core.kernel import employer_account
from sso_core.kernel.finding import Finding
from sso_core.kernel.money import parse_baht
from sso_core.kernel.thai_calendar import LooksLikeCE, parse_date
from sso_core.messaging.public import sentence

VERSION = "1"
COLUMNS = (
    ("national_id", "เลขประจำตัวประชาชน"),
    ("title", "คำนำหน้า"),
    ("first_name", "ชื่อ"),
    ("last_name", "นามสกุล"),
    ("branch_no", "สาขา"),
    ("starts_on", "วันเริ่มงาน"),
    ("wage", "ค่าจ้างต่อเดือน"),
)
TITLES = {"นาย": "003", "นางสาว": "004", "น.ส.": "004", "นาง": "005"}
_FULL = {"น.ส.": "นางสาว"}
MAY_BE_EMPTY = ("branch_no", "wage")
MOST_ROWS = 2_000


def template() -> bytes:
    """The empty template: headings, how to fill it, and the version in its properties."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    book.set_properties({"title": f"แบบขึ้นทะเบียนลูกจ้าง รุ่น {VERSION}", "comments": "สปส.1-03"})
    sheet = book.add_worksheet("ลูกจ้าง")
    bold, text = book.add_format({"bold": True, "bottom": 1}), book.add_format({"num_format": "@"})
    for column, (_, label) in enumerate(COLUMNS):
        sheet.write(0, column, label, bold)
    sheet.set_column(0, 0, 22, text)
    sheet.set_column(1, 6, 18, text)
    sheet.freeze_panes(1, 0)
    sheet.data_validation(1, 1, MOST_ROWS, 1, {"validate": "list", "source": list(TITLES)})
    notes = book.add_worksheet("วิธีกรอก")
    rows = (
        f"แบบขึ้นทะเบียนลูกจ้าง รุ่น {VERSION} กรอกในแผ่น ลูกจ้าง ตั้งแต่แถวที่ 2",
        f"ไฟล์ละไม่เกิน {MOST_ROWS:,} คน",
        "เลขประจำตัว 13 หลัก มีขีดหรือเว้นวรรคก็ได้",
        "ชื่อและนามสกุลเขียนตามบัตรประชาชน",
        "วันเริ่มงานเขียนเป็น วว/ดด/ปปปป พ.ศ. เช่น 01/11/2569",
        "สาขาไม่ใส่คือ 000000 สำนักงานใหญ่",
        "ค่าจ้างต่อเดือนไม่ใส่ก็ได้",
    )
    for row, words in enumerate(rows):
        notes.write(row, 0, words)
    notes.set_column(0, 0, 70)
    book.close()
    return target.getvalue()


def read(content: bytes, *, account: str) -> tuple[list[Enrol], list[Finding]]:
    """The rows of a filled template, and a finding for each cell that cannot be read."""
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (python_calamine.CalamineError, OSError, ValueError, IndexError):
        return [], [Finding("file_unreadable", field="file")]
    if not rows or [_text(cell) for cell in rows[0][: len(COLUMNS)]] != [label for _, label in COLUMNS]:
        return [], [Finding("template_version", field="file", params={"version": VERSION})]
    filled = [(n, row) for n, row in enumerate(rows[1:], 2) if any(str(cell).strip() for cell in row)]
    if not filled:
        return [], [Finding("rows_missing", field="file")]
    if len(filled) > MOST_ROWS:
        return [], [Finding("rows_too_many", field="file", params={"most": f"{MOST_ROWS:,}"})]
    found, findings = [], []
    for number, row in filled:
        one, wrong = _row(row, number, account)
        findings += wrong
        if one is not None:
            found.append(one)
    return found, findings


def _row(row: Sequence[Any], line: int, account: str) -> tuple[Enrol | None, list[Finding]]:
    values: dict[str, Any] = {}
    findings = []
    for (name, label), cell in zip(COLUMNS, [*row, *[""] * len(COLUMNS)], strict=False):
        try:
            values[name] = _reader(name)(cell)
        except (ValueError, OverflowError) as error:
            code = "cell_year_ce" if isinstance(error, LooksLikeCE) else _CODES[name]
            params = {"label": label, "value": _text(cell)}
            findings.append(Finding(code, field=name, line=line, params=params))
        else:
            if values[name] in (None, "") and name not in MAY_BE_EMPTY:
                findings.append(Finding("cell_missing", field=name, line=line, params={"label": label}))
    if findings:
        return None, findings
    title = values.pop("title")
    return Enrol(
        **values, title_code=TITLES[title], title=_FULL.get(title, title), account=account, line=line
    ), []


def _text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return " ".join(str(cell).split())


def _day(cell: Any) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = _text(cell)
    return parse_date(text) if text else None


def _wage(cell: Any) -> Decimal | None:
    text = repr(cell) if isinstance(cell, float) else _text(cell)
    return parse_baht(text) if text else None


def _reader(name: str) -> Callable[[Any], Any]:
    return _READERS.get(name, _text)


def _title(cell: Any) -> str:
    text = _text(cell)
    if text and text not in TITLES:
        raise ValueError(text)
    return text


def _branch(cell: Any) -> str:
    text = _text(cell)
    return employer_account.normalise_branch(text) if text else employer_account.HEAD_OFFICE


_READERS: dict[str, Callable[[Any], Any]] = {
    "title": _title,
    "branch_no": _branch,
    "starts_on": _day,
    "wage": _wage,
}
_CODES = {"title": "cell_title", "branch_no": "cell_branch", "starts_on": "cell_date", "wage": "cell_baht"}


def report(findings: Sequence[Finding], rows: Sequence[Enrol]) -> bytes:
    """The rows that must be mended as a spreadsheet: row, person, cell, what is wrong."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet("ต้องแก้")
    bold = book.add_format({"bold": True, "bottom": 1})
    for column, label in enumerate(("แถว", "เลขประจำตัว", "ชื่อ", "ช่อง", "สิ่งที่พบ")):
        sheet.write(0, column, label, bold)
    told = {row.line: row for row in rows}
    labels = dict(COLUMNS)
    for number, finding in enumerate((f for f in findings if f.blocks), 1):
        one = told.get(finding.line)
        name = f"{one.title}{one.first_name} {one.last_name}" if one else ""
        cells = (finding.line or "", one.national_id if one else "", name, labels.get(finding.field, ""))
        for column, value in enumerate((*cells, sentence(finding))):
            sheet.write(number, column, value)
    sheet.set_column(0, 0, 8)
    sheet.set_column(1, 3, 24)
    sheet.set_column(4, 4, 80)
    book.close()
    return target.getvalue()
