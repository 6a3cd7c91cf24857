"""Many payments at once leave the same rows as the same payments received one by one."""

from dataclasses import asdict
from datetime import UTC, datetime
from decimal import Decimal

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contributions.models import Bill, Filing, Receipt, SuspenseItem
from contributions.services.bulk.intake import Incoming, take
from contributions.services.bulk.payments import receive_many
from contributions.services.receiving import BankLine, receive
from contributions.services.settling import receipt_number
from sso_core.messaging import outbox
from sso_core.messaging.models import Delivery
from sso_core.messaging.public import publish
from tests.contributions.filings import Filing as Made
from tests.contributions.filings import Person as Somebody
from tests.contributions.filings import national_id
from tests.contributions.test_bulk import ACCOUNTS, BY, employers, told

__all__ = ["employers"]
pytestmark = pytest.mark.django_db
ROWS = {
    "money": "select bank_line_id, ref1, ref2, amount, paid_at, bank, channel, txn_id, bill_id, status, received_at"
    " from contributions_moneyin",
    "bills": "select kind, filing_id, contribution, surcharge, status, paid_on, worked_on from contributions_bill",
    "receipts": "select bill_id, subject, payer_name, contribution, surcharge, amount, paid_on, issued_at"
    " from contributions_receipt",
    "allocations": "select r.bill_id, a.branch_no, a.payer, a.fund, a.amount from contributions_allocation a"
    " join contributions_receipt r on r.id = a.receipt_id",
    "suspense": "select m.bank_line_id, s.reason, s.amount, s.bill_id, s.status, s.applied_to_id from"
    " contributions_suspenseitem s join contributions_moneyin m on m.id = s.money_in_id",
    "accounts": "select a.period, a.person_id, a.origin, a.origin_id, a.account_no, a.branch_no, a.wage, a.base,"
    " a.employee, a.employer, a.government, a.paid_on, r.bill_id from contributions_account a"
    " join contributions_receipt r on r.id = a.receipt_id",
    "ledger": "select e.rule, e.posted_on, e.subject, case when e.event_key like 'bill:%' then e.event_key end,"
    " case when e.event_key like 'bill:%' then e.ref end, l.number, l.account, l.fund, l.debit, l.credit"
    " from finance_ledgerline l join finance_ledgerentry e on e.id = l.entry_id",
    "outbox": "select topic, d.subscriber, d.status from messaging_outboxevent e"
    " join messaging_delivery d on d.event_id = e.id",
    "numbers": "select number from contributions_receipt",
}


@pytest.fixture
def bills(employers):
    """A bill of each of three employers, of two branches for the second; the third waits for somebody's enrolment."""
    with time_machine.travel("2026-07-10T03:00:00Z", tick=False):
        for place, account in enumerate(ACCOUNTS):
            people = tuple(
                Somebody(national_id(place * 100 + n), 900_000 + n * 77_777) for n in range(8 + 2 * place)
            )
            data = Made(people=people, account=account).data()
            if place == 1:
                data += Made(
                    people=(Somebody(national_id(111), 1_500_000),), account=account, branch="000001"
                ).data()
            take([Incoming(f"{account}.txt", data, account)], by=BY)
        assert Filing.objects.filter(status="submitted").count() == 3
        return list(Bill.objects.order_by("pk"))


payment = st.tuples(
    st.integers(0, 3),  # which bill; 3: none
    st.sampled_from([0, 0, 0, 0, -1, 1, 500]),  # too little, too much
    st.sampled_from([13, 15, 15, 16]),  # day of July
    st.sampled_from(["", " ", "-"]),  # how a counter keys the reference
    st.integers(0, 5),  # the bank's number of the line: some come twice
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(payments=st.lists(payment, min_size=1, max_size=6), before=st.integers(0, 2))
def test_many_payments_are_the_same_as_one_by_one(bills, payments, before):
    lines = [_line(bills, *one) for one in payments]
    with time_machine.travel("2026-07-17T03:00:00Z", tick=False):
        earlier, later = lines[:before], lines[before:]
        expected = told(lambda: [receive(line) for line in lines], ROWS)
        found = told(lambda: ([receive(line) for line in earlier], receive_many(later)), ROWS)
    for name in ROWS:
        assert found[name] == expected[name], name


def _line(bills, which, more, day, stroke, number):
    account, ref2, amount = "1000000099", "69060000000000", Decimal(100)
    if which < 3:
        account, ref2, amount = bills[which].ref1, bills[which].ref2, bills[which].contribution
    paid_at = datetime(2026, 7, day, 4, 0, tzinfo=UTC)
    return BankLine(
        f"006/{number}", account, stroke.join((ref2[:4], ref2[4:])), amount + more, paid_at, "006", "QR", "t"
    )


def test_exact_payments_are_settled_together_and_numbered_without_gaps(bills):
    with time_machine.travel("2026-07-14T03:00:00Z", tick=False):
        lines = [_line(bills, which, 0, 13, "", which) for which in (0, 1, 2)]
        assert receive_many(lines) == 3
        assert receive_many(lines) == 0  # told twice
    numbers = [receipt.number for receipt in Receipt.objects.order_by("pk")]
    assert numbers == [receipt_number(2569, n) for n in (1, 2, 3)]
    assert not SuspenseItem.objects.exists()


def _tell(bills, which, **changes):
    line = _line(bills, which, 0, 13, "", which)
    payload = {**asdict(line), "amount": str(line.amount), "paid_at": line.paid_at.isoformat(), **changes}
    publish("finance.bill_payment", line.bank_line_id, payload)


def test_a_bank_file_of_many_is_taken_together_and_what_fails_together_goes_one_by_one(
    bills, monkeypatch, caplog
):
    monkeypatch.setattr(outbox, "MANY", 1)
    with time_machine.travel("2026-07-14T03:00:00Z", tick=False):
        _tell(bills, 0)
        outbox.deliver()
        assert not caplog.records
        _tell(bills, 1)
        _tell(bills, 2, paid_at="?")  # told without its time: both fail together, and the other comes alone
        outbox.deliver()
    assert "go one by one" in caplog.text
    waiting = Delivery.objects.filter(event__topic="finance.bill_payment").exclude(status="done")
    assert [one.event.key for one in waiting] == ["006/2"]
    assert Bill.objects.filter(status="paid").count() == Receipt.objects.count() == 2
