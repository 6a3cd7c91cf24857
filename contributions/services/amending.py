"""An employer files a month again: what stands, what it becomes, and the difference person by person (SSA s.47).

Either the whole month is filed anew - who is not in it is taken out - or single people are changed. Whoever keeps
wage and branch keeps what stands; changed wages are worked by the law as it is known today.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection, transaction

from contributions.files.amounts import satang, shown
from contributions.files.checks import block
from contributions.models import Cause, Filing, FilingFinding, FilingKind, FilingLine, StagedLine
from contributions.services import differences, waiting
from contributions.services.assessing import assess
from contributions.services.differences import Why
from contributions.services.law_sql import TermsSql, sort_in_memory, terms_sql
from contributions.services.parts import added, assessed
from contributions.services.rebilling import rebill
from contributions.services.register_checks import ROLL
from contributions.services.totals import provinces_of
from sso_core import clock
from sso_core.kernel.actor import Actor
from sso_core.kernel.finding import Refused
from sso_core.kernel.period import Period

# From which rows the month is to be: a file that was staged, or people who were named with their new wages.
STAGED = """select s.branch_no, s.national_id, s.wage, s.first_name, s.last_name
              from contributions_stagedline s where s.filing_id = %(filing)s and s.wage is not null"""
NAMED = """select * from unnest(%(branches)s::varchar[], %(ids)s::varchar[], %(wages)s::numeric[],
                                %(ids)s::varchar[], %(ids)s::varchar[])
                    as s(branch_no, national_id, wage, first_name, last_name)"""
NOBODY = "select null::varchar, null::varchar, null::numeric, ''::varchar, ''::varchar where false"
# Whom it touches: who stands at the branches of the file, the named people, or the people of one filing.
WHOLE = """(s.branch_no in (select branch_no from contributions_filingsection where filing_id = %(filing)s)
       or s.national_id in (select national_id from contributions_stagedline where filing_id = %(filing)s))"""
ONLY_NAMED = "s.national_id = any(%(ids)s)"
OF_FILING = """exists (select from contributions_line l where l.period = s.period and l.account_no = s.account_no
                          and l.national_id = s.national_id and l.filing_id = %(filing)s)"""
ROWS = """
with {cte}, source(branch_no, national_id, wage, first_name, last_name) as ({source}),
standing as materialized (
    select s.* from contributions_standing s
     where s.period = %(period)s and s.account_no = %(account)s and {scope}
), target as (
    select s.national_id, s.branch_no, s.wage, coalesce(k.base, x.base) as base,
           coalesce(k.employee, x.employee) as employee, coalesce(k.employer, x.employer) as employer,
           coalesce(k.government, x.government) as government
      from source s
      join terms t using (branch_no)
      left join standing k on k.national_id = s.national_id and k.branch_no = s.branch_no and k.wage = s.wage
      cross join lateral (select {base} as base) b
      cross join lateral (select b.base, {shares}) x
), people as (
    select national_id, min(filing_id) as filing_id, min(line) as line, max(person_id) as person_id
      from standing group by national_id
), rows as (
    select coalesce(t.national_id, s.national_id) as national_id, coalesce(t.branch_no, s.branch_no) as branch_no,
           coalesce(s.wage, 0) as was_wage, coalesce(s.base, 0) as was_base, coalesce(s.employee, 0) as was_employee,
           coalesce(s.employer, 0) as was_employer, coalesce(s.government, 0) as was_government,
           coalesce(t.wage, 0) as wage, coalesce(t.base, 0) as base, coalesce(t.employee, 0) as employee,
           coalesce(t.employer, 0) as employer, coalesce(t.government, 0) as government
      from target t
      full join standing s on s.national_id = t.national_id and s.branch_no = t.branch_no
), changed as (
    select r.*, p.filing_id, p.line, p.person_id from rows r left join people p using (national_id)
     where (r.was_wage, r.was_base, r.was_employee, r.was_employer, r.was_government)
        is distinct from (r.wage, r.base, r.employee, r.employer, r.government)
)"""
_DELTA = """
select %(account)s, national_id, branch_no, filing_id, line, person_id, wage - was_wage, base - was_base,
       employee - was_employee, employer - was_employer, government - was_government
  from changed where filing_id is not null"""
_SHOWN = """
select c.national_id, coalesce(l.first_name || ' ' || l.last_name, s.first_name || ' ' || s.last_name, ''), c.branch_no,
       c.was_wage, c.wage, c.was_employee, c.employee, c.was_employer, c.employer, c.filing_id is null
  from changed c
  left join contributions_line l on l.period = %(period)s and l.account_no = %(account)s
                                and l.national_id = c.national_id
  left join source s on s.national_id = c.national_id and s.branch_no = c.branch_no
 order by c.branch_no, c.national_id limit %(limit)s offset %(offset)s"""
_SUMMED = """
select count(distinct national_id), count(*) filter (where filing_id is null),
       count(*) filter (where wage = 0 and was_wage > 0),
       coalesce(sum(wage - was_wage), 0), coalesce(sum(employee - was_employee), 0),
       coalesce(sum(employer - was_employer), 0), coalesce(sum(government - was_government), 0) from changed"""
_NEW_LINES = """
with {cte}, {roll}
insert into contributions_line (period, filing_id, branch_no, line, account_no, national_id, person_id, title_code,
    first_name, last_name, wage, base, employee, employer, government)
