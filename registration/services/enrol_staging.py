"""Rows and findings of a file of people in their tables."""

import json
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from django.db import connection

from registration.bulk.lines import Line, Reading
from registration.models import EnrolFile
from sso_core.kernel import thai_text
from sso_core.kernel.finding import Finding

_TWICE = (Path(__file__).parents[1] / "sql" / "enrol_twice.sql").read_text()
_COUNTS = """
select count(*) filter (where not bad) as good, count(*) filter (where warned and not bad) as warned,
       count(*) filter (where bad) as bad
  from (select line, bool_or(severity = 'block') as bad, bool_or(severity = 'warn') as warned
          from (select line, '' as severity from registration_enrolline where file_id = %(file)s
                union all
                select line, severity from registration_enrolfinding where file_id = %(file)s and line > 0) rows
         group by line) lines"""
_BLOCK = 2_000
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": " ", "\n": " ", "\r": " ", "\x00": None})
_LINES = """copy registration_enrolline (file_id, line, kind, national_id, title_code, title, first_name, last_name,
    sort_key, search_key, birth_date, sex, nationality, branch_no, day, reason, wage, register, told) from stdin"""
_FINDINGS = """copy registration_enrolfinding (file_id, line, field, code, severity, section, params, stage)
    from stdin"""


def stage(file: EnrolFile, reading: Reading) -> int:
    """Write the rows as they are read; returns how many there are."""
    count = 0
    with connection.cursor() as cursor, cursor.copy(_LINES) as copy:
        for block in _blocks(reading.rows):
            copy.write("".join(_row(file.pk, line) for line in block))
            count += len(block)
    return count


def _row(file_id: int, line: Line) -> str:
    full = f"{line.first_name} {line.last_name}"
    values = (
        str(file_id), str(line.line), line.kind, line.national_id, line.title_code, line.title, line.first_name[:100],
        line.last_name[:100], thai_text.sort_key(full), thai_text.search_key(full), line.birth_date, line.sex,
        line.nationality, line.branch_no, line.day, line.reason, line.wage, "", "{}",
    )  # fmt: skip
    return "\t".join("\\N" if v is None else str(v).translate(_ESCAPES) for v in values) + "\n"


def add_findings(file_id: int, findings: Iterable[Finding], stage: str) -> None:
    """Write findings of a file beside its rows."""
    with connection.cursor() as cursor, cursor.copy(_FINDINGS) as copy:
        for one in findings:
            params = json.dumps(dict(one.params), ensure_ascii=False, default=str)
            values = (file_id, one.line, one.field, one.code, one.severity.value, one.section, params, stage)
            copy.write("\t".join(str(value).translate(_ESCAPES) for value in values) + "\n")


def _blocks(rows: Iterable[Line]) -> Iterator[list[Line]]:
    walk = iter(rows)
    while block := list(islice(walk, _BLOCK)):
        yield block


def slices(file: EnrolFile, size: int) -> list[dict[str, int]]:
    """Ranges of row numbers with about ``size`` rows each."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select min(line), max(line) from (select line, (row_number() over (order by line) - 1) / %s as part"
            " from registration_enrolline where file_id = %s) t group by part order by part",
            [size, file.pk],
        )
        return [{"first": first, "last": last} for first, last in cursor.fetchall()]


def find_twice(file: EnrolFile) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_TWICE, {"file": file.pk})
        # Rows were written a moment ago in this transaction: nobody has counted them yet.
        cursor.execute("analyze registration_enrolline, registration_enrolfinding")


def counts(file: EnrolFile) -> dict[str, int]:
    """How many rows are good, good with a remark, and to be mended."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, {"file": file.pk})
        return dict(zip(("good", "warned", "bad"), cursor.fetchone(), strict=True))
