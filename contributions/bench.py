"""``./bench contributions``: one large filing from file to ledger, against a raw COPY of the same rows.

The yardstick is taken in the same run: the final rows of ``contributions_line`` and
``contributions_account`` are copied out, and copied in again into empty tables of the same columns,
constraints and indexes. What is measured is what a worker does; the register is filled beforehand.
"""

import argparse
import resource
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path

from django.db import connection

from contributions import bench_history, bench_national, bench_queue, bench_relief, bench_voluntary
from contributions.files.layout import WIDTH
from contributions.files.records import Terms
from contributions.models import Bill, Filing
from contributions.services.context import terms_of
from contributions.services.receiving import BankLine, receive
from contributions.services.submitting import submit_filing
from contributions.services.uploads import upload_filing
from finance.public import verify_ledger
from registration.public import open_account
from sso_core import clock
from sso_core.batch.models import BatchRun
from sso_core.batch.public import work
from sso_core.bench import Figure
from sso_core.kernel import thai_id
from sso_core.kernel.actor import SYSTEM
from sso_core.kernel.period import Period

Report = Callable[[str], None]
ACCOUNT = "1000000016"
RATIO_GOAL, SPEED_GOAL = 8, 30_000
TABLES = ("contributions_line", "contributions_account")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--lines", type=int, default=100_000, help="people in the filing")


@dataclass
class Watch:
    """Seconds of each step, and the highest memory of this process while they ran."""

    report: Report
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        started = time.perf_counter()
        yield
        self.seconds[name] = time.perf_counter() - started
        self.report(f"{name}: {self.seconds[name]:.2f} s")


