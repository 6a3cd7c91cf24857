"""The employer submits: the lines become contribution lines, the filing is assessed, a bill is made.

One transaction for a small filing. A large one is copied over in slices by workers; what closes the
run is the same function as for a small one.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import connection, transaction

from contributions.files.amounts import satang, shown
from contributions.files.checks import block
from contributions.models import Filing, FilingFinding, FilingKind, FilingLine, FilingStatus, StagedLine
from contributions.services import billing, office_assessing, staging, waiting
from contributions.services.amending import amend_whole, refuse_changed, whole_month
from contributions.services.assessing import assess
from contributions.services.law_sql import sort_in_memory, terms_sql
from contributions.services.locking import lock_month
from contributions.services.nothing_to_pay import tell_nothing_to_pay
from contributions.services.register_checks import ROLL
from contributions.services.slices import SLICE, SMALL_LINES
from contributions.services.totals import provinces_of, staged_totals
from contributions.services.uploads import ensure_staged
from sso_core import clock
from sso_core.audit.public import record
from sso_core.batch.public import start_run
from sso_core.kernel.actor import Actor
from sso_core.kernel.finding import Refused
from sso_core.kernel.period import Period
from sso_core.law.public import current

SUBMIT_RUN = "contributions.submit"
AMEND_RUN = "contributions.amend"

_MOVE = """
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
 where s.filing_id = %(filing)s and s.branch_no = %(branch)s and s.line between %(since)s and %(until)s
 order by s.line"""


def submit_filing(filing_id: int, *, seen_total: Decimal | None, by: Actor) -> Filing:
    """Submit once; submitted before, the same filing comes back. Raises ``Refused``.

    ``seen_total`` is the sum the employer was shown (of a month filed anew: the difference): where it has
    changed since, nothing is submitted.
    """
    with transaction.atomic():
        filing = Filing.objects.select_for_update().get(pk=filing_id)
        if filing.status in {FilingStatus.SUBMITTING, FilingStatus.SUBMITTED}:
            return filing
        _refuse_unready(filing)
        ensure_staged(filing)
        lock_month(filing.account_no, Period.of(filing.period))
        _refuse_faulty(filing)
        _refuse_changed(filing, seen_total)
        filing.submitted_by_id, filing.submitted_by = by.user_id, by.name
        filing.submitted_at, filing.law_hash = clock.now(), current().hash
        filing.status = FilingStatus.SUBMITTING
        filing.save()
        record(
            "contributions.filing_submitted",
            by=by,
            subject=f"employer:{filing.account_no}",
            params={"filing": filing.reference},
        )
        if filing.kind == FilingKind.AMENDED:
            _amend(filing, by)
            return filing
        slices = _slices(filing)
        if filing.lines <= SMALL_LINES:
            for part in slices:
                move_slice(filing, part)
            close(filing)
        else:
            _start(filing, slices, by)
    return filing


def _refuse_unready(filing: Filing) -> None:
    if filing.status == FilingStatus.CHECKING:
        raise Refused(block("filing_checking", 0, ""))
    if filing.status != FilingStatus.CHECKED:
        raise Refused(block("filing_closed", 0, ""))


def _amend(filing: Filing, by: Actor) -> None:
    """The whole month anew: at once, or by a worker where there are many."""
    if filing.lines <= SMALL_LINES:
        amend(filing, by)
        return
    title = f"ยื่นแก้ไข {filing.reference} {filing.employer_name}"
    start_run(AMEND_RUN, str(filing.pk), [{}], by=by, title=title, payload={"filing": filing.pk})


def amend(filing: Filing, by: Actor) -> None:
    """Close a filing that is the whole month anew: only the difference is written."""
    filing.status = FilingStatus.SUBMITTED
    amend_whole(filing, seen=None, by=by)


def _refuse_faulty(filing: Filing) -> None:
    """What blocks, and people who were filed by another filing since this one was checked."""
    blocking = FilingFinding.objects.filter(filing=filing, severity="block").count()
    if blocking:
        raise Refused(block("filing_has_faults", 0, "", count=blocking))
    staged = StagedLine.objects.filter(filing_id=filing.pk)
    if not staged.exists():
        raise Refused(block("nothing_to_file", 0, ""))
    if filing.kind == FilingKind.AMENDED:
        return
    twice = FilingLine.objects.filter(
        period=filing.period, account_no=filing.account_no, national_id__in=staged.values("national_id")
    ).first()
    if twice is not None:
        earlier = Filing.objects.get(pk=twice.filing_id)
        raise Refused(block("person_filed", twice.line, "national_id", reference=earlier.reference))


def _refuse_changed(filing: Filing, seen_total: Decimal | None) -> None:
    if filing.kind == FilingKind.AMENDED:
        refuse_changed(whole_month(filing).summed(), seen_total)
        return
    now = staged_totals(filing, as_of=clock.today()).total
    if seen_total is not None and seen_total != now:
        raise Refused(block("totals_changed", 0, "", seen=shown(satang(seen_total)), now=shown(satang(now))))


def _slices(filing: Filing) -> list[dict[str, Any]]:
    """Ranges of lines of about equal size, branch by branch."""
    with connection.cursor() as cursor:
        cursor.execute(
            """select branch_no, min(line), max(line) from (
                   select branch_no, line, (row_number() over (partition by branch_no order by line) - 1) / %s as part
                     from contributions_stagedline where filing_id = %s) x
                group by branch_no, part order by branch_no, part""",
            [SLICE, filing.pk],
        )
        return [
            {"branch": branch, "since": since, "until": until} for branch, since, until in cursor.fetchall()
        ]


def _start(filing: Filing, slices: list[dict[str, Any]], by: Actor) -> None:
    start_run(
        SUBMIT_RUN,
        str(filing.pk),
        slices,
        by=by,
        title=f"ยื่นแบบ {filing.reference} {filing.employer_name}",
        payload={"filing": filing.pk},
        items=filing.lines,
    )


def move_slice(filing: Filing, part: Mapping[str, Any]) -> int:
    """Assess a range of staged lines and put them in the book; returns how many."""
    period = Period.of(filing.period)
    terms = terms_sql(period, provinces_of(filing), wage="s.wage")
    statement = _MOVE.format(cte=terms.cte, roll=ROLL, base=terms.base, shares=terms.shares)
    values = {
        **terms.params,
        "first": period.first,
        "last": period.last,
        "account": filing.account_no,
        "filing": filing.pk,
        **part,
    }
    sort_in_memory()
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.rowcount)


def close(filing: Filing) -> Filing:
    """Every line is in the book: sums by branch and fund, ledger, who waits, the bill."""
    sums = assess(filing)
    filing.wages, filing.employee, filing.employer, filing.government = sums
    filing.lines = FilingLine.objects.filter(period=filing.period, filing_id=filing.pk).count()
    filing.status = FilingStatus.SUBMITTED
    filing.save()
    waiting.hold(filing)
    if billing.bill_filing(filing) is None:
        tell_nothing_to_pay([filing])
    office_assessing.filed(filing)
    StagedLine.objects.filter(filing_id=filing.pk).delete()
    staging.drop_sheet(filing)
    return filing
