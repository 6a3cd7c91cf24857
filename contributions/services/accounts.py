"""Writing the member's contribution account: one set-based statement for any number of lines."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from contributions.models import Bill, Filing, Gap
from contributions.services.law_sql import sort_in_memory
from sso_core.kernel.period import Period, months

PARTITIONED = ("contributions_line", "contributions_account")

_CREDIT = """
insert into contributions_account (period, person_id, origin, origin_id, section, account_no, branch_no, wage, base,
    employee, employer, government, paid_on, receipt_id)
select l.period, l.person_id, 'filing', l.filing_id, 33, l.account_no, l.branch_no, l.wage, l.base,
       l.employee, l.employer, l.government, %(paid_on)s, %(receipt)s
  from contributions_line l
 where l.period = %(period)s and l.filing_id = %(filing)s and l.branch_no = %(branch)s
   and l.line between %(since)s and %(until)s and l.person_id is not null and l.base > 0
 order by l.person_id
on conflict do nothing"""


def credit_lines(filing: Filing, bill: Bill | None, *, branch: str, since: int, until: int) -> int:
    """Credit the paid lines of a range to their people; lines credited before stay as they are.

    Without a bill they were set off against money paid too much, on the filing's day.
    """
    sort_in_memory()
    with connection.cursor() as cursor:
        cursor.execute(
            _CREDIT,
            {
                "period": filing.period, "filing": filing.pk, "branch": branch, "since": since, "until": until,
                "paid_on": bill.paid_on if bill else filing.cleared_on, "receipt": bill.receipt.pk if bill else None,
            },
        )  # fmt: skip
        return int(cursor.rowcount)


def credit_voluntary(bill: Bill, section: int, *, base: Decimal, government: Decimal) -> None:
    """Credit a month of Section 39 or 40 that the person paid."""
    with connection.cursor() as cursor:
        cursor.execute(
            """insert into contributions_account (period, person_id, origin, origin_id, section, account_no,
                   branch_no, wage, base, employee, employer, government, paid_on, receipt_id)
               values (%s, %s, %s, %s, %s, '', '', null, %s, %s, 0, %s, %s, %s) on conflict do nothing""",
            [
                bill.period, bill.person_id, bill.kind, bill.pk, section, base, bill.contribution, government,
                bill.paid_on, bill.receipt.pk,
            ],
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """A month paid in the system before this one."""

    person_id: int
    period: Period
    section: int
    base: Decimal
    employee: Decimal
    employer: Decimal
    government: Decimal
    wage: Decimal | None = None
    account_no: str = ""
    branch_no: str = ""
    paid_on: date | None = None


_HISTORY = """copy history (person_id, period, section, account_no, branch_no, wage, base, employee, employer,
    government, paid_on) from stdin"""
_INTO = """
insert into contributions_account (period, person_id, origin, origin_id, section, account_no, branch_no, wage, base,
    employee, employer, government, paid_on, receipt_id)
select period, person_id, 'history', %s, section, account_no, branch_no, wage, base, employee, employer, government,
       paid_on, null
  from history order by period, person_id
on conflict do nothing"""


@transaction.atomic
def load_history(rows: Iterable[HistoryRow], *, load: int = 1) -> int:
    """Bring in paid months of an older system, by COPY; a month of a person loaded before stays as it is."""
    with connection.cursor() as cursor:
        cursor.execute(
            """create temp table history (person_id bigint, period date, section smallint, account_no text,
                   branch_no text, wage numeric, base numeric, employee numeric, employer numeric,
                   government numeric, paid_on date) on commit drop"""
        )
        with cursor.copy(_HISTORY) as copy:
            for row in rows:
                copy.write_row(
                    (
                        row.person_id, row.period.first, row.section, row.account_no, row.branch_no, row.wage,
                        row.base, row.employee, row.employer, row.government, row.paid_on,
                    )
                )  # fmt: skip
        cursor.execute(_INTO, [load])
        count = int(cursor.rowcount)
        cursor.execute("drop table history")
    return count


def note_gap(person_id: int, since: Period, until: Period, *, reason: str) -> None:
    """Say that the months from ``since`` to ``until`` of a person are not loaded: they are not known."""
    Gap.objects.create(person_id=person_id, months=DateRange(since.first, until.next().first), reason=reason)


def close_gap(person_id: int, since: Period, until: Period) -> int:
    """Months that were loaded since are known; returns how many gaps were closed."""
    found = DateRange(since.first, until.next().first)
    return Gap.objects.filter(person_id=person_id, months__contained_by=found).delete()[0]


def make_partitions(since: Period, until: Period) -> int:
    """Make the monthly partitions that are missing; returns how many months were made.

    Each table of each month in a transaction of its own, unless the caller has one open. Raises
    ``django.db.OperationalError`` where readers do not let go of a table within two seconds; what was made stays.
    """
    return sum(_make_month(month) for month in months(since, until))


def _make_month(month: Period) -> bool:
    made = False
    for table in PARTITIONED:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("select contributions_make_partition(%s, %s)", [table, month.first])
            made = cursor.fetchone()[0] or made
    return made