select %(first)s, s.filing_id, s.branch_no, s.line, %(account)s, s.national_id, roll.person_id, s.title_code,
       s.first_name, s.last_name, s.wage, x.base, x.employee, x.employer, x.government
  from contributions_stagedline s
  join terms t using (branch_no)
  left join roll on roll.national_id = s.national_id
  cross join lateral (select {base} as base) b
  cross join lateral (select b.base, {shares}) x
 where s.filing_id = %(filing)s and not exists (
     select from contributions_standing k
      where k.period = %(first)s and k.account_no = %(account)s and k.national_id = s.national_id)
 order by s.line"""


@dataclass(frozen=True, slots=True)
class PersonChange:
    """What one person's month was and is to be. ``is_new``: not in the month so far."""

    national_id: str
    name: str
    branch_no: str
    was_wage: Decimal
    wage: Decimal
    was_employee: Decimal
    employee: Decimal
    was_employer: Decimal
    employer: Decimal
    is_new: bool

    @property
    def difference(self) -> Decimal:
        """Of both payers, in baht."""
        return self.employee + self.employer - self.was_employee - self.was_employer


@dataclass(frozen=True, slots=True)
class Change:
    """Sums of what is to change, signed: nothing is written yet."""

    people: int
    new: int
    gone: int
    wages: Decimal
    employee: Decimal
    employer: Decimal
    government: Decimal

    @property
    def contribution(self) -> Decimal:
        return self.employee + self.employer


@dataclass(frozen=True, slots=True)
class NewWage:
    """A person of a submitted month with another wage; 0 takes the person out of the month."""

    national_id: str
    branch_no: str
    wage: Decimal


class Query:
    """The rows that a change touches: for showing, for summing, and for writing, from the same statement."""

    def __init__(
        self, account: str, period: Period, places: Mapping[str, str], source: str, scope: str, **values: Any
    ) -> None:
        self.terms: TermsSql = terms_sql(period, places, wage="s.wage")
        self.rows = ROWS.format(
            cte=self.terms.cte, source=source, scope=scope, base=self.terms.base, shares=self.terms.shares
        )
        self.values = {**self.terms.params, "account": account, "period": period.first, **values}

    def shown(self, *, limit: int, offset: int = 0) -> tuple[PersonChange, ...]:
        with connection.cursor() as cursor:
            cursor.execute(self.rows + _SHOWN, {**self.values, "limit": limit, "offset": offset})
            return tuple(PersonChange(*row) for row in cursor.fetchall())

    def summed(self) -> Change:
        with connection.cursor() as cursor:
            cursor.execute(self.rows + _SUMMED, self.values)
            return Change(*cursor.fetchone())

    def fill(self) -> int:
        return differences.fill(self.rows + _DELTA, self.values)


def whole_month(filing: Filing) -> Query:
    """A staged filing in place of all that stands of its month."""
    period = Period.of(filing.period)
    return Query(filing.account_no, period, provinces_of(filing), STAGED, WHOLE, filing=filing.pk)


