"""Finding who owes: a run over every employer each night, in slices that can be done again (s.47bis, s.49).

It opens one case an employer, adds the months, takes out what was paid or filed meanwhile, and ranks the cases.
"""

from datetime import date
from pathlib import Path
from typing import Any

from django.db import connection

from contributions.rules import collection_score as score
from contributions.rules.surcharge import due_date
from contributions.services import instalments, office_assessing
from sso_core import clock
from sso_core.batch.models import BatchRun
from sso_core.batch.public import RunStatus, retry_failed, start_run
from sso_core.kernel.actor import SYSTEM, Actor
from sso_core.kernel.period import Period, months
from sso_core.kernel.places import provinces
from sso_core.kernel.thai_calendar import format_date
from sso_core.law.public import current

DETECT_RUN = "contributions.arrears"
EMPLOYERS_A_CHUNK = 20_000
NIGHT_BEGINS = 2
LOOK_BACK = 24
"""Wage months that the run looks at. What is older came to a case while it was younger, or by hand."""
_FOLDER = Path(__file__).parents[1] / "sql"
_SETTLE, _FIND, _SCORE = (
    (_FOLDER / f"arrears_{name}.sql").read_text(encoding="utf-8") for name in ("settle", "find", "score")
)


_RANGES = """
select min(account_no), max(account_no), count(*)
  from (select account_no, (row_number() over (order by account_no) - 1) / %s as part from registration_account) x
 group by part order by part"""


def start_detection(*, by: Actor, today: date | None = None) -> BatchRun:
    """Begin the run of the day; begun before, the same run is returned, and set going where it had stopped."""
    today = today or clock.today()
    with connection.cursor() as cursor:
        cursor.execute(_RANGES, [EMPLOYERS_A_CHUNK])
        rows = cursor.fetchall()
    chunks = [{"low": low, "high": high} for low, high, _ in rows]
    employers = sum(count for *_, count in rows)
    title = f"ตรวจหานายจ้างที่ค้าง {format_date(today)}"
    payload = {"today": today.isoformat()}
    run = start_run(DETECT_RUN, str(today), chunks, by=by, title=title, payload=payload, items=employers)
    if run.status == RunStatus.STOPPED:
        retry_failed(run.pk)
    return run


def detect_tonight(*, by: Actor) -> BatchRun | None:
    """Begin the run of today when its hour has come; None before the hour."""
    if clock.now().astimezone(clock.BANGKOK).hour < NIGHT_BEGINS:
        return None
    return start_detection(by=by)


def detect_slice(today: date, low: str, high: str) -> dict[str, int]:
    """Look at the employers of a range of account numbers: how many, new cases, new months, and cases settled."""
    replaced = office_assessing.replace_filed(low, high)
    values: dict[str, Any] = {"low": low, "high": high, "today": today, "now": clock.now(), "by": SYSTEM.name}
    values |= _dues(today) | TABLES
    with connection.cursor() as cursor:
        cursor.execute(_SETTLE, values)
        cursor.execute(_FIND, values)
        employers, opened, found = cursor.fetchone()
    defaulted = instalments.end_defaulted(low, high, today)
    with connection.cursor() as cursor:
        cursor.execute(_SCORE, values)
        _, settled = cursor.fetchone()
    return {
        "items": employers,
        "opened": opened,
        "found": found,
        "settled": settled,
        "replaced": replaced,
        "defaulted": defaulted,
    }


def last_run() -> BatchRun | None:
    return BatchRun.objects.filter(kind=DETECT_RUN).order_by("-pk").first()


def look_again(account: str) -> None:
    """Look again at one employer, after something of it changed."""
    detect_slice(clock.today(), account, account)


def _dues(today: date) -> dict[str, Any]:
    """The last day of each wage month in each province, as three columns."""
    law, last = current(), Period.of(today).prev()
    rows = [
        (month.first, place, due_date(month, law=law, province=place or None))
        for month in months(last - (LOOK_BACK - 1), last)
        for place in provinces()
    ]
    return dict(zip(("months", "provinces", "dues"), (list(c) for c in zip(*rows, strict=True)), strict=True))


TABLES: dict[str, Any] = {
    "amounts": [floor for floor, _ in score.AMOUNT_POINTS],
    "amount_points": [points for _, points in score.AMOUNT_POINTS],
    "ages": [floor for floor, _ in score.AGE_POINTS],
    "age_points": [points for _, points in score.AGE_POINTS],
    "not_filed_points": score.NOT_FILED_POINTS,
    "most_not_filed": score.MOST_NOT_FILED,
}
