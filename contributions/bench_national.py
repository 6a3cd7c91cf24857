"""``./bench national``: the month of the country, from files to filed, assessed, billed and posted.

The register is filled for the lines, the files of the gateway are written as zips, and worker processes take
them in as ``contributions.drop`` does. The yardstick, taken in the same run: the final rows of every table
copied out, and copied into empty tables of the same columns, constraints and indexes.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from datetime import time as dt_time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import ProgrammingError, connection

from contributions.bench_country import country, fill_month_before, fill_register, write_drops
from contributions.models import Bill, ContributionMonth, MonthState
from contributions.services.bulk import drops
from contributions.services.bulk.payments import receive_many
from contributions.services.months import close_month, open_month
from contributions.services.receiving import BankLine
from finance.public import verify_ledger
from sso_core import clock
from sso_core.batch.models import BatchChunk
from sso_core.bench import Figure
from sso_core.kernel.actor import SYSTEM
from sso_core.kernel.period import Period

Report = Callable[[str], None]
Told = tuple[float, float, float]
RATIO_LIMIT, RATIO_GOAL, SPEED_GOAL, MEMORY_GOAL, LINEAR_GOAL = 15, 6, 50_000, 400, 1.15
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
    parser.add_argument(
        "--before", action="store_true", help="with the lines of the month before in their place"
    )
    parser.add_argument("--workers", type=int, default=2, help="worker processes")
    parser.add_argument(
        "--faulty", type=int, default=200, help="one filing in so many has a wrong line; 0: none"
    )
    parser.add_argument("--payments", type=int, default=5_000, help="bills that are paid at once, exactly")


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
    if options.before:
        report("everybody's line of the month before")
        fill_month_before(period)
    with tempfile.TemporaryDirectory(prefix="sso-drops-") as folder:
        settings.FILING_DROPS = os.environ["FILING_DROPS"] = folder
        report("writing the files of the gateway")
        parts = write_drops(Path(folder), whole, period, steps, options.faulty)
        _rest()
        laps = [_lap(name, size, options, report) for name, size in parts]
    closing = _close(period, options, report)
    reconciled = _reconciled(period)
    raw = _raw_copy(period, report)
    paying = _pay(period, options.payments, report)
    report("proving the ledger")
    proved = verify_ledger()
    for fault in proved.faults:
        report(str(fault))
    return [*_figures(laps, closing, raw, reconciled, proved=proved.holds), *paying]


def _rest() -> None:
    """As before the five days: what the register had to write is on the disk."""
    with connection.cursor() as cursor, suppress(ProgrammingError):  # only a superuser may ask for it
        cursor.execute("checkpoint")
    connection.close()


@dataclass(frozen=True)
class Lap:
    """One step: what it added, and what it took."""

    lines: int
    filings: int
    seconds: float
    peak_mib: float
    phases: dict[str, float]
    python_seconds: float
    database_seconds: float


def _lap(name: str, lines: int, options: argparse.Namespace, report: Report) -> Lap:
    run = drops.open_drop(name)
    workers = Workers(options.workers)
    connection.close()
    seconds, told = workers.work(run.pk)
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
        + ", ".join(f"{cpu:.1f} s {mib:.0f} MiB" for cpu, _, mib in told)
        + f"; database {sum(spent for _, spent, _ in told):.1f} s"
    )
    return Lap(
        lines,
        filings,
        seconds,
        max((mib for *_, mib in told), default=0.0),
        phases,
        sum(cpu for cpu, *_ in told),
        sum(spent for _, spent, _ in told),
    )


class Workers:
    """Worker processes that are up and wait to be told their run, as Celery's do."""

    def __init__(self, count: int) -> None:
        self.started = [
            subprocess.Popen(
                [sys.executable, "-m", "contributions.bench_worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            for _ in range(count)
        ]
        for process in self.started:
            assert process.stdout is not None
            if process.stdout.readline() != "ready\n":
                raise RuntimeError("a worker does not come up")

    def work(self, run_id: int) -> tuple[float, list[Told]]:
        """Seconds until all are done with the run, and what each told: its processor seconds, the database's, MiB."""
        began = time.perf_counter()
        for process in self.started:
            assert process.stdin is not None
            process.stdin.write(f"{run_id}\n")
            process.stdin.flush()
        told = [process.communicate()[0].split() for process in self.started]
        if any(process.returncode for process in self.started):
            raise RuntimeError("a worker failed")
        seconds = time.perf_counter() - began
        return seconds, [(float(own), float(database), float(mib)) for own, database, mib in told]


def _close(period: Period, options: argparse.Namespace, report: Report) -> float:
    """Seconds of closing the month: every filing's lines, assessment and ledger held together, by the workers."""
    Workers(1).work(open_month(period, by=SYSTEM).pk)
    workers = Workers(options.workers)
    run = close_month(period, by=SYSTEM)
    connection.close()
    seconds, _ = workers.work(run.pk)
    state = ContributionMonth.objects.get(period=period.first).state
    report(f"closing the month: {seconds:.1f} s, {state}, {run.chunks_total} ranges of employers")
    if state != MonthState.CLOSED:
        raise RuntimeError(f"the month is {state}")
    return seconds


def _pay(period: Period, count: int, report: Report) -> list[Figure]:
    """Payments of exactly what bills ask, on their last day, as they come from a bank's file."""
    bills = Bill.objects.filter(
        period=period.first, status="unpaid", contribution__gt=0, filing__lines__lte=500
    )
    told = bills.order_by("pk").values_list("pk", "ref1", "ref2", "contribution", "due_on")[:count]
    lines = [
        BankLine(
            f"bench/{pk}", ref1, ref2, amount, datetime.combine(due, dt_time(5), UTC), "006", "QR", str(pk)
        )
        for pk, ref1, ref2, amount, due in told
    ]
    started = time.perf_counter()
    settled = sum(receive_many(lines[n : n + 2_000]) for n in range(0, len(lines), 2_000))
    seconds = time.perf_counter() - started
    report(f"{settled:,} of {len(lines):,} payments settled together in {seconds:.1f} s")
    return [
        Figure("payments settled together", settled, "payments", str(len(lines)), settled == len(lines)),
        Figure("payments a second, one process", int(settled / seconds) if seconds else 0, "payments/s"),
    ]  # fmt: skip


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
        cursor.execute(f"analyze {', '.join(TABLES)}")
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
            # The files go by binary COPY in the run too: as text each byte would be two.
            how = "with (format binary)" if table == "contributions_filingfile" else ""
            with path.open("wb") as out, cursor.copy(f"copy {source} to stdout {how}") as copy:
                for block in copy:
                    out.write(block)
            started = time.perf_counter()
            with path.open("rb") as rows, cursor.copy(f"copy bench_{table} from stdin {how}") as copy:
                while block := rows.read(1 << 20):
                    copy.write(block)
            spent = time.perf_counter() - started
            seconds += spent
            report(f"raw COPY of {table}: {spent:.2f} s")
            path.unlink()
            cursor.execute(f"drop table bench_{table}")
    return seconds


def _figures(laps: list[Lap], closing: float, raw: float, reconciled: bool, *, proved: bool) -> list[Figure]:
    lines, seconds = sum(lap.lines for lap in laps), sum(lap.seconds for lap in laps) + closing
    speed, ratio = int(lines / seconds), round(seconds / raw, 1)
    peak = max(lap.peak_mib for lap in laps)
    figures = [
        Figure("lines", lines, "lines"),
        Figure("filings", sum(lap.filings for lap in laps), "filings"),
        Figure("from files to closed and posted", round(seconds, 1), "s"),
        Figure("of that, closing the month", round(closing, 1), "s"),
        Figure("lines a second", speed, "lines/s", f">= {SPEED_GOAL:,}", speed >= SPEED_GOAL),
        Figure("raw COPY of the same rows", round(raw, 1), "s"),
        Figure("ratio to raw COPY", ratio, "x", f"<= {RATIO_LIMIT} x", ratio <= RATIO_LIMIT),
        Figure("processor time of Python", round(sum(lap.python_seconds for lap in laps), 1), "s"),
        Figure("processor time of the database", round(sum(lap.database_seconds for lap in laps), 1), "s"),
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
