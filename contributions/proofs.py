"""The sub-ledgers of contributions beside their control accounts, for ``verify_ledger``."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import QuerySet, Sum

from contributions.models import (
    Allocation,
    Assessment,
    Bill,
    BillKind,
    BillStatus,
    SuspenseItem,
    SuspenseStatus,
)
from contributions.rules.section39 import BRANCHES
from contributions.services.settling import CREDIT_RUN
from finance.public import Proof, balance, register_prover
from sso_core.batch.public import progress_of

ZERO = Decimal("0.00")
FUNDS = {"sickness_group": "smid", "old_age_child": "old_age_child", "unemployment": "unemployment"}
_LINES = """
select coalesce(sum(l.employee + l.employer), 0)
  from contributions_line l join contributions_filing f on f.id = l.filing_id and f.status = 'submitted'"""
_HELD = """
select coalesce(sum(l.employee + l.employer + l.government), 0)
  from contributions_waitingline w
  join contributions_line l on l.period = w.period and l.filing_id = w.filing_id
                           and l.branch_no = w.branch_no and l.line = w.line
 where w.settled_at is null"""
_CREDITED = """
select coalesce(sum(employee + employer), 0) from contributions_account
 where origin = 'filing' and origin_id <> all(%s)"""
_OWN = "select coalesce(sum(employee), 0) from contributions_account where origin = %s"
_TO_CREDIT = """
select coalesce(sum(l.employee + l.employer), 0)
  from contributions_line l
  join contributions_bill b on b.filing_id = l.filing_id and b.kind = 'filing' and b.status = 'paid'
 where l.person_id is not null and l.filing_id <> all(%s)"""


def receivables() -> Iterable[Proof]:
    """What employers owe: assessed less allocated, fund by fund."""
    assessed = _by_fund(Assessment.objects.filter(payer__in=("employee", "employer")))
    paid = _by_fund(Allocation.objects.filter(receipt__bill__kind=BillKind.FILING))
    for branch, fund in FUNDS.items():
        counted = assessed.get(branch, ZERO) - paid.get(branch, ZERO)
        yield Proof(f"contributions owed, {fund} = 1201", counted, balance("1201", fund))
    unpaid = Bill.objects.filter(kind=BillKind.SURCHARGE, status=BillStatus.UNPAID)
    yield Proof("surcharges owed = 1203", _sum(unpaid, "surcharge"), balance("1203"))


def held_money() -> Iterable[Proof]:
    """Money without a bill, and money of people who are not enrolled."""
    open_items = SuspenseItem.objects.filter(status=SuspenseStatus.OPEN)
    yield Proof("money without a bill = 2202", _sum(open_items, "amount"), balance("2202"))
    yield Proof("money that waits for enrolment = 2203", _one(_HELD), balance("2203"))


def accounts() -> Iterable[Proof]:
    """Lines make up the assessments; the lines of paid filings stand in their people's accounts."""
    assessed = _sum(Assessment.objects.filter(payer__in=("employee", "employer")), "amount")
    yield Proof("filed lines = assessments", _one(_LINES), assessed)
    busy = _being_credited()
    yield Proof("members' accounts = lines of paid filings", _one(_CREDITED, busy), _one(_TO_CREDIT, busy))


def voluntary() -> Iterable[Proof]:
    """What people paid for themselves: allocated by fund, in their accounts, and saved beside."""
    paid = Allocation.objects.filter(receipt__bill__status=BillStatus.PAID)
    by_fund = _by_fund(paid.filter(receipt__bill__kind=BillKind.SECTION39))
    for branch in BRANCHES:
        fund = FUNDS[branch]
        yield Proof(f"contributions of s.39, {fund} = 4104", by_fund.get(branch, ZERO), balance("4104", fund))
    forty = _sum(paid.filter(receipt__bill__kind=BillKind.SECTION40), "amount")
    yield Proof("contributions of s.40 = 4105", forty, balance("4105", "section40"))
    saved = _sum(paid.filter(receipt__bill__kind=BillKind.SAVING), "amount")
    yield Proof("extra savings of s.40 = 2105", saved, balance("2105"))
    for kind in (BillKind.SECTION39, BillKind.SECTION40):
        bills = _sum(Bill.objects.filter(kind=kind, status=BillStatus.PAID), "contribution")
        yield Proof(f"members' accounts = paid bills of {kind}", _one(_OWN, kind), bills)


def _being_credited() -> list[int]:
    """Filings that workers are crediting at this moment."""
    paid = Bill.objects.filter(kind=BillKind.FILING, status=BillStatus.PAID, filing__lines__gt=500)
    busy = []
    for bill_id, filing_id in paid.values_list("pk", "filing_id"):
        progress = progress_of(CREDIT_RUN, str(bill_id))
        if progress is not None and not progress.is_done:
            busy.append(filing_id)
    return busy


def _by_fund(rows: QuerySet[Any]) -> dict[str, Decimal]:
    return dict(rows.order_by().values_list("fund").annotate(total=Sum("amount")))


def _sum(rows: QuerySet[Any], field: str) -> Decimal:
    total: Decimal = rows.aggregate(total=Sum(field, default=ZERO))["total"]
    return total


def _one(statement: str, *params: Any) -> Decimal:
    with connection.cursor() as cursor:
        cursor.execute(statement, params or None)
        return Decimal(cursor.fetchone()[0])


def register() -> None:
    register_prover("contributions.receivables", receivables)
    register_prover("contributions.held", held_money)
    register_prover("contributions.accounts", accounts)
    register_prover("contributions.voluntary", voluntary)
