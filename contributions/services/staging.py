"""A file's rows into the staging table, and its findings beside them.

Rows go by ``COPY`` as they are read: neither the rows nor the findings of a large file are held in memory
longer than the reader needs them for its sums.
"""

import json
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.db import connection
from psycopg.copy import QueuedLibpqWriter

from contributions.files.records import CleanRow, Reading, Row
from contributions.models import Filing, FilingFinding, FilingSection, StagedLine, TypedLine, TypedSheet
from sso_core.kernel.finding import Finding

_ROWS = """copy contributions_stagedline
    (filing_id, branch_no, line, national_id, title_code, first_name, last_name, wage, contribution) from stdin"""
_FINDINGS = """copy contributions_filingfinding
    (filing_id, branch_no, line, field, code, severity, section, params, national_id, settled) from stdin"""
_BLOCK = 500
# COPY's own marks, and what the database cannot keep. Few lines have any: one look at a whole row spares the rest.
_MARKS = re.compile(r"[\\\t\n\r\x00]")
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": " ", "\n": " ", "\r": " ", "\x00": None})


def clear(filing: Filing) -> None:
    StagedLine.objects.filter(filing_id=filing.pk).delete()
    FilingFinding.objects.filter(filing=filing).delete()
    FilingSection.objects.filter(filing=filing).delete()


def drop_sheet(filing: Filing) -> None:
    """What was typed has become lines of the book, or nothing."""
    TypedLine.objects.filter(filing=filing).delete()
    TypedSheet.objects.filter(filing=filing).delete()


def stage(filing: Filing, reading: Reading) -> None:
    """Write rows, sections and findings of a filing that has none yet.

    A thread of its own sends the rows, so that the server takes them in while the next ones are read.
    """
    with connection.cursor() as cursor:
        with cursor.copy(_ROWS, writer=QueuedLibpqWriter(cursor.cursor)) as copy:
            for block in _blocks(reading.rows):
                copy.write("".join(row_text(filing.pk, row) for row in block))
        add_findings(filing, reading.findings)
    FilingSection.objects.bulk_create(
        FilingSection(filing=filing, branch_no=s.branch, province="", declared=declared(s.header))
        for s in {s.branch: s for s in reading.sections}.values()
    )


def add_findings(filing: Filing, findings: Iterable[Finding]) -> None:
    with connection.cursor() as cursor, cursor.copy(_FINDINGS) as copy:
        for block in _blocks(findings):
            copy.write("".join(finding_text(filing.pk, finding) for finding in block))


def row_text(filing_id: int, row: Row) -> str:
    line, branch, number, title, first, last, wage, paid = row
    if type(row) is CleanRow and wage is not None and paid is not None:
        return (
            f"{filing_id}\t{branch}\t{line}\t{number}\t{title}\t{first}\t{last}"
            f"\t{wage // 100}.{wage % 100:02d}\t{paid // 100}.{paid % 100:02d}\n"
        )
    number, title, first, last = number[:30], title[:10], first[:100], last[:100]
    if _MARKS.search(number + title + first + last):
        number, title, first, last = (value.translate(_ESCAPES) for value in (number, title, first, last))
    return (
        f"{filing_id}\t{branch}\t{line}\t{number}\t{title}\t{first}\t{last}"
        f"\t{_amount(wage)}\t{_amount(paid)}\n"
    )


def _amount(satang: int | None) -> str:
    return "\\N" if satang is None else f"{satang // 100}.{satang % 100:02d}"


def finding_text(filing_id: int, finding: Finding) -> str:
    params = dict(finding.params)
    branch = str(params.pop("at_branch", ""))
    values = (
        str(filing_id), branch, str(finding.line), finding.field, finding.code, finding.severity.value,
        finding.section, json.dumps(params, ensure_ascii=False, default=str), "", "",
    )  # fmt: skip
    return "\t".join(_text(value, 4000) for value in values) + "\n"


def _text(value: str, most: int) -> str:
    return value[:most].translate(_ESCAPES)


def declared(header: Any) -> dict[str, Any]:
    if header is None:
        return {}
    return {
        "employer_name": header.employer_name,
        "paid_date": header.paid_date.isoformat() if header.paid_date else None,
        "rate": str(header.rate) if header.rate is not None else None,
        "count": header.count,
        "total_wages": header.total_wages,
        "total": header.total,
        "total_employee": header.total_employee,
        "total_employer": header.total_employer,
    }


def _blocks(items: Iterable[Any]) -> Iterator[list[Any]]:
    rest = iter(items)
    while block := list(islice(rest, _BLOCK)):
        yield block
