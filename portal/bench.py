"""``./bench morning`` and ``./bench evening``: many people at once, at the real web server, over loopback.

The web server runs with the settings of production but https, as ``./run`` starts it: ``gunicorn.conf.py``, which warms
its processes before they serve. The visitors are processes of ``locust`` on the same machine: they take a part of its
cores, so what is measured is less than the machine could do alone.
"""

import argparse
import csv
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import connection

from contributions.public import HistoryRow, load_history
from registration.public import open_account
from sso_core import clock
from sso_core.accounts.public import Role, User, grant
from sso_core.bench import Figure
from sso_core.embedded.ports import free_port
from sso_core.embedded.prepare import static_files
from sso_core.embedded.supervisor import Process
from sso_core.kernel import employer_account, thai_id
from sso_core.kernel.actor import SYSTEM, ActorKind
from sso_core.kernel.period import Period, months

Report = Callable[[str], None]
PASSWORD = "ใช้วัดความเร็วเท่านั้น-2569"  # noqa: S105 - of people that live as long as the bench
STAFF = 24
WAGE, PAID = 15_000_00, 750_00
MONTHS_FILED = 6
P95_GOAL = 2000
"""Milliseconds: what a page of these may take for 95 of a hundred, said by us where the issue says nothing."""


def morning_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--rate", type=int, default=1000, help="people who come each minute")
    parser.add_argument("--minutes", type=float, default=5)
    parser.add_argument(
        "--pace", type=int, default=0, help="sign-ins let in each minute (SIGN_INS_A_MINUTE); 0: no queue"
    )
    parser.add_argument(
        "--web", type=int, default=0, help="processes of the web server; 0: as gunicorn.conf.py says"
    )


def evening_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--employers", type=int, default=300)
    parser.add_argument("--members", type=int, default=300)
    parser.add_argument("--minutes", type=float, default=5)
    parser.add_argument(
        "--pause", type=float, default=10, help="seconds for which a page is looked at, on the average"
    )
    parser.add_argument(
        "--web", type=int, default=0, help="processes of the web server; 0: as gunicorn.conf.py says"
    )


def morning(options: argparse.Namespace, report: Report) -> list[Figure]:
    """A thousand sign-ins a minute, each by another person, who then looks at the contributions."""
    rate, minutes = (60, 0.3) if options.quick else (options.rate, options.minutes)
    people = max(int(rate * minutes * 1.2), 50)
    report(f"writing {people:,} people with twelve months each")
    numbers = _people(people)
    _log_ins([(number, ActorKind.MEMBER.value) for number in numbers])
    env = {"LOAD_PEOPLE": json.dumps(numbers), "SIGN_INS_A_MINUTE": str(options.pace)}
    with _servers(env, web=options.web, report=report) as site:
        rows = _visit("morning", site, env, users=rate, a_second=rate / 60, minutes=minutes, report=report)
    signed = _count(rows, "sign in")
    elapsed = minutes
    return [
        Figure("people who came each minute", rate, "a minute"),
        Figure("minutes", minutes, "min"),
        Figure("signed in", signed, "people"),
        Figure("signed in each minute", int(signed / elapsed), "a minute"),
        *_pages(rows),
    ]


def evening(options: argparse.Namespace, report: Report) -> list[Figure]:
    """Employers file at once while members read their accounts; all come within two minutes."""
    employers, members = (5, 5) if options.quick else (options.employers, options.members)
    minutes = 0.5 if options.quick else options.minutes
    report(f"writing {employers} employers with {STAFF} people each, and {members} members")
    numbers = _people(max(employers * STAFF, members))
    with tempfile.TemporaryDirectory() as folder:
        wanted = list(months(Period.of(clock.today()) - MONTHS_FILED, Period.of(clock.today()).prev()))
        log_ins = _employers(numbers, employers, wanted, Path(folder))
        _log_ins([(number, ActorKind.MEMBER.value) for number in numbers[:members]])
        env = {
            "LOAD_PEOPLE": json.dumps(numbers[:members]),
            "LOAD_EMPLOYERS": json.dumps(log_ins),
            "LOAD_MONTHS": json.dumps([str(month) for month in wanted]),
            "LOAD_FILES": folder,
            "LOAD_PAUSE": str(1 if options.quick else options.pause),
            "LOAD_MEMBERS": str(members),
            "LOAD_FILERS": str(employers),
        }
        with _servers(env, web=options.web, report=report, workers=True) as site:
            users = employers + members
            rows = _visit(
                "evening", site, env, users=users, a_second=users / 120, minutes=minutes, report=report
            )
    return [
        Figure("employers uploading", employers, "at once"),
        Figure("members reading", members, "at once"),
        Figure("a page is looked at for", options.pause, "s"),
        Figure("minutes", minutes, "min"),
        Figure("filings submitted", _count(rows, "submit"), "filings"),
        Figure("lines submitted", _count(rows, "submit") * STAFF, "lines"),
        *_pages(rows),
    ]


