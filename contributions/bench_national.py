"""``./bench national``: the month of the country, from files to filed, assessed, billed and posted.

The register is filled for the lines, the files of the gateway are written as zips, and worker processes take
them in as ``contributions.drop`` does. The yardstick, taken in the same run: the final rows of every table
copied out, and copied into empty tables of the same columns, constraints and indexes.
"""

import argparse
import multiprocessing
import os
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from math import gcd
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from contributions.files.checks import id_check
from contributions.files.layout import WIDTH
from contributions.files.records import Expected
from contributions.services.bulk import drops
from contributions.services.context import terms_of
from finance.public import verify_ledger
from sso_core import clock
from sso_core.batch.models import BatchChunk
from sso_core.bench import Figure
from sso_core.kernel.period import Period

Report = Callable[[str], None]
RATIO_LIMIT, RATIO_GOAL, SPEED_GOAL, MEMORY_GOAL, LINEAR_GOAL = 15, 6, 50_000, 400, 1.15
ZIP_FILINGS = 2_000
LARGEST_EMPLOYER = 100_000
STEP = 7_919_777  # people of an employer lie far apart in the register, as those who were hired over the years do
# (share of employers, fewest people, most people); the rest are the large ones
SIZES = ((0.60, 1, 4), (0.25, 5, 15), (0.10, 16, 60), (0.041, 61, 300), (0.0088, 301, 1_600))
FIRST_NAMES = ("ธนา", "สมชาย", "สมหญิง", "วิชัย", "กมล", "อรุณี", "ประเสริฐ", "มาลี")
LAST_NAMES = ("พรหมมา", "ใจดี", "ศรีสุข", "ทองคำ", "แสงจันทร์", "บุญมี", "วงศ์ไทย")
TABLES = (
    "contributions_filing", "contributions_filingfile", "contributions_filingsection", "contributions_filingfinding",
    "contributions_line", "contributions_assessment", "contributions_bill", "contributions_waitingline",
    "finance_ledgerentry", "finance_ledgerline", "audit_event",
)  # fmt: skip


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--lines", type=int, default=200_000, help="contribution lines of the month")
    parser.add_argument(
        "--employers", type=int, default=0, help="filings of the month; one in 23 lines unless said"
    )
    parser.add_argument(
        "--steps", default="", help="sizes in lines at which the time is told, such as 1000000,4000000"
    )
    parser.add_argument("--workers", type=int, default=2, help="worker processes")
    parser.add_argument(
        "--faulty", type=int, default=200, help="one filing in so many has a wrong line; 0: none"
    )
    parser.add_argument("--profile", action="store_true", help="profile one worker in this process")


@dataclass(frozen=True)
class Country:
    """Who employs how many: ``sizes[n]`` people at employer ``n``."""

    lines: int
    sizes: tuple[int, ...]

    def starts(self) -> list[int]:
        found, place = [], 0
        for size in self.sizes:
            found.append(place)
            place += size
        return found


