"""Sums by branch of the employer, payer and fund: how a bill, an adjustment and a refund divide. Signed."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from contributions.models import Assessment, Bill, BillPart
from sso_core.kernel.money import ZERO

Key = tuple[str, str, str]  # branch, payer, fund
Parts = dict[Key, Decimal]
PAYING = ("employee", "employer")


def parts_of(bill: Bill) -> Parts:
    """What a bill asks: its own parts, or the assessment of its filing."""
    own = BillPart.objects.filter(bill=bill).values_list("branch_no", "payer", "fund", "amount")
    found = {(branch, payer, fund): amount for branch, payer, fund, amount in own}
    if found or bill.filing_id is None:
        return found
    return assessed(bill.filing_id)


def assessed(filing_id: int) -> Parts:
    """What a filing was assessed at, for both paying parties."""
    rows = Assessment.objects.filter(filing_id=filing_id, payer__in=PAYING)
    return {(a.branch_no, a.payer, a.fund): a.amount for a in rows}


def keep_parts(bill: Bill, parts: Mapping[Key, Decimal]) -> None:
    """Write what a bill asks, in place of what it asked before."""
    BillPart.objects.filter(bill=bill).delete()
    BillPart.objects.bulk_create(
        BillPart(bill=bill, branch_no=branch, payer=payer, fund=fund, amount=amount)
        for (branch, payer, fund), amount in parts.items()
        if amount
    )


def added(*many: Mapping[Key, Decimal]) -> Parts:
    """The sum of several, without what comes to 0."""
    sums: Parts = {}
    for parts in many:
        for key, amount in parts.items():
            sums[key] = sums.get(key, ZERO) + amount
    return {key: amount for key, amount in sums.items() if amount}


def negated(parts: Mapping[Key, Decimal]) -> Parts:
    return {key: -amount for key, amount in parts.items()}


def total(parts: Mapping[Key, Decimal]) -> Decimal:
    return sum(parts.values(), ZERO)


def by_branch(parts: Mapping[Key, Decimal]) -> dict[str, Decimal]:
    return _grouped((branch, amount) for (branch, _, _), amount in parts.items())


def by_payer(parts: Mapping[Key, Decimal]) -> dict[str, Decimal]:
    return _grouped((payer, amount) for (_, payer, _), amount in parts.items())


def by_fund(parts: Mapping[Key, Decimal]) -> dict[str, Decimal]:
    return _grouped((fund, amount) for (_, _, fund), amount in parts.items())


def _grouped(rows: Iterable[tuple[str, Decimal]]) -> dict[str, Decimal]:
    sums: dict[str, Decimal] = {}
    for name, amount in rows:
        sums[name] = sums.get(name, ZERO) + amount
    return sums
