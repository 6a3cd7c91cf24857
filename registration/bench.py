"""``./bench registration``: a register of a million made-up people: searched, asked who is insured, and added to.

Every ratio is taken against work on the same rows in the same run: a sequential scan of the coverage table, a
raw COPY of the final rows of an enrolment into empty tables of the same shape and indexes.
"""

import argparse
import random
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from io import BytesIO
from statistics import quantiles
from typing import Any

from django.db import connection

from registration import selectors
from registration.bench_nights import SPACE, STEP, nights
from registration.bulk.text240 import FIELDS, WIDTH
from registration.models import EnrolFile
from registration.population import insured_on
from registration.services import enrol_files
from registration.services.employers import open_account
from sso_core import clock
from sso_core.batch.models import BatchRun
from sso_core.batch.public import work
from sso_core.bench import Figure, peak_memory_mib
from sso_core.kernel import thai_id, thai_text
from sso_core.kernel.actor import SYSTEM

Report = Callable[[str], None]
SEARCH_GOAL, SCAN_GOAL, COPY_GOAL = 60, 5, 8
SEARCHES = 100
FIRST = (
    "ธนา", "ปราณี", "สมชาย", "สมศรี", "กมลวรรณ", "น้ำผึ้ง", "เกษมณี", "อนงค์", "วราภรณ์", "ปรีดา", "สุนิสา", "ไพโรจน์",
    "เฉลิมพล", "จิราพร", "ณัฐวุฒิ", "ทิพวรรณ", "พิมพ์ชนก", "ศิริพร", "อภิชาติ", "เบญจมาศ",
)  # fmt: skip
LAST = (
    "แก้ว", "มณี", "ทอง", "ศรี", "วงศ์", "ใจ", "รักษ์", "สุข", "พันธุ์", "ชัย", "บุญ", "คำ", "เพชร", "ไทย", "จันทร์", "อินทร์",
    "พงษ์", "ดี", "งาม", "สกุล",
)  # fmt: skip
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
    _fill(people)
    figures = [Figure("people", people, "people"), *_search(people, report), *_coverage(report)]
    figures += nights(people, _name, report)
    figures += _enrol(enrol, report)
    return [*figures, Figure("peak memory of the process", peak_memory_mib(), "MiB")]


