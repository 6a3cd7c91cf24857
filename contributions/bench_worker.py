"""A worker of ``./bench national``: once it is up it is told a run and does its chunks.

It tells its processor seconds, those of its server process, and its highest memory.
"""

import os
import resource
import sys
from pathlib import Path

import django


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sso_core.settings")
    django.setup()
    from sso_core.batch.public import work
    from sso_core.bench import peak_memory_mib
    from sso_core.collector import look_seldom

    look_seldom()  # as in a worker of Celery
    database_seconds()  # connected, as a worker that is up is
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    before = _own_seconds()
    work(int(sys.stdin.readline()))
    sys.stdout.write(f"{_own_seconds() - before} {database_seconds()} {peak_memory_mib()}\n")


def _own_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def database_seconds() -> float:
    """Processor seconds of this session's server process, where it runs on this machine."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select pg_backend_pid()")
        told = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")
    return int(told.read_text().split()[0]) / 1e9 if told.exists() else 0.0


if __name__ == "__main__":
    main()