def amend_whole(filing: Filing, *, seen: Decimal | None, by: Actor) -> None:
    """Close a locked filing of the whole month: new people become lines, the rest differences. Raises ``Refused``."""
    sort_in_memory()
    query = whole_month(filing)
    change = query.summed()
    refuse_changed(change, seen)
    new = _add_lines(filing)
    query.fill()
    _finish(filing, by=by, new_lines=new)
    StagedLine.objects.filter(filing_id=filing.pk).delete()


def refuse_changed(change: Change, seen: Decimal | None) -> None:
    """Nothing to change, or another difference than was shown."""
    if not change.people:
        raise Refused(block("nothing_changes", 0, ""))
    if seen is not None and seen != change.contribution:
        values = {"seen": shown(satang(seen)), "now": shown(satang(change.contribution))}
        raise Refused(block("totals_changed", 0, "", **values))


def _add_lines(filing: Filing) -> int:
    period = Period.of(filing.period)
    terms = terms_sql(period, provinces_of(filing), wage="s.wage")
    statement = _NEW_LINES.format(cte=terms.cte, roll=ROLL, base=terms.base, shares=terms.shares)
    values = {**terms.params, "first": period.first, "last": period.last, "account": filing.account_no,
              "filing": filing.pk}  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.rowcount)


def _finish(filing: Filing, *, by: Actor, new_lines: int) -> None:
    """Assess the new lines, write the differences, ask for more or give back."""
    period = Period.of(filing.period)
    zero = Decimal("0.00")
    filing.wages = filing.employee = filing.employer = filing.government = zero
    if new_lines:
        filing.wages, filing.employee, filing.employer, filing.government = assess(filing)
    filing.lines = new_lines
    filing.save()
    why = Why(
        Cause.AMENDED, f"filing:{filing.pk}", by, filing=filing, **known_then(filing.account_no, period)
    )
    (written,) = differences.write(period, [filing.account_no], why, even_empty=True)
    waiting.hold(filing)
    rebill(
        written.adjustment,
        added(written.parts, assessed(filing.pk)),
        lines_of=filing if new_lines else None,
    )


def known_then(account: str, period: Period) -> dict[str, Any]:
    """As of which day the law was known when the month was last assessed, and which set of law it was."""
    last = (
        Filing.objects.filter(account_no=account, period=period.first, status="submitted", lines__gt=0)
        .order_by("-submitted_at")
        .first()
    )
    if last is None or last.submitted_at is None:
        return {"known_then": None, "law_then": ""}
    day: date = last.submitted_at.astimezone(clock.BANGKOK).date()
    return {"known_then": day, "law_then": last.law_hash}


def drop_already_filed(filing: Filing) -> None:
    """In a filing of the whole month, being filed already is no fault."""
    FilingFinding.objects.filter(filing=filing, code="filing.person_filed").delete()


@transaction.atomic
def turn_into_amendment(filing_id: int) -> Filing:
    """The employer says that this file is the whole month anew. Raises ``Refused``."""
    filing = Filing.objects.select_for_update().get(pk=filing_id)
    if not filing.is_open:
        raise Refused(block("filing_closed", 0, ""))
    if not filed_people(filing.account_no, Period.of(filing.period)):
        raise Refused(block("nothing_filed_yet", 0, ""))
    filing.kind = FilingKind.AMENDED
    filing.save(update_fields=["kind"])
    drop_already_filed(filing)
    return filing


def filed_people(account: str, period: Period) -> bool:
    return FilingLine.objects.filter(period=period.first, account_no=account).exists()


def of_filing(filing: Filing) -> Query:
    """The people of a filing, taken out of the month."""
    period = Period.of(filing.period)
    return Query(filing.account_no, period, provinces_of(filing), NOBODY, OF_FILING, filing=filing.pk)


def stands(account: str, period: Period, ids: Sequence[str]) -> frozenset[str]:
    """Who of these is in the month, whatever the sum."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select distinct national_id from contributions_standing"
            " where period = %s and account_no = %s and national_id = any(%s::bpchar[])",
            [period.first, account, list(ids)],
        )
        return frozenset(number for (number,) in cursor.fetchall())


def named(account: str, period: Period, wages: Sequence[NewWage], places: Mapping[str, str]) -> Query:
    """Single people of a submitted month with their new wages."""
    return Query(
        account, period, places, NAMED, ONLY_NAMED,
        branches=[one.branch_no for one in wages],
        ids=[one.national_id for one in wages],
        wages=[one.wage for one in wages],
    )  # fmt: skip