def _name(n: int) -> tuple[str, str]:
    """A name of many: first names repeat, last names are put together from three parts."""
    last = LAST[n % 20] + LAST[n // 20 % 20] + LAST[n // 400 % 20]
    return FIRST[(n * 7 + n // 8_000) % 20], last


def _id(n: int) -> str:
    return thai_id.make(f"1{n * STEP % SPACE:011d}")


def _fill(people: int) -> None:
    """People, employers and their coverage straight into the tables; indexes are made afterwards."""
    accounts = max(people // 50, 1)
    with connection.cursor() as cursor:
        for table in ("person", "employer", "branch", "employment", "coverage"):
            # History of made-up people tells nothing.
            cursor.execute(f"alter table registration_{table} disable trigger user")
        indexes = _drop_indexes(cursor)
        _copy_people(cursor, people)
        cursor.execute(_EMPLOYERS, {"accounts": accounts, "key": thai_text.search_key("บริษัท ตัวอย่าง")})
        cursor.execute(_EMPLOYMENTS, {"accounts": accounts})
        cursor.execute(_COVERAGES)
        for statement in indexes:
            cursor.execute(statement)
        cursor.execute("vacuum analyze")
        for table in ("person", "employer", "branch", "employment", "coverage"):
            cursor.execute(f"alter table registration_{table} enable trigger user")


def _drop_indexes(cursor: Any) -> list[str]:
    """Take the search indexes away, and return how to make them again."""
    cursor.execute(
        "select indexname, indexdef from pg_indexes where tablename = 'registration_person'"
        " and indexdef like '%gin%'"
    )
    found = cursor.fetchall()
    for name, _ in found:
        cursor.execute(f'drop index "{name}"')
    return [definition for _, definition in found]


def _copy_people(cursor: Any, people: int) -> None:
    now = clock.now().isoformat()
    with cursor.copy(
        "copy registration_person (national_id, title_code, title, first_name, last_name, name_sort_key, search_key,"
        " birth_date, sex, nationality, phone, email, address, province, office, verified_at, created_at) from stdin"
    ) as copy:
        for n in range(people):
            first, last = _name(n)
            full = f"{first} {last}"
            born = date(1960, 1, 1) + timedelta(days=n % 16_000)
            copy.write(
                f"{_id(n)}\t003\tนาย\t{first}\t{last}\t{thai_text.sort_key(full)}\t{thai_text.search_key(full)}\t{born}"
                f"\tM\t099\t08{n * 31 % 10**8:08d}\t\t\t10\t1001\t{now}\t{now}\n"
            )


_EMPLOYERS = """
with made as (
    insert into registration_employer (account_no, kind, tax_id, name, search_key, email, phone, office, directors,
        registered_on)
    select lpad((2000000000 + n)::text, 10, '0'), 'juristic', lpad((105500000000 + n)::text, 13, '0'),
           'บริษัท ตัวอย่าง ' || n || ' จำกัด', %(key)s || n, '', '', '1001', '{}',
           '2015-01-01'
      from generate_series(1, %(accounts)s) n
    returning id
)
insert into registration_branch (employer_id, branch_no, name, address, province)
select id, '000000', 'สำนักงานใหญ่', '', '10' from made"""
_EMPLOYMENTS = """
insert into registration_employment (person_id, branch_id, starts_on, ends_on, reason, reported_on)
select p.id, b.first + p.id %% %(accounts)s, date '2015-01-01' + (p.id %% 3000)::int,
       case when p.id %% 4 = 0 then date '2024-01-01' + (p.id %% 900)::int end,
       case when p.id %% 4 = 0 then '1' else '' end, '2015-01-01'
  from registration_person p, (select min(id) as first from registration_branch) b"""
_COVERAGES = """
insert into registration_coverage (person_id, section, option, starts_on, ends_on, end_reason)
select person_id, 33, null, starts_on, ends_on, case when ends_on is null then '' else 'left' end
  from registration_employment"""


def _search(people: int, report: Report) -> Iterator[Figure]:
    """Each kind of fragment a hundred times, with other people each time."""
    chosen = random.Random(7)  # noqa: S311 - which people are looked for
    kinds: dict[str, Callable[[int], str]] = {
        "whole id": _id,
        "part of an id": lambda n: _id(n)[3:9],
        "id as written on the card": lambda n: thai_id.format_id(_id(n)),
        "telephone": lambda n: f"08{n * 31 % 10**8:08d}",
        "part of a telephone": lambda n: f"08{n * 31 % 10**8:08d}"[2:8],
        "whole name": lambda n: " ".join(_name(n)),
        "last name": lambda n: _name(n)[1],
        "part of a last name": lambda n: _name(n)[1][:6],
        "first name, shared by many": lambda n: _name(n)[0],
        "two letters": lambda n: _name(n)[0][:2],
        "name with a wrong tone mark": lambda n: _name(n)[1].replace("แก้ว", "แกว").replace("จันทร์", "จันทร"),
        "name with wrong letters": lambda n: _name(n)[0][:-1] + "ฬ " + _name(n)[1],
        "nobody's name": lambda n: f"ฮฮ{_name(n)[1]}ฮ",
    }
    for kind, fragment in kinds.items():
        some = chosen.sample(range(people), SEARCHES)
        times = [_timed(selectors.find_people, fragment(n)) for n in some]
        p95 = quantiles(times, n=20)[-1] * 1000
        report(f"search by {kind}: p95 {p95:.1f} ms")
        yield Figure(f"search by {kind}, p95", round(p95, 1), "ms", f"< {SEARCH_GOAL} ms", p95 < SEARCH_GOAL)


def _timed(act: Callable[..., object], *given: object) -> float:
    started = time.perf_counter()
    act(*given)
    return time.perf_counter() - started


def _coverage(report: Report) -> list[Figure]:
    """Who is insured today, of everybody, against a plain scan of the same table."""
    sql, params = insured_on(clock.today())
    with connection.cursor() as cursor:
        asked = f"select count(*), max(until) from ({sql}) grounds"  # noqa: S608

        def scan() -> None:
            cursor.execute("select count(*), max(ends_on) from registration_coverage where section > %s", [0])

        scan()
        plain = min(_timed(scan) for _ in range(3))
        everybody = min(_timed(cursor.execute, asked, params) for _ in range(3))
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

    def passes(name: str, act: Callable[[], object]) -> None:
        seconds[name] = _timed(act)
        report(f"{name}: {seconds[name]:.2f} s")

    made: list[EnrolFile] = []
    passes("file read and staged", lambda: made.append(_read(account, content)))
    passes("checked: civil register, law, register", lambda: _work(enrol_files.CHECK_RUN, made[0]))
    enrol_files.keep(made[0].pk, by=SYSTEM)
    passes("enrolled: persons, employments, coverage", lambda: _work(enrol_files.KEEP_RUN, made[0]))
    made[0].refresh_from_db()
    if made[0].enrolled != count:
        raise RuntimeError(f"{made[0].enrolled} of {count} were enrolled")
    raw = _raw_copy(mark, report)
    total = sum(seconds.values())
    ratio = total / raw
    return [
        Figure("lines of the file", count, "lines"),
        *(Figure(name, round(value, 2), "s") for name, value in seconds.items()),
        Figure("lines a second", int(count / total), "lines/s"),
        Figure("raw COPY of the same rows", round(raw, 2), "s"),
        Figure("ratio to raw COPY", round(ratio, 1), "x", f"<= {COPY_GOAL} x", ratio <= COPY_GOAL),
    ]


def _file(count: int, account: str) -> bytes:
    out = BytesIO()
    for n in range(count):
        first, last = _name(n)
        values = {
            "type": "103", "account": account, "branch_no": "000000", "national_id": thai_id.make(f"3{n:011d}"),
            "id_type": "1", "nationality": "099", "sex": "1", "title_code": "003", "first_name": first,
            "last_name": last, "birth_date": "01012533", "marital": "1", "day": f"01{clock.today():%m}2569",
        }  # fmt: skip
        line = [" "] * WIDTH
        for name, (begin, end) in FIELDS.items():
            line[begin:end] = values[name].ljust(end - begin)
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
        "help": "a million people searched, asked who is insured, and a file of 50,000 enrolled",
        "arguments": arguments,
        "run": bench,
    }
}
