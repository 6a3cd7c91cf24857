"""Who is told of a filing of a chunk: that it could not be filed yet, or that nothing is to be paid for it.

One query and one insert, however many they are. Who gets a bill sees it and is not told of it.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db import connection

from contributions.models import Filing
from contributions.services.bulk.statements import text
from contributions.services.nothing_to_pay import tell_nothing_to_pay
from registration.public import employer_recipients
from sso_core.kernel.period import Period
from sso_core.messaging.public import tell_many

if TYPE_CHECKING:
    from contributions.services.bulk.intake import One

_FAULTS = """
select filing_id, count(*) from bulk_finding
 where severity = 'block' and filing_id = any(%s) group by filing_id"""


def tell_waiting(period: Period, ones: "Sequence[One]") -> None:
    """Tell each employer what waits and where it is mended. A file that came before is not told of again."""
    if not ones:
        return
    with connection.cursor() as cursor:
        cursor.execute(_FAULTS, [[one.filing_id for one in ones]])
        faults = dict(cursor.fetchall())
    recipients = employer_recipients(one.account for one in ones)
    tell_many(
        "contributions/filing_waits",
        [(recipients[one.account], _words(one, period, faults.get(one.filing_id, 0))) for one in ones],
    )


def _words(one: "One", period: Period, count: int) -> dict[str, Any]:
    return {
        "period": period,
        "filename": one.file.name,
        "count": count,
        "action_url": f"/employer/{one.account}/filings/{one.filing_id}/",
        "action_label": "ดูและแก้ไข",
    }


def tell_unbilled() -> None:
    """Tell each employer whose filing has no bill, because all its wages are 0."""
    with connection.cursor() as cursor:
        cursor.execute(text("nothing_to_pay"))
        found = [filing for (filing,) in cursor.fetchall()]
    if found:
        tell_nothing_to_pay(Filing.objects.filter(pk__in=found).order_by("pk"))
