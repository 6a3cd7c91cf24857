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
from contributions.services.voluntary_run import start_billing_run
from sso_core.batch.models import BatchChunk, BatchRun
from sso_core.batch.public import work
from sso_core.bench import Figure, peak_memory_mib
from sso_core.kernel.actor import SYSTEM

Report = Callable[[str], None]
RATIO_GOAL = 3
OF_39 = 7  # one in seven is under Section 39, as 1.9 of 13 million are


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--people", type=int, default=200_000, help="people under Section 39 or 40")


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
    return [
        Figure("people", people, "people"),
        Figure("billed", billed, "bills", "all, once", billed == people == Bill.objects.count()),
        Figure("a month of everybody", round(seconds, 1), "s"),
        Figure("bills a second, one worker", int(billed / seconds), "bills/s"),
        Figure("the same run again, nothing added", round(again, 1), "s"),
        Figure("raw COPY of the same bills", round(raw, 1), "s"),
        Figure("ratio to raw COPY", ratio, "x", f"<= {RATIO_GOAL} x", ratio <= RATIO_GOAL),
        Figure("peak memory of the process", peak_memory_mib(), "MiB"),
    ]


def _register(people: int) -> None:
    with connection.cursor() as cursor:
        for table in ("registration_person", "registration_coverage"):
            cursor.execute(f"alter table {table} disable trigger user")
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
        cursor.execute(
            """insert into registration_coverage (person_id, section, option, starts_on, end_reason)
               select id, case when id %% %(of_39)s = 0 then 39 else 40 end,
                      case when id %% %(of_39)s = 0 then null else id %% 3 + 1 end, '2025-01-01', ''
                 from registration_person""",
            {"of_39": OF_39},
        )
        cursor.execute("analyze registration_person, registration_coverage, contributions_bill")


def _bill() -> tuple[BatchRun, float]:
    run = start_billing_run(by=SYSTEM)
    started = time.perf_counter()
    work(run.pk)
    seconds = time.perf_counter() - started
    run.refresh_from_db()
    if run.status != "done":
        raise RuntimeError(f"the run stopped: {run.chunks.exclude(error='').first()}")
    return run, seconds


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