def country(lines: int, employers: int) -> Country:
    """Mostly tiny employers and some very large ones, the same on every run; their people add up to ``lines``."""
    sizes: list[int] = []
    for share, least, most in SIZES:
        count = int(employers * share)
        sizes += [least + n * (most - least) // max(count - 1, 1) for n in range(count)]
    left, rest = lines - sum(sizes), employers - len(sizes)
    large: list[int] = []
    biggest = min(LARGEST_EMPLOYER, max(lines // 20, 1))
    while left > 0 and rest > 1:
        size = min(biggest, max(left // 2, 1)) if left > rest * 2 else max(left // rest, 1)
        large.append(size)
        left, rest = left - size, rest - 1
    if left > 0:
        large.append(left)
    sizes += large
    order = sorted(range(len(sizes)), key=lambda n: n * STEP % 1_000_003)
    return Country(sum(sizes), tuple(sizes[n] for n in order))


def bench(options: argparse.Namespace, report: Report) -> list[Figure]:
    """Prepare, measure, compare."""
    lines = min(options.lines, 100_000) if options.quick else options.lines
    whole = country(lines, options.employers or max(lines // 23, 10))
    steps = [int(step) for step in options.steps.split(",") if step] or [whole.lines]
    period = Period.of(clock.today()).prev()
    report(
        f"{whole.lines:,} people of {len(whole.sizes):,} employers into the register,"
        f" the largest with {max(whole.sizes):,}"
    )
    fill_register(whole)
    with tempfile.TemporaryDirectory(prefix="sso-drops-") as folder:
        settings.FILING_DROPS = os.environ["FILING_DROPS"] = folder
        report("writing the files of the gateway")
        parts = _write_drops(Path(folder), whole, period, steps, options.faulty)
        connection.close()
        laps = [_lap(name, size, options, report) for name, size in parts]
    reconciled = _reconciled(period)
    raw = _raw_copy(period, report)
    report("proving the ledger")
    proved = verify_ledger()
    for fault in proved.faults:
        report(str(fault))
    return _figures(laps, raw, reconciled, proved=proved.holds)


# The register


def fill_register(whole: Country) -> None:
    """Employers, branches, people and employments, straight into their tables; indexes are built afterwards."""
    people = whole.lines
    with connection.cursor() as cursor:
        for table in ("employer", "branch", "person", "employment"):
            cursor.execute(f"alter table registration_{table} disable trigger user")
        cursor.execute("alter table registration_employment drop constraint employment_not_twice_at_a_branch")
        built = [
            _without_indexes(cursor, table) for table in ("registration_person", "registration_employment")
        ]
        with cursor.copy(
            "copy registration_employer (id, account_no, kind, tax_id, name, search_key, email, phone, office,"
            " directors, registered_on) from stdin"
        ) as copy:
            for n in range(len(whole.sizes)):
                copy.write(
                    f"{n + 1}\t{account(n)}\tjuristic\t{n:013d}\t{employer_name(n)}\t\t\t\t1001\t{{}}\t2020-01-01\n"
                )
        cursor.execute(
            "insert into registration_branch (id, employer_id, branch_no, name, address, province)"
            " select id, id, '000000', name, '', '10' from registration_employer"
        )
        cursor.execute(
            """insert into registration_person (id, national_id, title_code, title, first_name, last_name,
                   name_sort_key, search_key, sex, nationality, phone, email, address, province, office, created_at)
               select n + 1, d || ((11 - s %% 11) %% 10), '003', 'นาย', (%(first)s::text[])[n %% 8 + 1],
                      (%(last)s::text[])[n %% 7 + 1], '', '', 'M', '099', '', '', '', '10', '1001', now()
                 from generate_series(0, %(people)s - 1) n
                cross join lateral (select '1' || lpad(n::text, 11, '0') as d) d
                cross join lateral (
                   select sum(substr(d, i, 1)::int * (14 - i)) as s from generate_series(1, 12) i) s""",
            {"first": list(FIRST_NAMES), "last": list(LAST_NAMES), "people": people},
        )  # fmt: skip
        cursor.execute(
            """insert into registration_employment (person_id, branch_id, starts_on, reason, reported_on)
               select n + 1, branch, '2025-01-01', '', '2025-01-01'
                 from (select (place::bigint * %(step)s) %% %(people)s as n, e.branch
                         from unnest(%(starts)s::bigint[], %(sizes)s::bigint[]) with ordinality
                              as e(start, size, branch)
                        cross join lateral generate_series(e.start, e.start + e.size - 1) as place) x
                where n %% 997 <> 0 order by n""",
            {"starts": whole.starts(), "sizes": list(whole.sizes), "people": people, "step": step_of(people)},
        )  # fmt: skip
        for statements in built:
            for statement in statements:
                cursor.execute(statement)
        cursor.execute(
            "analyze registration_employer, registration_branch, registration_person, registration_employment"
        )


def _without_indexes(cursor: Any, table: str) -> list[str]:
    """Drop the indexes of a table that no constraint needs; returns what makes those of its columns again."""
    cursor.execute(
        "select indexname, indexdef from pg_indexes where tablename = %s and indexname not in"
        " (select conname from pg_constraint where conrelid = %s::regclass)",
        [table, table],
    )
    found = cursor.fetchall()
    for name, _ in found:
        cursor.execute(f'drop index "{name}"')
    # Search by parts of names is not measured here.
    return [made for _, made in found if "USING gin" not in made]


def step_of(people: int) -> int:
    """A step that visits everybody once."""
    return next(step for step in range(STEP, STEP + people) if gcd(step, people) == 1)


def account(n: int) -> str:
    return f"{1_000_000_000 + n:010d}"


def employer_name(n: int) -> str:
    return f"บริษัท ตัวอย่าง {n} จำกัด"


# The files


def _write_drops(
    folder: Path, whole: Country, period: Period, steps: list[int], faulty: int
) -> list[tuple[str, int]]:
    """A drop for each step, holding what it adds to the one before; returns their names and lines."""
    starts, step = whole.starts(), step_of(whole.lines)
    limits = [size for size in steps if size < whole.lines] + [whole.lines]
    tasks, parts, name, first = [], [(f"step{n}", 0) for n in range(len(limits))], 0, 0
    for n, size in enumerate(whole.sizes):
        parts[name] = (parts[name][0], parts[name][1] + size)
        full = starts[n] + size >= limits[name]
        if full or n + 1 - first >= ZIP_FILINGS or n + 1 == len(whole.sizes):
            where = folder / parts[name][0]
            tasks.append(
                (where, first, whole.sizes[first : n + 1], starts[first], (whole.lines, step), period, faulty)
            )
            first = n + 1
        name = min(name + full, len(limits) - 1)
    with multiprocessing.get_context("fork").Pool(2) as pool:
        for _ in pool.imap_unordered(_write_zip, tasks):
            pass
    return [(part, lines) for part, lines in parts if lines]


Task = tuple[Path, int, tuple[int, ...], int, tuple[int, int], Period, int]


def _write_zip(task: Task) -> None:
    where, first, sizes, place, (people, step), period, faulty = task
    where.mkdir(exist_ok=True)
    expected = terms_of(period)[0].expected()
    with zipfile.ZipFile(where / f"{first:07d}.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for n, size in enumerate(sizes, first):
            numbers = [(place + k) * step % people for k in range(size)]
            wrong = bool(faulty) and n % faulty == faulty // 2
            archive.writestr(f"{account(n)}_{period}.txt", filing(n, numbers, period, expected, wrong=wrong))
            place += size


def filing(n: int, numbers: list[int], period: Period, expected: Expected, *, wrong: bool) -> bytes:
    """A filing in the official layout, with wages over floor, middle and ceiling; ``wrong``: its last line is."""
    wages = [120_000 + k * 7_919 % 6_000_000 for k in numbers]
    paid = [expected.employee(wage) for wage in wages]
    if wrong:
        paid[-1] += 100
    total = sum(paid)
    out = [
        f"1{account(n)}000000000000{period.mmyy_be()}{employer_name(n):<45}{expected.employee_ppm // 100:04d}"
        f"{len(numbers):06d}{sum(wages):015d}{2 * total:014d}{total:012d}{total:012d}"
    ]
    digit = id_check().right_digit
    for k, wage, share in zip(numbers, wages, paid, strict=True):
        number = f"1{k:011d}"
        number += digit(number + "0")
        out.append(
            f"2{number}003{FIRST_NAMES[k % 8]:<30}{LAST_NAMES[k % 7]:<35}{wage:014d}{share:012d}".ljust(WIDTH)
        )
    return "\r\n".join([*out, ""]).encode("cp874")


# The month


@dataclass(frozen=True)
class Lap:
    """One step: what it added, and what it took."""

    lines: int
    filings: int
    seconds: float
    peak_mib: float
    phases: dict[str, float]
    python_seconds: float


def _lap(name: str, lines: int, options: argparse.Namespace, report: Report) -> Lap:
    run = drops.open_drop(name)
    connection.close()
    started = time.perf_counter()
    if options.profile:
        _profiled(run.pk)
        told = []
    else:
        told = _workers(run.pk, options.workers)
    seconds = time.perf_counter() - started
    run.refresh_from_db()
    if str(run.status) != "done":
        raise RuntimeError(f"the run is {run.status}: {run.chunks.exclude(error='').first()}")
    results = list(BatchChunk.objects.filter(run=run).values_list("result", flat=True))
    phases: dict[str, float] = {}
    for result in results:
        for phase, spent in result.get("seconds", {}).items():
            phases[phase] = phases.get(phase, 0.0) + spent
    whole = drops.totals(results)
    filings = whole.filed + whole.waiting
    report(
        f"{name}: {lines:,} lines of {filings:,} filings in {seconds:.1f} s, {lines / seconds:,.0f} lines/s;"
        f" {whole.waiting} wait for their employer; "
        + ", ".join(f"{k} {v:.1f}" for k, v in phases.items())
        + "; python "
        + ", ".join(f"{cpu:.1f} s {mib:.0f} MiB" for cpu, mib in told)
    )
    return Lap(
        lines,
        filings,
        seconds,
        max((mib for _, mib in told), default=0.0),
        phases,
        sum(cpu for cpu, _ in told),
    )


def _workers(run_id: int, count: int) -> list[tuple[float, float]]:
    """Work on the run in processes of their own; returns processor seconds and highest memory of each."""
    started = [
        subprocess.Popen(  # noqa: S603 - our own worker
            [sys.executable, "-m", "contributions.bench_worker", str(run_id)],
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(count)
    ]
    told = []
    for process in started:
        out, _ = process.communicate()
        if process.returncode:
            raise RuntimeError(f"a worker ended with {process.returncode}")
        cpu, mib = out.split()
        told.append((float(cpu), float(mib)))
    return told


def _profiled(run_id: int) -> None:
    import cProfile
    import pstats

    from sso_core.batch.public import work

    with cProfile.Profile() as profile:
        work(run_id)
    pstats.Stats(profile, stream=sys.stderr).sort_stats("tottime").print_stats(35)


# What it is held against

_SUMS = {
    "lines": "select x.payer, '', sum(x.amount) from contributions_line l cross join lateral (values"
    " ('employee', employee), ('employer', employer), ('government', government)) x(payer, amount)"
    " where l.period = %(first)s group by 1",
    "assessments": "select payer, fund, sum(amount) from contributions_assessment group by 1, 2",
    "bills": "select 'both', '', sum(contribution) from contributions_bill where period = %(first)s",
    "ledger": "select case l.account when '4101' then 'employee' when '4102' then 'employer' else 'government' end,"
    " l.fund, sum(l.credit) from finance_ledgerline l join finance_ledgerentry e on e.id = l.entry_id"
    " where e.rule = 'contribution_assessed' and l.account in ('4101', '4102', '4103') group by 1, 2",
}


def _reconciled(period: Period) -> bool:
    """Lines = assessments = ledger by payer and fund, and bills = both payers, to the satang."""
    found = {}
    with connection.cursor() as cursor:
        for name, query in _SUMS.items():
            cursor.execute(query, {"first": period.first})
            found[name] = cursor.fetchall()
    funds = {"sickness_group": "smid"}

    def by_payer(name: str) -> dict[str, Any]:
        sums: dict[str, Any] = {}
        for payer, _, amount in found[name]:
            sums[payer] = sums.get(payer, 0) + amount
        return sums

    same_funds = {(p, funds.get(f, f)): a for p, f, a in found["assessments"]} == {
        (p, f): a for p, f, a in found["ledger"]
    }
    lines = by_payer("lines")
    return (
        lines == by_payer("assessments")
        and same_funds
        and lines["employee"] + lines["employer"] == found["bills"][0][2]
    )


def _raw_copy(period: Period, report: Report) -> float:
    """Seconds to COPY the final rows of every table into empty ones of the same shape and indexes."""
    seconds = 0.0
    with tempfile.TemporaryDirectory(prefix="sso-raw-") as folder, connection.cursor() as cursor:
        for table in TABLES:
            source = f"{table}_{period.first:%Y%m}" if table == "contributions_line" else table
            cursor.execute(f"create table bench_{table} (like {source} including all)")
            path = Path(folder) / table
            with path.open("wb") as out, cursor.copy(f"copy {source} to stdout") as copy:
                for block in copy:
                    out.write(block)
            started = time.perf_counter()
            with path.open("rb") as rows, cursor.copy(f"copy bench_{table} from stdin") as copy:
                while block := rows.read(1 << 20):
                    copy.write(block)
            spent = time.perf_counter() - started
            seconds += spent
            report(f"raw COPY of {table}: {spent:.2f} s")
            path.unlink()
            cursor.execute(f"drop table bench_{table}")
    return seconds


def _figures(laps: list[Lap], raw: float, reconciled: bool, *, proved: bool) -> list[Figure]:
    lines, seconds = sum(lap.lines for lap in laps), sum(lap.seconds for lap in laps)
    speed, ratio = int(lines / seconds), round(seconds / raw, 1)
    peak = max(lap.peak_mib for lap in laps)
    figures = [
        Figure("lines", lines, "lines"),
        Figure("filings", sum(lap.filings for lap in laps), "filings"),
        Figure("from files to filed, assessed, billed, posted", round(seconds, 1), "s"),
        Figure("lines a second", speed, "lines/s", f">= {SPEED_GOAL:,}", speed >= SPEED_GOAL),
        Figure("raw COPY of the same rows", round(raw, 1), "s"),
        Figure("ratio to raw COPY", ratio, "x", f"<= {RATIO_LIMIT} x", ratio <= RATIO_LIMIT),
        Figure("processor time of Python", round(sum(lap.python_seconds for lap in laps), 1), "s"),
        Figure(
            "peak memory of a Python process", round(peak), "MiB", f"<= {MEMORY_GOAL}", peak <= MEMORY_GOAL
        ),
    ]
    figures += _linear(laps)
    return [
        *figures,
        Figure(
            "lines = assessments = ledger = bills",
            "yes" if reconciled else "no",
            "",
            "to the satang",
            reconciled,
        ),
        Figure("ledger proved", "yes" if proved else "no", "", "yes", proved),
    ]


def _linear(laps: list[Lap]) -> list[Figure]:
    """Time a line of the month as it grows."""
    found, lines, seconds, micro = [], 0, 0.0, []
    for lap in laps:
        lines, seconds = lines + lap.lines, seconds + lap.seconds
        micro.append(seconds / lines * 1e6)
        found.append(Figure(f"time a line of {lines:,} lines", round(micro[-1], 2), "µs"))
    if len(laps) > 1:
        growth = round(micro[-1] / micro[0], 2)
        found.append(
            Figure("growth of the time a line", growth, "x", f"<= {LINEAR_GOAL} x", growth <= LINEAR_GOAL)
        )
    return found
