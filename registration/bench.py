"""``./bench registration``: a register of a million made-up people: searched, asked who is insured, added to and left.

Every ratio is taken against work on the same rows in the same run: a sequential scan of the coverage table, a
raw COPY of the final rows of an enrolment into empty tables of the same shape and indexes.
"""

import argparse
import time
from collections.abc import Callable
from io import BytesIO

import xlsxwriter
from django.db import connection

from registration.bench_nights import nights
from registration.bench_people import fill, name
from registration.bench_search import searches, timed
from registration.bulk.excel import COME_COLUMNS, COME_SHEET, GO_COLUMNS, GO_SHEET
from registration.bulk.text240 import FIELDS, WIDTH
from registration.models import Employment, EnrolFile
from registration.population import insured_on
from registration.services import enrol_files
from registration.services.employers import open_account
from sso_core import clock
from sso_core.batch.models import BatchRun
from sso_core.batch.public import work
from sso_core.bench import Figure, peak_memory_mib
from sso_core.kernel import thai_id
from sso_core.kernel.actor import SYSTEM

Report = Callable[[str], None]
SCAN_GOAL, COPY_GOAL = 5, 8
TABLES = {
    "registration_person": "national_id >= '3'",
    "registration_employment": "person_id > %(mark)s",
    "registration_coverage": "person_id > %(mark)s",
    "registration_personevent": "pgh_obj_id > %(mark)s",
    "registration_employmentevent": "person_id > %(mark)s",
    "registration_coverageevent": "person_id > %(mark)s",
}


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--people", type=int, default=1_000_000, help="people in the register")
    parser.add_argument("--enrol", type=int, default=50_000, help="people in the file that is enrolled")


def bench(options: argparse.Namespace, report: Report) -> list[Figure]:
    """Fill, search, ask, pass two nights, enrol."""
    people = min(options.people, 50_000) if options.quick else options.people
    enrol = min(options.enrol, 5_000) if options.quick else options.enrol
    report(f"writing {people:,} people into the register")
    fill(people)
    figures = [Figure("people", people, "people"), *searches(people, report), *_coverage(report)]
    figures += nights(people, name, report)
    figures += _enrol(enrol, report)
    return [*figures, Figure("peak memory of the process", peak_memory_mib(), "MiB")]


def _coverage(report: Report) -> list[Figure]:
    """Who is insured today, of everybody, against a plain scan of the same table."""
    sql, params = insured_on(clock.today())
    with connection.cursor() as cursor:
        asked = f"select count(*), max(until) from ({sql}) grounds"  # noqa: S608

        def scan() -> None:
            cursor.execute("select count(*), max(ends_on) from registration_coverage where section > %s", [0])

        scan()
        plain = min(timed(scan) for _ in range(3))
        everybody = min(timed(cursor.execute, asked, params) for _ in range(3))
        cursor.execute(asked, params)
        grounds = cursor.fetchone()[0]
    ratio = everybody / plain
    report(f"insured today: {grounds:,} grounds in {everybody:.2f} s, a plain scan {plain:.2f} s")
    return [
        Figure("grounds of being insured today", grounds, "grounds"),
        Figure("who is insured today, of everybody", round(everybody, 2), "s"),
        Figure("plain scan of the coverage table", round(plain, 2), "s"),
        Figure("ratio to the scan", round(ratio, 1), "x", f"<= {SCAN_GOAL} x", ratio <= SCAN_GOAL),
    ]


def _enrol(count: int, report: Report) -> list[Figure]:
    """One file of new people from arrival to register, against a raw COPY of the same final rows."""
    account = open_account(
        tax_id="0105561000013",
        name="บริษัท วัดความเร็ว จำกัด",
        province="10",
        address="1",
        account_no="1000000016",
    ).account_no
    content = _file(count, account)
    mark = _last_person()
    seconds: dict[str, float] = {}

    def passes(step: str, act: Callable[[], object]) -> None:
        seconds[step] = timed(act)
        report(f"{step}: {seconds[step]:.2f} s")

    made: list[EnrolFile] = []
    passes("file read and staged", lambda: made.append(_read(account, content)))
    passes("checked: civil register, law, register", lambda: _work(enrol_files.CHECK_RUN, made[0]))
    passes("enrolled: persons, employments, coverage", lambda: _keep(made[0]))
    made[0].refresh_from_db()
    if made[0].enrolled != count:
        raise RuntimeError(f"{made[0].enrolled} of {count} were enrolled")
    raw = _raw_copy(mark, report)
    total = sum(seconds.values())
    released = _release(count, account, report)
    ratio = total / raw
    return [
        Figure("lines of the file", count, "lines"),
        *(Figure(step, round(value, 2), "s") for step, value in seconds.items()),
        Figure("lines a second", int(count / total), "lines/s"),
        Figure("raw COPY of the same rows", round(raw, 2), "s"),
        Figure("ratio to raw COPY", round(ratio, 1), "x", f"<= {COPY_GOAL} x", ratio <= COPY_GOAL),
        *released,
    ]


