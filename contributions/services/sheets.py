"""A month typed on the page begins: with the staff of the register, or with the lines of the last month filed.

There is one open sheet for the same branches of an employer's month: begun again, it is gone on with. People
who are in a submitted filing of the month already are left out.
"""

import hashlib
import uuid
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from contributions.files.checks import block
from contributions.files.headers import period_finding
from contributions.models import Filing, FilingFormat, FilingStatus, TypedSheet
from contributions.services import uploads
from contributions.services.context import context
from contributions.services.locking import lock_month
from registration.public import branches, employer
from sso_core import clock
from sso_core.kernel.actor import Actor
from sso_core.kernel.finding import Refused
from sso_core.kernel.period import Period

LOOK_BACK = 12
# Who worked for the employer on a day of the wage month, each once, at the branch entered last.
_STAFF = """
staff as materialized (
    select * from (
        select distinct on (r.person_id) r.person_id, r.national_id, r.first_name, r.last_name, r.branch_no,
               coalesce(nullif(r.title_code, ''), '999') as title_code
          from registration_roll r
         where r.account_no = %(account)s and r.starts_on <= %(last)s
           and (r.ends_on is null or r.ends_on >= %(first)s)
           and not exists (select from registration_given_up g where g.national_id = r.national_id)
         order by r.person_id, r.starts_on desc) s
     where %(branch)s in ('', s.branch_no)
)"""
_FILED = """
filed as (select national_id from contributions_line where period = %(first)s and account_no = %(account)s)"""
# The month as it stands with its differences: who was withdrawn, or moved to another branch, is not in it here.
_BEFORE = """
before as (
    select s.person_id, s.national_id, s.branch_no, s.line, s.wage, coalesce(l.title_code, '999') as title_code,
           coalesce(l.first_name, r.first_name, split_part(w.name, ' ', 1)) as first_name,
           coalesce(l.last_name, r.last_name, substr(w.name, strpos(w.name || ' ', ' ') + 1)) as last_name
      from contributions_standing s
      left join contributions_line l
        on l.period = s.period and l.account_no = s.account_no and l.national_id = s.national_id
      left join lateral (select name from contributions_waitingline w
                          where w.account_no = s.account_no and w.national_id = s.national_id limit 1) w on true
      left join lateral (select first_name, last_name from registration_roll r
                          where r.person_id = s.person_id and r.account_no = s.account_no limit 1) r on true
     where s.period = %(before)s and s.account_no = %(account)s and %(branch)s in ('', s.branch_no)
       and (s.base > 0 or l.base = 0)
)"""
# Who waited for the enrolment last month and still does is taken over as filed: the register knows no leaver.
_ROWS = f"""with {_STAFF}, {_FILED}, {_BEFORE},
rows as (
    select s.branch_no, s.national_id, s.title_code, s.first_name, s.last_name, nullif(b.wage, 0) as wage,
           b.wage as before, %(before)s::date is not null and b.national_id is null as is_new
      from staff s left join before b on b.person_id = s.person_id or b.national_id = s.national_id
    union all
    select b.branch_no, b.national_id, b.title_code, b.first_name, b.last_name, nullif(b.wage, 0), b.wage, false
      from before b
     where b.person_id is null and b.first_name is not null
       and not exists (select from staff s where s.national_id = b.national_id)
)
insert into contributions_typedline
    (filing_id, line, branch_no, national_id, title_code, first_name, last_name, wage, before, is_new)
select %(filing)s, row_number() over (order by branch_no, first_name collate "C", last_name collate "C", national_id),
       branch_no, national_id, title_code, first_name, last_name, wage, before, is_new
  from rows where national_id not in (select national_id from filed)"""  # noqa: S608
_GONE = f"""with {_STAFF}, {_BEFORE}
select b.first_name || ' ' || b.last_name from before b
 where b.person_id is not null and not exists (select from staff s where s.person_id = b.person_id)
 order by b.branch_no, b.line"""  # noqa: S608
