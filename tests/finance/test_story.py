"""The worked story of docs/finance/ledger.md, and that the made parts of the pages are up to date."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import time_machine
from django.conf import settings

from finance import public as finance
from finance.documentation import FOLDER, refreshed
from finance.files.bill_payment import Receipt, write_bill_payments
from finance.services.exchange import exchange
from tests.finance.bank import Drop, camt054
from tests.finance.factories import CHECKER, MAKER, ORDERER, bank, request

D = Decimal
JULY = date(2026, 7, 24)
BRANCHES = ("sickness_group", "old_age_child", "unemployment")


@pytest.mark.parametrize("page", sorted(FOLDER.glob("*.md")), ids=lambda page: page.name)
def test_the_made_parts_are_up_to_date(page):
    text = page.read_text(encoding="utf-8")
    assert refreshed(text) == text, "run manage.py document_finance"


def assess():
    shares = {
        "employee": ("262.50", "525.00", "87.50"),
        "employer": ("262.50", "525.00", "87.50"),
        "government": ("262.50", "175.00", "43.75"),
    }
    amounts = {f"{p}.{b}": D(x) for p, row in shares.items() for b, x in zip(BRANCHES, row, strict=True)}
    finance.post(event_key="filing/7", rule="contribution_assessed", on=JULY, amounts=amounts, ref="filing:7")
    finance.post(
        event_key="filing/7/surcharge", rule="surcharge_assessed", on=JULY, amounts={"surcharge": D("35.00")}
    )


def pay():
    receipt = Receipt(
        2, "006", "T7", datetime(2026, 7, 24, 3, 0, tzinfo=UTC), "", "R1", "R2", "QR", D("1785.00")
    )
    name, content = write_bill_payments(
        [receipt], bank_code="006", biller=settings.BILLER_ID, file_date=JULY, file_no=1
    )
    exchange(Drop(**{name.replace(".", "__"): content}))


def allocate():
    amounts = {
        "smid": D("525.00"),
        "old_age_child": D("1050.00"),
        "unemployment": D("175.00"),
        "surcharge": D("35.00"),
    }
    finance.post(
        event_key="receipt/7", rule="contribution_received", on=JULY, amounts=amounts, ref="receipt:7"
    )


def claim():
    wanted = request(amount=D("350.00"), due_on=JULY)
    finance.post(
        event_key="claim/7",
        rule="benefit_awarded",
        on=JULY,
        amounts={"sickness": D("350.00")},
        ref="claim:SC7",
    )
    return finance.approve_order(finance.order_payment(wanted, ORDERER).reference, MAKER)


@pytest.mark.django_db
def test_the_worked_story():
    with time_machine.travel("2026-07-24T09:00:00+07:00", tick=False):
        assess()
        assert [finance.balance(code) for code in ("1201", "1202", "4101", "4102", "4103")] == [
            D("1750.00"), D("481.25"), D("875.00"), D("875.00"), D("481.25"),
        ]  # fmt: skip
        pay()
        assert finance.balance("2201", "common") == finance.balance("1101", "common") == D("1785.00")
        allocate()
        assert [finance.balance(code) for code in ("2201", "1201", "1203")] == [0, 0, 0]
        funds = ("smid", "old_age_child", "unemployment", "common")
        assert [finance.balance("1101", fund) for fund in funds] == [D("525"), D("1050"), D("175"), D("35")]
        order = claim()
        assert finance.balance("2101", "smid") == D("350.00")
        batch = finance.make_batch(JULY, MAKER)
        finance.release_batch(batch.reference, CHECKER)
        assert (finance.balance("2101"), finance.balance("2102")) == (0, D("350.00"))
        exchange(Drop(a__xml=camt054({order.reference: "350.00"})))
        assert finance.balance("1101", "smid") == D("175.00")
    with time_machine.travel("2026-07-26T09:00:00+07:00", tick=False):
        exchange(Drop(b__xml=camt054({order.reference: "350.00"}, returned="AC04")))
        assert finance.balance("2103", "smid") == D("350.00")
        finance.reissue(order.reference, bank("2222222222"), ORDERER)
    assert finance.balance("1101", "smid") == D("525.00")
    assert finance.balance("2101", "smid") == D("350.00")
    assert finance.balance("1202", "smid") == D("262.50")
    income = sum(finance.balance(code, "smid") for code in ("4101", "4102", "4103"))
    assert (income, finance.balance("5101", "smid")) == (D("787.50"), D("350.00"))
    assert finance.verify_ledger().holds
