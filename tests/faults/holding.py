"""Holding another process in the middle of its work, by a lock that it needs."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg
from django.db import connection

from tests.faults.servers import eventually
from tests.messaging.processes import database_url


class Hold:
    """A transaction of ours that others wait for."""

    def __init__(self, session: "psycopg.Connection[Any]") -> None:
        self.session = session
        self.pid = session.info.backend_pid

    def wait(self) -> int:
        """Return the server process that waits for us, once there is one."""
        eventually(self._waiting, "nobody came to the lock")
        return self._waiting()[0]

    def wait_for(self, many: int) -> list[int]:
        """Return the server processes that wait for us, once there are so many."""
        eventually(lambda: len(self._waiting()) >= many, f"fewer than {many} came to the lock")
        return self._waiting()

    def _waiting(self) -> list[int]:
        return _numbers(
            "select pid from pg_stat_activity where %s = any(pg_blocking_pids(pid)) and datname = current_database()",
            [self.pid],
        )

    def let_go(self) -> None:
        """Take back what we did, so that whoever waits goes on."""
        self.session.rollback()


@contextmanager
def holding(statement: str, params: Sequence[object] = ()) -> Iterator[Hold]:
    """Run ``statement`` in a transaction that stays open: a row written but not yet there, a table locked."""
    with psycopg.connect(database_url()) as session:
        session.execute(statement, params)
        yield Hold(session)
        session.rollback()


def wait_until_gone(pid: int) -> None:
    """A server process whose client was shot notices it when it next speaks; then its work is undone."""
    eventually(
        lambda: not _numbers("select pid from pg_stat_activity where pid = %s", [pid]),
        "the dead client's session lives on",
    )


def _numbers(query: str, params: Sequence[object]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(query, params)
        return [row[0] for row in cursor.fetchall()]
