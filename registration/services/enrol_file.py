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
from sso_core.kernel.finding import Finding
from sso_core.kernel.money import parse_baht
from sso_core.kernel.thai_calendar import LooksLikeCE, parse_date

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
_TITLE_CODES = {"นาย": "003", "นางสาว": "004", "น.ส.": "004", "นาง": "005"}
MOST_ROWS = 50_000


def template() -> bytes:
    """The empty template: headings, an example row to overwrite, and the version."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    sheet = book.add_worksheet("ลูกจ้าง")
    bold, text = book.add_format({"bold": True}), book.add_format({"num_format": "@"})
    for column, (_, label) in enumerate(COLUMNS):
        sheet.write(0, column, label, bold)
    sheet.set_column(0, 0, 20, text)
    sheet.set_column(1, 6, 16, text)
    notes = book.add_worksheet("วิธีกรอก")
    rows = (
        f"แบบขึ้นทะเบียนลูกจ้าง รุ่น {VERSION}",
        "วันที่เขียนเป็น วว/ดด/ปปปป พ.ศ. เช่น 01/11/2569",
        "สาขา 000000 คือสำนักงานใหญ่",
    )
    for row, words in enumerate(rows):
        notes.write(row, 0, words)
    notes.set_column(0, 0, 60)
    book.close()
    return target.getvalue()


def read(content: bytes, *, account: str) -> tuple[list[Enrol], list[Finding]]:
    """The rows of a filled template, and a finding for each cell that cannot be read."""
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (python_calamine.CalamineError, OSError, ValueError, IndexError):
        return [], [Finding("file_unreadable", field="file")]
    if not rows or [str(cell).strip() for cell in rows[0][: len(COLUMNS)]] != [label for _, label in COLUMNS]:
        return [], [Finding("template_version", field="file", params={"version": VERSION})]
    found, findings = [], []
    for number, row in enumerate(rows[1 : MOST_ROWS + 1], 2):
        if any(str(cell).strip() for cell in row):
            one, wrong = _row(row, number, account)
            findings += wrong
            if one is not None:
                found.append(one)
    if not found and not findings:
        findings.append(Finding("rows_missing", field="file"))
    return found, findings


def _row(row: Sequence[Any], line: int, account: str) -> tuple[Enrol | None, list[Finding]]:
    values: dict[str, Any] = {}
    findings = []
    for (name, label), cell in zip(COLUMNS, [*row, *[""] * len(COLUMNS)], strict=False):
        try:
            values[name] = _READERS.get(name, _text)(cell)
        except (ValueError, LooksLikeCE):
            code = "cell_baht" if name == "wage" else "cell_date"
            findings.append(Finding(code, field=name, line=line, params={"label": label}))
        else:
            if values[name] in (None, "") and name not in ("wage", "branch_no"):
                findings.append(Finding("cell_missing", field=name, line=line, params={"label": label}))
    if findings:
        return None, findings
    title = values["title"]
    return (
        Enrol(
            national_id=values["national_id"],
            title_code=_TITLE_CODES.get(title, ""),
            title=title,
            first_name=values["first_name"],
            last_name=values["last_name"],
            account=account,
            branch_no=(values["branch_no"] or "000000").zfill(6),
            starts_on=values["starts_on"],
            wage=values["wage"],
            line=line,
        ),
        [],
    )


def _text(cell: Any) -> str:
    if isinstance(cell, float) and cell == int(cell):
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


_READERS: dict[str, Callable[[Any], Any]] = {"starts_on": _day, "wage": _wage}
