"""Posting: rules choose the accounts, an event happens once, the database keeps the ledger's law."""

from datetime import date
from decimal import Decimal
from threading import Barrier, Thread

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from finance import public as finance
from finance.models import AccountingPeriod, LedgerEntry, LedgerLine

D = Decimal
ON = date(2026, 11, 23)


def assessed(key="filing/1", **changes):
    values = {
        "event_key": key,
        "rule": "contribution_assessed",
        "on": ON,
        "amounts": {"employee.sickness_group": D("15.00"), "employer.sickness_group": D("15.00")},
        "ref": "filing:1",
        "subject": "employer:1000000016",
    }
    return finance.post(**{**values, **changes})


@pytest.mark.django_db
def test_the_rule_chooses_accounts_and_fund():
    entry = assessed()
    assert [(x.account, x.fund, x.debit, x.credit) for x in entry.lines] == [
        ("1201", "smid", D("30.00"), D("0.00")),
        ("4101", "smid", D("0.00"), D("15.00")),
        ("4102", "smid", D("0.00"), D("15.00")),
    ]
    assert entry.total == D("30.00")
    assert finance.balance("1201", finance.Fund.SMID) == D("30.00")
    assert finance.balance("4101") == D("15.00")
    assert finance.entries_of("filing:1") == (entry,)


@pytest.mark.django_db
def test_an_event_told_twice_is_posted_once():
    first = assessed(memo="ครั้งแรก")
    assert assessed(memo="another language") == first
    assert LedgerEntry.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        {"amounts": {"employee.sickness_group": D("15.01")}},
        {"ref": "filing:2"},
        {"on": date(2026, 11, 24)},
        {"subject": "employer:1000000024"},
    ],
)
def test_an_event_told_differently_is_refused(change):
    assessed()
    with pytest.raises(finance.PostingConflict), transaction.atomic():
        assessed(**change)
    assert LedgerEntry.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"amounts": {}}, finance.BadPosting),
        ({"amounts": {"employee.smid": D(0)}}, finance.BadPosting),
        ({"amounts": {"employee.smid": D("-1")}}, finance.BadPosting),
        ({"amounts": {"employee.smid": D("1.005")}}, finance.BadPosting),
        ({"amounts": {"employee.smid": 1.5}}, finance.BadPosting),
        ({"amounts": {"employee.section40": D(1)}}, finance.NoPostingRule),
        ({"rule": "no_such_rule"}, finance.NoPostingRule),
        ({"on": date(1980, 1, 1)}, finance.NoPostingRule),
        ({"event_key": ""}, finance.BadPosting),
    ],
)
def test_what_cannot_be_posted_is_refused(change, error):
    with pytest.raises(error):
        assessed(**change)
    assert not LedgerEntry.objects.exists()


@pytest.mark.django_db
def test_many_are_posted_in_one_statement_and_repeated_ones_counted():
    many = [
        finance.Posting(f"filing/{n}", "contribution_assessed", ON, {"employee.smid": D(n)}, f"filing:{n}")
        for n in range(1, 1001)
    ]
    assert finance.post_many(many[:600]) == finance.Posted(600, 0)
    assert finance.post_many(many) == finance.Posted(400, 600)
    assert finance.balance("4101", "smid") == D(500500)
    single = finance.post(
        event_key="filing/7",
        rule="contribution_assessed",
        on=ON,
        amounts={"employee.smid": D(7)},
        ref="filing:7",
    )
    assert single.total == D(7)
    with pytest.raises(finance.PostingConflict):
        finance.post_many([finance.Posting("filing/7", "contribution_assessed", ON, {"employee.smid": D(8)})])


@pytest.mark.django_db
def test_one_event_twice_in_one_posting_is_refused():
    same = finance.Posting("x", "money_unmatched", ON, {"amount": D(1)})
    with pytest.raises(finance.BadPosting), transaction.atomic():
        finance.post_many([same, same])
    assert not LedgerEntry.objects.exists()


@pytest.mark.django_db
def test_amounts_may_come_from_a_query():
    posted = finance.post_selected(
        "select 'bill/' || n as event_key, 'contribution_received' as rule, %(on)s::date as posted_on,"
        " 'bill:' || n as ref, '' as subject, '' as memo, key, 10.00 as amount"
        " from generate_series(1, 5) as n cross join unnest(array['smid', 'unemployment']) as key",
        {"on": ON},
    )
    assert posted == finance.Posted(5, 0)
    assert finance.entry("bill/3").ref == "bill:3"
    assert finance.balance("2201") == D("-100.00")
    with pytest.raises(finance.BadPosting), transaction.atomic():
        finance.post_selected(
            "select 'x', 'contribution_received', %(on)s::date, '', '', '', 'no_such_key', 1.00", {"on": ON}
        )
    with pytest.raises(finance.BadPosting), transaction.atomic():
        finance.post_selected(
            "select 'x', 'contribution_received', %(on)s::date, '', '', '', 'smid', 1.005", {"on": ON}
        )


