"""The country of ``./bench national``: its employers and people in the register, and the files that they file."""

import multiprocessing
import zipfile
from dataclasses import dataclass
from math import gcd
from pathlib import Path
from typing import Any

from django.db import connection

from contributions.files.ids import right_digit_of
from contributions.files.layout import WIDTH
from contributions.files.records import Expected
from contributions.services.context import terms_of
from sso_core.kernel.period import Period

ZIP_FILINGS = 2_000
LARGEST_EMPLOYER = 100_000
STEP = 7_919_777  # people of an employer lie far apart in the register, as those who were hired over the years do
# (share of employers, fewest people, most people); the rest are the large ones
SIZES = ((0.60, 1, 4), (0.25, 5, 15), (0.10, 16, 60), (0.041, 61, 300), (0.007, 301, 1_600))
FIRST_NAMES = ("ธนา", "สมชาย", "สมหญิง", "วิชัย", "กมล", "อรุณี", "ประเสริฐ", "มาลี")
LAST_NAMES = ("พรหมมา", "ใจดี", "ศรีสุข", "ทองคำ", "แสงจันทร์", "บุญมี", "วงศ์ไทย")


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
            # As autovacuum leaves a register that people lived in.
            "vacuum analyze registration_employer, registration_branch, registration_person, registration_employment"
        )


def fill_month_before(period: Period) -> None:
    """Everybody's line of the month before, with the wage that this month's file tells."""
    before = period.prev()
    with connection.cursor() as cursor:
        cursor.execute(
            """insert into contributions_line (period, filing_id, branch_no, line, account_no, national_id, person_id,
                   title_code, first_name, last_name, wage, base, employee, employer, government)
               select %(month)s, -b.id, '000000', row_number() over (partition by b.id order by p.id), e.account_no,
                      p.national_id, p.id, p.title_code, p.first_name, p.last_name, w.wage, w.wage, 0, 0, 0
                 from registration_employment m
                 join registration_person p on p.id = m.person_id
                 join registration_branch b on b.id = m.branch_id
                 join registration_employer e on e.id = b.employer_id
                cross join lateral (
                   select ((120000 + (p.id - 1) * 7919 %% 6000000)::numeric / 100)::numeric(18, 2) as wage) w
                order by b.id""",
            {"month": before.first},
        )
        cursor.execute("vacuum analyze contributions_line")


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


def write_drops(
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
    digit = right_digit_of()
    for k, wage, share in zip(numbers, wages, paid, strict=True):
        number = f"1{k:011d}"
        number += digit(number + "0")
        out.append(
            f"2{number}003{FIRST_NAMES[k % 8]:<30}{LAST_NAMES[k % 7]:<35}{wage:014d}{share:012d}".ljust(WIDTH)
        )
    return "\r\n".join([*out, ""]).encode("cp874")
