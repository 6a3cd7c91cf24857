"""Accounting periods: a closed month takes no entry. Closing waits for postings that are under way."""

from datetime import date

from django.db import connection, transaction

from finance.models import AccountingPeriod
from sso_core import clock
from sso_core.kernel.actor import Actor
from sso_core.kernel.finding import Finding, Refused
from sso_core.kernel.period import Period

_LOCK = 7301  # the posting trigger takes it shared


def close_period(period: Period, by: Actor) -> AccountingPeriod:
    """Close a month that is over."""
    if period.last >= clock.today():
        raise Refused(Finding("period_not_over", field="period", params={"period": str(period)}))
    return _set(period, is_closed=True, reason="", by=by)


def reopen_period(period: Period, reason: str, by: Actor) -> AccountingPeriod:
    """Open a closed month again, by another person than the one who closed it."""
    row = AccountingPeriod.objects.filter(month=period.first, is_closed=True).first()
    if row is None:
        raise Refused(Finding("period_not_closed", field="period", params={"period": str(period)}))
    if row.changed_by_id == by.user_id:
        raise Refused(Finding("finance_same_person", field="by", params={"name": by.name}))
    if not reason.strip():
        raise Refused(Finding("finance_reason_needed", field="reason"))
    return _set(period, is_closed=False, reason=reason.strip(), by=by)


@transaction.atomic
def _set(period: Period, *, is_closed: bool, reason: str, by: Actor) -> AccountingPeriod:
    month: date = period.first
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s, %s)", [_LOCK, month.year * 100 + month.month])
    row, _ = AccountingPeriod.objects.update_or_create(
        month=month,
        defaults={
            "is_closed": is_closed,
            "reason": reason[:300],
            "changed_by": by.name,
            "changed_by_id": by.user_id,
            "changed_at": clock.now(),
        },
    )
    return row
