"""A register of made-up people, employers and their past, for measuring: written straight into the tables."""

from datetime import date, timedelta
from typing import Any

from django.db import connection

from registration.bench_nights import SPACE, STEP
from sso_core import clock
from sso_core.kernel import thai_id, thai_text

PEOPLE_AN_EMPLOYER = 50
BEFORE = "เดิม"
"""What the name of every twentieth person began with before it changed."""
FIRST = (
    "ธนา", "ปราณี", "สมชาย", "สมศรี", "กมลวรรณ", "น้ำผึ้ง", "เกษมณี", "อนงค์", "วราภรณ์", "ปรีดา", "สุนิสา", "ไพโรจน์",
    "เฉลิมพล", "จิราพร", "ณัฐวุฒิ", "ทิพวรรณ", "พิมพ์ชนก", "ศิริพร", "อภิชาติ", "เบญจมาศ",
)  # fmt: skip
LAST = (
    "แก้ว", "มณี", "ทอง", "ศรี", "วงศ์", "ใจ", "รักษ์", "สุข", "พันธุ์", "ชัย", "บุญ", "คำ", "เพชร", "ไทย", "จันทร์", "อินทร์",
    "พงษ์", "ดี", "งาม", "สกุล",
)  # fmt: skip


def name(n: int) -> tuple[str, str]:
    """A name of many: first names repeat, last names are put together from three parts."""
    last = LAST[n % 20] + LAST[n // 20 % 20] + LAST[n // 400 % 20]
    return FIRST[(n * 7 + n // 8_000) % 20], last


def number(n: int) -> str:
    return thai_id.make(f"1{n * STEP % SPACE:011d}")


def phone(n: int) -> str:
    return f"08{n * 31 % 10**8:08d}"


def company(n: int) -> str:
    """The name of the n-th employer."""
    first, last = name(n * 13)
    return f"บริษัท {last}{first} จำกัด"


def account(n: int) -> str:
    return f"{2_000_000_000 + n * 37:010d}"


def tax_number(n: int) -> str:
    return f"{105_500_000_000 + n * 41:013d}"


def accounts(people: int) -> int:
    """Employers of a register of so many people."""
    return max(people // PEOPLE_AN_EMPLOYER, 1)


def fill(people: int) -> None:
    """People, employers and their coverage straight into the tables; indexes are made afterwards."""
    made = range(accounts(people))
    employers = {
        "accounts": [account(n) for n in made],
        "numbers": [tax_number(n) for n in made],
        "names": [company(n) for n in made],
        "keys": [thai_text.search_key(company(n)) for n in made],
    }
    with connection.cursor() as cursor:
        for table in ("person", "employer", "branch", "employment", "coverage"):
            # History of made-up people tells nothing.
            cursor.execute(f"alter table registration_{table} disable trigger user")
        indexes = _drop_indexes(cursor)
        _copy_people(cursor, people)
        cursor.execute(_FORMER_NAMES, {"before": BEFORE})
        cursor.execute(_EMPLOYERS, employers)
        cursor.execute(_EMPLOYMENTS, {"accounts": len(made)})
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
    for index, _ in found:
        cursor.execute(f'drop index "{index}"')
    return [definition for _, definition in found]


def _copy_people(cursor: Any, people: int) -> None:
    now = clock.now().isoformat()
    with cursor.copy(
        "copy registration_person (national_id, title_code, title, first_name, last_name, name_sort_key, search_key,"
        " birth_date, sex, nationality, phone, email, address, province, office, verified_at, created_at) from stdin"
    ) as copy:
        for n in range(people):
            first, last = name(n)
            full = f"{first} {last}"
            born = date(1960, 1, 1) + timedelta(days=n % 16_000)
            copy.write(
                f"{number(n)}\t003\tนาย\t{first}\t{last}\t{thai_text.sort_key(full)}\t{thai_text.search_key(full)}\t{born}"
                f"\tM\t099\t{phone(n)}\t\t\t10\t1001\t{now}\t{now}\n"
            )


_FORMER_NAMES = """
insert into registration_formername (person_id, title, first_name, last_name, search_key, changed_at)
select id, title, %(before)s || first_name, last_name, %(before)s || search_key, '2020-01-01'
  from registration_person where id %% 20 = 0"""
_EMPLOYERS = """
with made as (
    insert into registration_employer (account_no, kind, tax_id, name, search_key, email, phone, office, directors,
        registered_on)
    select account, 'juristic', number, name, key, '', '', '1001', '{}', '2015-01-01'
      from unnest(%(accounts)s::text[], %(numbers)s::text[], %(names)s::text[], %(keys)s::text[])
           as t(account, number, name, key)
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
