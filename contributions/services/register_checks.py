"""Checks that need the register and earlier filings: set-based, one statement each.

A line whose id is wrong was told so already and is left out here.
"""

from typing import Any

from django.db import connection

from contributions.models import Filing, FilingFinding, FilingKind, FilingSection
from contributions.services.law_sql import sort_in_memory
from contributions.services.slices import SMALL_LINES
from registration.public import provinces_on
from sso_core.kernel.finding import Severity
from sso_core.kernel.period import Period

# The people of this employer in the wage month, one row each.
ROLL = """
roll as materialized (
    select distinct on (r.national_id) r.national_id, r.person_id, r.first_name, r.last_name
      from registration_roll r
     where r.account_no = %(account)s and r.starts_on <= %(last)s
       and (r.ends_on is null or r.ends_on >= %(first)s)
     order by r.national_id, r.starts_on desc
)"""
_LINES = """
lines as (
    select s.* from contributions_stagedline s
     where s.filing_id = %(filing)s
       and (%(line)s::int is null or (s.branch_no, s.line) = (%(branch)s, %(line)s))
       and not exists (select 1 from contributions_filingfinding f
                        where f.filing_id = s.filing_id and f.branch_no = s.branch_no and f.line = s.line
                          and f.field = 'national_id' and f.severity = 'block')
)"""
_INTO = """
insert into contributions_filingfinding
    (filing_id, branch_no, line, field, code, severity, section, params, national_id, settled)
"""
# Whom the register lacks, and who has another name there: both from one look at the roll.
_REGISTER = f"""with {ROLL}, {_LINES} {_INTO}
select %(filing)s, l.branch_no, l.line, x.field, x.code, 'warn', x.section, x.params, l.national_id, ''
  from lines l
  left join roll using (national_id)
  cross join lateral (
      select 'national_id' as field, 'filing.not_enrolled' as code, '34' as section, '{{}}'::jsonb as params
       where roll.national_id is null
      union all
      select 'first_name', 'filing.name_differs', '',
             jsonb_build_object('found', l.first_name || ' ' || l.last_name,
                                'right', roll.first_name || ' ' || roll.last_name)
       where l.first_name <> roll.first_name or l.last_name <> roll.last_name
  ) x"""  # noqa: S608
_ALREADY_FILED = f"""with {_LINES} {_INTO}
select %(filing)s, l.branch_no, l.line, 'national_id', 'filing.person_filed', 'block', '47',
       jsonb_build_object('reference', 'F' || to_char(f.period + interval '543 years', 'YYMM') || '-'
                                           || lpad(f.id::text, greatest(7, length(f.id::text)), '0')), l.national_id, ''
  from lines l
  join contributions_line c on c.period = %(first)s and c.account_no = %(account)s and c.national_id = l.national_id
  join contributions_filing f on f.id = c.filing_id"""  # noqa: S608
# One person under two numbers in one filing: credited once, the other line's money would belong to nobody.
_PERSON_TWICE = f"""with {_LINES} {_INTO}
select %(filing)s, l.branch_no, l.line, 'national_id', 'filing.person_twice', 'block', '',
       jsonb_build_object('first_line', s.line, 'number', s.national_id), l.national_id, ''
  from registration_given_up g
  join lines l on l.national_id = g.national_id
  join registration_number n on n.person_id = g.person_id and n.national_id <> l.national_id
  join contributions_stagedline s on s.filing_id = %(filing)s and s.national_id = n.national_id"""  # noqa: S608
_WAGE_HALVED = f"""with {_LINES} {_INTO}
select %(filing)s, l.branch_no, l.line, 'wage', 'filing.wage_halved', 'warn', '',
       jsonb_build_object('before', to_char(c.wage, 'FM999,999,999,990.00'),
                          'found', to_char(l.wage, 'FM999,999,999,990.00')), l.national_id, ''
  from lines l
  join contributions_line c on c.period = %(before)s and c.account_no = %(account)s and c.national_id = l.national_id
 where l.wage > 0 and l.wage < c.wage / 2"""  # noqa: S608
_IDS = """
update contributions_filingfinding f set national_id = s.national_id
  from contributions_stagedline s
 where f.filing_id = %(filing)s and f.line > 0 and f.national_id = ''
   and s.filing_id = f.filing_id and s.branch_no = f.branch_no and s.line = f.line"""


def check_register(filing: Filing) -> None:
    """Add what the register and earlier filings say about the staged lines."""
    _set_places(filing)
    if filing.lines > SMALL_LINES:
        sort_in_memory()
        with connection.cursor() as cursor:
            # Staged rows were written a moment ago in this transaction: nobody has counted them yet. For a few
            # it does not pay, and who analyses holds up every other filing that is checked meanwhile.
            cursor.execute("analyze contributions_stagedline")
    check_line(filing, None, None)


def check_line(filing: Filing, branch_no: str | None, line: int | None) -> None:
    """The same for one line that was changed; with None, for every line."""
    period = Period.of(filing.period)
    values: dict[str, Any] = {
        "filing": filing.pk,
        "account": filing.account_no,
        "branch": branch_no,
        "line": line,
        "first": period.first,
        "last": period.last,
        "before": period.prev().first,
    }
    with connection.cursor() as cursor:
        for statement in (_IDS, _REGISTER, _ALREADY_FILED, _PERSON_TWICE, _WAGE_HALVED):
            if statement is not _ALREADY_FILED or filing.kind != FilingKind.AMENDED:
                cursor.execute(statement, values)


def _set_places(filing: Filing) -> None:
    """The province of each branch at the end of the wage month, which decides its rates.

    A branch that the register lacks blocks.
    """
    places = provinces_on(filing.account_no, Period.of(filing.period).last)
    for section in FilingSection.objects.filter(filing=filing):
        province = places.get(section.branch_no)
        if province is None:
            FilingFinding.objects.create(
                filing=filing,
                branch_no=section.branch_no,
                field="branch",
                code="filing.branch_unknown",
                severity=Severity.BLOCK.value,
                params={"branch": section.branch_no or "–"},
            )
            continue
        section.province = province
        section.save(update_fields=["province"])
