"""Whatever happens, in whatever order: the ledger balances, and the sub-ledgers agree with it."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from finance import public as finance
from finance.models import LedgerEntry, PaymentOrder
from finance.rules import book
from finance.services.exchange import exchange
from finance.types import OrderState
from sso_core.kernel.finding import Refused
from sso_core.kernel.flow import IllegalMove
from tests.finance.bank import Drop, camt054, pain002
from tests.finance.factories import CHECKER, MAKER, ORDERER, awarded_order, bank

D = Decimal
ON = date(2026, 11, 23)
amounts = st.decimals(D("0.01"), D("9999999.99"), places=2)
POSTABLE = sorted(
    (name, key)
    for name in book.current().rules
    if not name.startswith("payment_") and name != "bank_receipts"
    for key in book.current().rule(name).at(ON).amount_keys()
)


class Books(RuleBasedStateMachine):
    """Events of every kind, answers of the bank, reversals and retries, at random."""

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.number = 0

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    def next(self) -> str:
        self.number += 1
        return f"event/{self.number}"

    @rule(which=st.sampled_from(POSTABLE), amount=amounts, twice=st.booleans())
    def post(self, which, amount, twice):
        key, (name, amount_key) = self.next(), which
        for _ in range(1 + twice):
            finance.post(event_key=key, rule=name, on=ON, amounts={amount_key: amount})

    @rule(data=st.data())
    @precondition(
        lambda self: LedgerEntry.objects.filter(event_key__startswith="event/", reverses=None).exists()
    )
    def reverse(self, data):
        keys = LedgerEntry.objects.filter(event_key__startswith="event/", reverses=None).order_by("pk")
        finance.reverse(data.draw(st.sampled_from([e.event_key for e in keys])), on=ON, reason="แก้")

    @rule(amount=amounts)
    def order(self, amount):
        finance.approve_order(awarded_order(amount=amount).reference, MAKER)

    @rule()
    def pay(self):
        try:
            batch = finance.make_batch(date(2099, 1, 1), MAKER)
        except Refused:
            return
        finance.release_batch(batch.reference, CHECKER)

    @rule(data=st.data(), what=st.sampled_from(["accept", "reject", "settle", "return"]), wrong=st.booleans())
    @precondition(lambda self: PaymentOrder.objects.exists())
    def answer(self, data, what, wrong):
        one = data.draw(st.sampled_from(list(PaymentOrder.objects.order_by("pk"))))
        amount = one.amount + (1 if wrong else 0)
        contents = {
            "accept": lambda: pain002("none", {one.reference: "ACCP"}),
            "reject": lambda: pain002("none", {one.reference: "RJCT:AC01"}),
            "settle": lambda: camt054({one.reference: amount}, message=self.next()),
            "return": lambda: camt054({one.reference: amount}, returned="AC04", message=self.next()),
        }
        exchange(Drop(answer__xml=contents[what]()))

    @rule(data=st.data())
    @precondition(lambda self: PaymentOrder.objects.exists())
    def reissue(self, data):
        one = data.draw(st.sampled_from(list(PaymentOrder.objects.order_by("pk"))))
        try:
            new = finance.reissue(one.reference, bank("7777777777"), ORDERER)
        except IllegalMove:
            return
        if new.state is OrderState.ORDERED:
            finance.approve_order(new.reference, MAKER)

    @invariant()
    def balanced(self):
        verified = finance.verify_ledger()
        assert verified.holds, verified.faults
        assert all(debit == credit for _, debit, credit in verified.funds)


Books.TestCase.settings = settings(
    max_examples=15, stateful_step_count=15, deadline=None, suppress_health_check=list(HealthCheck)
)


@pytest.mark.django_db
class TestBooks(Books.TestCase):
    pass


class TestReversal(TestCase):
    @given(which=st.sampled_from(POSTABLE), amount=amounts)
    @settings(max_examples=25, deadline=None)
    def test_a_reversal_leaves_nothing(self, which, amount):
        before = {(r.fund, r.account): r.debit - r.credit for r in finance.trial_balance()}
        name, key = which
        event = f"reversal/{LedgerEntry.objects.count()}"
        finance.post(event_key=event, rule=name, on=ON, amounts={key: amount})
        finance.reverse(event, on=ON, reason="ทดสอบ")
        after = {(r.fund, r.account): r.debit - r.credit for r in finance.trial_balance()}
        assert {k: v for k, v in after.items() if v} == {k: v for k, v in before.items() if v}