@pytest.mark.django_db
def test_a_correction_is_a_reversal():
    entry = assessed()
    reversal = finance.reverse("filing/1", on=date(2026, 11, 30), reason="ยื่นผิดงวด")
    assert [(x.account, x.debit, x.credit) for x in reversal.lines] == [
        (x.account, x.credit, x.debit) for x in entry.lines
    ]
    assert (reversal.reverses, reversal.ref) == ("filing/1", "filing:1")
    assert finance.reverse("filing/1", on=date(2026, 11, 30), reason="ยื่นผิดงวด") == reversal
    assert finance.balance("1201") == 0
    assert finance.entry("filing/1").reversed_by == reversal.event_key
    for bad in ({"event_key": reversal.event_key}, {"event_key": "filing/1", "reason": " "}):
        with pytest.raises(finance.BadPosting):
            finance.reverse(**{"on": ON, "reason": "x", **bad})
    with pytest.raises(finance.NoSuchEntry):
        finance.reverse("nothing", on=ON, reason="x")


_WRITTEN = """
with entry as (
    insert into finance_ledgerentry (event_key, rule, posted_on, ref, subject, memo, content, created_at)
    values ('raw', 'bank_receipts', %(on)s, '', '', '', repeat('x', 32)::bytea, now()) returning id
)
insert into finance_ledgerline (entry_id, number, account, fund, debit, credit)
select id, number, '1101', fund, debit, credit
  from entry cross join unnest(%(funds)s::text[], %(debits)s::numeric[], %(credits)s::numeric[])
       with ordinality as line(fund, debit, credit, number)"""


def written(*lines):
    """An entry with such lines, past every service. A line is fund, debit, credit."""
    funds, debits, credits = map(list, zip(*lines, strict=True)) if lines else ([], [], [])
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_WRITTEN, {"on": ON, "funds": funds, "debits": debits, "credits": credits})


def line_row(entry, *, number=1, fund="smid", debit="0", credit="0"):
    return LedgerLine.objects.create(
        entry=entry, number=number, account="1101", fund=fund, debit=D(debit), credit=D(credit)
    )


@pytest.mark.django_db
def test_an_entry_out_of_balance_is_refused():
    with pytest.raises(IntegrityError, match="does not balance"):
        written(("smid", 5, 0))
    # Balanced over all funds together, but not in each.
    with pytest.raises(IntegrityError, match="does not balance in fund"):
        written(("smid", 5, 0), ("wcf", 0, 5))
    with pytest.raises(IntegrityError, match="has no lines"):
        written()
    assert not LedgerEntry.objects.exists()
    written(("smid", 5, 0), ("smid", 0, 5), ("wcf", 1, 0), ("wcf", 0, 1))
    assert LedgerLine.objects.count() == 4


@pytest.mark.django_db
def test_lines_are_written_only_with_their_entry():
    """Not later, not to an entry that is not there, and not by a second statement that tips the balance."""
    entry = assessed()
    with pytest.raises(IntegrityError, match="does not balance"), transaction.atomic():
        line_row(LedgerEntry.objects.get(pk=entry.id), number=90, debit="5")
    with pytest.raises(IntegrityError, match="only be written in the transaction"), transaction.atomic():
        line_row(LedgerEntry(pk=987654321), number=1, debit="5")


@pytest.mark.django_db(transaction=True)
def test_no_line_comes_to_an_entry_of_another_transaction():
    entry = LedgerEntry.objects.get(pk=assessed().id)
    with pytest.raises(IntegrityError, match="only be written in the transaction"):
        line_row(entry, number=90, debit="5")


@pytest.mark.django_db
@pytest.mark.parametrize("table", ["ledgerentry", "ledgerline", "ledgerseal", "sealrun", "bankreceipt"])
def test_nothing_of_the_ledger_is_changed_or_deleted(table):
    assessed()
    for statement in (
        f"delete from finance_{table}",
        f"update finance_{table} set {'entry_id = 1' if table in ('ledgerline', 'ledgerseal') else 'id = id'}",
    ):
        with (
            pytest.raises(DatabaseError, match="append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        # Tests switch this trigger off, to be able to clean up.
        cursor.execute(f"alter table finance_{table} enable trigger finance_no_truncate")
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"truncate finance_{table} cascade")


@pytest.mark.django_db
def test_a_closed_period_takes_no_entry():
    AccountingPeriod.objects.create(month=date(2026, 10, 1), changed_by="x", changed_at="2026-11-05T00:00Z")
    with pytest.raises(IntegrityError, match="accounting period 2026-10 is closed"), transaction.atomic():
        assessed(on=date(2026, 10, 31))
    assert assessed(on=date(2026, 11, 1)).on == date(2026, 11, 1)


@pytest.mark.django_db(transaction=True)
def test_a_concurrent_retry_posts_once():
    gate, seen = Barrier(4), []

    def tell():
        try:
            gate.wait()
            seen.append(assessed().id)
        finally:
            connection.close()

    threads = [Thread(target=tell) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(seen) == 4
    assert len(set(seen)) == 1
    assert finance.balance("1201") == D("30.00")
