"""The files of a chunk into its temporary tables, by ``COPY``, as they are read."""

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import connection

from contributions.files.records import Reading
from contributions.services.staging import declared, finding_text, row_text
from sso_core.kernel.thai_calendar import BE_OFFSET
from sso_core.law.public import RateRow

if TYPE_CHECKING:
    from contributions.services.bulk.intake import One

_LINES = """copy bulk_line
    (filing_id, branch_no, line, national_id, title_code, first_name, last_name, wage, contribution) from stdin"""
_BLOCK = 1000
Terms = Callable[[str], tuple[date, RateRow | None]]


def reference(one: "One") -> str:
    """As ``Filing.reference``."""
    return f"F{(one.period.year + BE_OFFSET) % 100:02d}{one.period.month:02d}-{one.filing_id:07d}"


def stage(ones: "list[One]", readings: "Iterator[tuple[One, Reading]]", terms_of: Terms) -> None:
    """Lines go as they are read; what is known of a file at its end goes after all of them."""
    done: list[tuple[One, Reading]] = []
    with connection.cursor() as cursor:
        with cursor.copy(_LINES) as copy:
            rows: list[str] = []
            for one, reading in readings:
                for row in reading.rows:
                    rows.append(row_text(one.filing_id, row))
                    if len(rows) >= _BLOCK:
                        copy.write("".join(rows))
                        rows.clear()
                done.append((one, reading))
            copy.write("".join(rows))
        _copy(
            cursor,
            "bulk_filing (filing_id, account_no, employer_name, reference, format, filename, sha256, lines,"
            " readable, ref2)",
            (_filing(one, reading) for one, reading in done),
        )
        _copy(
            cursor,
            "bulk_section (filing_id, branch_no, province, declared, due_on, employee_rate, employer_rate,"
            " government_rate, floor, ceiling)",
            (row for one, reading in done for row in _sections(one, reading, terms_of)),
        )
        with cursor.copy(
            "copy bulk_finding (filing_id, branch_no, line, field, code, severity, section, params,"
            " national_id, settled) from stdin"
        ) as copy:
            for one, reading in done:
                for finding in reading.findings:
                    copy.write(finding_text(one.filing_id, finding))


def _copy(cursor: Any, table: str, rows: Iterable[tuple[Any, ...]]) -> None:
    with cursor.copy(f"copy {table} from stdin") as copy:
        for row in rows:
            copy.write_row(row)


def _filing(one: "One", reading: Reading) -> tuple[Any, ...]:
    return (
        one.filing_id, one.account, one.place.name, reference(one), reading.format, one.file.name[-200:], one.digest,
        reading.lines, reading.readable, one.ref2,
    )  # fmt: skip


def _sections(one: "One", reading: Reading, terms_of: Terms) -> Iterator[tuple[Any, ...]]:
    for section in {s.branch: s for s in reading.sections}.values():
        province = one.place.provinces.get(section.branch, "")
        due, terms = terms_of(province)
        rates = (
            (terms.employee_rate, terms.employer_rate, terms.government_rate, terms.floor, terms.ceiling)
            if terms
            else (None,) * 5
        )
        said = json.dumps(declared(section.header), ensure_ascii=False)
        yield one.filing_id, section.branch, province, said, due, *rates


def keep_content(ones: "list[One]") -> None:
    """The files as they came, by binary ``COPY``; those of a zip stay packed, so that nobody packs them again."""
    with connection.cursor() as cursor:
        statement = (
            "copy contributions_filingfile (filing_id, content, size, packed) from stdin with (format binary)"
        )
        with cursor.copy(statement) as copy:
            copy.set_types(["int8", "bytea", "int8", "bool"])
            for one in ones:
                file = one.file
                copy.write_row(
                    (one.filing_id, file.packed or file.content, len(file.content), file.packed is not None)
                )