def _release(count: int, account: str, report: Report) -> list[Figure]:
    """The same people leave today, by our workbook: checked, and each with the end of coverage and a message."""
    content = _leavers(count)
    made: list[EnrolFile] = []
    steps: list[tuple[str, Callable[[], object]]] = [
        ("file of leavers read and staged", lambda: made.append(_read(account, content))),
        ("leavers checked", lambda: _work(enrol_files.CHECK_RUN, made[0])),
        ("leavers released: coverage, history, messages", lambda: _keep(made[0])),
    ]
    figures = []
    for step, act in steps:
        figures.append(Figure(step, round(timed(act), 2), "s"))
        report(f"{step}: {figures[-1].value} s")
    made[0].refresh_from_db()
    ended = Employment.objects.filter(branch__employer__account_no=account, ends_on__isnull=False).count()
    if (made[0].enrolled, ended) != (count, count):
        raise RuntimeError(f"{ended} of {count} left")
    return figures


def _leavers(count: int) -> bytes:
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"constant_memory": True})
    book.add_worksheet(COME_SHEET).write_row(0, 0, [label for _, label in COME_COLUMNS])
    sheet = book.add_worksheet(GO_SHEET)
    sheet.write_row(0, 0, [label for _, label in GO_COLUMNS])
    day = f"{clock.today():%d/%m}/{clock.today().year + 543}"
    for n in range(count):
        first, last = name(n)
        sheet.write_row(n + 1, 0, [thai_id.make(f"3{n:011d}"), first, last, "", day, "1"])
    book.close()
    return out.getvalue()


def _file(count: int, account: str) -> bytes:
    out = BytesIO()
    for n in range(count):
        first, last = name(n)
        values = {
            "type": "103", "account": account, "branch_no": "000000", "national_id": thai_id.make(f"3{n:011d}"),
            "id_type": "1", "nationality": "099", "sex": "1", "title_code": "003", "first_name": first,
            "last_name": last, "birth_date": "01012533", "marital": "1", "day": f"01{clock.today():%m}2569",
        }  # fmt: skip
        line = [" "] * WIDTH
        for field, (begin, end) in FIELDS.items():
            line[begin:end] = values[field].ljust(end - begin)
        out.write("".join(line).encode("cp874") + b"\r\n")
    return out.getvalue()


def _last_person() -> int:
    with connection.cursor() as cursor:
        cursor.execute("select max(id) from registration_person")
        return int(cursor.fetchone()[0])


def _read(account: str, content: bytes) -> EnrolFile:
    file = enrol_files.send(account, content, "bench.txt", by=SYSTEM)
    _work(enrol_files.READ_RUN, file)
    return file


def _keep(file: EnrolFile) -> None:
    enrol_files.keep(file.pk, by=SYSTEM)
    _work(enrol_files.KEEP_RUN, file)


def _work(kind: str, file: EnrolFile) -> None:
    """What a worker does when it is woken."""
    run = BatchRun.objects.get(kind=kind, key=str(file.pk))
    work(run.pk)
    run.refresh_from_db()
    if run.status != "done":
        raise RuntimeError(list(run.chunks.exclude(error="").values_list("error", flat=True)[:1]))


def _raw_copy(mark: int, report: Report) -> float:
    """Seconds to COPY the final rows of each table into an empty one of the same shape and indexes."""
    seconds = 0.0
    with connection.cursor() as cursor:
        for table, condition in TABLES.items():
            cursor.execute(f"create table bench_{table} (like {table} including all)")
            rows = BytesIO()
            chosen = condition.replace("%(mark)s", str(mark))
            with cursor.copy(f"copy (select * from {table} where {chosen}) to stdout") as copy:  # noqa: S608
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


BENCHES = {
    "registration": {
        "help": "a million people searched, asked who is insured, and a file of 50,000 enrolled and released",
        "arguments": arguments,
        "run": bench,
    }
}
