"""``./bench voluntary``: a month of Sections 39 and 40 billed for everybody, against a raw COPY of the same bills.

One worker's time in one process: ranges of 50,000 people, one statement each. The yardstick is taken in the same run:
the bills are copied out, and copied into an empty table of the same columns, constraints and indexes.
"""

import argparse
import tempfile
import time
from collections.abc import Callable

from django.db import connection

from contributions.models import Bill
from contributions.services.bulk.payments import receive_many
from contributions.services.grouping import receive_any
from contributions.services.receiving import BankLine
from contributions.services.voluntary_run import start_billing_run
from sso_core import clock
from sso_core.batch.models import BatchChunk, BatchRun
from sso_core.batch.public import work
from sso_core.bench import Figure, peak_memory_mib
from sso_core.kernel.actor import SYSTEM
from sso_core.messaging.outbox import MOST

Report = Callable[[str], None]
RATIO_GOAL = 3
SINGLE = 200
OF_39 = 7  # one in seven is under Section 39, as 1.9 of 13 million are


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--people", type=int, default=200_000, help="people under Section 39 or 40")
    parser.add_argument("--payments", type=int, default=100_000, help="of them whose accounts were debited")


def bench(options: argparse.Namespace, report: Report) -> list[Figure]:
    """Fill the register, bill, bill again, compare."""
    people = min(options.people, 50_000) if options.quick else options.people
    report(f"writing {people:,} people under Sections 39 and 40")
    _register(people)
    run, seconds = _bill()
    billed = Bill.objects.count()
    report(f"billed {billed:,} in {seconds:.1f} s")
    BatchChunk.objects.filter(run=run).update(status="waiting", done_at=None)
    BatchRun.objects.filter(pk=run.pk).update(status="running", finished_at=None)
    again = _bill()[1]
    raw = _raw_copy(report)
    ratio = round(seconds / raw, 1)
    paid, together, single = _pay(min(options.payments, billed), report)
    return [
        Figure("people", people, "people"),
        Figure("billed", billed, "bills", "all, once", billed == people == Bill.objects.count()),
        Figure("a month of everybody", round(seconds, 1), "s"),
        Figure("bills a second, one worker", int(billed / seconds), "bills/s"),
        Figure("the same run again, nothing added", round(again, 1), "s"),
        Figure("raw COPY of the same bills", round(raw, 1), "s"),
        Figure("ratio to raw COPY", ratio, "x", f"<= {RATIO_GOAL} x", ratio <= RATIO_GOAL),
        Figure("exact payments settled together", int(paid / together), "payments/s"),
        Figure("the same one by one", int(SINGLE / single), "payments/s"),
        Figure("times faster together", round(paid / together * single / SINGLE, 1), "x"),
        Figure("peak memory of the process", peak_memory_mib(), "MiB"),
    ]


def register_people(people: int) -> None:
    """People with valid numbers in four provinces, and nothing else of them."""
    with connection.cursor() as cursor:
        cursor.execute("alter table registration_person disable trigger user")
        cursor.execute(
            """insert into registration_person (national_id, title_code, title, first_name, last_name, name_sort_key,
                   search_key, sex, nationality, phone, email, address, province, office, created_at)
               select d || ((11 - s %% 11) %% 10), '003', 'นาย', 'ธนา', 'พรหมมา', 'ธนา', 'ธนา', 'M', '099', '', '', '',
                      (array['10', '90', '50', '13'])[n %% 4 + 1], '1001', now()
                 from generate_series(0, %(people)s - 1) n
                cross join lateral (select '1' || lpad(n::text, 11, '0') as d) d
                cross join lateral (
                   select sum(substr(d, i, 1)::int * (14 - i)) as s from generate_series(1, 12) i) s""",
            {"people": people},
        )
        cursor.execute("analyze registration_person")


def _register(people: int) -> None:
    register_people(people)
    with connection.cursor() as cursor:
        cursor.execute("alter table registration_coverage disable trigger user")
        cursor.execute(
            """insert into registration_coverage (person_id, section, option, starts_on, end_reason)
               select id, case when id %% %(of_39)s = 0 then 39 else 40 end,
                      case when id %% %(of_39)s = 0 then null else id %% 3 + 1 end, '2025-01-01', ''
                 from registration_person""",
            {"of_39": OF_39},
        )
        cursor.execute("analyze registration_coverage, contributions_bill")


def _bill() -> tuple[BatchRun, float]:
    run = start_billing_run(by=SYSTEM)
    started = time.perf_counter()
    work(run.pk)
    seconds = time.perf_counter() - started
    run.refresh_from_db()
    if run.status != "done":
        raise RuntimeError(f"the run stopped: {run.chunks.exclude(error='').first()}")
    return run, seconds


def _pay(count: int, report: Report) -> tuple[int, float, float]:
    """Settle what a file of debits took, in the portions that the outbox hands out; then some one by one."""
    rows = Bill.objects.order_by("pk").values_list("pk", "ref1", "ref2", "contribution")
    lines = [
        BankLine(f"b{pk}", one, two, sum_, clock.now(), "006", "DD", f"t{pk}")
        for pk, one, two, sum_ in rows[:count]
    ]
    lines, alone = lines[:-SINGLE], lines[-SINGLE:]
    started = time.perf_counter()
    settled = sum(receive_many(lines[n : n + MOST]) for n in range(0, len(lines), MOST))
    together = time.perf_counter() - started
    if settled != len(lines) or receive_many(lines[:MOST]):
        raise RuntimeError(f"{settled} of {len(lines)} payments were settled together")
    report(f"settled {settled:,} payments in {together:.1f} s")
    started = time.perf_counter()
    for line in alone:
        receive_any(line)
    return settled, together, time.perf_counter() - started


def _raw_copy(report: Report) -> float:
    """Seconds to COPY the bills into an empty table of the same shape and indexes."""
    with tempfile.TemporaryFile() as kept, connection.cursor() as cursor:
        cursor.execute("create table bench_bill (like contributions_bill including all)")
        with cursor.copy("copy contributions_bill to stdout") as copy:
            for block in copy:
                kept.write(block)
        kept.seek(0)
        started = time.perf_counter()
        with cursor.copy("copy bench_bill from stdin") as copy:
            while block := kept.read(1 << 20):
                copy.write(block)
        seconds = time.perf_counter() - started
        cursor.execute("drop table bench_bill")
    report(f"raw COPY of the same bills: {seconds:.1f} s")
    return seconds
