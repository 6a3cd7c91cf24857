"""The big tables: partitioned by wage month, append-only, pruned, made ahead."""

from datetime import date
from decimal import Decimal

import psycopg
import pytest
from django.db import IntegrityError, OperationalError, connection, transaction

from contributions.models import AccountRow, FilingLine
from contributions.public import (
    HistoryRow,
    account,
    close_gap,
    load_history,
    months_ever,
    months_paid,
    note_gap,
)
from contributions.services.accounts import make_partitions
from sso_core.kernel.period import Period
from tests.contributions.factories import make_person

pytestmark = pytest.mark.django_db
TABLES = ("contributions_line", "contributions_account")


def scalar(query: str, *params: object) -> object:
    with connection.cursor() as cursor:
        cursor.execute(query, params)
        return cursor.fetchone()[0]


def history(person_id: int, *periods: Period, section: int = 33) -> list[HistoryRow]:
    return [
        HistoryRow(person_id, p, section, Decimal(15000), Decimal(750), Decimal(750), Decimal("412.50"))
        for p in periods
    ]


@pytest.mark.parametrize("table", TABLES)
def test_the_tables_are_partitioned(table):
    assert scalar("select relkind::text from pg_class where relname = %s", table) == "p"
    months = scalar("select count(*) from pg_inherits where inhparent = %s::regclass", table)
    assert months > 48
    assert (
        scalar("select relpersistence::text from pg_class where relname = 'contributions_stagedline'") == "u"
    )


def test_a_month_is_read_from_its_partition_alone():
    with connection.cursor() as cursor:
        cursor.execute(
            "explain select * from contributions_account where person_id = 1 and period = '2026-06-01'"
        )
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "contributions_account_202606" in plan
    assert "contributions_account_202605" not in plan


def test_partitions_are_made_ahead_and_what_has_none_lands_in_the_default():
    assert make_partitions(Period(2028, 1), Period(2028, 3)) == 3
    assert make_partitions(Period(2028, 1), Period(2028, 3)) == 0
    person = make_person("1100700012344")
    load_history(history(person.pk, Period(2028, 2), Period(2031, 2)))
    assert scalar("select count(*) from contributions_account_202802") == 1
    assert scalar("select count(*) from contributions_account_default") == 1


@pytest.mark.django_db(transaction=True)
def test_a_busy_table_holds_up_its_own_month_alone_and_nobody_else():
    """Who reads the accounts holds up their partition. That of the lines is made, and no lock is kept meanwhile."""
    month = Period(2031, 5)
    options = {
        k: v for k, v in connection.get_connection_params().items() if k not in ("context", "cursor_factory")
    }
    try:
        with psycopg.connect(**options) as reader:
            reader.execute("select count(*) from contributions_account")
            with pytest.raises(OperationalError, match="lock timeout"):
                make_partitions(month, month)
            reader.execute("set lock_timeout = '1s'")
            assert reader.execute("select count(*) from contributions_line_203105").fetchone() == (0,)
        assert make_partitions(month, month) == 1
        assert make_partitions(month, month) == 0
    finally:
        with connection.cursor() as cursor:
            cursor.execute("drop table if exists contributions_line_203105, contributions_account_203105")


def test_rows_are_never_changed():
    person = make_person("1100700012344")
    load_history(history(person.pk, Period(2025, 1)))
    for act in (
        lambda: AccountRow.objects.all().update(employee=0),
        lambda: AccountRow.objects.all().delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            act()


@pytest.mark.parametrize(
    "number", ["110070001234", "110070001234x", "1100700 12344", " 110070001234", "๑๑๐๐๗๐๐๐๑๒๓๔๔", ""]
)
def test_a_line_has_thirteen_digits(number):
    with pytest.raises(IntegrityError, match="line_id_13"), transaction.atomic():
        scalar(
            "insert into contributions_line values ('2026-06-01', 1, '000000', 2, '1000000016', %s, null, '003', 'ก',"
            " 'ข', 1, 1, 1, 1, 1) returning line", number,
        )  # fmt: skip


def test_a_line_is_given_its_person_once_and_nothing_else():
    line = FilingLine(
        period=date(2026, 6, 1), filing_id=1, branch_no="000000", line=2, account_no="1000000016",
        national_id="1100700012344", person_id=None, title_code="003", first_name="ก", last_name="ข",
        wage=1, base=1, employee=1, employer=1, government=1,
    )  # fmt: skip
    line.save(force_insert=True)
    lines = FilingLine.objects.filter(filing_id=1)
    lines.update(person_id=7)
    for values in ({"person_id": 8}, {"wage": 2}):
        with pytest.raises(IntegrityError), transaction.atomic():
            lines.update(**values)
    line.line = 3  # the same person again at the same employer
    with pytest.raises(IntegrityError), transaction.atomic():
        line.save(force_insert=True)


class TestHistory:
    def test_loaded_once_and_counted(self):
        person = make_person("1100700012344")
        rows = history(person.pk, *(Period(2025, m) for m in range(1, 13)))
        assert (load_history(rows), load_history(rows)) == (12, 0)
        assert months_ever(person.pk).count == 12
        assert months_paid(person.pk, Period(2025, 11), Period(2026, 2)).count == 2

    def test_a_gap_is_unknown_until_it_is_loaded(self):
        person = make_person("1100700012344")
        load_history(history(person.pk, Period(2025, 1)))
        note_gap(person.pk, Period(2024, 11), Period(2025, 3), reason="ยังไม่ย้าย")
        count = months_paid(person.pk, Period(2025, 1), Period(2025, 12))
        assert (count.count, count.unknown) == (1, 2)
        statuses = [str(m.status) for m in account(person.pk, Period(2024, 10), Period(2025, 3))]
        assert statuses == ["not_insured", "not_loaded", "not_loaded", "paid", "not_loaded", "not_loaded"]
        unknown = account(person.pk, Period(2025, 2), Period(2025, 2))[0]
        assert (unknown.employee, unknown.wage) == (None, None)  # never 0
        with pytest.raises(IntegrityError), transaction.atomic():
            note_gap(person.pk, Period(2025, 3), Period(2025, 4), reason="ซ้อน")
        assert close_gap(person.pk, Period(2024, 1), Period(2025, 12)) == 1