class Memory(threading.Thread):
    """Samples the resident memory of this process: the highest since start would count the preparation."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.peak = 0
        self.done = threading.Event()

    def run(self) -> None:
        while not self.done.wait(0.02):
            self.peak = max(self.peak, _resident())


def _resident() -> int:
    """Resident bytes of this process."""
    statm = Path("/proc/self/statm")
    if not statm.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    return int(statm.read_text().split()[1]) * resource.getpagesize()


def bench(options: argparse.Namespace, report: Report) -> list[Figure]:
    """Prepare, measure, compare."""
    lines = min(options.lines, 20_000) if options.quick else options.lines
    period = Period.of(clock.today()).prev()
    report(f"writing {lines:,} people into the register")
    _register(lines)
    content = _file(lines, period)
    watch, memory = Watch(report), Memory()
    before = _resident()
    memory.start()
    _measure(content, period, watch)
    memory.done.set()
    memory.join()
    raw = _raw_copy(period, report)
    proved = verify_ledger().holds
    return _figures(lines, watch, raw, peak=memory.peak, before=before, proved=proved)


def _measure(content: bytes, period: Period, watch: Watch) -> None:
    with watch.step("file read, checked, staged"):
        filing_id = upload_filing(ACCOUNT, content, filename="bench.txt", period=period, by=SYSTEM).filing_id
        _work("contributions.check", filing_id)
    filing = Filing.objects.get(pk=filing_id)
    if filing.findings.exists():
        raise RuntimeError(f"the made file has findings: {filing.findings.first()}")
    with watch.step("submitted: assessed, lines, ledger, bill"):
        submit_filing(filing_id, seen_total=None, by=SYSTEM)
        _work("contributions.submit", filing_id)
    bill = Bill.objects.get(filing_id=filing_id)
    with watch.step("paid: receipt, accounts, ledger"):
        receive(BankLine("bench-1", bill.ref1, bill.ref2, bill.total, datetime.now(UTC), "006"))
        _work("contributions.credit", bill.pk)


def _work(kind: str, key: int) -> None:
    """What a worker does when it is woken; small filings have no run."""
    run = BatchRun.objects.filter(kind=kind, key=str(key)).first()
    if run is not None:
        work(run.pk)


def _register(lines: int) -> None:
    """An employer and its people, straight into the tables of the register."""
    open_account(
        tax_id="0105561000013", name="บริษัท วัดความเร็ว จำกัด", province="10", address="1", account_no=ACCOUNT
    )
    with connection.cursor() as cursor:
        for table in ("registration_person", "registration_employment"):
            # History of made-up people tells nothing, and their periods cannot overlap.
            cursor.execute(f"alter table {table} disable trigger user")
        cursor.execute("alter table registration_employment drop constraint employment_not_twice_at_a_branch")
        cursor.execute("select id from registration_branch limit 1")
        branch = cursor.fetchone()[0]
        with cursor.copy(
            "copy registration_person (national_id, title_code, title, first_name, last_name, name_sort_key, "
            "search_key, sex, nationality, phone, email, address, province, office, created_at) from stdin"
        ) as copy:
            now = clock.now().isoformat()
            for n in range(lines):
                copy.write(f"{_id(n)}\t003\tนาย\tธนา\tพรหมมา\tธนา\tธนา\tM\t099\t\t\t\t10\t1001\t{now}\n")
        cursor.execute(
            "insert into registration_employment (person_id, branch_id, starts_on, reason, reported_on) "
            "select id, %s, '2025-01-01', '', '2025-01-01' from registration_person",
            [branch],
        )
        cursor.execute("analyze registration_person, registration_employment")


def _id(n: int) -> str:
    return thai_id.make(f"1{n:011d}")


def _file(lines: int, period: Period) -> bytes:
    """A right filing in the official layout, with wages over floor, middle and ceiling."""
    terms: Terms = terms_of(period)[0]
    expected = terms.expected()
    wages = [120_000 + n * 7_919 % 6_000_000 for n in range(lines)]
    paid = [expected.employee(wage) for wage in wages]
    out = BytesIO()
    out.write(_line(
        f"1{ACCOUNT}000000000000{period.mmyy_be()}{'บริษัท วัดความเร็ว จำกัด':<45}{int(terms.employee_rate * 10_000):04d}"
        f"{lines:06d}{sum(wages):015d}{2 * sum(paid):014d}{sum(paid):012d}{sum(paid):012d}"
    ))  # fmt: skip
    for n in range(lines):
        out.write(_line(f"2{_id(n)}003{'ธนา':<30}{'พรหมมา':<35}{wages[n]:014d}{paid[n]:012d}"))
    return out.getvalue()


def _line(text: str) -> bytes:
    return text.ljust(WIDTH).encode("cp874") + b"\r\n"


def _raw_copy(period: Period, report: Report) -> float:
    """Seconds to COPY the final rows of both tables into empty ones of the same shape and indexes."""
    seconds = 0.0
    with connection.cursor() as cursor:
        for table in TABLES:
            partition = f"{table}_{period.first:%Y%m}"
            cursor.execute(f"create table bench_{table} (like {partition} including all)")
            rows = BytesIO()
            with cursor.copy(f"copy {partition} to stdout") as copy:
                for block in copy:
                    rows.write(block)
            rows.seek(0)
            started = time.perf_counter()
            with cursor.copy(f"copy bench_{table} from stdin") as copy:
                while block := rows.read(1 << 20):
                    copy.write(block)
            seconds += time.perf_counter() - started
    report(f"raw COPY of the same rows: {seconds:.2f} s")
    return seconds


def _figures(lines: int, watch: Watch, raw: float, *, peak: int, before: int, proved: bool) -> list[Figure]:
    total = sum(watch.seconds.values())
    ratio = Decimal(total / raw).quantize(Decimal("0.1"))
    speed, mib = int(lines / total), 1024 * 1024
    return [
        Figure("lines", lines, "lines"),
        *(Figure(name, _rounded(value), "s") for name, value in watch.seconds.items()),
        Figure("file to ledger", _rounded(total), "s"),
        Figure("lines a second", speed, "lines/s", f">= {SPEED_GOAL:,}", speed >= SPEED_GOAL),
        Figure("raw COPY of the same rows", _rounded(raw), "s"),
        Figure("ratio to raw COPY", float(ratio), "x", f"<= {RATIO_GOAL} x", ratio <= RATIO_GOAL),
        Figure("peak memory of the process", peak // mib, "MiB"),
        Figure("of that, before the filing", before // mib, "MiB"),
        Figure("ledger proved", "yes" if proved else "no", "", "yes", proved),
    ]


def _rounded(seconds: float) -> float:
    return round(seconds, 2)


BENCHES = {
    "contributions": {
        "help": "one large filing: file, check, assessment, accounts, ledger, against a raw COPY",
        "arguments": arguments,
        "run": bench,
    },
    "national": {
        "help": "the month of the country: every filing from file to ledger on some workers, against a raw COPY",
        "arguments": bench_national.arguments,
        "run": bench_national.bench,
    },
    "history": {
        "help": "months of an older system loaded from files, against a raw COPY of the same rows",
        "arguments": bench_history.arguments,
        "run": bench_history.bench,
    },
    "queue": {
        "help": "small filings by Celery workers: two on one host, then four on two hosts",
        "arguments": bench_queue.arguments,
        "run": bench_queue.bench,
    },
    "relief": {
        "help": "rates announced later: differences, bills and refunds of many employers, against a raw COPY",
        "arguments": bench_relief.arguments,
        "run": bench_relief.bench,
    },
    "voluntary": {
        "help": "a month of Sections 39 and 40 billed for everybody, against a raw COPY of the same bills",
        "arguments": bench_voluntary.arguments,
        "run": bench_voluntary.bench,
    },
}
