"""The bank's answers: applied once, in any order, and what does not fit moves nothing."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine

from finance import public as finance
from finance.models import BankException, BankFile, PaymentOrder
from finance.services.exchange import exchange
from finance.types import BatchState, OrderState
from sso_core.messaging.models import OutboxEvent
from tests.finance.bank import Drop, camt054, pain002
from tests.finance.factories import CHECKER, MAKER, ORDERER, approved_orders, bank

D = Decimal
pytestmark = [pytest.mark.django_db]


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel("2026-11-23T09:00:00+07:00", tick=False):
        yield


@pytest.fixture
def sent():
    """A batch of three orders of 1,000 baht at the bank."""
    approved_orders(3)
    batch = finance.make_batch(date(2026, 11, 23), MAKER)
    finance.release_batch(batch.reference, CHECKER)
    return batch


def orders(batch):
    return list(PaymentOrder.objects.filter(batch__reference=batch.reference).order_by("pk"))


def states(batch):
    return [order.state for order in orders(batch)]


def answer(*contents: bytes) -> None:
    exchange(Drop(**{f"file{n}__xml": content for n, content in enumerate(contents)}))


def last_file() -> BankFile:
    return BankFile.objects.filter(direction="in").latest("pk")


def open_codes() -> list[str]:
    return sorted(BankException.objects.values_list("code", flat=True))


def events(topic):
    return list(OutboxEvent.objects.filter(topic=topic).order_by("pk").values_list("payload", flat=True))


def test_a_whole_life(sent):
    a, b, c = (order.reference for order in orders(sent))
    answer(pain002(sent.reference, {a: "ACCP", b: "ACCP", c: "RJCT:AC04"}))
    assert states(sent) == ["sent", "sent", "rejected"]
    answer(camt054({a: "1000.00", b: "1000.00"}))
    assert states(sent) == ["settled", "settled", "rejected"]
    assert finance.batch(sent.reference).state is BatchState.CLOSED
    assert finance.balance("1101", "smid") == D(-2000)
    answer(camt054({b: "1000.00"}, returned="AC06"))
    assert states(sent) == ["settled", "returned", "rejected"]
    assert finance.balance("2102") == 0
    assert finance.balance("2103", "smid") == D(2000)
    assert [e["order_ref"] for e in events("finance.payment_settled")] == [a, b]
    back = events("finance.payment_returned")
    assert [(e["order_ref"], e["reason"]) for e in back] == [(c, "บัญชีปิดแล้ว"), (b, "บัญชีถูกระงับ")]
    new = finance.reissue(c, bank("2222222222"), ORDERER)
    assert finance.reissue(c, bank("3333333333"), ORDERER) == new
    assert (new.state, new.reissue_of) == (OrderState.ORDERED, c)
    assert new.source_key == orders(sent)[2].source_key == back[0]["source_key"]
    assert (finance.balance("2103"), finance.balance("2101")) == (D(1000), D(1000))
    assert finance.order_of_source(new.source_key).reference == new.reference
    assert finance.verify_ledger().holds


def test_an_answer_told_twice_moves_once(sent):
    a, b, c = (order.reference for order in orders(sent))
    first = pain002(sent.reference, {a: "ACCP", b: "ACCP", c: "RJCT:MD07"})
    settled = camt054({a: "1000.00", b: "1000.00"})
    answer(first, settled)
    before = finance.trial_balance()
    answer(first, settled)  # the same bytes: kept once, not even read
    assert BankFile.objects.filter(direction="in").count() == 2
    answer(
        pain002(sent.reference, {a: "ACSP", b: "ACCP", c: "RJCT:MD07"}),
        camt054({a: "1000.00", b: "1000.00"}, message="NTF-2"),  # other bytes, the same answers
    )
    assert last_file().summary.get("settled") is None
    assert finance.trial_balance() == before
    assert states(sent) == ["settled", "settled", "rejected"]
    assert open_codes() == []
    assert len(events("finance.payment_settled")) == 2


def test_one_file_may_say_a_thing_twice_and_settle_and_return(sent):
    a, *_ = (order.reference for order in orders(sent))
    both = (
        camt054({a: "1000.00"})
        .replace(b"</Ntfctn>", b"")
        .replace(b"</BkToCstmrDbtCdtNtfctn></Document>", b"")
    )
    back = camt054({a: "1000.00"}, returned="AC04")
    entry = back[back.index(b"<Ntry>") : back.rindex(b"</Ntry>") + 7]
    answer(both + entry + entry + b"</Ntfctn></BkToCstmrDbtCdtNtfctn></Document>")
    assert last_file().state == "done"
    assert states(sent) == ["returned", "sent", "sent"]
    assert finance.balance("2103") == D(1000)
    assert finance.balance("1101") == 0
    assert finance.verify_ledger().holds


def test_answers_that_do_not_fit_wait_for_a_person(sent):
    a, b, _ = (order.reference for order in orders(sent))
    answer(
        pain002(sent.reference, {a: "RJCT:AC01", "PO0000-000000-0": "ACCP", b: "XXXX"}),
        camt054({a: "1000.00", b: "999.99", "nobody": "5.00"}),
    )
    assert states(sent) == ["rejected", "sent", "sent"]
    assert open_codes() == [
        "bank_amount_differs", "bank_not_understood", "bank_order_unknown", "bank_order_unknown", "bank_state_differs",
    ]  # fmt: skip
    assert finance.balance("1101") == 0
    assert finance.verify_ledger().holds


def test_money_returned_before_it_settled(sent):
    a, *_ = (order.reference for order in orders(sent))
    answer(camt054({a: "1000.00"}, returned="AC04"))
    assert states(sent)[0] == "returned"
    assert (finance.balance("2102"), finance.balance("2103")) == (D(2000), D(1000))
    answer(camt054({a: "1000.00"}))
    assert states(sent)[0] == "returned"
    assert open_codes() == ["bank_state_differs"]


@pytest.mark.parametrize(
    ("control", "code"),
    [({"count": 4}, "bank_file_count"), ({"total": D("3000.01")}, "bank_file_total")],
)
def test_an_answer_whose_control_differs_is_refused_whole(sent, control, code):
    a, *_ = (order.reference for order in orders(sent))
    answer(pain002(sent.reference, {a: "RJCT:AC01"}, **control))
    assert (last_file().state, last_file().findings[0]["code"]) == ("refused", code)
    assert states(sent) == ["sent"] * 3


def test_a_notice_that_does_not_add_up_is_refused_whole(sent):
    a, *_ = (order.reference for order in orders(sent))
    answer(camt054({a: "1000.00"}, summary=D("1000.01")))
    assert last_file().findings[0]["code"] == "bank_file_total"
    detail = camt054({a: "1000.00"}).replace(
        b'<Amt Ccy="THB">1000.00</Amt><CdtDbtInd>', b'<Amt Ccy="THB">999.00</Amt><CdtDbtInd>'
    )
    answer(detail)
    assert last_file().findings[0]["code"] == "bank_file_total"
    answer(camt054({a: "1000.00"}).replace(b"THB", b"USD"))
    assert last_file().findings[0]["code"] == "bank_file_currency"
    assert states(sent) == ["sent"] * 3


def test_the_bank_refuses_the_whole_file(sent):
    answer(pain002(sent.reference, {}, group="RJCT", code="AC06", count=3, total=D("3000.00")))
    assert states(sent) == ["rejected"] * 3
    assert finance.balance("2103") == D(3000)


@pytest.mark.parametrize("code", ["AM05", "DU01", "DUPL"])
def test_the_bank_has_the_file_twice(sent, code):
    answer(pain002(sent.reference, {}, group="RJCT", code=code))
    assert states(sent) == ["sent"] * 3
    assert last_file().findings[0]["code"] == "bank_has_file_already"


def test_pending_entries_wait(sent):
    a, *_ = (order.reference for order in orders(sent))
    answer(camt054({a: "1000.00"}, status="PDNG"))
    assert states(sent)[0] == "sent"
    answer(camt054({a: "1000.00"}))
    assert states(sent)[0] == "settled"


BOMB = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><CstmrPmtStsRpt>&b;</CstmrPmtStsRpt></Document>"""
OUTSIDE = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><CstmrPmtStsRpt>&a;</CstmrPmtStsRpt></Document>"""

NOT_A_SUM = b"<CstmrPmtStsRpt><OrgnlGrpInfAndSts><OrgnlCtrlSum>NaN</OrgnlCtrlSum></OrgnlGrpInfAndSts></CstmrPmtStsRpt>"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (BOMB, "bank_file_xml"),
        (OUTSIDE, "bank_file_xml"),
        (BOMB.decode().replace('"1.0"', '"1.0" encoding="UTF-16"').encode("utf-16"), "bank_file_layout_unknown"),
        (b"<Document><CstmrPmtStsRpt>", "bank_file_xml"),
        (NOT_A_SUM, "bank_file_value"),
        (b"<html><body>502 Bad Gateway</body></html>", "bank_file_layout_unknown"),
        (b"", "bank_file_layout_unknown"),
        (b"\x00\xff\xfe nonsense", "bank_file_layout_unknown"),
    ],
)  # fmt: skip
def test_nonsense_is_kept_and_refused(content, code):
    answer(content)
    file = last_file()
    assert (file.state, file.findings[0]["code"]) == ("refused", code)
    assert bytes(file.content) == content


def test_other_versions_and_namespaces_are_read(sent):
    a, *_ = (order.reference for order in orders(sent))
    old = (
        camt054({a: "1000.00"})
        .replace(b"camt.054.001.08", b"camt.054.001.02")
        .replace(b"<Sts><Cd>BOOK</Cd></Sts>", b"<Sts>BOOK</Sts>")
    )
    answer(old)
    assert states(sent)[0] == "settled"
