"""``./bench relief``: a relief that is announced after a month was filed and mostly paid, for many employers.

November 2024 is filed and paid in December as the law was known then; the notice of 27 May 2025 is run in June. One
worker's time in one process. The yardstick is taken in the same run: all rows that the relief left, copied into
empty tables of the same columns, constraints and indexes.
"""

import argparse
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from datetime import time as dt_time
from typing import Any
from unittest import mock

from django.db import connection

from contributions.bench_country import Country, account, country, filing, fill_register, step_of
from contributions.models import Bill, Refund
from contributions.services import relief
from contributions.services.accounts import make_partitions
from contributions.services.bulk.drops import GATEWAY
from contributions.services.bulk.intake import Incoming, take
from contributions.services.bulk.payments import receive_many
from contributions.services.context import terms_of
from contributions.services.receiving import BankLine
from finance.public import verify_ledger
from sso_core import clock
from sso_core.batch.models import BatchChunk, BatchRun
from sso_core.batch.public import work
from sso_core.bench import Figure, peak_memory_mib, raw_copy
from sso_core.kernel.actor import SYSTEM
from sso_core.kernel.period import Period

Report = Callable[[str], None]
MONTH, NOTICE = Period(2024, 11), "2025-05-27"
FILED, RUN_ON = date(2024, 12, 10), date(2025, 6, 2)
TOGETHER = 600
RATIO_LIMIT = 15
TABLES = (
    "contributions_adjustment", "contributions_adjustmentshare", "contributions_bill", "contributions_billpart",
    "contributions_refund", "contributions_refundpart", "finance_ledgerentry", "messaging_message",
    "messaging_outboxevent",
)  # fmt: skip
# Tables without a number of their own: what belongs to the rows above.
OTHERS = {
    "contributions_difference": "select * from contributions_difference",
    "finance_ledgerline": "select * from finance_ledgerline where entry_id > {finance_ledgerentry}",
}


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--people", type=int, default=200_000, help="lines of the month")
    parser.add_argument("--employers", type=int, default=0, help="one in 23 people unless said")
    parser.add_argument("--unpaid", type=int, default=10, help="one bill in so many is not paid; 0: all are")


