"""The work of loading the past, a chunk at a time: read a slice, check a year, load a month, close gaps.

Each chunk is one transaction of set-based SQL; a killed worker's chunk is undone and taken again.
"""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from django.db import connection

from contributions.files.history import Slice, layouts, lines_of
from contributions.models import HistoryLoad
from contributions.services.accounts import make_partitions
from contributions.services.law_sql import sort_in_memory
from sso_core.kernel.period import Period, months
from sso_core.law.public import NoLaw, current, rate_table

UNREAD = "อ่านรายการจากระบบเดิมไม่ได้"
_SQL = Path(__file__).parents[1] / "sql"
_STAGE, _CHECK, _LOAD, _GAPS = (
    (_SQL / f"history_{name}.sql").read_text(encoding="utf-8") for name in ("stage", "check", "load", "gaps")
)
_AMOUNTS = ("wage", "base", "employee", "employer", "government")
_BLOCK = 5_000
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": " ", "\x00": None})


def stage_slice(load: HistoryLoad, chunk: Mapping[str, Any]) -> int:
    """Read a slice of a file into the staging table; returns how many of its lines were understood."""
    told = load.files[chunk["file"] - 1]
    part = Slice(chunk["offset"], chunk["size"], chunk["line"], chunk["lines"])
    lines = lines_of(Path(told["path"]), part, told["encoding"])
    with connection.cursor() as cursor:
        cursor.execute("create temporary table history_raw (line bigint, raw text) on commit drop")
        with cursor.copy("copy history_raw from stdin") as copy:
            for start in range(0, len(lines), _BLOCK):
                block = enumerate(lines[start : start + _BLOCK], part.line + start)
                copy.write("".join(f"{n}\t{raw.rstrip(chr(13)).translate(_ESCAPES)}\n" for n, raw in block))
        cursor.execute("analyze history_raw")
        _write_law(cursor, load)
        values = {
            "load": load.pk, "file": chunk["file"], "trailer": told["lines"],
            "first": load.first_month, "last": load.last_month,
        }  # fmt: skip
        _run(_STAGE.format(**_taken_apart(told["layout"])), values)
        cursor.execute("select count(*) from history_judged where code is null")
        count = int(cursor.fetchone()[0])
        cursor.execute("drop table history_raw, history_judged, history_law")
    return count


def _run(script: str, values: Mapping[str, Any]) -> None:
    sort_in_memory()
    with connection.cursor() as cursor:
        for statement in script.split(";\n"):
            cursor.execute(statement, values)


def _taken_apart(layout: str) -> dict[str, str]:
    """The SQL that cuts a line of the layout into fields, as the description of the layout says."""
    described = layouts()[layout]
    if layout == "fixed":
        field = {n: f"btrim(substr(raw, {at}, {size}))" for n, (at, size) in described["detail"].items()}
        least = described["detail"]["paid_on"][0] - 1
        shape = f"when length(raw) < {least} then 'line_short' when length(raw) > {described['width']} then 'line_long'"
        good, number = "~ '^[0-9]{{1,14}}$'", "{0}::numeric / 100"
    else:
        mark, names = described["mark"], described["detail"]
        field = {n: f"btrim(split_part(raw, '{mark}', {at}))" for at, n in enumerate(names, 2)}
        pieces = f"length(raw) - length(replace(raw, '{mark}', ''))"
        shape = f"when {pieces} <> {len(names)} then 'field_count'"
        good, number = r"~ '^[0-9]{{1,12}}(\.[0-9]{{1,2}})?$'", "{0}::numeric"
    kind = f"when left(raw, 1) <> '{layouts()['record_types']['detail']}' then 'record_type'"
    texts = {"period": "period_text", "paid_on": "paid_text", "section": "section_text"}
    fields = [f"{sql} as {texts.get(name, name)}" for name, sql in field.items()]
    good = good.format()
    conditions = [f"{name} {good}" for name in _AMOUNTS[1:]]
    conditions[:0] = [f"(wage = '' or wage {good})"]
    amounts = [number.format(name) for name in _AMOUNTS]
    amounts[0] = f"case when wage <> '' then {amounts[0]} end"
    return {
        "fields": ",\n ".join([f"case {kind} {shape} end as wrong_shape", *fields]),
        "amounts_good": "(" + " and ".join(conditions) + ")",
        "amounts": f"array[{', '.join(amounts)}]",
    }


