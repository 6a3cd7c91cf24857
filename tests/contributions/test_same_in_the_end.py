"""However often a month is filed anew, it ends as one filing of its last state would: to the satang, in every book."""

from decimal import Decimal

import pytest
import time_machine
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from contributions.models import AdjustmentShare, Assessment, Bill, BillStatus, Refund
from contributions.public import account
from finance.public import balance
from sso_core.kernel.finding import Refused
from sso_core.kernel.money import ZERO
from sso_core.kernel.period import Period
from tests.contributions.factories import employ, make_employer, make_person, pay
from tests.contributions.filings import national_id
from tests.contributions.test_differences import amend, books_agree, change, file

pytestmark = pytest.mark.django_db
JUNE = Period(2026, 6)
FUNDS = ("smid", "old_age_child", "unemployment")
NUMBERS = range(1, 5)
wage = st.sampled_from([0, 1, 1_649, 1_650, 9_999, 10_011, 12_345, 17_499, 17_500, 17_501, 60_000])
state = st.dictionaries(st.sampled_from(list(NUMBERS)), wage, min_size=1)
step = st.one_of(
    st.tuples(st.just("whole"), state),
    st.tuples(st.just("people"), state),
    st.tuples(st.just("pay"), st.just({})),
)


def books() -> dict[str, object]:
    """What the month is: people, accounts, funds, and the ledger's income."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select national_id, sum(wage), sum(base), sum(employee), sum(employer), sum(government)"
            " from contributions_standing group by 1 having sum(wage) > 0 order by 1"
        )
        people = cursor.fetchall()
    funds: dict[tuple[str, str], Decimal] = {}
    for rows in (Assessment.objects.all(), AdjustmentShare.objects.all()):
        for payer, fund, amount in rows.values_list("payer", "fund", "amount"):
            funds[payer, fund] = funds.get((payer, fund), Decimal(0)) + amount
    ledger = {
        (code, fund): balance(code, fund) for code in ("4101", "4102", "4103", "1202") for fund in FUNDS
    }
    return {"people": people, "funds": {k: v for k, v in funds.items() if v}, "ledger": ledger}


def members(keys: list[int]) -> list[object]:
    months = (account(key, JUNE, JUNE)[0] for key in keys)
    return [(m.base, m.employee, m.employer, m.government) for m in months]


def pay_everything() -> None:
    for bill in Bill.objects.filter(status=BillStatus.UNPAID, contribution__gt=0):
        pay(bill)


def walk(first: dict[int, int], steps: list[tuple[str, dict[int, int]]]) -> dict[int, int]:
    """File, then do the steps; returns the last state."""
    now = dict(first)
    file(first)
    for number, (kind, wages) in enumerate(steps):
        try:
            with transaction.atomic():
                if kind == "pay":
                    pay_everything()
                elif kind == "whole":
                    amend(wages, employer_name=f"บริษัท {number}")  # the very same file is taken once
                    now = dict(wages)
                else:
                    known = {n: w for n, w in wages.items() if n in now}
                    change(known)
                    now |= known
        except Refused as refused:
            assert refused.findings[0].code == "filing.nothing_changes"  # noqa: PT017
    return now


@settings(
    max_examples=8,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(first=state, steps=st.lists(step, max_size=4))
@example(
    first={4: 10_011, 1: 1_650}, steps=[("whole", {3: 0}), ("whole", {1: 17_500, 4: 17_501}), ("pay", {})]
)
def test_any_sequence_ends_as_one_filing_of_the_last_state(db, first, steps):
    with time_machine.travel("2026-07-10T03:00:00Z", tick=False):
        ends = [ended(first, steps, last := {}), ended(last, [], {})]
    assert ends[0] == ends[1]


def ended(first: dict[int, int], steps: list[tuple[str, dict[int, int]]], last: dict[int, int]) -> object:
    """The books after these steps, told in ``last``; then everything is paid, and all of it is undone."""
    with transaction.atomic():
        make_employer()
        staff = [make_person(national_id(n)) for n in NUMBERS]
        for one in staff:
            employ(one)
        keys = [one.pk for one in staff]
        last.update(walk(first, steps))
        end = (books(), members(keys), asked())
        books_agree()
        pay_everything()
        assert {account(key, JUNE, JUNE)[0].status for key in keys} <= {"paid", "not_due"}
        books_agree()
        transaction.set_rollback(True)
    return end


def asked() -> Decimal:
    """What the employer pays in the end: bills less what is given back."""
    bills = Bill.objects.exclude(status=BillStatus.CANCELLED)
    return sum((b.contribution for b in bills), ZERO) - sum((r.amount for r in Refund.objects.all()), ZERO)
