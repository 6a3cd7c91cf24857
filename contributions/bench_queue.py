"""``./bench queue``: small filings through the real queue, by Celery workers on one host and on two.

The hosts are network namespaces: their workers reach the database and Valkey by TCP. The same number of filings is
taken in by two workers of one host, then by four workers of two hosts.
"""

import argparse
import asyncio
import os
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.db import connection

from contributions.bench_country import Country, account, filing, fill_register, step_of
from contributions.models import Filing, FilingLine
from contributions.services.bulk import drops
from contributions.services.context import terms_of
from sso_core import clock
from sso_core.bench import Figure
from sso_core.celery import app
from sso_core.embedded.hosts import NETWORK, command, forwarded, hosts
from sso_core.embedded.ports import free_port
from sso_core.embedded.supervisor import Process
from sso_core.kernel.period import Period

Report = Callable[[str], None]
PEOPLE = 24
WORKERS_A_HOST = 2


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--filings", type=int, default=20_000, help="filings of each round")
    parser.add_argument("--together", type=int, default=25, help="filings that a worker takes at a time")


def bench(options: argparse.Namespace, report: Report) -> list[Figure]:
    """Two rounds of the same employers, a month each. Raises ``NoHosts`` where namespaces cannot be made."""
    count = 200 if options.quick else options.filings
    drops.CHUNK_FILINGS = options.together
    whole = Country(count * PEOPLE, (PEOPLE,) * count)
    report(f"{count:,} employers with {PEOPLE} people each into the register")
    fill_register(whole)
    last = Period.of(clock.today()).prev()
    seconds: dict[int, float] = {}
    with tempfile.TemporaryDirectory(prefix="sso-drops-") as folder:
        settings.FILING_DROPS = folder
        rounds = {1: last.prev(), 2: last}
        for on, month in rounds.items():
            _write(Path(folder) / f"hosts{on}", whole, month)
        connection.close()
        for on, month in rounds.items():
            with _workers(on, folder, report):
                seconds[on] = _round(f"hosts{on}", on * WORKERS_A_HOST)
            _all_there(month, count)
            report(f"{on} hosts, {on * WORKERS_A_HOST} workers: {count / seconds[on]:,.0f} filings a second")
    one, two = (count / seconds[on] for on in (1, 2))
    return [
        Figure("filings of each round", count, "filings"),
        Figure("people in each", PEOPLE, "lines"),
        Figure("filings a worker takes at a time", options.together, "filings"),
        Figure("2 workers on one host", int(one), "filings/s"),
        Figure("4 workers on two hosts", int(two), "filings/s"),
        Figure("two hosts to one", round(two / one, 2), "x"),
    ]


def _write(folder: Path, whole: Country, month: Period) -> None:
    folder.mkdir()
    expected, step = terms_of(month)[0].expected(), step_of(whole.lines)
    for n, place in enumerate(whole.starts()):
        numbers = [(place + k) * step % whole.lines for k in range(PEOPLE)]
        name = folder / f"{account(n)}_{month}.txt"
        name.write_bytes(filing(n, numbers, month, expected, wrong=False))


def _round(name: str, workers: int) -> float:
    """Seconds from the drop to the last filing."""
    settings.BATCH_PARALLEL = workers
    started = time.perf_counter()
    run = drops.open_drop(name)
    while str(run.status) == "running":
        time.sleep(0.05)
        run.refresh_from_db()
    if str(run.status) != "done":
        raise RuntimeError(f"the run is {run.status}: {run.chunks.exclude(error='').first()}")
    return time.perf_counter() - started


def _all_there(month: Period, count: int) -> None:
    filed = Filing.objects.filter(period=month.first, status="submitted").count()
    lines = FilingLine.objects.filter(period=month.first).count()
    if (filed, lines) != (count, count * PEOPLE):
        raise RuntimeError(f"{filed} filings and {lines} lines of {month}, not {count} and {count * PEOPLE}")


@contextmanager
def _workers(count: int, folder: str, report: Report) -> Iterator[None]:
    """Celery workers, two on each of ``count`` hosts; they answer when this begins."""
    database, cache = urlsplit(os.environ["DATABASE_URL"]), urlsplit(settings.REDIS_URL)
    socket = parse_qs(database.query).get("host", [""])[0]
    ports = [free_port(), free_port()]
    env = {
        **os.environ,
        "DATABASE_URL": f"postgres://postgres@{NETWORK}.1:{ports[0]}{database.path}",
        "REDIS_URL": f"redis://{NETWORK}.1:{ports[1]}{cache.path}",
        "FILING_DROPS": folder,
    }
    openers = {
        ports[0]: lambda: asyncio.open_unix_connection(f"{socket}/.s.PGSQL.5432"),
        ports[1]: lambda: asyncio.open_connection(cache.hostname, cache.port),
    }
    celery = [sys.executable, "-m", "celery", "-A", "sso_core", "worker", "--loglevel", "WARNING"]
    log = Path(settings.VAR_DIR) / "log"
    with hosts(count) as names, forwarded(openers):
        started = [
            Process(
                name,
                command(name, [*celery, "--concurrency", str(WORKERS_A_HOST), "--hostname", f"w@{name}"]),
                env,
                log / f"bench-{name}.log",
            )
            for name in names
        ]
        try:
            for process in started:
                process.start()
            _until_they_answer(count)
            report(f"{count} hosts are there")
            yield
        finally:
            for process in started:
                process.end(signal.SIGTERM)
            for process in started:
                if process.handle is not None:
                    process.handle.wait(30)


def _until_they_answer(count: int) -> None:
    for _ in range(60):
        if len(app.control.ping(timeout=1)) >= count:
            return
    raise TimeoutError("the workers do not answer; their logs are var/log/bench-sso-host*.log")
