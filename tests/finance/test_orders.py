"""Orders and batches: every pair of state and move, two people, each source once."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import sepaxml
import time_machine
import xmlschema
from django.db import DatabaseError, IntegrityError, transaction
from lxml import etree

from finance import public as finance
from finance.flow import BATCH_FLOW, ORDER_FLOW
from finance.models import BankFile, PaymentOrder, PayoutBatch
from finance.types import BatchState, OrderState
from sso_core.kernel.finding import Refused
from sso_core.kernel.flow import IllegalMove
from tests.finance.factories import (
    CHECKER,
    MAKER,
    ORDERER,
    approved_orders,
    awarded_order,
    bank,
    promptpay,
    request,
)

D = Decimal
DAY = date(2026, 11, 23)
pytestmark = [pytest.mark.django_db]
LEGAL = {(state, move.name) for move in ORDER_FLOW for state in move.sources}


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel("2026-11-23T09:00:00+07:00", tick=False):
        yield


@pytest.mark.parametrize("state", list(OrderState))
@pytest.mark.parametrize("name", [move.name for move in ORDER_FLOW])
def test_every_pair_of_state_and_move_is_listed_or_refused(state, name):
    if (state, name) in LEGAL:
        assert ORDER_FLOW.target(state, name) in OrderState
    else:
        with pytest.raises(IllegalMove):
            ORDER_FLOW.target(state, name)


def test_the_listed_moves():
    assert {(s.value, n) for s, n in LEGAL} == {
        ("ordered", "approve"), ("ordered", "cancel"), ("approved", "batch"), ("approved", "cancel"),
        ("batched", "unbatch"), ("batched", "send"), ("sent", "settle"), ("sent", "reject"), ("sent", "return"),
        ("settled", "return"), ("rejected", "reissue"), ("returned", "reissue"),
        ("rejected", "give_up"), ("returned", "give_up"),
    }  # fmt: skip
    assert {(s.value, m.name) for m in BATCH_FLOW for s in m.sources} == {
        ("made", "release"), ("made", "cancel"), ("released", "close"),
    }  # fmt: skip


def set_state(order: finance.OrderView, state: OrderState) -> None:
    batch = PayoutBatch.objects.create(
        reference=f"PB{order.id}",
        value_date=DAY,
        count=1,
        total=1,
        made_by_id=1,
        made_by="x",
        made_at="2026-11-23T00:00Z",
    )
    PaymentOrder.objects.filter(pk=order.id).update(
        state=state.value, batch=batch, approved_at="2026-11-23T00:00Z", settled_on=DAY
    )


@pytest.mark.parametrize("state", list(OrderState))
@pytest.mark.parametrize("move", ["approve", "cancel", "reissue"])
def test_services_refuse_what_the_table_does_not_list(state, move):
    order = awarded_order()
    set_state(order, state)
    acts = {
        "approve": lambda: finance.approve_order(order.reference, MAKER),
        "cancel": lambda: finance.cancel_order(order.reference, "ซ้ำ", MAKER),
        "reissue": lambda: finance.reissue(order.reference, bank("9876543210"), ORDERER),
    }
    if (state, move) in LEGAL:
        acts[move]()
        expected = ORDER_FLOW[move].target
    elif state is OrderState.REISSUED and move == "reissue":
        return
    else:
        with pytest.raises(IllegalMove):
            acts[move]()
        expected = state
    assert finance.order(order.reference).state is expected


def test_a_source_is_ordered_once():
    wanted = request()
    first = finance.order_payment(wanted, ORDERER)
    assert finance.order_payment(wanted, ORDERER) == first
    assert first.reference.startswith("PO6911-")
    assert PaymentOrder.objects.count() == 1
    with pytest.raises(finance.OrderConflict), transaction.atomic():
        finance.order_payment(
            request(source_key=wanted.source_key, subject=wanted.subject, amount=D(2)), ORDERER
        )
    assert finance.order_of_source(wanted.source_key) == first
    assert finance.orders_of(wanted.subject) == (first,)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"amount": D("0")}, "payment_amount"),
        ({"amount": D("-5")}, "payment_amount"),
        ({"amount": D("1.005")}, "payment_amount"),
        ({"fund": "nothing"}, "payment_fund"),
        ({"payee_name": " "}, "payment_payee"),
        ({"source_key": ""}, "payment_without_source"),
        ({"destination": bank(code="999")}, "payment_destination"),
        ({"destination": bank("12")}, "payment_destination"),
        ({"destination": promptpay("0212345678")}, "payment_destination"),
        ({"destination": promptpay("1234567890123")}, "payment_destination"),
        ({"destination": finance.Destination("cash", "", "1", "x")}, "payment_kind"),
    ],
)
def test_an_order_that_cannot_be_paid_is_refused(change, code):
    with pytest.raises(Refused) as refused:
        finance.order_payments([request(), request(**change)], ORDERER)
    assert [(f.code, f.line) for f in refused.value.findings] == [(code, 2)]
    assert not PaymentOrder.objects.exists()


def test_destinations_are_stored_as_bank_files_take_them():
    one = finance.order_payment(request(destination=promptpay("+66 81-234-5678")), ORDERER)
    two = finance.order_payment(request(destination=bank("123-4-56789-0")), ORDERER)
    assert one.destination.account == "0812345678"
    assert two.destination.account == "01234567890"


def test_maker_is_not_checker_in_service_and_database():
    order = awarded_order()
    with pytest.raises(Refused, match="finance_same_person"):
        finance.approve_order(order.reference, ORDERER)
    with pytest.raises(IntegrityError, match="two_people"), transaction.atomic():
        PaymentOrder.objects.filter(pk=order.id).update(approved_by_id=ORDERER.user_id)
    finance.approve_order(order.reference, MAKER)
    batch = finance.make_batch(DAY, MAKER)
    with pytest.raises(Refused, match="finance_same_person"):
        finance.release_batch(batch.reference, MAKER)
    with pytest.raises(IntegrityError, match="two_people"), transaction.atomic():
        PayoutBatch.objects.filter(pk=batch.id).update(released_by_id=MAKER.user_id)
    with pytest.raises(IllegalMove):
        finance.approve_order(order.reference, CHECKER)


def test_what_was_ordered_stays_as_it_was():
    order = awarded_order()
    for change in ({"amount": D(9)}, {"account": "00000000000"}, {"payee_name": "คนอื่น"}):
        with pytest.raises(DatabaseError, match="keeps its payee"), transaction.atomic():
            PaymentOrder.objects.filter(pk=order.id).update(**change)
    with pytest.raises(DatabaseError, match="keeps its payee"), transaction.atomic():
        PaymentOrder.objects.filter(pk=order.id).delete()


def test_a_batch_takes_what_is_approved_and_due():
    due = approved_orders(3)
    later = approved_orders(1, due_on=date(2026, 12, 1))[0]
    waiting = awarded_order()
    batch = finance.make_batch(DAY, MAKER)
    assert (batch.count, batch.total, batch.counts) == (3, D("3000.00"), {"batched": 3})
    assert all(finance.order(o.reference).batch == batch.reference for o in due)
    assert finance.order(later.reference).state is OrderState.APPROVED
    assert finance.order(waiting.reference).state is OrderState.ORDERED
    with pytest.raises(Refused, match="nothing_to_pay"):
        finance.make_batch(DAY, MAKER)
    with pytest.raises(Refused, match="value_date_past"):
        finance.make_batch(date(2026, 11, 22), MAKER)
    cancelled = finance.cancel_batch(batch.reference, MAKER)
    assert cancelled.state is BatchState.CANCELLED
    assert finance.make_batch(DAY, MAKER).count == 3


def schema() -> Path:
    return Path(sepaxml.__file__).parent / "schemas" / "pain.001.001.09.xsd"


def test_the_released_file_is_valid_and_says_what_was_ordered():
    approved_orders(2, payee_name="นายสมชาย ใจดี & <บุตร>", memo="SC6911-000001-5")
    approved_orders(1, destination=promptpay("0812345678"), amount=D("0.01"))
    approved_orders(1, destination=promptpay("1100700123455"), amount=D("99999999.99"))
    approved_orders(
        1, fund=finance.Fund.OLD_AGE_CHILD, benefit="pension", amount=D("3000.50"), payee_name="น้ำ\x07ใส"
    )
    batch = finance.make_batch(DAY, MAKER)
    released = finance.release_batch(batch.reference, CHECKER)
    assert released.state is BatchState.RELEASED
    assert released.counts == {"sent": 5}
    file = BankFile.objects.get(direction="out")
    content = bytes(file.content)
    assert file.name == f"PAIN001_{batch.reference}.xml"
    xmlschema.XMLSchema(str(schema())).validate(content.decode())
    etree.XMLSchema(file=str(schema())).assertValid(etree.fromstring(content))
    assert_content(etree.fromstring(content), batch)


def assert_content(root, batch):
    names = {"p": root.nsmap[None]}
    values = lambda path: [e.text for e in root.findall(path, names)]  # noqa: E731
    assert values(".//p:GrpHdr/p:NbOfTxs") == ["5"]
    assert values(".//p:GrpHdr/p:CtrlSum") == ["100005000.50"]
    assert values(".//p:PmtInf/p:CtrlSum") == ["3000.50", "2000.00", "100000000.00"]
    assert values(".//p:PmtInf/p:PmtInfId") == [f"{batch.reference}-0{n}" for n in (1, 2, 3)]
    assert values(".//p:ReqdExctnDt/p:Dt") == ["2026-11-23"] * 3
    assert sorted(values(".//p:Prxy/p:Id")) == ["0812345678", "1100700123455"]
    assert sorted(values(".//p:Prxy/p:Tp/p:Prtry")) == ["MSISDN", "NATID"]
    assert values(".//p:Cdtr/p:Nm")[:3] == ["น้ำ ใส", "นายสมชาย ใจดี & <บุตร>", "นายสมชาย ใจดี & <บุตร>"]
    assert {e.get("Ccy") for e in root.findall(".//p:InstdAmt", names)} == {"THB"}
    assert set(values(".//p:CdtrAgt//p:MmbId")) == {"004"}
    assert sum(D(text) for text in values(".//p:InstdAmt")) == D("100005000.50") == batch.total


def test_release_moves_the_payable_into_transit():
    approved_orders(2)
    approved_orders(1, benefit="pension", fund=finance.Fund.OLD_AGE_CHILD)
    batch = finance.make_batch(DAY, MAKER)
    finance.release_batch(batch.reference, CHECKER)
    assert finance.balance("2101") == 0
    assert finance.balance("2102", "smid") == D(2000)
    assert finance.balance("2102", "old_age_child") == D(1000)
    (entry,) = finance.entries_of(f"batch:{batch.reference}")
    assert entry.total == D(3000)
    with pytest.raises(IllegalMove):
        finance.release_batch(batch.reference, CHECKER)
    assert finance.verify_ledger().holds


def test_a_cancelled_order_says_why():
    order = awarded_order()
    with pytest.raises(Refused, match="finance_reason_needed"):
        finance.cancel_order(order.reference, " ", MAKER)
    assert "สั่งซ้ำ" in finance.cancel_order(order.reference, "สั่งซ้ำ", MAKER).reason
