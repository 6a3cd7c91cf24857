"""What must be the same whether anybody was shot or not: every row of money, without numbers given by counting."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.db import connection, transaction

_ROWS = {
    "filings": "select account_no, period, status, lines, wages, employee, employer, government"
    " from contributions_filing",
    "lines": "select period, branch_no, line, national_id, person_id, wage, base, employee, employer, government"
    " from contributions_line",
    "staged": "select count(*) from contributions_stagedline",
    "assessments": "select branch_no, payer, fund, amount from contributions_assessment",
    "bills": "select kind, subject, period, contribution, surcharge, status, paid_on from contributions_bill",
    "money": "select amount, channel, status from contributions_moneyin",
    "receipts": "select subject, contribution, surcharge, amount, paid_on from contributions_receipt",
    "allocations": "select branch_no, payer, fund, amount from contributions_allocation",
    "accounts": "select period, person_id, origin, account_no, branch_no, wage, base, employee, employer, government,"
    " paid_on from contributions_account",
    "pensions": "select award_id, period, amount from benefits_pensionpayment",
    "orders": "select subject, fund, benefit, amount, kind, account, state, settled_on, reason_code"
    " from finance_paymentorder",
    "batches": "select state, count, total from finance_payoutbatch",
    "bank files": "select direction, kind, state from finance_bankfile",
    "bank answers": "select line, what, amount, reason_code, outcome from finance_bankanswer",
    "bank exceptions": "select code, amount from finance_bankexception",
    "ledger": "select e.rule, e.posted_on, e.subject, l.number, l.account, l.fund, l.debit, l.credit"
    " from finance_ledgerline l join finance_ledgerentry e on e.id = l.entry_id",
    "events": "select e.topic, d.subscriber, d.status from messaging_outboxevent e"
    " left join messaging_delivery d on d.event_id = e.id",
    "messages": "select subject, template, case_ref = '' from messaging_message",
    # Runs that workers begin by the clock are no part of a story.
    "runs": "select kind, status, chunks_total from batch_batchrun"
    " where kind not in ('registration.civil_sync', 'registration.twins', 'contributions.lapse39',"
    " 'contributions.bill_voluntary', 'contributions.arrears', 'contributions.debit')"
    " and kind not like 'contributions.month.%'",
}

Books = dict[str, list[tuple[Any, ...]]]
Found = TypeVar("Found")


def books() -> Books:
    """Every row of every table above, in an order of their own."""
    found: Books = {}
    with connection.cursor() as cursor:
        for name, query in _ROWS.items():
            cursor.execute(query)
            found[name] = sorted(cursor.fetchall(), key=repr)
    return found


def uninterrupted(story: Callable[[], None], look: Callable[[], Found] = books) -> Found:
    """The books after a story in which nothing went wrong; the story itself is then undone."""
    with transaction.atomic():
        story()
        with connection.cursor() as cursor:
            cursor.execute("set constraints all immediate")
        found = look()
        transaction.set_rollback(True)
    return found


def counts() -> dict[str, int]:
    """How many rows every table has, partitions with their whole; sessions of browsers come and go."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace"
            " where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition"
            " and c.relname not in ('django_session', 'usersessions_usersession')"
        )
        found = {}
        for (table,) in cursor.fetchall():
            cursor.execute(f'select count(*) from "{table}"')
            found[table] = cursor.fetchone()[0]
    return found