def _people(count: int) -> list[str]:
    """People straight into the register, with a year of history; returns their numbers."""
    numbers = [thai_id.make(f"1{n:011d}") for n in range(count)]
    now = clock.now().isoformat()
    with connection.cursor() as cursor:
        cursor.execute("alter table registration_person disable trigger user")
        with cursor.copy(
            "copy registration_person (national_id, title_code, title, first_name, last_name, name_sort_key, "
            "search_key, sex, nationality, phone, email, address, province, office, created_at) from stdin"
        ) as copy:
            for number in numbers:
                copy.write(f"{number}\t003\tนาย\tธนา\tพรหมมา\tธนา\tธนา\tM\t099\t\t\t\t10\t1001\t{now}\n")
        cursor.execute("alter table registration_person enable trigger user")
        cursor.execute(
            "insert into registration_coverage (person_id, section, starts_on, end_reason) "
            "select id, 33, '2024-01-01', '' from registration_person"
        )
        cursor.execute("select id from registration_person order by national_id")
        people = [row[0] for row in cursor.fetchall()]
    last = Period.of(clock.today()).prev()
    money = [Decimal(amount) for amount in ("15000", "750", "750", "412.50")]
    load_history(HistoryRow(pk, month, 33, *money) for pk in people for month in months(last - 11, last))
    with connection.cursor() as cursor:
        cursor.execute("analyze")
    return numbers


def _log_ins(names: list[tuple[str, str]]) -> None:
    """Log-ins with one password: its hash costs as much to check as any, and is made once."""
    kept = make_password(PASSWORD)
    with connection.cursor() as cursor:
        cursor.execute("select national_id, id from registration_person")
        people = dict(cursor.fetchall())
    User.objects.bulk_create(
        (
            User(
                username=name, kind=kind, display_name="ธนา พรหมมา", password=kept,
                person_id=people.get(name) if kind == ActorKind.MEMBER.value else None, identity_level="2.3",
            )
            for name, kind in names
        ),
        batch_size=1000,
    )  # fmt: skip


def _employers(numbers: list[str], count: int, wanted: list[Period], folder: Path) -> list[list[str]]:
    """Accounts with staff, somebody who files for each, and their files; returns log-in and account."""
    log_ins = []
    for n in range(count):
        account = employer_account.issue("10", n + 1)
        tax_id = thai_id.make(f"01055{n:07d}")
        open_account(
            tax_id=tax_id, name=f"บริษัท วัดความเร็ว {n} จำกัด", province="10", address="1", account_no=account
        )
        staff = numbers[n * STAFF : (n + 1) * STAFF]
        for month in wanted:
            (folder / f"{account}-{month}.txt").write_bytes(_file(account, staff, month))
        log_ins.append([f"load{n}", account])
    with connection.cursor() as cursor:
        cursor.execute("alter table registration_employment disable trigger user")
        cursor.execute(
            """insert into registration_employment (person_id, branch_id, starts_on, reason, reported_on)
               select p.id, b.id, '2024-01-01', '', '2024-01-01'
                 from (select id, (row_number() over (order by national_id) - 1) / %s as n from registration_person) p
                 join (select b.id, row_number() over (order by e.account_no) - 1 as n
                         from registration_branch b join registration_employer e on e.id = b.employer_id) b
                using (n)""",
            [STAFF],
        )
        cursor.execute("alter table registration_employment enable trigger user")
    _log_ins([(name, ActorKind.EMPLOYER.value) for name, _ in log_ins])
    users = dict(User.objects.filter(kind=ActorKind.EMPLOYER.value).values_list("username", "pk"))
    for name, account in log_ins:
        grant(users[name], Role.employer_filer, f"employer:{account}", by=SYSTEM)
    return log_ins


def _file(account: str, staff: list[str], month: Period) -> bytes:
    """A right filing in the official layout."""
    count = len(staff)
    head = (
        f"1{account}000000000000{month.mmyy_be()}{'บริษัท วัดความเร็ว จำกัด':<45}0500{count:06d}{count * WAGE:015d}"
        f"{2 * count * PAID:014d}{count * PAID:012d}{count * PAID:012d}"
    )
    lines = [f"2{number}003{'ธนา':<30}{'พรหมมา':<35}{WAGE:014d}{PAID:012d}" for number in staff]
    return b"".join(line.ljust(135).encode("cp874") + b"\r\n" for line in (head, *lines))


