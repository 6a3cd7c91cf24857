"""The sub-ledgers of contributions beside their control accounts, for ``verify_ledger``."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import QuerySet, Sum

from contributions.models import (
    UNDONE,
    AdjustmentShare,
    Allocation,
    Assessment,
    Bill,
    BillKind,
    BillPart,
    BillStatus,
    Filing,
    MoneyReversal,
    PlanState,
    ReceiptStatus,
    Refund,
    RefundPart,
    RefundStatus,
    SuspenseItem,
    SuspenseStatus,
)
from contributions.rules.section39 import BRANCHES
from contributions.services.crediting import CREDIT_RUN
from contributions.services.slices import SMALL_LINES
from finance.public import OrderState, Proof, balance, order_of_source, register_prover
from finance.public import order as order_of
from sso_core.batch.public import progress_of

ZERO = Decimal("0.00")
PAYING = ("employee", "employer")
FUNDS = {"sickness_group": "smid", "old_age_child": "old_age_child", "unemployment": "unemployment"}
_LINES = """
select coalesce(sum(l.employee + l.employer), 0)
  from contributions_line l join contributions_filing f on f.id = l.filing_id and f.status = 'submitted'"""
_HELD = """
select coalesce(sum(s.employee + s.employer + s.government), 0)
  from contributions_waitingline w
  join contributions_standing s on s.period = w.period and s.account_no = w.account_no
                               and s.national_id = w.national_id
 where w.settled_at is null"""
_CHANGED = """
select coalesce(sum(employee + employer), 0) from contributions_difference where origin = 'filing'"""
_CREDITED = """
select coalesce(sum(employee + employer), 0) from contributions_paid
 where origin = 'filing' and origin_id <> all(%s)"""
_OWN = "select coalesce(sum(employee), 0) from contributions_paid where origin = %s"
_TO_CREDIT = """
select coalesce(sum(l.employee + l.employer), 0)
  from contributions_line l
  join contributions_filing f on f.id = l.filing_id
 where l.person_id is not null and l.filing_id <> all(%s)
   and (f.cleared_on is not null
        or exists (select from contributions_bill b where b.status = 'paid' and b.id = f.billed_in_id)
        or exists (select from contributions_bill b
                    where b.status = 'paid' and b.kind = 'filing' and b.filing_id = f.id))"""
BEFORE_THE_BANK = {OrderState.ORDERED, OrderState.APPROVED, OrderState.BATCHED}


def receivables() -> Iterable[Proof]:
    """What employers owe: assessed and changed since, less allocated, with what is given back; fund by fund."""
    assessed = _by_fund(Assessment.objects.filter(payer__in=PAYING))
    changed = _by_fund(AdjustmentShare.objects.filter(payer__in=PAYING))
    receipted = Allocation.objects.filter(receipt__status=ReceiptStatus.ISSUED)
    paid = _by_fund(receipted.filter(receipt__bill__kind__in=(BillKind.FILING, BillKind.DIFFERENCE)))
    returned = _by_fund(RefundPart.objects.exclude(refund__status__in=UNDONE))
    for branch, fund in FUNDS.items():
        counted = sum((rows.get(branch, ZERO) for rows in (assessed, changed, returned)), ZERO)
        counted -= paid.get(branch, ZERO)
        yield Proof(f"contributions owed, {fund} = 1201", counted, balance("1201", fund))
    unpaid = Bill.objects.filter(kind=BillKind.SURCHARGE, status=BillStatus.UNPAID)
    yield Proof("surcharges owed = 1203", _sum(unpaid, "surcharge"), balance("1203"))


def estimates() -> Iterable[Proof]:
    """What the office assessed and still stands, less what was paid for it; nobody's account has any of it."""
    standing = BillPart.objects.filter(bill__office_assessment__replaced_on=None)
    assessed = _by_fund(standing.filter(bill__kind=BillKind.ASSESSED))
    receipted = Allocation.objects.filter(receipt__status=ReceiptStatus.ISSUED)
    paid = _by_fund(receipted.filter(receipt__bill__kind=BillKind.ASSESSED))
    for branch, fund in FUNDS.items():
        counted = assessed.get(branch, ZERO)
        owed = counted - paid.get(branch, ZERO)
        yield Proof(f"assessed by the office and owed, {fund} = 1211", owed, balance("1211", fund))
        yield Proof(f"assessed by the office, {fund} = 4111", counted, balance("4111", fund))
    held = SuspenseItem.objects.filter(status=SuspenseStatus.OPEN, reason="instalment")
    of_plans = held.filter(bill__instalment_part__plan__state=PlanState.ACTIVE)
    yield Proof("instalments held = those of agreements", _sum(held, "amount"), _sum(of_plans, "amount"))


