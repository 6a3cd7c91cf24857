"""What is written with a filing is tied to it by statement triggers, as a foreign key would tie it."""

import psycopg
import pytest
from django.db import IntegrityError, connection, transaction

from contributions.models import Filing
from sso_core import clock

COLUMNS = {
    "contributions_filingfile": "(filing_id, content, size) values (%s, 'x', 1)",
    "contributions_filingsection": "(filing_id, branch_no, province, declared) values (%s, '000000', '10', '{}')",
    "contributions_assessment": (
        "(filing_id, branch_no, payer, fund, amount) values (%s, '000000', 'employee', 'smid', 1)"
    ),
}
NOBODYS = 987_654_321


def _filing() -> int:
    now = clock.now()
    return Filing.objects.create(
        account_no="1000000016", employer_name="บริษัท ตัวอย่าง จำกัด", period="2026-06-01", kind="filed",
        format="text135", filename="x.txt", sha256="0" * 64, status="checked", lines=0, uploaded_by="ก",
        uploaded_at=now, changed_at=now,
    ).pk  # fmt: skip


def _execute(query: str, *params: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(query, params)


@pytest.mark.django_db
@pytest.mark.parametrize("table", COLUMNS)
class TestTied:
    def test_a_row_of_no_filing_is_refused(self, table):
        with pytest.raises(IntegrityError, match="belongs to a filing"), transaction.atomic():
            _execute(f"insert into {table} {COLUMNS[table]}", NOBODYS)

    def test_a_row_is_not_moved_to_no_filing(self, table):
        _execute(f"insert into {table} {COLUMNS[table]}", _filing())
        with pytest.raises(IntegrityError, match="belongs to a filing"), transaction.atomic():
            _execute(f"update {table} set filing_id = %s", NOBODYS)

    def test_a_filing_does_not_leave_its_rows_behind(self, table):
        number = _filing()
        _execute(f"insert into {table} {COLUMNS[table]}", number)
        with pytest.raises(IntegrityError, match="deleted"), transaction.atomic():
            _execute("delete from contributions_filing where id = %s", number)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("table", COLUMNS)
def test_a_filing_is_held_while_a_row_of_it_is_written(table):
    """Somebody who deletes it at the same moment waits, and then meets the row."""
    number = _filing()
    options = connection.get_connection_params()
    options.pop("cursor_factory", None)
    options.pop("context", None)
    with psycopg.connect(**options, autocommit=True) as other:
        other.execute("set lock_timeout = '200ms'")
        with transaction.atomic():
            _execute(f"insert into {table} {COLUMNS[table]}", number)
            with pytest.raises(psycopg.errors.LockNotAvailable):
                other.execute("delete from contributions_filing where id = %s", [number])
        with pytest.raises(psycopg.errors.ForeignKeyViolation):
            other.execute("delete from contributions_filing where id = %s", [number])


@pytest.mark.django_db
def test_a_draft_is_deleted_with_its_file_and_sections():
    number = _filing()
    for table in ("contributions_filingfile", "contributions_filingsection"):
        _execute(f"insert into {table} {COLUMNS[table]}", number)
    Filing.objects.get(pk=number).delete()
    assert not Filing.objects.filter(pk=number).exists()
