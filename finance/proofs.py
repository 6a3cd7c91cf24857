"""Finance's own sub-ledgers beside their control accounts."""

from collections.abc import Iterable
from decimal import Decimal

from django.db.models import Sum

from finance.models import BankReceipt, LedgerLine, PaymentOrder
from finance.selectors.ledger import balance
from finance.services.verifying import Proof, register_prover
from finance.types import Fund, OrderState

ZERO = Decimal("0.00")
SENT = [OrderState.SENT.value]
BACK = [OrderState.REJECTED.value, OrderState.RETURNED.value]


def orders_at_the_bank() -> Iterable[Proof]:
    """Orders sent and not answered are the money in transit; orders that came back wait in their account."""
    for name, states, account in (("sent", SENT, "2102"), ("came back", BACK, "2103")):
        sums = dict(
            PaymentOrder.objects.filter(state__in=states)
            .values_list("fund")
            .annotate(total=Sum("amount"))
            .order_by("fund")
        )
        for fund in Fund:
            counted, told = sums.get(fund.value, ZERO), balance(account, fund)
            if counted or told:
                yield Proof(f"payment orders {name}, {fund.value} = {account}", counted, told)


def bank_receipts() -> Iterable[Proof]:
    """Every payment that a bank file told of came into the bank account, once."""
    counted = BankReceipt.objects.aggregate(total=Sum("amount", default=ZERO))["total"]
    lines = LedgerLine.objects.filter(
        account="2201",
        entry__rule__in=["bank_receipts", "reversal"],
        entry__event_key__startswith="finance.file/",
    )
    sums = lines.aggregate(credit=Sum("credit", default=ZERO), debit=Sum("debit", default=ZERO))
    yield Proof("bank receipts = 2201 credited by files", counted, sums["credit"] - sums["debit"])


register_prover("finance.orders", orders_at_the_bank)
register_prover("finance.receipts", bank_receipts)
