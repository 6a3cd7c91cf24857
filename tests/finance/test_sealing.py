"""The hash chain and the proof: what is sealed cannot change unseen, by whomever."""

import json
import time
from contextlib import contextmanager
from datetime import date
from decimal import Decimal

import psycopg
import pytest
from django.core.management import call_command
from django.db import connection

from finance import public as finance
from finance.models import LedgerEntry, LedgerSeal

D = Decimal
ON = date(2026, 11, 23)
pytestmark = [pytest.mark.django_db(transaction=True)]


def posted(*numbers: int) -> None:
    for n in numbers:
        finance.post(
            event_key=f"bill/{n}",
            rule="money_unmatched",
            on=ON,
            amounts={"amount": D(n)},
            ref=f"bill:{n}",
            memo="ก",
        )


def seal(*, upto: str = ""):
    """Seal when nothing older runs on this server: another test's database may be on it too."""
    entries = LedgerEntry.objects.filter(event_key=upto) if upto else LedgerEntry.objects.all()
    last = entries.order_by("-pk").values_list("pk", flat=True)[0]
    for _ in range(1200):
        with connection.cursor() as cursor:
            cursor.execute(
                "select xid < pg_snapshot_xmin(pg_current_snapshot()) from finance_ledgerentry where id = %s",
                [last],
            )
            if cursor.fetchone()[0]:
                break
        time.sleep(0.05)
    return finance.seal_ledger()


@contextmanager
def other_connection():
    params = connection.get_connection_params()
    params.pop("cursor_factory", None)
    params.pop("context", None)
    with psycopg.connect(**params) as other:
        yield other


@contextmanager
def tampering(table: str):
    """What only the owner of the database can do: switch the triggers off and edit."""
    with connection.cursor() as cursor:
        cursor.execute(f"alter table {table} disable trigger user")
        yield cursor
        cursor.execute(f"alter table {table} enable trigger user")
        # Tests clean up by TRUNCATE.
        cursor.execute(f"alter table {table} disable trigger finance_no_truncate")


def faults() -> set[tuple[str, str]]:
    return {(fault.code, fault.entry) for fault in finance.verify_ledger().faults}


def test_the_chain_grows_and_holds():
    posted(1, 2, 3)
    first = seal()
    assert (first.entries, first.head) == (3, 3)
    assert seal().entries == 0
    posted(4, 5)
    second = seal()
    assert (second.entries, second.head) == (2, 5)
    assert finance.verify_ledger(expect=(3, first.hash)).holds
    assert finance.entry("bill/4").sealed == 4
    assert list(LedgerSeal.objects.order_by("sequence").values_list("entry__event_key", flat=True)) == [
        f"bill/{n}" for n in range(1, 6)
    ]


def test_an_entry_that_commits_late_is_not_skipped():
    posted(1)
    with other_connection() as slow:
        slow.execute("select pg_current_xact_id()")  # an older transaction is still running
        posted(2)
        assert seal(upto="bill/1").entries == 1  # bill/1 alone: something may still come before bill/2
        slow.commit()
    assert seal().entries == 1
    assert finance.verify_ledger().sealed == 2


TAMPERINGS = [
    ("entry", "update {t} set memo = 'ข' where event_key = 'bill/2'", ("entry_changed", "bill/2")),
    ("entry", "update {t} set subject = 'person:9' where event_key = 'bill/2'", ("entry_changed", "bill/2")),
    (
        "line",
        "update {t} set debit = debit * 2, credit = credit * 2 where entry_id = {2}",
        ("entry_changed", "bill/2"),
    ),
    (
        "line",
        "update {t} set account = '2104' where entry_id = {2} and credit > 0",
        ("entry_changed", "bill/2"),
    ),
    ("line", "update {t} set credit = 7 where entry_id = {2} and credit > 0", ("entry_unbalanced", "bill/2")),
    ("line", "delete from {t} where entry_id = {2}", ("entry_changed", "bill/2")),
    ("entry", "delete from {t} where event_key = 'bill/2'", ("entry_deleted", "#{2}")),
    ("seal", "update {t} set digest = sha256('x') where sequence = 2", ("chain_broken", "bill/2")),
    ("seal", "update {t} set hash = sha256('x') where sequence = 2", ("chain_broken", "bill/2")),
    ("seal", "delete from {t} where sequence = 2", ("link_missing", "bill/3")),
]


@pytest.mark.parametrize(("table", "statement", "fault"), TAMPERINGS)
def test_an_edit_behind_the_triggers_is_found_and_named(table, statement, fault):
    posted(1, 2, 3)
    seal()
    second = LedgerEntry.objects.get(event_key="bill/2").pk
    with tampering(f"finance_ledger{table}") as cursor:
        cursor.execute(statement.replace("{t}", f"finance_ledger{table}").replace("{2}", str(second)))
    assert (fault[0], fault[1].replace("{2}", str(second))) in faults()


def test_a_chain_written_anew_does_not_match_a_noted_link():
    posted(1, 2)
    noted = seal()
    with tampering("finance_ledgerentry") as cursor:
        cursor.execute("update finance_ledgerentry set memo = 'ข'")
    with tampering("finance_ledgerseal") as cursor:
        cursor.execute("delete from finance_ledgerseal")
    again = finance.seal_ledger(everything=True)
    assert again.head == noted.head
    assert finance.verify_ledger().holds
    assert not finance.verify_ledger(expect=(noted.head, noted.hash)).holds


def test_after_a_restore_everything_is_sealed_anew(capsys):
    posted(1)
    seal()
    posted(2)
    with tampering("finance_sealrun") as cursor:  # another server, where transaction numbers begin anew
        cursor.execute("update finance_sealrun set upto_xid = 9000000000000")
    assert seal().entries == 0
    call_command("seal_ledger", "--everything")
    assert "sealed 1 entries, head 2:" in capsys.readouterr().out
    posted(3)
    assert seal().entries == 1


def test_the_command_prints_and_exits(capsys):
    posted(1, 2)
    seal()
    call_command("verify_ledger")
    assert "the ledger holds" in capsys.readouterr().out
    with tampering("finance_ledgerentry") as cursor:
        cursor.execute("update finance_ledgerentry set ref = 'bill:9' where event_key = 'bill/2'")
    with pytest.raises(SystemExit) as stopped:
        call_command("verify_ledger", "--json")
    assert stopped.value.code == 1
    told = json.loads(capsys.readouterr().out)
    assert not told["holds"]
    assert {fault["entry"] for fault in told["faults"]} == {"bill/2"}


def test_a_sub_ledger_that_differs_is_told():
    posted(1)
    finance.register_prover("test", lambda: [finance.Proof("ใบเสร็จ", D("1.01"), finance.balance("2202"))])
    (fault,) = finance.verify_ledger().faults
    assert fault.detail == "ใบเสร็จ: counted 1.01, ledger 1.00"