def bench(options: argparse.Namespace, report: Report) -> list[Figure]:
    """File and pay the month, run the notice, run it again, compare."""
    people = min(options.people, 20_000) if options.quick else options.people
    whole = country(people, options.employers or max(people // 23, 10))
    report(f"{whole.lines:,} people of {len(whole.sizes):,} employers into the register")
    _register(whole)
    with _on(FILED):
        lines = _file(whole, report)
        paid = _pay(options.unpaid, report)
    marks = _marks()
    with _on(RUN_ON):
        run, seconds = _run(report)
        left = relief.summed(relief.effect(_notice())).people
        BatchChunk.objects.filter(run=run).update(status="waiting", done_at=None)
        BatchRun.objects.filter(pk=run.pk).update(status="running", finished_at=None)
        again = _run(report)[1]
    rows, raw = _raw(marks, report)
    differences, given, issued = (
        rows["contributions_difference"],
        Refund.objects.count(),
        rows["contributions_bill"],
    )
    ratio = round(seconds / raw, 1)
    return [
        Figure("lines of the month", lines, "lines"),
        Figure("bills paid before", paid, "bills"),
        Figure("lines that changed", differences, "lines", "> 0", differences > 0),
        Figure("refunds, bills issued anew", f"{given}, {issued}", ""),
        Figure("the run of the notice", round(seconds, 1), "s"),
        Figure("changed lines a second, one worker", int(differences / seconds), "lines/s"),
        Figure("the same run again, nothing added", round(again, 1), "s"),
        Figure("left to change", left, "people", "0", left == 0),
        Figure("raw COPY of the same rows", round(raw, 2), "s"),
        Figure("ratio to raw COPY", ratio, "x", f"<= {RATIO_LIMIT} x", ratio <= RATIO_LIMIT),
        Figure("peak memory of the process", peak_memory_mib(), "MiB"),
        Figure("ledger proved", "yes" if (proved := verify_ledger().holds) else "no", "", "yes", proved),
    ]


@contextmanager
def _on(day: date) -> Iterator[None]:
    """The office's clock stands on a day: the law is what was known then."""
    moment = datetime.combine(day, dt_time(3), UTC)
    with mock.patch.multiple(clock, now=lambda: moment, today=lambda: day):
        yield


def _notice() -> relief.Notice:
    found = relief.notice(NOTICE)
    if found is None:
        raise LookupError(f"the statute has no notice of {NOTICE}")
    return found


def _register(whole: Country) -> None:
    """Nine in ten employers stand in a province of the notice; everybody worked there in the month."""
    fill_register(whole)
    with connection.cursor() as cursor:
        cursor.execute("update registration_employer set email = 'hr@example.test'")
        cursor.execute("update registration_branch set province = '90' where id %% 10 <> 0", [])
        cursor.execute(
            "update registration_employment set starts_on = '2024-01-01', reported_on = '2024-01-01'"
        )
    make_partitions(MONTH, MONTH)


def _file(whole: Country, report: Report) -> int:
    starts, step, expected = whole.starts(), step_of(whole.lines), terms_of(MONTH)[0].expected()
    began, lines = time.perf_counter(), 0
    for first in range(0, len(whole.sizes), TOGETHER):
        files = []
        for n in range(first, min(first + TOGETHER, len(whole.sizes))):
            numbers = [(starts[n] + k) * step % whole.lines for k in range(whole.sizes[n])]
            content = filing(n, numbers, MONTH, expected, wrong=False)
            files.append(Incoming(f"{account(n)}.txt", content, account(n), MONTH))
        lines += take(files, by=GATEWAY).lines
    report(f"{lines:,} lines filed in {time.perf_counter() - began:.1f} s")
    return lines


def _pay(unpaid: int, report: Report) -> int:
    bills = Bill.objects.filter(period=MONTH.first, status="unpaid", contribution__gt=0).order_by("pk")
    told = bills.values_list("pk", "ref1", "ref2", "contribution")
    lines = [
        BankLine(f"bench/{pk}", ref1, ref2, amount, clock.now(), "006", "QR", str(pk))
        for pk, ref1, ref2, amount in told
        if not unpaid or pk % unpaid != 3 % unpaid
    ]
    for first in range(0, len(lines), 2_000):
        receive_many(lines[first : first + 2_000])
    report(f"{len(lines):,} bills paid")
    return len(lines)


def _marks() -> dict[str, int]:
    """The last number of each table before the notice is run."""
    with connection.cursor() as cursor:
        found = {}
        for table in TABLES:
            cursor.execute(f"select coalesce(max(id), 0) from {table}")  # noqa: S608
            found[table] = int(cursor.fetchone()[0])
        cursor.execute("vacuum analyze")
    return found


def _run(report: Report) -> tuple[BatchRun, float]:
    relief.start(NOTICE, by=SYSTEM)
    run = BatchRun.objects.get(kind=relief.RELIEF_RUN, key=NOTICE)
    started = time.perf_counter()
    work(run.pk)
    seconds = time.perf_counter() - started
    run.refresh_from_db()
    if str(run.status) != "done":
        raise RuntimeError(f"the run is {run.status}: {run.chunks.exclude(error='').first()}")
    report(f"{run.chunks_total} ranges in {seconds:.1f} s")
    return run, seconds


def _raw(marks: dict[str, Any], report: Report) -> tuple[dict[str, int], float]:
    """How many rows the relief left in each table, and the seconds to COPY them all."""
    queries = {table: f"select * from {table} where id > {marks[table]}" for table in TABLES}  # noqa: S608
    queries |= {table: query.format(**marks) for table, query in OTHERS.items()}
    rows, seconds = {}, 0.0
    for table, query in queries.items():
        with connection.cursor() as cursor:
            cursor.execute(f"select count(*) from ({query}) x")  # noqa: S608
            rows[table] = int(cursor.fetchone()[0])
        spent = raw_copy(table, query)
        seconds += spent
        report(f"raw COPY of {table}: {rows[table]:,} rows, {spent:.2f} s")
    return rows, seconds
