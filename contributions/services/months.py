"""The wage month as a batch: open it, expect filings, remind and chase, close it.

Opening counts on the register: who had staff must file (s.47). Reminding goes out before the due day,
chasing after it. Closing holds every filing's lines, assessment and ledger entries together, claims the
government's share and looks who of Section 39 lapsed. Who files later still may; that money goes with
the next claim. Each step is a run that is begun once, by the clock or by an officer.
"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from contributions.models import ContributionMonth, MonthState
from contributions.services.accounts import make_partitions
from contributions.services.due import due_on
from sso_core import clock
from sso_core.audit.public import record
from sso_core.batch.models import BatchRun
from sso_core.batch.public import RunStatus, progress_of, start_run
from sso_core.kernel.actor import Actor
from sso_core.kernel.finding import Finding, Refused
from sso_core.kernel.period import Period

EXPECT_RUN = "contributions.month.expect"
REMIND_RUN = "contributions.month.remind"
CHASE_RUN = "contributions.month.chase"
CLOSE_RUN = "contributions.month.close"
EMPLOYERS_A_CHUNK = 5_000
_RANGES = """
select min(account_no), max(account_no), count(*) from (
    select account_no, (row_number() over (order by account_no) - 1) / %s as part from {rows}) x
 group by part order by part"""


def general_due(period: Period) -> date:
    """The due day of a month where nothing was extended."""
    return due_on(period)


@transaction.atomic
def open_month(period: Period, *, by: Actor) -> BatchRun:
    """Open a wage month and begin to gather who must file; opened before, the register is looked at anew.

    Raises ``Refused`` for a month that has not begun, and while the same is being done.
    """
    if period > Period.of(clock.today()):
        raise Refused(Finding("filing.period_future", params={"period": period.be_label()}))
    make_partitions(period, period)
    month, is_new = ContributionMonth.objects.select_for_update().get_or_create(
        period=period.first, defaults={"opened_at": clock.now(), "opened_by": by.name}
    )
    if month.state != MonthState.OPEN:
        raise Refused(Finding("month.not_open", params={"period": period.be_label()}))
    _refuse_running(EXPECT_RUN, period)
    if is_new:
        _note("opened", period, by)
    return _start(EXPECT_RUN, period, _ranges("registration_account"), by, "นายจ้างที่ต้องยื่นแบบ")


@transaction.atomic
def remind(period: Period, *, by: Actor) -> BatchRun:
    """Tell employers that have not filed and have some days left, once a month. Raises ``Refused``."""
    return _tell_missing(REMIND_RUN, period, by, "เตือนก่อนครบกำหนด")


@transaction.atomic
def chase(period: Period, *, by: Actor) -> BatchRun:
    """Tell employers whose due day has passed without a filing, once a month. Raises ``Refused``."""
    if clock.today() <= general_due(period):
        raise Refused(Finding("month.not_due", params={"period": period.be_label()}))
    return _tell_missing(CHASE_RUN, period, by, "ทวงนายจ้างที่ยังไม่ยื่น")


def _tell_missing(kind: str, period: Period, by: Actor, title: str) -> BatchRun:
    _locked(period)
    _refuse_running(kind, period)
    return _start(kind, period, _ranges(_EXPECTED, period), by, title)


@transaction.atomic
def close_month(period: Period, *, by: Actor) -> BatchRun:
    """Begin to close a month whose due day has passed. Raises ``Refused``; two at once are refused too."""
    month = _locked(period)
    if clock.today() <= general_due(period):
        raise Refused(Finding("month.not_due", params={"period": period.be_label()}))
    if month.state != MonthState.OPEN:
        raise Refused(Finding("month.not_open", params={"period": period.be_label()}))
    for kind in (EXPECT_RUN, REMIND_RUN, CHASE_RUN):
        _refuse_running(kind, period)
    month.state, month.closings, month.closed_by = MonthState.CLOSING, month.closings + 1, by.name
    month.save()
    _know_the_tables(period)
    _note("closing", period, by)
    return _start(CLOSE_RUN, period, _ranges(_FILERS, period), by, "ปิดงวดเงินสมทบ", number=month.closings)


def _know_the_tables(period: Period) -> None:
    """Millions of rows came in some days: the plans of the closing are made for them, not for the month before."""
    with connection.cursor() as cursor:
        cursor.execute("select to_regclass(%s)::text", [f"contributions_line_{period.first:%Y%m}"])
        lines = cursor.fetchone()[0] or "contributions_line_default"
        cursor.execute(
            f"analyze {lines}, contributions_filing, contributions_assessment, finance_ledgerentry, finance_ledgerline"
        )


def _locked(period: Period) -> ContributionMonth:
    month = ContributionMonth.objects.select_for_update().filter(period=period.first).first()
    if month is None:
        raise Refused(Finding("month.not_open", params={"period": period.be_label()}))
    return month


def _refuse_running(kind: str, period: Period) -> None:
    """The same for the same month is not done twice at once."""
    newest = newest_run(kind, period)
    if newest is not None and newest.status == RunStatus.RUNNING:
        raise Refused(Finding("month.running", params={"run": newest.reference}))


def newest_run(kind: str, period: Period) -> BatchRun | None:
    return BatchRun.objects.filter(kind=kind, key__startswith=f"{period}/").order_by("-pk").first()


def _start(
    kind: str, period: Period, ranges: list[dict[str, Any]], by: Actor, title: str, *, number: int = 0
) -> BatchRun:
    number = number or 1 + BatchRun.objects.filter(kind=kind, key__startswith=f"{period}/").count()
    return start_run(
        kind,
        f"{period}/{number}",
        ranges,
        by=by,
        title=f"{title} งวด {period.be_label()}",
        payload={"period": str(period), "number": number, "run": f"{period}/{number}"},
        items=sum(one["employers"] for one in ranges),
    )


_EXPECTED = "contributions_expectedfiling where period = %s"
# Who filed without being expected must be held together too.
_FILERS = """(select account_no from contributions_expectedfiling where period = %s
    union select account_no from contributions_filing where period = %s and status = 'submitted') every"""


def _ranges(rows: str, period: Period | None = None) -> list[dict[str, Any]]:
    """Ranges of account numbers of about equal size; one that holds nobody where there are none."""
    days = [period.first] * rows.count("%s") if period else []
    with connection.cursor() as cursor:
        cursor.execute(_RANGES.format(rows=rows), [EMPLOYERS_A_CHUNK, *days])
        found = [{"low": low, "high": high, "employers": n} for low, high, n in cursor.fetchall()]
    return found or [{"low": "", "high": "", "employers": 0}]


def _note(what: str, period: Period, by: Actor) -> None:
    record(f"contributions.month_{what}", by=by, subject=f"month:{period}", params={"period": str(period)})


def keep_months(by: Actor) -> list[str]:
    """What the clock begins today: last month opens, is reminded, chased and closed, each once; returns what began."""
    today, begun = clock.today(), []
    for period in (Period.of(today).prev(), Period.of(today).prev().prev()):
        due = general_due(period)
        steps = (
            (EXPECT_RUN, open_month, period.next().first),
            (REMIND_RUN, remind, due - timedelta(days=settings.MONTH_REMIND_DAYS)),
            (CHASE_RUN, chase, due + timedelta(days=settings.MONTH_CHASE_DAYS)),
            (CLOSE_RUN, close_month, due + timedelta(days=settings.MONTH_CLOSE_DAYS)),
        )
        for kind, step, since in steps:
            if today < since or progress_of(kind, f"{period}/1") is not None:
                continue
            if kind == REMIND_RUN and today > due:
                continue
            try:
                step(period, by=by)
            except Refused:
                break  # the step before is still under way: the clock comes again
            begun.append(f"{kind}/{period}")
            break
    return begun


ACTS: dict[str, Callable[..., BatchRun]] = {
    "open": open_month,
    "remind": remind,
    "chase": chase,
    "close": close_month,
}
"""What an officer may begin, by name."""
