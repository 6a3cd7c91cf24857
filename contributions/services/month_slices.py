"""What a worker does for a range of employers of a wage month, and what closes each run."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet

from contributions.models import ContributionMonth, ExpectedFiling, Filing, FilingStatus, MonthState
from contributions.services.due import due_on
from contributions.services.law_sql import sort_in_memory
from contributions.services.months import CLOSE_RUN
from finance.public import Fund, balance, post
from registration.public import employer_recipient
from sso_core import clock
from sso_core.batch.models import BatchChunk
from sso_core.kernel.period import Period
from sso_core.kernel.places import provinces
from sso_core.messaging.public import tell

_SQL = Path(__file__).parents[1] / "sql"
_EXPECT = (_SQL / "month_expect.sql").read_text(encoding="utf-8")
_STANDING = (_SQL / "month_standing.sql").read_text(encoding="utf-8")
SUMS = ("wages", "base", "employee", "employer", "government")
COUNTS = ("filings", "employers", "lines")
GOVERNMENT_FUNDS = (Fund.SMID, Fund.OLD_AGE_CHILD, Fund.UNEMPLOYMENT, Fund.SECTION40)
DIFFERING_TOLD = 100


def expect(period: Period, low: str, high: str) -> int:
    """Write down who of a range must file; returns how many. Staff that left the register meanwhile is forgotten."""
    general = due_on(period)
    extended = {province: day for province in provinces() if (day := due_on(period, province)) != general}
    values: dict[str, Any] = {
        "first": period.first, "last": period.last, "low": low, "high": high, "due": general,
        "provinces": list(extended), "days": list(extended.values()),
    }  # fmt: skip
    sort_in_memory()
    with connection.cursor() as cursor:
        cursor.execute(_EXPECT, values)
        return int(cursor.rowcount)


def missing(period: Period, low: str, high: str) -> Iterable[ExpectedFiling]:
    """Who of a range must file and has not, locked, in order."""
    expected = _expected_without(period, FilingStatus.SUBMITTED, FilingStatus.SUBMITTING)
    return expected.filter(account_no__range=(low, high)).order_by("account_no").select_for_update()


def remind(period: Period, low: str, high: str) -> int:
    """Tell who has not filed and still has time; each once."""
    return _tell(period, low, high, "reminded_at", lambda due_on: due_on >= clock.today())


def chase(period: Period, low: str, high: str) -> int:
    """Tell who has not filed though the own due day has passed; each once."""
    return _tell(period, low, high, "chased_at", lambda due_on: due_on < clock.today())


def _tell(period: Period, low: str, high: str, mark: str, wanted: Any) -> int:
    told = [one for one in missing(period, low, high) if wanted(one.due_on) and getattr(one, mark) is None]
    for one in told:
        setattr(one, mark, clock.now())
        tell(employer_recipient(one.account_no), f"contributions/month_{mark}", _words(one, period))
    ExpectedFiling.objects.bulk_update(told, [mark], batch_size=1000)
    return len(told)


def _words(one: ExpectedFiling, period: Period) -> dict[str, Any]:
    return {
        "period": period,
        "due_on": one.due_on,
        "staff": one.staff,
        "action_url": f"/employer/{one.account_no}/filings/",
        "action_label": "ยื่นและชำระ",
    }


def standing(period: Period, low: str, high: str) -> dict[str, Any]:
    """What a range of employers filed, and the numbers of filings whose sums do not agree."""
    sort_in_memory()
    with connection.cursor() as cursor:
        cursor.execute(_STANDING, {"first": period.first, "low": low, "high": high})
        row = dict(zip([column.name for column in cursor.description], cursor.fetchone(), strict=True))
    figures = {name: str(row[name]) for name in SUMS} | {name: int(row[name]) for name in COUNTS}
    return figures | {"items": int(row["employers"]), "differing": list(row["differing"])}


def add_up(results: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """The figures of a month from those of its ranges."""
    results = list(results)
    sums = {name: str(sum((Decimal(one[name]) for one in results), Decimal("0.00"))) for name in SUMS}
    counts = {name: sum(one[name] for one in results) for name in COUNTS}
    return sums | counts | {"differing": [pk for one in results for pk in one["differing"]]}


def finish_closing(period: Period, key: str) -> dict[str, Any]:
    """Every range is held together: close, or open again where filings differ. Claims the government's share."""
    results = BatchChunk.objects.filter(run__kind=CLOSE_RUN, run__key=key).values_list("result", flat=True)
    figures = add_up(results)
    month = ContributionMonth.objects.select_for_update().get(period=period.first)
    figures["expected"] = ExpectedFiling.objects.filter(period=period.first).count()
    figures["missing"] = _count_missing(period)
    month.figures = figures
    if figures["differing"]:
        figures["differing"] = figures["differing"][:DIFFERING_TOLD]
        month.state = MonthState.OPEN
    else:
        figures["claimed"] = claim_government_share(period, key)
        month.state, month.closed_at = MonthState.CLOSED, clock.now()
    month.save()
    return figures


def _count_missing(period: Period) -> int:
    return _expected_without(period, FilingStatus.SUBMITTED).count()


def _expected_without(period: Period, *states: FilingStatus) -> QuerySet[ExpectedFiling]:
    """Expected filings of whom no filing stands so. Not "not in": of half a million it would compare every pair."""
    filed = Filing.objects.filter(period=period.first, status__in=states, account_no=OuterRef("account_no"))
    return ExpectedFiling.objects.filter(~Exists(filed), period=period.first)


def claim_government_share(period: Period, key: str) -> dict[str, str]:
    """Claim all that the government owes and was not asked for yet, fund by fund, signed (s.46).

    Late filings of months that are closed go with the claim of the month that is closed next. So does what closed
    months came to less: where that is more than is new, the claim of a fund is below 0 and is set off against those
    that were sent before (account 1204).
    """
    owed = {fund.value: balance("1202", fund) for fund in GOVERNMENT_FUNDS}
    claimed = {fund: amount for fund, amount in owed.items() if amount}
    for rule, sign in (("government_claimed", 1), ("government_claim_lowered", -1)):
        amounts = {fund: sign * amount for fund, amount in claimed.items() if sign * amount > 0}
        if amounts:
            post(
                event_key=f"month:{key}:{rule}",
                rule=rule,
                on=clock.today(),
                amounts=amounts,
                ref=f"month:{period}",
                memo=f"ส่วนของรัฐบาล เมื่อปิดงวด {period.be_label()}",
            )
    return {fund: str(amount) for fund, amount in claimed.items()}
