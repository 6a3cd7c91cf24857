"""What employers owe, as pages, letters and the API tell it. What has no sum yet is not known, never 0."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Count, F, QuerySet

from contributions.collection_flow import Stage
from contributions.models import (
    Bill,
    BillStatus,
    CollectionCase,
    CollectionMonth,
    InstalmentPlan,
    JointDebtor,
    MoneyIn,
    OfficeAssessment,
    PlanState,
)
from contributions.services.billing import surcharge_on
from contributions.services.totals import late
from sso_core import clock
from sso_core.kernel.money import ZERO
from sso_core.kernel.period import Period
from sso_core.kernel.worked import Worked


@dataclass(frozen=True, slots=True)
class Debt:
    """A month of a case. Amounts are None while nobody has filed or assessed it; ``worked`` explains the surcharge."""

    id: int
    period: Period
    kind: str
    people: int | None
    due_on: date
    age: int
    contribution: Decimal | None
    surcharge: Decimal | None
    worked: Worked | None
    bill_id: int | None
    ref2: str
    bill_kind: str
    warned_on: date | None
    answer_by: date | None
    assessment: OfficeAssessment | None = None

    @property
    def total(self) -> Decimal | None:
        if self.contribution is None or self.surcharge is None:
            return None
        return self.contribution + self.surcharge

    @property
    def is_warned(self) -> bool:
        return self.warned_on is not None


@dataclass(frozen=True, slots=True)
class Owed:
    """The whole debt of an employer as of a day: sums of what is known, and how many months are not."""

    debts: tuple[Debt, ...]
    as_of: date

    def _sum(self, name: str) -> Decimal:
        return sum((getattr(d, name) for d in self.debts if getattr(d, name) is not None), ZERO)

    @property
    def contribution(self) -> Decimal:
        return self._sum("contribution")

    @property
    def surcharge(self) -> Decimal:
        return self._sum("surcharge")

    @property
    def total(self) -> Decimal:
        return self._sum("total")

    @property
    def unknown(self) -> int:
        return sum(debt.total is None for debt in self.debts)


def owed(case: CollectionCase, *, on: date | None = None) -> Owed:
    """What stands open in a case on a day, oldest month first."""
    day = on or clock.today()
    rows = case.months.filter(settled_on=None).select_related("bill__filing").order_by("period", "pk")
    assessed = {one.bill_id: one for one in OfficeAssessment.objects.filter(case=case, replaced_on=None)}
    return Owed(tuple(_debt(row, day, assessed) for row in rows), day)


def _debt(row: CollectionMonth, day: date, assessed: Mapping[int, OfficeAssessment]) -> Debt:
    bill = row.bill
    contribution = surcharge = worked = None
    if bill is not None and bill.status == BillStatus.UNPAID:
        contribution, surcharge = bill.contribution, surcharge_on(bill, max(day, bill.worked_on))
        worked = _steps(bill, surcharge, day)
    return Debt(
        row.pk, Period.of(row.period), row.kind, row.people, row.due_on, max((day - row.due_on).days, 0),
        contribution, surcharge, worked, row.bill_id, bill.ref2 if bill else "", bill.kind if bill else "",
        row.warned_on, row.answer_by, assessed.get(row.bill_id) if row.bill_id else None,
    )  # fmt: skip


def _steps(bill: Bill, surcharge: Decimal, day: date) -> Worked | None:
    """The steps of the surcharge, where one due date explains all of it."""
    worked = late(bill.contribution, bill.due_on, day) if bill.contribution else None
    return worked if worked is not None and worked["surcharge"] == surcharge else None


@dataclass(frozen=True, slots=True)
class Next:
    """What happens next to an employer that owes: ``code`` has its sentence on the page, ``by`` its day."""

    code: str
    by: date | None = None


def next_step(case: CollectionCase) -> Next:
    """What the employer is to do, or the office does next, and by when."""
    plan = active_plan(case)
    if plan is not None:
        part = plan.parts.filter(bill__status=BillStatus.UNPAID).order_by("number").first()
        return Next("pay_part", part.due_on if part else None)
    hold = case.holds.filter(holds=True, ended_on=None).order_by("-until").first()
    if hold is not None and (hold.until is None or hold.until >= clock.today()):
        return Next("held", hold.until)
    return Next(_NEXT[Stage(case.stage)], case.answer_by)


_NEXT = {
    Stage.DETECTED: "pay_now",
    Stage.WARNED: "answer_warning",
    Stage.ASSESSED: "pay_or_prove",
    Stage.INSTALMENTS: "pay_part",
    Stage.DEFAULTED: "pay_all",
    Stage.SEIZURE_WARNED: "pay_before_seizure",
    Stage.SEIZED: "seized",
    Stage.SETTLED: "settled",
}


def active_plan(case: CollectionCase) -> InstalmentPlan | None:
    return case.plans.filter(state=PlanState.ACTIVE).first()


def joint_cases_of(account: str) -> Sequence[JointDebtor]:
    """Debts of contractors below this employer for which it answers too (s.52, s.53)."""
    rows = JointDebtor.objects.filter(account_no=account).exclude(case__stage=Stage.SETTLED)
    return list(rows.select_related("case").order_by("case_id", "since"))


def jointly_owed(joint: JointDebtor) -> Owed:
    """Only the months of the contract."""
    whole = owed(joint.case)
    months = (
        debt
        for debt in whole.debts
        if debt.period.first >= joint.since and (joint.until is None or debt.period.first <= joint.until)
    )
    return Owed(tuple(months), whole.as_of)


@dataclass(frozen=True, slots=True)
class Filter:
    """What an officer asks the queue for. Empty is everything."""

    offices: tuple[str, ...] = ("*",)
    stage: str = ""
    mine: int | None = None
    unassigned: bool = False
    older_than: int = 0
    least: Decimal | None = None
    text: str = ""


def queue(wanted: Filter) -> QuerySet[CollectionCase]:
    """Open cases by urgency, the most urgent first."""
    rows = CollectionCase.objects.exclude(stage=Stage.SETTLED).select_related("assigned_to")
    if "*" not in wanted.offices:
        rows = rows.filter(office__in=wanted.offices)
    if wanted.stage:
        rows = rows.filter(stage=wanted.stage)
    if wanted.mine is not None:
        rows = rows.filter(assigned_to=wanted.mine)
    if wanted.unassigned:
        rows = rows.filter(assigned_to=None)
    if wanted.older_than:
        rows = rows.filter(oldest_due__lte=clock.today() - timedelta(days=wanted.older_than))
    if wanted.least is not None:
        rows = rows.filter(owed__gte=wanted.least)
    if wanted.text.strip():
        plain = wanted.text.replace("-", "").replace(" ", "")
        rows = (
            rows.filter(account_no__contains=plain)
            if plain.isdecimal()
            else rows.filter(employer_name__icontains=wanted.text.strip())
        )
    return rows.order_by("-score", F("oldest_due").asc(nulls_last=True), "pk")


def warnable(rows: QuerySet[CollectionCase]) -> QuerySet[CollectionCase]:
    """Cases of a list that have months not warned of, and stand where a warning may go out."""
    months = CollectionMonth.objects.filter(settled_on=None, warned_on=None)
    stages = (Stage.DETECTED, Stage.WARNED, Stage.ASSESSED, Stage.DEFAULTED)
    return rows.filter(stage__in=stages, pk__in=months.values("case"))


def counts(offices: tuple[str, ...]) -> dict[str, int]:
    """Open cases by stage."""
    rows = queue(Filter(offices=offices)).order_by()
    return dict(rows.values_list("stage").annotate(n=Count("pk")))


def offices_waiting(offices: tuple[str, ...]) -> list[str]:
    """The offices that have cases nobody works on."""
    rows = queue(Filter(offices=offices, unassigned=True)).order_by("office")
    return list(rows.values_list("office", flat=True).distinct())


def payments_of(account: str) -> list[MoneyIn]:
    """What banks reported for the employer's bills, newest first."""
    rows = MoneyIn.objects.filter(bill__subject=f"employer:{account}").select_related("bill")
    return list(rows.order_by("-paid_at", "-pk")[:50])
