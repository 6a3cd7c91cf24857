"""Posting: an event becomes one balanced entry, once, however often it is told.

One statement serves the single event and the half million: the amounts are joined to the legs of the
posting rules, summed into lines, and written with their entries. Only where the amounts come from
differs: parameters, a ``COPY``, or a query of the caller.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection, transaction

from finance.rules import book
from finance.selectors.ledger import entry_by_key
from finance.sql import statement
from finance.types import EntryView, Posted, Posting
from sso_core import clock

COLUMNS = "n, event_key, rule, posted_on, ref, subject, memo, amount_key, amount"


class PostingConflict(Exception):
    """This event was posted before with another content."""


class BadPosting(ValueError):
    """An event that cannot be posted: no amount, a negative one, a fraction of a satang, an unknown key."""


@transaction.atomic
def post(
    *,
    event_key: str,
    rule: str,
    on: date,
    amounts: Mapping[str, Decimal],
    ref: str = "",
    subject: str = "",
    memo: str = "",
) -> EntryView:
    """Post one event. Told again with the same content, the old entry comes back; with another, it raises."""
    posting = Posting(event_key, rule, on, amounts, ref, subject, memo)
    _write("unnest_amounts", {"amounts": json.dumps(list(_rows([posting])))})
    view = entry_by_key(event_key)
    assert view is not None
    return view


@transaction.atomic
def post_many(postings: Iterable[Posting]) -> Posted:
    """Post many events in one statement. All or none; events posted before are counted, not written."""
    with connection.cursor() as cursor:
        cursor.execute(_STAGING)
        with cursor.copy(f"copy finance_staged ({COLUMNS}) from stdin") as copy:
            for row in _rows(postings):
                copy.write_row(row)
        cursor.execute("analyze finance_staged")
        cursor.execute("select event_key from finance_staged group by 1 having min(n) <> max(n) limit 1")
        twice = cursor.fetchone()
        if twice:
            raise BadPosting(f"{twice[0]} stands twice in one posting")
    return _write("finance_staged", {})


@transaction.atomic
def post_selected(query: str, params: Mapping[str, Any]) -> Posted:
    """Post what a query of the caller selects, so that the amounts never leave the database.

    The query gives ``event_key, rule, posted_on, ref, subject, memo, amount_key, amount``, one row for
    each amount; its text is code, never input.
    """
    with connection.cursor() as cursor:
        cursor.execute(_STAGING)
        cursor.execute(
            f"insert into finance_staged ({COLUMNS}) select dense_rank() over (order by event_key), q.* "  # noqa: S608
            f"from ({query}) as q({COLUMNS.removeprefix('n, ')})",
            params,
        )
        cursor.execute("select count(*) from finance_staged where amount < 0 or amount <> round(amount, 2)")
        if cursor.fetchone()[0]:
            raise BadPosting("an amount is negative or has a fraction of a satang")
        cursor.execute("analyze finance_staged")
    return _write("finance_staged", {})


def _rows(postings: Iterable[Posting]) -> Iterable[tuple[Any, ...]]:
    rules = book.current()
    for n, one in enumerate(postings, 1):
        rules.check(one.rule, one.on, one.amounts)
        if not one.event_key or not any(one.amounts.values()):
            raise BadPosting(f"nothing to post for {one.event_key or 'an event without key'}")
        for key, amount in one.amounts.items():
            if not isinstance(amount, Decimal) or amount < 0 or amount != round(amount, 2):
                raise BadPosting(f"{one.event_key}: {key} is {amount!r}, not baht and satang")
            if amount:
                yield (
                    n,
                    one.event_key,
                    one.rule,
                    one.on.isoformat(),
                    one.ref,
                    one.subject,
                    one.memo[:300],
                    key,
                    str(amount),
                )


def _write(source: str, params: Mapping[str, Any]) -> Posted:
    rows = _SOURCES[source]
    with connection.cursor() as cursor:
        cursor.execute(
            _POST.replace("/*source*/", rows),
            {**params, "legs": book.legs_json(), "now": clock.now()},
        )
        written, asked, whole = cursor.fetchone()
        if not whole:
            raise BadPosting("a posting rule does not know one of the amounts on its day")
        if written != asked:
            # Another snapshot: entries that a concurrent transaction committed while this one waited.
            cursor.execute(_CONFLICTS.replace("/*source*/", rows), {**params, "legs": book.legs_json()})
            conflict = cursor.fetchone()
            if conflict:
                raise PostingConflict(f"{conflict[0]} was posted before with another content")
    return Posted(written=written, repeated=asked - written)


_STAGING = """
set local work_mem = '64MB';
create temporary table if not exists finance_staged (
    n bigint, event_key text, rule text, posted_on date, ref text, subject text, memo text,
    amount_key text, amount numeric
) on commit delete rows;
truncate finance_staged
"""

_SOURCES = {
    "finance_staged": "finance_staged",
    "unnest_amounts": """(
        select (a->>0)::bigint as n, a->>1 as event_key, a->>2 as rule, (a->>3)::date as posted_on, a->>4 as ref,
               a->>5 as subject, a->>6 as memo, a->>7 as amount_key, (a->>8)::numeric(18, 2) as amount
          from jsonb_array_elements(%(amounts)s::jsonb) as a
    ) as staged""",
}

_MADE = statement("post_made")
_POST = _MADE + statement("post_write")
_CONFLICTS = _MADE + statement("post_conflicts")
