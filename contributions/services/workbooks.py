"""Spreadsheets that go out: the filing template with the staff filled in, and the findings of a file."""

from io import BytesIO

import xlsxwriter

from contributions.files.layout import HEADINGS, TITLES
from contributions.models import FilingFinding
from contributions.selectors.filings import PAGE, FilingView
from contributions.selectors.filings import findings_of as page_of_findings
from registration.public import branches, person, staff_of
from sso_core import clock
from sso_core.messaging.public import sentence

_WIDTHS = (20, 14, 24, 28, 14, 14)
_FINDINGS = ("แถว", "สาขา", "เลขประจำตัว", "ชื่อ", "ระดับ", "ช่อง", "สิ่งที่พบ", "รหัส")
_LEVELS = {"block": "แก้ก่อนยื่น", "waivable": "ต้องมีผู้อนุมัติ", "warn": "ยืนยันได้"}


def template(account: str) -> bytes:
    """A sheet for each branch, with everybody who works there today; wages are left to fill in."""
    staff = staff_of(account, on=clock.today())
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        head, text = book.add_format({"bold": True}), book.add_format({"num_format": "@"})
        money = book.add_format({"num_format": "#,##0.00"})
        for branch in branches(account):
            sheet = book.add_worksheet(branch.branch_no)
            sheet.write_row(0, 0, HEADINGS, head)
            for column, width in enumerate(_WIDTHS):
                sheet.set_column(column, column, width, text if column < 4 else money)
            rows = [one for one in staff if one.branch_no == branch.branch_no]
            for number, one in enumerate(rows, 1):
                who = person(one.person_id)
                title = TITLES.get(who.title_code, who.title)
                sheet.write_row(number, 0, (who.national_id, title, who.first_name, who.last_name), text)
    return out.getvalue()


def findings(filing: FilingView) -> bytes:
    """Every finding of a filing, a row each, as its page says it."""
    out = BytesIO()
    count = FilingFinding.objects.filter(filing_id=filing.id).count()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        head = book.add_format({"bold": True})
        sheet = book.add_worksheet("สิ่งที่พบ")
        sheet.write_row(0, 0, _FINDINGS, head)
        number = 0
        for page in range(1, -(-count // PAGE) + 1):
            for row in page_of_findings(filing.id, page=page):
                number += 1
                level = _LEVELS[row.finding.severity.value]
                line = row.finding.line or ""
                cells = (
                    line, row.branch_no, row.national_id, row.name, level, row.finding.field,
                    sentence(row.finding, "th"), row.finding.code,
                )  # fmt: skip
                for column, cell in enumerate(cells):
                    # Written as text: a name that begins with "=" must not become a formula.
                    sheet.write_string(number, column, str(cell))
    return out.getvalue()
