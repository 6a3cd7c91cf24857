"""``./bench history``: months of an older system loaded from files, against a raw COPY of the same rows.

One worker's time in one process: files of a year each are read, checked, held against the totals of every employer and
year, loaded month by month, and the gaps closed. The yardstick is taken in the same run, of the rows that were loaded.
"""

import argparse
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import connection

from contributions.bench_voluntary import register_people
from contributions.files.history import layouts
from contributions.models import AccountRow, Gap, HistoryControl, HistoryLoad, LoadStatus
from contributions.selectors.history import runs_of
from contributions.services.history import begin
from sso_core.batch.public import work
from sso_core.bench import Figure, peak_memory_mib, raw_copy
from sso_core.kernel.actor import SYSTEM
from sso_core.kernel.thai_calendar import BE_OFFSET

Report = Callable[[str], None]
LAST_YEAR = 2023
STAFF = 25  # of one employer, as 12 million people have half a million
PHASES = ("read", "checked", "loaded", "gaps closed")
Totals = dict[tuple[str, int], list[int]]


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--people", type=int, default=50_000, help="people with a month each month")
    parser.add_argument("--years", type=int, default=5, help=f"years of history, the last is {LAST_YEAR}")


def bench(options: argparse.Namespace, report: Report) -> list[Figure]:
    """Write the register and the files, load, compare."""
    people, years = (min(options.people, 2_000), 2) if options.quick else (options.people, options.years)
    report(f"writing {people:,} people and {people * years * 12:,} months of {years} years")
    register_people(people)
    _gaps(years)
    with TemporaryDirectory() as folder:
        paths, control, size = _files(Path(folder), years)
        load, seconds = _load(paths, control, report)
    loaded = AccountRow.objects.filter(origin="history").count()
    wanted = people * years * 12
    differing = HistoryControl.objects.filter(load=load, differs=True).count()
    totals = HistoryControl.objects.filter(load=load).count()
    unknown = Gap.objects.count()
    report("raw COPY of the same rows")
    raw = raw_copy("contributions_account", "select * from contributions_account where origin = 'history'")
    total = sum(seconds)
    return [
        Figure("people", people, "people"),
        Figure("years", years, "years"),
        Figure("files", round(size / 2**20, 1), "MiB"),
        Figure("months loaded", loaded, "rows", "all, once", loaded == wanted),
        Figure("totals of employer and year that differ", differing, f"of {totals:,}", "none", not differing),
        Figure("gaps left", unknown, "people", "none", not unknown),
        *(Figure(name, round(taken, 1), "s") for name, taken in zip(PHASES, seconds, strict=True)),
        Figure("the whole load", round(total, 1), "s"),
        Figure("months a second, one worker", int(loaded / total), "rows/s"),
        Figure("raw COPY of the same rows", round(raw, 1), "s"),
        Figure("ratio to raw COPY", round(total / raw, 1), "x"),
        Figure("peak memory of the process", peak_memory_mib(), "MiB"),
    ]


def _gaps(years: int) -> None:
    """Everybody's months are not known yet."""
    with connection.cursor() as cursor:
        cursor.execute(
            """insert into contributions_gap (person_id, months, reason, noted_at)
               select id, daterange(make_date(%(first)s, 1, 1), make_date(%(last)s, 1, 1)), 'bench', now()
                 from registration_person""",
            {"first": LAST_YEAR - years + 1, "last": LAST_YEAR + 1},
        )
        cursor.execute("analyze contributions_gap")


def _files(folder: Path, years: int) -> tuple[list[Path], Path, int]:
    """A file a year in the delimited layout, and the totals of the older system."""
    with connection.cursor() as cursor:
        cursor.execute("select national_id from registration_person order by id")
        numbers = [number for (number,) in cursor.fetchall()]
    totals: Totals = defaultdict(lambda: [0, 0, 0])
    paths = []
    for year in range(LAST_YEAR - years + 1, LAST_YEAR + 1):
        path = folder / f"{year}.txt"
        with path.open("w", encoding="cp874", newline="") as file:
            file.writelines(_lines(numbers, year, totals))
        paths.append(path)
    control = folder / "totals.txt"
    rows = (
        f"C|{account}|{year + BE_OFFSET}|{count}|{wages}.00|{paid}.00\r\n"
        for (account, year), (count, wages, paid) in sorted(totals.items())
    )
    control.write_text("".join(rows), encoding="cp874", newline="")
    return paths, control, sum(path.stat().st_size for path in paths)


def _lines(numbers: list[str], year: int, totals: Totals) -> Iterator[str]:
    """A year of everybody at 5 percent, wages of 15,000 to 19,900 baht above the ceiling, as those of most are."""
    assert layouts()["delimited"]["detail"][0] == "national_id"
    be, count, contributions = year + BE_OFFSET, 0, 0
    yield f"H|{layouts()['version']}|{be}01|{be}12\r\n"
    for month in range(1, 13):
        for n, number in enumerate(numbers):
            account, wage, paid = (
                f"{1_000_000_000 + n // STAFF:010d}",
                15_000 + n % 50 * 100,
                _paid(year, month),
            )
            yield (
                f"D|{number}|{be}{month:02d}|33|{account}|000000|{wage}.00|15000.00|{paid}.00|{paid}.00|412.50|"
                f"{be}{month:02d}28|ธนา พรหมมา\r\n"
            )
            told = totals[account, year]
            told[0], told[1], told[2] = told[0] + 1, told[1] + wage, told[2] + 2 * paid
            count, contributions = count + 1, contributions + 2 * paid
    yield f"T|{count}|{contributions}.00\r\n"


def _paid(year: int, month: int) -> int:
    """Of 15,000 baht, with the relief of late 2022; what the law does not give is told, and loaded all the same."""
    return 450 if year == 2022 and month >= 10 else 750


def _load(paths: list[Path], control: Path, report: Report) -> tuple[HistoryLoad, list[float]]:
    started = time.perf_counter()
    load = begin(paths, control, by=SYSTEM)
    seconds = [time.perf_counter() - started]
    for step in range(len(PHASES)):
        run = runs_of(load)[step]
        started = time.perf_counter()
        work(run.pk)
        taken = time.perf_counter() - started
        if step:
            seconds.append(taken)
        else:
            seconds[0] += taken
        report(f"{PHASES[step]} in {taken:.1f} s")
    load.refresh_from_db()
    if load.status != LoadStatus.LOADED:
        raise RuntimeError(f"the load stopped: {load.status}, {load.differences} totals differ")
    return load, seconds
