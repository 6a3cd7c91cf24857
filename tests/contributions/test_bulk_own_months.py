"""Many payments of months of Sections 39 and 40 leave the rows that the same payments leave one by one."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contributions.models import Bill, Debit, Receipt, SuspenseItem
from contributions.services import debiting, grouping, voluntary
from contributions.services.bulk.payments import receive_many
from contributions.services.grouping import receive_any
from contributions.services.receiving import BankLine
from finance.public import balance, verify_ledger
from registration.models import Coverage
from sso_core import clock
from sso_core.messaging import outbox
from tests.contributions.test_bulk import told
from tests.contributions.test_bulk_payments import ROWS
from tests.contributions.test_debits import bank_answers, collected, ordered
from tests.registration.factories import make_person

pytestmark = pytest.mark.django_db
OWN = {**ROWS, "bills": "select kind, person_id, period, contribution, surcharge, status, paid_on, worked_on"
       " from contributions_bill"}  # fmt: skip
NOW = "2026-11-10T03:00:00Z"


@pytest.fixture
def bills():
    """Two months of Section 39, of different amounts by year, and this month of each option of Section 40."""
    with time_machine.travel(NOW, tick=False):
        for section, option, since in (
            (39, None, date(2026, 9, 1)),
            (40, 1, None),
            (40, 2, None),
            (40, 3, None),
        ):
            person = make_person(birth_date=date(1990, 1, 1))
            Coverage.objects.create(
                person=person, section=section, option=option, starts_on=since or date(2026, 11, 1)
            )
            voluntary.bill_months(person.pk, section)
        return list(Bill.objects.order_by("kind", "period", "pk"))


def line(bill, more, day, number):
    at = datetime(2026, 11, day, 4, 0, tzinfo=UTC)
    return BankLine(f"006/{number}", bill.ref1, bill.ref2, bill.contribution + more, at, "006", "DD", "t")


payment = st.tuples(
    st.integers(0, 5),
    st.sampled_from([0, 0, 0, 0, -1, 1, 50]),
    st.sampled_from([2, 9, 10]),
    st.integers(0, 5),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(payments=st.lists(payment, min_size=1, max_size=7), before=st.integers(0, 2))
def test_many_are_the_same_as_one_by_one(bills, payments, before):
    lines = [line(bills[which % len(bills)], more, day, number) for which, more, day, number in payments]
    with time_machine.travel(NOW, tick=False):
        expected = told(lambda: [receive_any(one) for one in lines], OWN)
        found = told(
            lambda: ([receive_any(one) for one in lines[:before]], receive_many(lines[before:])), OWN
        )
    for name in OWN:
        assert found[name] == expected[name], name


@time_machine.travel(NOW, tick=False)
def test_exact_ones_go_together_and_twice_is_once(bills):
    lines = [line(bill, 0, 9, n) for n, bill in enumerate(bills)]
    in_time = [bill for bill in bills if bill.due_on >= date(2026, 11, 9)]
    assert {bill.kind for bill in in_time} == {"section39", "section40"}
    assert receive_many(lines) == len(in_time)
    assert receive_many(lines) == 0
    assert Receipt.objects.count() == len(bills)
    assert not [
        p for p in verify_ledger().proofs if not p.holds and "2201" not in p.name and "receipts" not in p.name
    ]


@pytest.mark.parametrize("held", [False, True])
@time_machine.travel(NOW, tick=False)
def test_the_surcharge_of_a_late_month_that_was_not_paid_is_owed_in_the_ledger(bills, held):
    late = bills[0]
    if held:
        receive_any(replace(line(late, 0, 9, 1), amount=Decimal(1)))
    receive_any(replace(line(late, 0, 9, 2), amount=late.contribution - held))
    rest = Bill.objects.get(kind="surcharge")
    assert balance("1203") == rest.surcharge == Decimal("8.64")
    receive_any(BankLine("006/3", rest.ref1, rest.ref2, rest.total, clock.now()))
    assert (balance("1203"), balance("4201")) == (0, Decimal("8.64"))


@time_machine.travel(NOW, tick=False)
def test_a_month_that_the_law_does_not_tell_fails_alone(bills):
    """It goes one by one, where it raises as ever; the caller then hands all of them out one by one."""
    from sso_core.law.public import NoLaw

    wrong = bills[0]
    Bill.objects.filter(pk=wrong.pk).update(period=date(1980, 1, 1), due_on=date(2026, 12, 31))
    with pytest.raises(NoLaw):
        receive_many([line(bill, 0, 9, n) for n, bill in enumerate(bills)])
    assert not Receipt.objects.exists()


@time_machine.travel(NOW, tick=False)
def test_the_references_of_several_months_together_stay_with_the_group(bills):
    owner = bills[-1].person_id
    group = grouping.group_view(grouping.bill_together(owner, 40, 3))
    at = datetime(2026, 11, 9, 4, tzinfo=UTC)
    lines = [
        BankLine("006/9", group.ref1, group.ref2, group.total, at, "006", "QR", "t"),
        line(bills[1], 0, 9, 1),
    ]
    receive_many(lines)
    assert Bill.objects.filter(person_id=owner, status="paid").count() == 3


@time_machine.travel(NOW, tick=False)
def test_a_file_of_debits_is_answered_together(monkeypatch):
    monkeypatch.setattr(outbox, "MANY", 1)
    monkeypatch.setattr("tests.contributions.test_debits.deliver_all", outbox.deliver)
    asked = []
    many = debiting.answered_many
    monkeypatch.setattr(
        "contributions.subscribers.debiting.answered_many", lambda told: asked.append(len(told)) or many(told)
    )
    for section in (39, 40, 40):
        ordered(section=section, since=date(2026, 11 if section == 40 else 10, 1))
    refused = ordered("1234560006")
    collected()
    bank_answers()
    assert max(asked) == 4
    assert dict(Debit.objects.values_list("mandate__person_id", "state"))[refused.pk] == "refused"
    assert Debit.objects.filter(state="collected", answered_on=clock.today()).count() == 3
    assert Bill.objects.filter(status="paid").count() == 3
    assert verify_ledger().holds
    bank_answers(again="_AGAIN")
    assert Receipt.objects.count() == 3
    assert not SuspenseItem.objects.exists()
    assert Debit.objects.filter(amount__gt=Decimal(0)).count() == 4
