"""Reading files of people: how far they came, and what was found in them."""

import io
import json
from collections.abc import Iterable
from dataclasses import dataclass

import xlsxwriter
from django.db import connection

from registration.bulk.excel import LABELS, LINES_A_SHEET, SHEET_NAMES
from registration.models import EnrolFile
from registration.services.enrol_files import CHECK_RUN, KEEP_RUN, READ_RUN
from sso_core.batch.public import Progress, progress_of
from sso_core.kernel.finding import Finding, Severity
from sso_core.messaging.public import sentence

SHOWN = 200
RUNS = {"reading": READ_RUN, "checking": CHECK_RUN, "enrolling": KEEP_RUN}
_FINDINGS = """
select f.line, f.field, f.code, f.severity, f.section, f.params, l.national_id, l.title, l.first_name, l.last_name
  from registration_enrolfinding f
  left join registration_enrolline l on l.file_id = f.file_id and l.line = f.line
 where f.file_id = %s and (%s = '' or f.severity = %s)
 order by f.severity, f.line, f.id limit %s"""


@dataclass(frozen=True, slots=True)
class Found:
    """A finding with its place in the file, the person told in that row, and its sentence."""

    finding: Finding
    sheet: str
    row: int
    national_id: str
    name: str

    @property
    def text(self) -> str:
        return sentence(self.finding)

    @property
    def cell(self) -> str:
        return LABELS.get(self.finding.field, "")


def enrol_file(account: str, file_id: int) -> EnrolFile | None:
    """A file of the employer, without its content."""
    rows = EnrolFile.objects.filter(pk=file_id, employer__account_no=account)
    return rows.exclude(status="discarded").defer("content").select_related("employer").first()


def newest_files(account: str) -> list[EnrolFile]:
    rows = EnrolFile.objects.filter(employer__account_no=account).exclude(status="discarded").defer("content")
    return list(rows.order_by("-sent_at")[:10])


def progress_of_file(file: EnrolFile) -> Progress | None:
    """The run that works on the file now."""
    kind = RUNS.get(file.status)
    return progress_of(kind, str(file.pk)) if kind else None


def findings_of(file_id: int, *, severity: str = "", most: int = SHOWN) -> list[Found]:
    """What was found, what blocks first, then by row."""
    with connection.cursor() as cursor:
        cursor.execute(_FINDINGS, [file_id, severity, severity, most])
        return [_found(row) for row in cursor.fetchall()]


def _found(found: tuple) -> Found:  # type: ignore[type-arg]
    line, field, code, severity, section, params, number, title, first, last = found
    place, row = divmod(line, LINES_A_SHEET)
    finding = Finding(code, Severity(severity), field, json.loads(params), section, line)
    name = f"{title or ''}{first or ''} {last or ''}".strip()
    return Found(finding, SHEET_NAMES[place], row, number or "", name)


def report(found: Iterable[Found]) -> bytes:
    """What must be mended as a spreadsheet: sheet, row, person, cell, what is wrong."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet("ต้องแก้")
    bold = book.add_format({"bold": True, "bottom": 1})
    for column, label in enumerate(("แผ่น", "แถว", "เลขประจำตัว", "ชื่อ", "ช่อง", "สิ่งที่พบ")):
        sheet.write(0, column, label, bold)
    for number, one in enumerate(found, 1):
        cells = (one.sheet, one.row or "", one.national_id, one.name, one.cell, one.text)
        for column, value in enumerate(cells):
            sheet.write(number, column, value)
    sheet.set_column(0, 1, 12)
    sheet.set_column(2, 4, 24)
    sheet.set_column(5, 5, 80)
    book.close()
    return target.getvalue()
