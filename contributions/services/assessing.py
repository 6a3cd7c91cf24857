"""What a submitted filing owes, by branch, payer and fund; and the ledger entry of it (s.46, s.47)."""

from decimal import Decimal

from django.db import connection

from contributions.models import Assessment, Filing
from contributions.rules.section33 import PAYERS, branch_weights, split_by_branch
from finance.public import post
from sso_core import clock
from sso_core.kernel.period import Period
from sso_core.law.public import in_force

_SUMS = """
select branch_no, sum(wage), sum(employee), sum(employer), sum(government)
  from contributions_line where period = %s and filing_id = %s group by branch_no order by branch_no"""


def assess(filing: Filing) -> tuple[Decimal, Decimal, Decimal, Decimal]:
    """Write the assessment of each branch and post it; returns wages, employee, employer, government."""
    with connection.cursor() as cursor:
        cursor.execute(_SUMS, [filing.period, filing.pk])
        rows = cursor.fetchall()
    for branch_no, _, *shares in rows:
        _assess_branch(filing, branch_no, dict(zip(PAYERS, shares, strict=True)))
    wages, employee, employer, government = (
        sum(column, Decimal(0)) for column in list(zip(*rows, strict=True))[1:]
    )
    return wages, employee, employer, government


def _assess_branch(filing: Filing, branch_no: str, shares: dict[str, Decimal]) -> None:
    amounts = split(Period.of(filing.period), shares)
    Assessment.objects.bulk_create(
        Assessment(filing=filing, branch_no=branch_no, payer=payer, fund=fund, amount=amount)
        for (payer, fund), amount in amounts.items()
    )
    post_amounts(
        f"filing:{filing.pk}:{branch_no}:assessed",
        "contribution_assessed",
        amounts,
        filing=filing,
        memo=f"{filing.reference} สาขา {branch_no}",
    )


def split(period: Period, shares: dict[str, Decimal]) -> dict[tuple[str, str], Decimal]:
    """Each payer's share over the branches of benefit, by the weights of the wage month."""
    law = in_force()
    return {
        (payer, fund): part
        for payer, share in shares.items()
        for fund, part in split_by_branch(share, branch_weights(payer, period, law=law)).items()
    }


def post_amounts(
    event_key: str, rule: str, amounts: dict[tuple[str, str], Decimal], *, filing: Filing, memo: str
) -> None:
    """Post amounts keyed ``payer.fund``; nothing where all are zero."""
    posted = {f"{payer}.{fund}": amount for (payer, fund), amount in amounts.items() if amount}
    if posted:
        post(
            event_key=event_key,
            rule=rule,
            on=clock.today(),
            amounts=posted,
            ref=f"filing:{filing.reference}",
            subject=f"employer:{filing.account_no}",
            memo=memo,
        )
