"""Many payments at once: those of exactly what a bill asks are settled by one statement each.

Whatever is not exactly that (late, too little, too much, twice, unknown, large) goes through ``receive_any``, one by
one, afterwards and in order. A property test holds both ways equal.
"""

from collections.abc import Sequence
from json import dumps
from typing import Any

from django.db import connection, transaction

from contributions.services.bulk import own_months
from contributions.services.bulk.statements import run, statement, text
from contributions.services.grouping import receive_any
from contributions.services.law_sql import sort_in_memory
from contributions.services.receiving import BankLine, plain
from contributions.services.settling import RECEIPT_TOPIC, SERIES, receipt_number
from contributions.services.slices import SMALL_LINES
from finance.public import post_selected
from sso_core import clock
from sso_core.clock import BANGKOK
from sso_core.documents.public import next_numbers
from sso_core.kernel.thai_calendar import BE_OFFSET
from sso_core.messaging.public import publish_many

_COLUMNS = """place, bank_line_id, ref1, ref2, bill_ref1, bill_ref2, amount, paid_at, paid_on, bank, channel, txn_id,
    payer"""


@transaction.atomic
def receive_many(lines: Sequence[BankLine]) -> int:
    """Take a bank's lines; returns how many were settled together. Lines taken before change nothing."""
    sort_in_memory()
    run("pay_tables")
    _stage(lines)
    matched = run("pay_match", {"small": SMALL_LINES})
    terms = own_months.terms_of_matched() if matched else []
    if terms:
        matched -= run("pay_own_unknown", {"terms": dumps(terms)}, voluntary=statement("voluntary"))
    if matched:
        _settle(matched, terms)
    with connection.cursor() as cursor:
        cursor.execute("select place from bulk_paid where bill_id is null order by place")
        rest = [lines[place] for (place,) in cursor.fetchall()]
    for line in rest:
        receive_any(line)
    return matched


def _stage(lines: Sequence[BankLine]) -> None:
    with connection.cursor() as cursor:
        with cursor.copy(f"copy bulk_paid ({_COLUMNS}) from stdin") as copy:
            for place, line in enumerate(lines):
                paid_on = line.paid_at.astimezone(BANGKOK).date()
                copy.write_row(
                    (
                        place, line.bank_line_id, line.ref1, line.ref2, plain(line.ref1), plain(line.ref2), line.amount,
                        line.paid_at, paid_on, line.bank, line.channel, line.txn_id, line.payer,
                    )
                )  # fmt: skip
        cursor.execute("analyze bulk_paid")


def _settle(matched: int, terms: list[dict[str, Any]]) -> None:
    """Everything of the matched payments. The series of receipts is held from here to the end, so it comes late."""
    today = clock.today()
    params: dict[str, Any] = {"today": today, "now": clock.now()}
    run("pay_money", params)
    run("pay_bills")
    year = today.year + BE_OFFSET
    numbers = [receipt_number(year, number) for number in next_numbers(SERIES, year, matched)]
    run("pay_number", {"numbers": numbers})
    with connection.cursor() as cursor:
        cursor.execute(text("pay_receipts"), params)
        receipts = cursor.fetchall()
        cursor.execute("select distinct period from bulk_paid where bill_id is not null")
        months = [month for (month,) in cursor.fetchall()]
    run("pay_allocations")
    post_selected(text("pay_post"), params)
    for month in months:
        run("pay_accounts", {"month": month})
    if terms:
        own_months.settle({**params, "terms": dumps(terms)})
    publish_many(RECEIPT_TOPIC, ((number, {"receipt": pk}) for pk, number in receipts))
