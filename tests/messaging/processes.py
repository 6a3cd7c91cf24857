"""Real processes on the test's own database."""

import os
import subprocess
import sys
import time
from urllib.parse import quote, urlencode

from django.conf import settings
from django.db import connection


def database_url():
    """The address of the database that this test uses, for another process."""
    with_name = connection.settings_dict
    host, port = with_name["HOST"] or "", with_name["PORT"]
    login = quote(with_name["USER"] or "", safe="")
    if with_name["PASSWORD"]:
        login += ":" + quote(with_name["PASSWORD"], safe="")
    query = dict(with_name.get("OPTIONS") or {})
    query = {name: value for name, value in query.items() if isinstance(value, str)}
    if host.startswith("/"):
        query["host"] = host
        host = ""
    place = f"{host}:{port}" if port else host
    return f"postgres://{login}@{place}/{with_name['NAME']}" + (
        f"?{urlencode(query, quote_via=quote)}" if query else ""
    )


def until_gone(name):
    """Wait for the sessions of a process that was shot: the server lets go of their rows when it notices."""
    for _ in range(400):
        with connection.cursor() as cursor:
            cursor.execute("select count(*) from pg_stat_activity where application_name = %s", [name])
            if not cursor.fetchone()[0]:
                return
        time.sleep(0.05)
    raise AssertionError(f"the session of {name} lives on")


def worker(mode, **env):
    """Start a worker; read its words from ``stdout``."""
    environment = {**os.environ, "DATABASE_URL": database_url(), "LOG_LEVEL": "ERROR"}
    environment |= {name: str(value) for name, value in env.items()}
    return subprocess.Popen(
        [sys.executable, "-m", "tests.messaging.worker", mode],
        cwd=settings.BASE_DIR,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )


def wait_until_half_way(process):
    assert process.stdout.readline().strip() == "half"


def kill(process):
    """Shoot it (SIGKILL)."""
    process.kill()
    process.wait()
    process.stdout.close()


def kill_when_half_way(process):
    wait_until_half_way(process)
    kill(process)


def finish(process):
    out, _ = process.communicate(timeout=60)
    assert process.returncode == 0, out
    return out
