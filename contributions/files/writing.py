"""Lines written in the official layouts (law.md 3.1, 3.2), so that reading them gives the same lines again."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import BytesIO

import xlsxwriter

from contributions.files.checks import block
from contributions.files.layout import DETAIL, HEADINGS, TITLES
from contributions.files.records import Row
from sso_core.kernel.finding import Refused
from sso_core.kernel.period import Period

_FIRST = DETAIL["first_name"][1] - DETAIL["first_name"][0]
_LAST = DETAIL["last_name"][1] - DETAIL["last_name"][0]
_WIDTHS = (20, 14, 24, 28, 14, 14)


@dataclass(frozen=True, slots=True)
class BranchLines:
    """A branch with its lines; rate as a ratio, the employer's share in satang."""

    branch: str
    rate: Decimal
    rows: Sequence[Row]
    employer: int


def text135(
    parts: Iterable[BranchLines], *, account: str, name: str, period: Period, paid_on: date | None = None
) -> bytes:
    """The text of 135 characters: TIS-620, or UTF-8 where a name needs it. Raises ``Refused``.

    A name longer than its field is not cut: whoever has one is sent to the Excel file.
    """
    lines: list[str] = []
    for part in parts:
        lines.append(_header(part, account=account, name=name, period=period, paid_on=paid_on))
        lines += [_detail(row) for row in part.rows]
    text = "\r\n".join(lines) + "\r\n"
    try:
        return text.encode("cp874")
    except UnicodeEncodeError:
        return text.encode("utf-8-sig")


def _header(part: BranchLines, *, account: str, name: str, period: Period, paid_on: date | None) -> str:
    employee = sum(row.contribution or 0 for row in part.rows)
    wages = sum(row.wage or 0 for row in part.rows)
    paid = f"{paid_on:%d%m}{(paid_on.year + 543) % 100:02d}" if paid_on else "000000"
    return (
        f"1{account:10}{part.branch:6}{paid}{period.mmyy_be()}{name[:45]:<45}{int(part.rate * 10000):04d}"
        f"{len(part.rows):06d}{wages:015d}{employee + part.employer:014d}{employee:012d}{part.employer:012d}"
    )


def _detail(row: Row) -> str:
    if len(row.first_name) > _FIRST or len(row.last_name) > _LAST:
        raise Refused(block("name_not_in_text", row.line, "first_name", name=row.first_name))
    return (
        f"2{row.national_id:13}{row.title_code:3}{row.first_name:<{_FIRST}}{row.last_name:<{_LAST}}"
        f"{row.wage or 0:014d}{row.contribution or 0:012d}{'':27}"
    )


def workbook(parts: Iterable[BranchLines]) -> bytes:
    """The Excel template: a sheet a branch. Text is written as text, so that no name becomes a formula."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        head, text = book.add_format({"bold": True}), book.add_format({"num_format": "@"})
        money = book.add_format({"num_format": "#,##0.00"})
        for part in parts:
            sheet = book.add_worksheet(part.branch)
            sheet.write_row(0, 0, HEADINGS, head)
            for column, width in enumerate(_WIDTHS):
                sheet.set_column(column, column, width, text if column < 4 else money)
            for number, row in enumerate(part.rows, 1):
                words = (row.national_id, _title(row.title_code), row.first_name, row.last_name)
                for column, word in enumerate(words):
                    sheet.write_string(number, column, word, text)
                for column, satang in ((4, row.wage), (5, row.contribution)):
                    if satang is not None:
                        sheet.write_number(number, column, Decimal(satang).scaleb(-2), money)
    return out.getvalue()


def _title(code: str) -> str:
    return TITLES.get(code, code)
