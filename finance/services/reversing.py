"""Corrections are reversals: the same lines with the sides changed. Nothing is edited."""

from datetime import date

from django.db import connection, transaction

from finance.selectors.ledger import entry_by_key
from finance.services.posting import BadPosting
from finance.types import EntryView
from sso_core import clock


class NoSuchEntry(LookupError):
    """No entry was posted for this event."""


@transaction.atomic
def reverse(event_key: str, *, on: date, reason: str) -> EntryView:
    """Reverse the entry of an event, once. A reversal cannot itself be reversed: post the event anew."""
    if not reason.strip():
        raise BadPosting("a reversal needs a reason")
    entry = entry_by_key(event_key)
    if entry is None:
        raise NoSuchEntry(event_key)
    if entry.reverses:
        raise BadPosting(f"{event_key} is itself a reversal")
    key = f"{event_key}:reversed"
    with connection.cursor() as cursor:
        cursor.execute(
            _REVERSE, {"id": entry.id, "key": key, "on": on, "memo": reason[:300], "now": clock.now()}
        )
    view = entry_by_key(key)
    assert view is not None
    return view


_REVERSE = """
with old as (select * from finance_ledgerentry where id = %(id)s),
line as materialized (
    select number, account, fund, credit as debit, debit as credit from finance_ledgerline where entry_id = %(id)s
),
entry as (
    insert into finance_ledgerentry
        (event_key, rule, posted_on, ref, subject, memo, content, reverses_id, created_at)
    select %(key)s, 'reversal', %(on)s::date, ref, subject, %(memo)s,
           finance_content(%(key)s, 'reversal', %(on)s::date, ref, subject, (
               select string_agg(finance_line_text(number, account, fund, debit, credit), E'\n' order by number)
                 from line)),
           id, %(now)s
      from old
    on conflict (event_key) do nothing
    returning id
)
insert into finance_ledgerline (entry_id, number, account, fund, debit, credit)
select entry.id, number, account, fund, debit, credit from entry cross join line
"""
