"""Queries whose plan costs more than their run: the server keeps the plan with the connection.

One person's months lie in more than a hundred partitions. To plan such a query takes PostgreSQL some 10 ms of processor
time, to run it half a millisecond. Prepared, it is planned once a connection (``plan_cache_mode`` in the settings), for
any values: use it where the index to take is the same for everybody, as with one person's rows.
"""

from collections.abc import Mapping
from typing import Any, cast

import psycopg
from django.db import connection
from django.db.models import QuerySet

Row = tuple[Any, ...]


class _Keeping(psycopg.Cursor[Row]):
    """Binds parameters at the server and prepares whatever it executes."""

    def execute(self, query: Any, params: Any = None, **kwargs: Any) -> "_Keeping":
        return super().execute(query, params, prepare=True, **kwargs)


def fetch_all(sql: str, params: Mapping[str, Any]) -> list[Row]:
    """The rows of a reading query, passing whatever watches queries here.

    The text must be the same for everybody: what differs goes into ``params``. It begins with ``select``, since what
    the audit puts before a statement that may write would make two statements of it, which cannot be prepared.
    """
    return _fetch(sql, params)


def rows_of(queryset: QuerySet[Any, Any]) -> list[Row]:
    """The rows of ``queryset.values_list(...)`` or of any other, in the order of its columns."""
    sql, params = queryset.query.sql_with_params()
    return _fetch(sql, params)


def _fetch(sql: str, params: Any) -> list[Row]:
    connection.ensure_connection()
    raw = cast("psycopg.Connection[Row]", connection.connection)
    with connection.wrap_database_errors:
        bare = _Keeping(raw)
    with connection._prepare_cursor(bare) as cursor:  # type: ignore[attr-defined]
        cursor.execute(sql, params)
        return cast(list[Row], cursor.fetchall())
