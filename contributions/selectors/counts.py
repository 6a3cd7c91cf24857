"""Counts and bases that benefits use: one query each, the same SQL for one person and for a population.

Held equal to ``rules.months`` by a property test. Only Sections 33 and 39 count here (s.42).
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import connection

from contributions.rules.months import COUNTED, BaseSum, MonthCount
from sso_core import clock, kept_plans
from sso_core.kernel.period import Period
from sso_core.law.public import Law, current

FIRST_MONTH = Period(1991, 3)
_SQL = Path(__file__).parents[1] / "sql"
_COUNTED = (_SQL / "months_counted.sql").read_text(encoding="utf-8")
_CHOSEN = (_SQL / "bases_chosen.sql").read_text(encoding="utf-8")
_MONTHLY = (_SQL / "bases_monthly.sql").read_text(encoding="utf-8")
_LATEST, _HIGHEST = "period desc", "base desc, period"
_FEW = 5_000  # up to here the index is asked for each person; above, months are read from end to end
_AT_ONCE = 10_000


@dataclass(frozen=True, slots=True)
class Population:
    """Whose months, from when to when: SQL that gives ``person_id, since, until``, and what bounds the reading."""

    select: str
    bounds: str
    params: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Query:
    """SQL with its named parameters, to be read or put into an ``insert ... select`` of one's own."""

    sql: str
    params: dict[str, Any]


def one(person_id: int, since: Period, until: Period) -> Population:
    return Population(
        "values (%(person)s::bigint, %(since)s::date, %(until)s::date)",
        "m.person_id = %(person)s and m.period between %(since)s and %(until)s",
        {"person": person_id, "since": since.first, "until": until.first},
    )


def gather(select: str, params: dict[str, Any] | None = None) -> Population:
    """A population from SQL that gives ``person_id, since, until``; kept to the end of the transaction.

    A person stands in it once. Raises ``IntegrityError`` otherwise.
    """
    with connection.cursor() as cursor:
        cursor.execute("drop table if exists contributions_population")
        cursor.execute(
            """create temp table contributions_population (
                   person_id bigint primary key, since date not null, until date not null) on commit drop"""
        )
        cursor.execute(f"insert into contributions_population {select}", params or {})
        cursor.execute("analyze contributions_population")
        cursor.execute("select count(*), min(since), max(until) from contributions_population")
        size, since, until = cursor.fetchone()
        bounds, bound = "m.period between %(since)s and %(until)s", {"since": since, "until": until}
        if size <= _FEW:
            cursor.execute("select array_agg(person_id) from contributions_population")
            bounds, bound = (
                bounds + " and m.person_id = any(%(people)s)",
                bound | {"people": cursor.fetchone()[0]},
            )
    return Population("select person_id, since, until from contributions_population", bounds, bound)


def counted_query(people: Population, *, sections: Collection[int] = COUNTED) -> Query:
    """``person_id, counted, unknown``: months under ``sections``, and months that are not known."""
    sql = _COUNTED.format(population=people.select, bounds=people.bounds)
    return Query(sql, people.params | {"sections": list(sections)})


def average_query(people: Population, *, most: int, law: Law | None = None) -> Query:
    """``person_id, total, months, first_month, unknown`` of the last ``most`` months that count (s.77)."""
    return _chosen(people, most, _LATEST, law or current())


def best_query(people: Population, *, most: int, law: Law | None = None) -> Query:
    """``person_id, total, months, first_month, unknown`` of the ``most`` highest months (s.57)."""
    return _chosen(people, most, _HIGHEST, law or current())


def _chosen(people: Population, most: int, order: str, law: Law) -> Query:
    ceilings, params = _ceilings(law)
    sql = _CHOSEN.format(
        population=people.select,
        bounds=people.bounds,
        ceilings=ceilings,
        order=order,
        latest="true" if order == _LATEST else "false",
    )
    return Query(sql, people.params | params | {"sections": list(COUNTED), "most": most})


