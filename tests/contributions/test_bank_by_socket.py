"""Paid at the bank and taken back by it, over its real socket: from the file to the month in the account."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import httpx
import pytest
from django.conf import settings

from contributions.models import Bill, OriginReversal, Receipt
from finance.files.bill_payment import Reversal, write_bill_payments
from finance.models import BankReceipt
from finance.public import balance, exchange, verify_ledger
from sso_core import clock
from sso_core.messaging.public import deliver_all
from tests.contributions.test_filing_path import employer, submitted  # noqa: F401
from tests.integrations.simulators import simulator_processes, simulators  # noqa: F401

pytestmark = pytest.mark.django_db


def round_trip():
    exchange()
    deliver_all()


def test_paid_taken_back_and_paid_again(employer, simulators):  # noqa: F811
    submitted()
    bill = Bill.objects.get()
    simulators.pay(ref1=bill.ref1, ref2=bill.ref2, amount=str(bill.total))
    round_trip()
    bill.refresh_from_db()
    assert (bill.status, Receipt.objects.count()) == ("paid", 1)
    told = BankReceipt.objects.get()
    back = Reversal(2, told.bank_code, "RV1", told.txn_id, date.today(), "เช็คคืน", "", "", told.amount)  # noqa: DTZ011
    for number, one in enumerate((back, replace(back, txn_id="RV2")), 901):
        name, content = write_bill_payments(
            [], bank_code=told.bank_code, biller=settings.BILLER_ID, file_date=clock.today(), file_no=number,
            reversals=[one],
        )  # fmt: skip
        httpx.put(f"{simulators.url('bank')}/_leave/{name}", content=content).raise_for_status()
        round_trip()
    bill.refresh_from_db()
    assert (bill.status, balance("1101"), balance("2201")) == ("unpaid", Decimal(0), Decimal(0))
    assert OriginReversal.objects.get().paid_again_on is None
    simulators.pay(ref1=bill.ref1, ref2=bill.ref2, amount=str(bill.total))
    round_trip()
    assert sorted(Receipt.objects.values_list("status", flat=True)) == ["cancelled", "issued"]
    assert OriginReversal.objects.get().paid_again_on is not None
    assert verify_ledger().holds