@contextmanager
def _servers(env: dict[str, str], *, web: int, report: Report, workers: bool = False) -> Iterator[str]:
    """The web server, and the workers where asked, on the database of this bench."""
    port = free_port()
    site = f"http://127.0.0.1:{port}"
    full = {**os.environ, **env, "SITE_URL": site, "TRUSTED_PROXY_COUNT": "1", "PYTHONUNBUFFERED": "1"}
    log = Path(settings.VAR_DIR) / "log"
    processes_of_web = ["--workers", str(web)] if web else []
    python = [sys.executable, "-m"]
    static_files(full)()
    processes = [
        Process(
            "bench-web",
            [*python, "gunicorn", "sso_core.wsgi", "--bind", f"127.0.0.1:{port}", *processes_of_web],
            full,
            log / "bench-web.log",
        )
    ]
    if workers:
        celery = [*python, "celery", "-A", "sso_core"]
        quiet = ["--loglevel", "WARNING"]
        processes += [
            Process("bench-worker", [*celery, "worker", "--concurrency", "1", *quiet], full, log / "bench-worker.log"),
            Process("bench-beat", [*celery, "beat", "--schedule", str(log / "bench-beat.db"), "--pidfile", "", *quiet],
                    full, log / "bench-beat.log"),
        ]  # fmt: skip
    try:
        for process in processes:
            process.start()
        _wait(f"{site}/health/")
        report("web server as gunicorn.conf.py has it" + (f", but {web} processes" if web else ""))
        yield site
    finally:
        for process in reversed(processes):
            process.end(signal.SIGTERM)
        for process in processes:
            if process.handle is not None:
                process.handle.wait(30)


def _wait(address: str) -> None:
    for _ in range(300):
        try:
            with urllib.request.urlopen(address, timeout=5):  # noqa: S310 - our own server on loopback
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise TimeoutError("the web server does not answer; its log is var/log/bench-web.log")


def _visit(
    name: str, site: str, env: dict[str, str], *, users: int, a_second: float, minutes: float, report: Report
) -> list[dict[str, str]]:
    """Run locust for some minutes; returns its rows, one a page and one of all."""
    file = Path(__file__).parent / "load" / f"{name}.py"
    with tempfile.TemporaryDirectory() as folder:
        command = [
            sys.executable, "-m", "locust", "-f", str(file), "--headless", "--host", site, "--users", str(users),
            "--spawn-rate", f"{a_second:.3f}", "--run-time", f"{int(minutes * 60)}s", "--stop-timeout", "90",
            "--csv", f"{folder}/load", "--only-summary", "--loglevel", "ERROR",
        ]  # fmt: skip
        report(f"{users} visitors, {a_second:.1f} new ones a second, for {minutes} minutes")
        own = {**os.environ, **env, "LOAD_PASSWORD": PASSWORD, "PYTHONPATH": str(settings.BASE_DIR)}
        log = Path(settings.VAR_DIR) / "log" / "bench-locust.log"
        with log.open("wb") as out:
            subprocess.run(command, env=own, stdout=out, stderr=subprocess.STDOUT, check=False)  # noqa: S603
        with Path(f"{folder}/load_stats.csv").open(encoding="utf-8") as source:
            return list(csv.DictReader(source))


def _count(rows: list[dict[str, str]], name: str) -> int:
    return sum(int(row["Request Count"]) - int(row["Failure Count"]) for row in rows if row["Name"] == name)


def _pages(rows: list[dict[str, str]]) -> Iterator[Figure]:
    for row in rows:
        if row["Name"] == "Aggregated":
            continue
        p95 = int(float(row["95%"] or 0))
        goal, ok = (f"< {P95_GOAL} ms", p95 < P95_GOAL) if row["Type"] != "WAIT" else ("", None)
        yield Figure(f"{row['Name']}: {int(row['Request Count']):,} times, p95", p95, "ms", goal, ok)
    total = next(row for row in rows if row["Name"] == "Aggregated")
    errors = int(total["Failure Count"])
    yield Figure("requests", int(total["Request Count"]), "requests")
    yield Figure("errors", errors, "errors", "0", errors == 0)


BENCHES = {
    "morning": {
        "help": "the first morning: sign-ins a minute at the web server, with or without the queue at the door",
        "arguments": morning_arguments,
        "run": morning,
    },
    "evening": {
        "help": "the evening of the deadline: employers upload while members read their accounts",
        "arguments": evening_arguments,
        "run": evening,
    },
}