def _ceilings(law: Law) -> tuple[str, dict[str, Any]]:
    """The ceilings of the country as rows of SQL, as the law was known."""
    rows = [
        row
        for row in law.parameter("contributions.s33.wage_ceiling").rows
        if row.area is None and row.known <= law.known_on
    ]
    values: list[str] = []
    params: dict[str, Any] = {}
    for n, row in enumerate(rows):
        params |= {f"c{n}_since": row.since, f"c{n}_until": row.until, f"c{n}": row.value}
        values.append(f"(%(c{n}_since)s::date, %(c{n}_until)s::date, %(c{n})s::numeric)")
    return ", ".join(values), params


def _rows(query: Query) -> Iterator[tuple[Any, ...]]:
    if "person" in query.params:
        sql = f"select * from ({query.sql}) one_person"  # noqa: S608 - the text is ours; values are parameters
        yield from kept_plans.fetch_all(sql, query.params)
        return
    with connection.cursor() as cursor:
        cursor.execute(query.sql, query.params)
        while rows := cursor.fetchmany(_AT_ONCE):
            yield from rows


def months_of_all(
    people: Population, *, sections: Collection[int] = COUNTED
) -> Iterator[tuple[int, MonthCount]]:
    """Each person of the population with its months."""
    for person_id, count, unknown in _rows(counted_query(people, sections=sections)):
        yield person_id, MonthCount(count, unknown)


def average_of_all(people: Population, *, most: int) -> Iterator[tuple[int, BaseSum]]:
    """Each person with the bases of the last ``most`` months."""
    return _base_sums(average_query(people, most=most))


def best_of_all(people: Population, *, most: int) -> Iterator[tuple[int, BaseSum]]:
    """Each person with the ``most`` highest bases of its window."""
    return _base_sums(best_query(people, most=most))


def _base_sums(query: Query) -> Iterator[tuple[int, BaseSum]]:
    for person_id, total, months, _first, unknown in _rows(query):
        yield person_id, BaseSum(total, months, unknown)


def months_paid(person_id: int, since: Period, until: Period, *, section: int | None = None) -> MonthCount:
    """Months of a range with a contribution; any number of employers in a month is one month (s.6)."""
    sections = COUNTED if section is None else (section,)
    return next(months_of_all(one(person_id, since, until), sections=sections))[1]


def months_ever(person_id: int) -> MonthCount:
    """Every month of Sections 33 and 39 together (s.42)."""
    return months_paid(person_id, FIRST_MONTH, Period.of(clock.today()))


def months33(person_id: int) -> MonthCount:
    return months_paid(person_id, FIRST_MONTH, Period.of(clock.today()), section=33)


def average_base(person_id: int, most: int, *, until: Period | None = None) -> BaseSum:
    """The bases of the last ``most`` months that count (s.77: sixty). Raises ``NoLaw``."""
    until = until or Period.of(clock.today())
    return _lawful(next(average_of_all(one(person_id, FIRST_MONTH, until), most=most))[1])


def best_bases(person_id: int, since: Period, until: Period, *, most: int) -> BaseSum:
    """The ``most`` highest bases of a window (s.57: three of fifteen). Raises ``NoLaw``."""
    return _lawful(next(best_of_all(one(person_id, since, until), most=most))[1])


def _lawful(found: BaseSum) -> BaseSum:
    if found.months and found.total is None:
        current().at("contributions.s33.wage_ceiling", FIRST_MONTH.first)
    return found


def wage_bases(person_id: int, since: Period, until: Period) -> dict[Period, Decimal]:
    """The base of each month that counts, summed over employers, at most the ceiling of the month."""
    return dict(_monthly(person_id, since.first, until.first, None))


def last_bases(person_id: int, n: int) -> list[tuple[Period, Decimal]]:
    """The bases of the last ``n`` months that count, oldest first."""
    return _monthly(person_id, FIRST_MONTH.first, Period.of(clock.today()).first, n)


def _monthly(person_id: int, since: date, until: date, most: int | None) -> list[tuple[Period, Decimal]]:
    law = current()
    params = {"person": person_id, "since": since, "until": until, "sections": list(COUNTED), "most": most}
    rows = [(Period.of(day), total) for day, total in _rows(Query(_MONTHLY, params))]
    ceiling = {p: law.at("contributions.s33.wage_ceiling", p.first).value for p, _ in rows}
    return [(period, min(total, ceiling[period])) for period, total in reversed(rows)]
