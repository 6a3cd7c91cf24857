"""Plans that the server keeps: made once a connection, right for everybody, and right again when the tables change."""

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from contributions.models import AccountRow
from contributions.selectors.accounts import account
from contributions.services.accounts import make_partitions
from sso_core import kept_plans
from sso_core.kernel.period import Period
from tests.contributions.test_account_pages import paid

pytestmark = pytest.mark.django_db
FIRST, LAST = Period(2026, 1), Period(2026, 3)


def kept() -> dict[str, tuple[int, int]]:
    """Each kept statement about a member's months: how often it ran by a plan of its own, and by the kept one."""
    with connection.cursor() as cursor:
        cursor.execute("select statement, custom_plans, generic_plans from pg_prepared_statements")
        return {sql: (own, same) for sql, own, same in cursor.fetchall() if "contributions_month" in sql}


def employee(person_id: int) -> list:
    return [month.employee for month in account(person_id, FIRST, LAST)]


def test_one_plan_serves_everybody_and_each_sees_their_own():
    for person_id in (1, 2):
        paid(person_id, FIRST, FIRST + (person_id - 1))
    seen = [employee(person_id) for _ in range(5) for person_id in (1, 2, 3)]
    assert seen == [[875, None, None], [875, 875, None], [None, None, None]] * 5
    assert list(kept().values()) == [(0, 15)]


def test_a_query_is_counted_like_any_other(django_assert_num_queries):
    with django_assert_num_queries(1):
        assert kept_plans.fetch_all("select %(n)s::int", {"n": 7}) == [(7,)]
    rows = AccountRow.objects.filter(person_id=1, section=33, origin="history", period=date(2026, 1, 1))
    paid(1, FIRST, LAST)
    with django_assert_num_queries(1):
        assert kept_plans.rows_of(rows.values_list("employee", "account_no")) == [(875, "1000000016")]


def test_a_new_partition_is_seen_by_a_kept_plan():
    far = Period(2061, 1)
    for _ in range(7):
        assert account(1, far, far)[0].employee is None
    make_partitions(far, far)
    paid(1, far, far)
    assert account(1, far, far)[0].employee == 875


def test_a_mistake_reads_as_an_error_of_the_database_and_the_next_query_works():
    paid(1, FIRST, FIRST)
    employee(1)
    with pytest.raises(DatabaseError), transaction.atomic():
        kept_plans.fetch_all("select * from nothing_of_this_name where id = %(id)s", {"id": 1})
    assert employee(1) == [875, None, None]
