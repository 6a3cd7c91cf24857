"""Reading the wage months: how many must file, who has, who has not, and how the runs stand."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from contributions.models import (
    Bill,
    BillStatus,
    ContributionMonth,
    ExpectedFiling,
    Filing,
    FilingStatus,
    MonthState,
)
from contributions.services.month_slices import SUMS
from contributions.services.months import (
    CHASE_RUN,
    CLOSE_RUN,
    EXPECT_RUN,
    REMIND_RUN,
    general_due,
    newest_run,
)
from sso_core import clock
from sso_core.batch.public import Progress, progress
from sso_core.kernel.money import ZERO
from sso_core.kernel.period import Period

RUNS = (EXPECT_RUN, REMIND_RUN, CHASE_RUN, CLOSE_RUN)
LISTED = 36


@dataclass(frozen=True, slots=True)
class MonthView:
    """A wage month. ``figures`` are those of the last closing; empty before it."""

    period: Period
    state: MonthState
    due_on: date
    opened_at: datetime
    opened_by: str
    closed_at: datetime | None
    closed_by: str
    figures: dict[str, Any]

    @property
    def is_due(self) -> bool:
        return clock.today() > self.due_on

    @property
    def sums(self) -> dict[str, Decimal]:
        """Baht of the last closing."""
        return {name: Decimal(self.figures[name]) for name in SUMS}

    @property
    def contribution(self) -> Decimal:
        return self.sums["employee"] + self.sums["employer"]

    @property
    def claimed(self) -> list[tuple[str, Decimal]]:
        """What was claimed from the government at the closing, by fund."""
        return [(fund, Decimal(amount)) for fund, amount in self.figures.get("claimed", {}).items()]


@dataclass(frozen=True, slots=True)
class MonthCounts:
    """Employers of a month now, and what is billed and not paid, in baht."""

    expected: int
    filed: int
    not_due: int
    missing: int
    late: int
    unpaid: Decimal

    @property
    def percent(self) -> int:
        return 100 * self.filed // self.expected if self.expected else 100


def month_view(month: ContributionMonth) -> MonthView:
    period = Period.of(month.period)
    return MonthView(
        period, MonthState(month.state), general_due(period), month.opened_at, month.opened_by, month.closed_at,
        month.closed_by, month.figures,
    )  # fmt: skip


def months() -> tuple[MonthView, ...]:
    """The newest months first."""
    return tuple(month_view(one) for one in ContributionMonth.objects.order_by("-period")[:LISTED])


def month(period: Period) -> MonthView | None:
    found = ContributionMonth.objects.filter(period=period.first).first()
    return month_view(found) if found else None


def counts(period: Period) -> MonthCounts:
    """How the month stands now, counted anew."""
    expected: QuerySet[Any] = _expected(period)
    today = clock.today()
    found = expected.aggregate(
        expected=Count("account_no"),
        filed=Count("account_no", filter=Q(has_filed=True)),
        not_due=Count("account_no", filter=Q(has_filed=False, due_on__gte=today)),
        missing=Count("account_no", filter=Q(has_filed=False, due_on__lt=today)),
    )
    closed = ContributionMonth.objects.filter(period=period.first).values_list("closed_at", flat=True).first()
    submitted = Filing.objects.filter(period=period.first, status=FilingStatus.SUBMITTED)
    late = submitted.filter(submitted_at__gt=closed).count() if closed else 0
    bills = Bill.objects.filter(period=period.first, kind="filing", status=BillStatus.UNPAID)
    unpaid = bills.aggregate(sum=Coalesce(Sum("contribution"), ZERO))["sum"]
    return MonthCounts(**found, late=late, unpaid=unpaid)


def _expected(period: Period) -> QuerySet[Any]:
    filed = Filing.objects.filter(
        period=OuterRef("period"), account_no=OuterRef("account_no"), status=FilingStatus.SUBMITTED
    )
    return ExpectedFiling.objects.filter(period=period.first).annotate(has_filed=Exists(filed))


def missing_of(period: Period, *, office: str = "") -> QuerySet[Any]:
    """Employers that must file and have not, the largest first."""
    found = _expected(period).filter(has_filed=False)
    return (found.filter(office=office) if office else found).order_by("-staff", "account_no")


def offices_of(period: Period) -> list[str]:
    rows = ExpectedFiling.objects.filter(period=period.first).order_by("office")
    return list(rows.values_list("office", flat=True).distinct())


def runs_of(period: Period) -> tuple[Progress, ...]:
    """The newest run of each step that was begun."""
    found = [newest_run(kind, period) for kind in RUNS]
    return tuple(progress(run.pk) for run in found if run is not None)


def differing(view: MonthView) -> list[Filing]:
    """Filings that kept the month from being closed."""
    return list(Filing.objects.filter(pk__in=view.figures.get("differing", [])).order_by("pk"))