def _write_law(cursor: Any, load: HistoryLoad) -> None:
    """What the months of the load may have been worked on: each rate of a place, each amount of Section 39."""
    cursor.execute(
        """create temporary table history_law (period date, section smallint, floor numeric, ceiling numeric,
               employee_rate numeric, employer_rate numeric, amount numeric) on commit drop"""
    )
    with cursor.copy("copy history_law from stdin") as copy:
        for row in _lawful(Period.of(load.first_month), Period.of(load.last_month)):
            copy.write_row(row)


def _lawful(first: Period, last: Period) -> set[tuple[Any, ...]]:
    rows: set[tuple[Any, ...]] = set()
    for month in months(first, last):
        try:
            rates = rate_table(month)
        except NoLaw:
            rates = ()
        for r in rates:
            rows.add((month.first, 33, r.floor, r.ceiling, r.employee_rate, r.employer_rate, None))
        for area in {row.area for row in rates} | {None}:
            try:
                amount = current().at("contributions.s39.amount", month.first, area=area).value
            except NoLaw:
                continue
            rows.add((month.first, 39, None, None, None, None, amount))
    return rows


def check_year(load: HistoryLoad, year: int) -> int:
    """Hold a year of the load against the accounts and the older system's totals; returns its rows."""
    first, last = Period(year, 1).first, Period(year, 12).first
    _run(_CHECK, {"load": load.pk, "year": year, "first": first, "last": last})
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*) from contributions_history where load_id = %s and period between %s and %s",
            [load.pk, first, last],
        )
        return int(cursor.fetchone()[0])


def load_month(load: HistoryLoad, month: Period, *, staged: int) -> int:
    """Put a month of the load into the accounts. Raises ``RuntimeError`` where staged rows are gone."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*) from contributions_history where load_id = %s and period = %s",
            [load.pk, month.first],
        )
        found = int(cursor.fetchone()[0])
        if found != staged:
            raise RuntimeError(
                f"{load.reference} {month}: {found} of {staged} staged rows are there; read the files again"
            )
        sort_in_memory()
        cursor.execute(_LOAD, {"load": load.pk, "period": month.first})
        return int(cursor.rowcount)


def close_gaps(load: HistoryLoad, low: int, high: int) -> int:
    """Months that the load covers are known for the people of a range; returns how many people changed."""
    last = Period.of(load.last_month)
    values = {
        "load": load.pk, "low": low, "high": high, "first": load.first_month, "last": last.first,
        "after": last.next().first, "reason": UNREAD,
    }  # fmt: skip
    _run(_GAPS, values)
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from history_gap_now")
        count = int(cursor.fetchone()[0])
        cursor.execute("drop table history_gap_now")
    return count


def staged_months(load: HistoryLoad) -> list[tuple[date, int]]:
    """How many rows each month of the load has in the staging table."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select period, count(*) from contributions_history where load_id = %s group by period order by period",
            [load.pk],
        )
        return list(cursor.fetchall())


def people_bounds() -> tuple[int, int]:
    """The lowest and highest person whose number is known."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select coalesce(min(person_id), 0), coalesce(max(person_id), 0) from registration_number"
        )
        low, high = cursor.fetchone()
        return int(low), int(high)


def forget_staged(load: HistoryLoad) -> None:
    with connection.cursor() as cursor:
        cursor.execute("delete from contributions_history where load_id = %s", [load.pk])


def partitions_for(load: HistoryLoad) -> None:
    """Months since 2024 have partitions of their own; those that are missing are made."""
    since = max(Period.of(load.first_month), Period(2024, 1))
    if since <= Period.of(load.last_month):
        make_partitions(since, Period.of(load.last_month))