def refunds() -> Iterable[Proof]:
    """What is to be given back to employers, until the bank is told to pay it."""
    owed = _sum(Refund.objects.filter(status__in=(RefundStatus.DUE, RefundStatus.CLAIMED)), "amount")
    for refund in Refund.objects.filter(status=RefundStatus.ORDERED):
        order = order_of_source(refund.source_key)
        if order is not None and order.state in BEFORE_THE_BANK:
            owed += refund.amount
    for item in SuspenseItem.objects.filter(status=SuspenseStatus.REFUNDED):
        order = order_of(item.order_ref)
        if order is not None and order.state in BEFORE_THE_BANK:
            owed += item.amount
    yield Proof("contributions to be given back = 2104", owed, balance("2104"))


def held_money() -> Iterable[Proof]:
    """Money without a bill, and money of people who are not enrolled."""
    open_items = SuspenseItem.objects.filter(status=SuspenseStatus.OPEN)
    yield Proof("money without a bill = 2202", _sum(open_items, "amount"), balance("2202"))
    claims = Bill.objects.filter(kind=BillKind.RECLAIM)
    owed = _sum(claims.filter(status=BillStatus.UNPAID), "contribution")
    yield Proof("refunds of money that the bank took back = 1206", owed, balance("1206"))
    claimed = MoneyReversal.objects.aggregate(total=Sum("claimed", default=ZERO))["total"]
    yield Proof("refunds claimed back = bills for them", claimed, _sum(claims, "contribution"))
    costs = SuspenseItem.objects.filter(status=SuspenseStatus.EXPIRED, reason="costs")
    yield Proof("costs of seizures = 4203", _sum(costs, "amount"), balance("4203"))
    yield Proof("money that waits for enrolment = 2203", _one(_HELD), balance("2203"))


def accounts() -> Iterable[Proof]:
    """Lines make up the assessments; the lines of paid filings stand in their people's accounts."""
    assessed = _sum(Assessment.objects.filter(payer__in=("employee", "employer")), "amount")
    yield Proof("filed lines = assessments", _one(_LINES), assessed)
    shares = _sum(AdjustmentShare.objects.filter(payer__in=PAYING), "amount")
    yield Proof("differences of lines = adjustments by fund", _one(_CHANGED), shares)
    busy = _being_credited()
    yield Proof("members' accounts = lines of paid filings", _one(_CREDITED, busy), _one(_TO_CREDIT, busy))


def voluntary() -> Iterable[Proof]:
    """What people paid for themselves: allocated by fund, in their accounts, and saved beside."""
    paid = Allocation.objects.filter(receipt__status=ReceiptStatus.ISSUED)
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
    large = Filing.objects.filter(lines__gt=SMALL_LINES)
    paid = Bill.objects.filter(kind=BillKind.FILING, status=BillStatus.PAID, filing__in=large)
    keys = [(filing_id, str(bill_id)) for bill_id, filing_id in paid.values_list("pk", "filing_id")]
    keys += [
        (pk, f"{bill or 'cleared'}/{pk}")
        for pk, bill in large.exclude(billed_in=None, cleared_on=None).values_list("pk", "billed_in")
    ]
    found = ((filing, progress_of(CREDIT_RUN, key)) for filing, key in keys)
    return [filing for filing, progress in found if progress is not None and not progress.is_done]


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
    register_prover("contributions.refunds", refunds)
    register_prover("contributions.estimates", estimates)
    register_prover("contributions.held", held_money)
    register_prover("contributions.accounts", accounts)
    register_prover("contributions.voluntary", voluntary)