_HOW_MANY = f"with {_STAFF} select count(*) from staff"  # noqa: S608
_LAST_MONTH = """
select max(period) from contributions_line
 where account_no = %(account)s and period < %(first)s and period >= %(oldest)s and %(branch)s in ('', branch_no)"""


@dataclass(frozen=True, slots=True)
class Begun:
    """``is_new`` is False when a sheet for these branches of the month was open already."""

    filing_id: int
    is_new: bool


@transaction.atomic
def begin(account: str, period: Period, *, branch_no: str = "", take_over: bool = False, by: Actor) -> Begun:
    """Open the sheet of a month for every branch or one. Raises ``Refused``.

    With ``take_over`` the lines of the last month filed are copied: leavers dropped, newcomers added with
    their wage open. Else the wages are open for everybody.
    """
    name = _refuse(account, period, branch_no)
    lock_month(account, period)
    known = _open_sheet(account, period, branch_no)
    if known is not None:
        return Begun(known, False)
    before = last_month(account, period, branch_no)
    if take_over and before is None:
        raise Refused(block("nothing_to_take_over", 0, "period"))
    values = _values(account, period, branch_no, before if take_over else None)
    _refuse_many(values)
    filing = _create(account, name, period, by)
    sheet = TypedSheet(filing=filing, only_branch=branch_no)
    with connection.cursor() as cursor:
        cursor.execute(_ROWS, {**values, "filing": filing.pk})
        if take_over and before is not None:
            sheet.taken_from = before.first
            cursor.execute(_GONE, values)
            sheet.gone = [row[0] for row in cursor.fetchall()]
    sheet.save(force_insert=True)
    uploads.check(filing)
    return Begun(filing.pk, True)


def last_month(account: str, period: Period, branch_no: str = "") -> Period | None:
    """The newest month before ``period``, within a year, of which lines were filed."""
    with connection.cursor() as cursor:
        oldest = (period - LOOK_BACK).first
        cursor.execute(
            _LAST_MONTH,
            {"account": account, "first": period.first, "branch": branch_no, "oldest": oldest},
        )
        found = cursor.fetchone()[0]
    return Period.of(found) if found else None


def _refuse(account: str, period: Period, branch_no: str) -> str:
    found = employer(account)
    if found is None:
        raise Refused(block("employer_unknown", 0, "account"))
    wrong = period_finding(period, context(account=account), 0)
    if wrong is not None:
        raise Refused(wrong)
    if branch_no and branch_no not in {one.branch_no for one in branches(account)}:
        raise Refused(block("branch_unknown", 0, "branch_no", branch=branch_no))
    return found.name


def _open_sheet(account: str, period: Period, branch_no: str) -> int | None:
    sheets = TypedSheet.objects.filter(
        filing__account_no=account, filing__period=period.first, filing__status=FilingStatus.CHECKED
    )
    return sheets.filter(only_branch=branch_no).values_list("filing_id", flat=True).first()


def _values(account: str, period: Period, branch_no: str, before: Period | None) -> dict[str, Any]:
    return {
        "account": account,
        "branch": branch_no,
        "first": period.first,
        "last": period.last,
        "before": before.first if before else None,
    }


def _refuse_many(values: dict[str, Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_HOW_MANY, values)
        if cursor.fetchone()[0] > settings.TYPED_MOST_PEOPLE:
            raise Refused(block("too_many_to_type", 0, "", most=settings.TYPED_MOST_PEOPLE))


def _create(account: str, name: str, period: Period, by: Actor) -> Filing:
    now = clock.now()
    return Filing.objects.create(
        account_no=account,
        employer_name=name,
        period=period.first,
        format=FilingFormat.TYPED,
        # No file came that could come twice.
        sha256=hashlib.sha256(uuid.uuid4().bytes).hexdigest(),
        uploaded_by_id=by.user_id,
        uploaded_by=by.name,
        uploaded_at=now,
        changed_at=now,
    )
