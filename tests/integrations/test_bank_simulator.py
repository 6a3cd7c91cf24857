"""The bank over its drop: bills, payment files and answers, as ``finance`` writes and reads them."""

import time
from datetime import UTC, date, datetime
from decimal import Decimal

import httpx
import pytest
from lxml import etree

from finance.files.bill_payment import read_bill_payments
from finance.files.iso_answers import read_answers
from finance.files.pain001 import Transfer, write_pain001
from integrations.public import BankGateway, GatewayDown
from integrations.simulators.bank_orders import schema
from integrations.simulators.data import by_role
from sso_core.kernel import promptpay

BILLER = "099400016550101"
QR = promptpay.bill_payment(BILLER, "1000000016", "2569060001", Decimal("34910.00"))
PANISARA = by_role("member138")[0]["national_id"]


def transfer(
    reference, *, kind="bank", account="00001234567", name="นายสมมติ ไม่มีจริง", amount="1250.50", fund="smid"
):
    return Transfer(
        reference=reference,
        amount=Decimal(amount),
        fund=fund,
        kind=kind,
        bank_code="004" if kind == "bank" else "",
        account=account,
        account_name=name if kind == "bank" else "",
        payee_name=name,
        memo="ค่าทดแทนการขาดรายได้",
    )


def pain001(*transfers, message="PB2569-0001"):
    created = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    return write_pain001(transfers, message_id=message, created=created, value_date=date(2026, 11, 24))


def sent(content, message="PB2569-0001"):
    """Put a payment file; the answers by name."""
    bank = BankGateway()
    bank.put(f"PAIN001_{message}.xml", content)
    return {name: bank.get(name) for name in bank.list()}


def patiently(look, *, count):
    """What ``look`` finds, when it is ``count`` many or ten seconds have gone by."""
    ends = time.monotonic() + 10
    while len(found := look()) < count and time.monotonic() < ends:
        time.sleep(0.05)
    return found


def verdicts(content):
    return {one.reference: (one.what, one.reason_code) for one in read_answers(content).answers}


# bills


def test_a_paid_bill_is_told_by_a_file_that_lies_until_it_is_taken(simulators):
    told = simulators.pay(qr=QR, payer="บริษัท ตัวอย่างการผลิต จำกัด", paid_at="2026-07-15T10:20:30")
    bank = BankGateway()
    assert bank.list() == [told["file"]]
    read = read_bill_payments(bank.get(told["file"]), biller=BILLER)
    assert not read.refused
    assert not read.findings
    (one,) = read.receipts
    assert (one.ref1, one.ref2, one.amount) == ("1000000016", "2569060001", Decimal("34910.00"))
    assert (one.payer, one.txn_id) == ("บริษัท ตัวอย่างการผลิต จำกัด", told["txn_id"])
    assert one.paid_at.isoformat() == "2026-07-15T10:20:30+07:00"
    bank.done(told["file"])
    assert bank.list() == []
    bank.done(told["file"])  # told twice, as after a killed worker


def test_every_line_of_the_file_has_its_width(simulators):
    told = simulators.pay(qr=QR, payer="ผู้จ่ายชื่อยาว" * 9)
    lines = BankGateway().get(told["file"]).split(b"\r\n")
    assert [len(line) for line in lines] == [160, 160, 160, 0]
    assert [line[:1] for line in lines] == [b"H", b"D", b"T", b""]


WAYS = {
    "exact": (["34910.00"], 1, 0),
    "partial": (["17455.00"], 1, 0),
    "over": (["35010.00"], 1, 0),
    "double": (["34910.00", "34910.00"], 1, 0),
    "told_twice": (["34910.00"], 1, 1),
    "filed_twice": (["34910.00"], 2, 0),
}


@pytest.mark.parametrize("how", WAYS)
def test_payers_and_banks_that_depart_from_the_plain_payment(simulators, how):
    amounts, files, findings = WAYS[how]
    told = simulators.pay(qr=QR, how=how)
    assert len(told["files"]) == files
    for name in told["files"]:
        read = read_bill_payments(BankGateway().get(name), biller=BILLER)
        assert not read.refused
        assert [str(one.amount) for one in read.receipts] == amounts
        assert len(read.findings) == findings
    assert len(set(told["txn_ids"])) == (2 if how == "double" else 1)


def test_a_typed_amount_is_what_is_paid(simulators):
    assert simulators.pay(qr=QR, amount="1,000.25")["amount"] == "1000.25"


def test_a_late_bank_tells_later(simulators):
    told = simulators.pay(qr=QR, how="late", seconds=300)
    assert BankGateway().list() == []
    assert simulators.post("bank", "/_release")["released"] == [told["file"]]
    assert BankGateway().list() == [told["file"]]


def test_a_barcode_is_paid_too(simulators):
    text = promptpay.barcode(BILLER, "1000000016", "2569060001", Decimal("12.34"))
    assert simulators.pay(qr=text)["amount"] == "12.34"


def test_references_may_be_typed(simulators):
    told = simulators.pay(ref1="s391234567", ref2="0669", amount="432")
    (one,) = read_bill_payments(BankGateway().get(told["file"]), biller=BILLER).receipts
    assert (one.ref1, one.ref2, one.amount) == ("S391234567", "0669", Decimal("432.00"))


WRONG = {
    "a damaged QR": {"qr": QR[:-1] + ("0" if QR[-1] != "0" else "1")},
    "a QR cut short": {"qr": QR[:40]},
    "a QR that pays a person": {"qr": promptpay.credit_transfer(PANISARA, Decimal(1))},
    "a bill of somebody else": {"qr": promptpay.bill_payment("099400016550199", "A1", "B2", Decimal(1))},
    "nothing": {},
    "no amount": {"ref1": "A1"},
    "a negative amount": {"ref1": "A1", "amount": "-5"},
    "no number": {"ref1": "A1", "amount": "ห้า"},
    "a third of a satang": {"ref1": "A1", "amount": "1.001"},
    "not a number": {"ref1": "A1", "amount": "NaN"},
    "too much": {"ref1": "A1", "amount": "99999999999"},
    "a Thai reference": {"ref1": "กข", "amount": "1"},
    "a long reference": {"ref1": "1" * 21, "amount": "1"},
    "an unknown way": {"qr": QR, "how": "sideways"},
    "no day": {"qr": QR, "paid_at": "yesterday"},
}


@pytest.mark.parametrize("wrong", WRONG)
def test_what_cannot_be_paid_is_told_and_leaves_no_file(simulators, wrong):
    answer = httpx.post(f"{simulators.url('bank')}/pay", json=WRONG[wrong])
    assert answer.status_code == 400
    assert answer.json()["error"]
    assert BankGateway().list() == []


def test_the_page_shows_the_bill_and_pays_it(simulators):
    url = f"{simulators.url('bank')}/pay"
    shown = httpx.get(url, params={"qr": QR}).text
    assert "34,910.00 บาท" in shown
    assert "ระบบจำลอง" in shown
    paid = httpx.post(url, data={"qr": QR}).text
    assert "จ่ายแล้ว" in paid
    assert "1000000016" in httpx.get(simulators.url("bank")).text
    wrong = httpx.post(url, data={"qr": "<script>"}).text
    assert "<script>" not in wrong
    assert "อ่าน QR ไม่ได้" in wrong


# payment files


def test_what_finance_writes_follows_the_schema_that_the_bank_checks():
    document = etree.fromstring(pain001(transfer("PO1"), transfer("PO2", kind="promptpay", account=PANISARA)))
    schema().assertValid(document)


def test_good_payments_are_accepted_and_settled(simulators):
    content = pain001(
        transfer("PO1"), transfer("PO2", kind="promptpay", account=PANISARA, fund="old_age_child")
    )
    found = sent(content)
    assert list(found) == ["PAIN002_PB2569-0001.xml", "CAMT054_PB2569-0001_1.xml"]
    status = read_answers(found["PAIN002_PB2569-0001.xml"])
    assert (status.kind, status.original_id, status.group_status) == ("pain002", "PB2569-0001", "ACCP")
    assert (status.original_count, status.original_sum) == (2, Decimal("2501.00"))
    assert not status.findings
    assert verdicts(found["PAIN002_PB2569-0001.xml"]) == {"PO1": ("accepted", ""), "PO2": ("accepted", "")}
    moved = read_answers(found["CAMT054_PB2569-0001_1.xml"])
    assert (moved.kind, moved.findings) == ("camt054", [])
    assert {(one.reference, one.what, one.amount) for one in moved.answers} == {
        ("PO1", "settled", Decimal("1250.50")),
        ("PO2", "settled", Decimal("1250.50")),
    }


REFUSED = {
    "a closed account": (transfer("X", account="00000010009"), "AC04"),
    "an account of somebody else": (transfer("X", account="00000010007"), "BE01"),
    "a dead payee by name": (transfer("X", name="นายตายแล้ว ตัวอย่าง"), "MD07"),
    "a dead payee by number": (
        transfer("X", kind="promptpay", account=by_role("dead")[0]["national_id"]),
        "MD07",
    ),
    "PromptPay not linked": (
        transfer("X", kind="promptpay", account=by_role("no_promptpay")[0]["national_id"]),
        "AC01",
    ),
    "PromptPay of nobody": (transfer("X", kind="promptpay", account="1234567890123"), "AC01"),
    "a mobile number of nobody": (transfer("X", kind="promptpay", account="0810000009"), "AC01"),
}


@pytest.mark.parametrize("why", REFUSED)
def test_a_payment_that_cannot_be_made_is_refused_with_its_reason(simulators, why):
    bad, code = REFUSED[why]
    found = sent(pain001(transfer("PO1"), bad))
    assert verdicts(found["PAIN002_PB2569-0001.xml"]) == {"PO1": ("accepted", ""), "X": ("rejected", code)}
    assert read_answers(found["PAIN002_PB2569-0001.xml"]).group_status == "PART"
    assert verdicts(found["CAMT054_PB2569-0001_1.xml"]) == {"PO1": ("settled", "")}


def test_when_every_payment_is_refused_nothing_moves(simulators):
    found = sent(pain001(REFUSED["a closed account"][0]))
    assert list(found) == ["PAIN002_PB2569-0001.xml"]
    assert read_answers(found["PAIN002_PB2569-0001.xml"]).group_status == "RJCT"


def test_money_may_come_back_after_it_was_settled(simulators):
    found = sent(pain001(transfer("PO1"), transfer("PO2", account="00000010008")))
    assert verdicts(found["CAMT054_PB2569-0001_1.xml"])["PO2"] == ("settled", "")
    assert verdicts(found["CAMT054_PB2569-0001_2.xml"]) == {"PO2": ("returned", "AC04")}


def test_the_same_file_again_changes_nothing(simulators):
    content = pain001(transfer("PO1"))
    first = sent(content)
    for name in first:
        BankGateway().done(name)
    assert sent(content) == {}


def test_the_same_message_under_another_name_is_refused_as_a_duplicate(simulators):
    content = pain001(transfer("PO1"))
    first = sent(content)
    BankGateway().put("PAIN001_AGAIN.xml", content)
    fresh = set(BankGateway().list()) - set(first)
    assert fresh == {"PAIN002_PB2569-0001_PAIN001_AGAIN.xml"}
    notice = read_answers(BankGateway().get(fresh.pop()))
    assert notice.is_duplicate_notice
    assert not notice.answers


def damaged(old, new):
    content = pain001(transfer("PO1"))
    assert old in content
    return content.replace(old, new, 1)


FILES = {
    "a wrong sum": (lambda: damaged(b"<CtrlSum>1250.50", b"<CtrlSum>1250.51"), "AM10"),
    "a wrong count": (lambda: damaged(b"<NbOfTxs>1<", b"<NbOfTxs>2<"), "AM18"),
    "another order of elements": (lambda: damaged(b"<PmtMtd>TRF</PmtMtd>", b""), "FF01"),
    "half a file": (lambda: pain001(transfer("PO1"))[:-200], "FF01"),
}


@pytest.mark.parametrize("why", FILES)
def test_a_file_that_does_not_hold_together_is_refused_whole(simulators, why):
    make, code = FILES[why]
    found = sent(make())
    assert list(found) == ["PAIN002_PB2569-0001.xml"]
    read = read_answers(found["PAIN002_PB2569-0001.xml"])
    assert (read.group_status, read.group_code, read.answers) == ("RJCT", code, [])


@pytest.mark.parametrize("content", [b"", b"hello", b"<html/>", b'<!DOCTYPE a [<!ENTITY b "c">]><pain.001/>'])
def test_a_file_of_another_kind_is_left_alone(simulators, content):
    assert sent(content) == {}


# banks that misbehave


def test_a_bank_may_answer_twice(simulators):
    simulators.post("bank", "/_answers", mode="twice")
    found = sent(pain001(transfer("PO1")))
    one = "CAMT054_PB2569-0001_1"
    assert found[f"{one}_COPY.xml"] == found[f"{one}.xml"]
    assert found[f"{one}_AGAIN.xml"] != found[f"{one}.xml"]
    assert verdicts(found[f"{one}_AGAIN.xml"]) == verdicts(found[f"{one}.xml"])
    messages = [read_answers(found[name]).message_id for name in (f"{one}.xml", f"{one}_AGAIN.xml")]
    assert messages[0] != messages[1]
    assert "PAIN002_PB2569-0001_AGAIN.xml" in found


@pytest.mark.parametrize("mode", ["late", "silent"])
def test_a_bank_may_answer_late(simulators, mode):
    simulators.post("bank", "/_answers", mode=mode, seconds=600)
    assert sent(pain001(transfer("PO1"))) == {}
    simulators.post("bank", "/_release")
    assert len(BankGateway().list()) == 2


def test_a_late_answer_comes_by_itself(simulators):
    simulators.post("bank", "/_answers", mode="late", seconds=0.2)
    sent(pain001(transfer("PO1")))
    names = patiently(lambda: BankGateway().list(), count=2)
    assert len(names) == 2


@pytest.mark.parametrize("mode", ["nonsense", "cut"])
def test_a_bank_may_send_what_nobody_can_read_before_the_answer(simulators, mode):
    simulators.post("bank", "/_answers", mode=mode, seconds=600)
    found = sent(pain001(transfer("PO1")))
    assert all(name.endswith("_BROKEN.xml") for name in found)
    assert all(read_answers(content).refused for content in found.values())
    simulators.post("bank", "/_release")
    assert "CAMT054_PB2569-0001_1.xml" in BankGateway().list()


def test_an_unknown_mode_is_refused(simulators):
    answer = httpx.post(f"{simulators.url('bank')}/_answers", json={"mode": "sideways"})
    assert answer.status_code == 400


def test_a_tester_may_leave_a_file(simulators):
    httpx.put(f"{simulators.url('bank')}/_leave/NONSENSE.txt", content=b"\x00\xff")
    assert BankGateway().get("NONSENSE.txt") == b"\x00\xff"


def test_a_page_of_maintenance_is_neither_a_file_nor_a_receipt(simulators):
    told, bank = simulators.pay(qr=QR), BankGateway()
    simulators.fault("bank", "nonsense")
    for act in (
        lambda: bank.put("PAIN001_X.xml", pain001(transfer("PO1"))),
        lambda: bank.get(told["file"]),
        lambda: bank.done(told["file"]),
    ):
        with pytest.raises(GatewayDown, match="makes no sense"):
            act()
    simulators.fault("bank", "ok")
    assert bank.list() == [told["file"]]


# a bank that is killed


def test_a_killed_bank_still_has_its_files_and_knows_what_it_paid(simulators):
    content = pain001(transfer("PO1"))
    found = sent(content)
    told = simulators.pay(qr=QR)
    simulators.post("bank", "/_answers", mode="late", seconds=600)
    sent(pain001(transfer("PO2"), message="PB2569-0002"), "PB2569-0002")
    simulators.stop("bank")
    simulators.start("bank")
    assert set(BankGateway().list()) == {*found, told["file"]}
    assert told["txn_id"] in simulators.get("bank", "/api/payments")
    BankGateway().put("PAIN001_OTHER.xml", content)
    simulators.post("bank", "/_release")
    names = BankGateway().list()
    assert "CAMT054_PB2569-0002_1.xml" in names
    assert "PAIN002_PB2569-0001_PAIN001_OTHER.xml" in names


def test_a_bank_killed_before_it_answered_answers_the_same_when_it_is_back(simulators):
    found = sent(pain001(transfer("PO1")))
    folder = simulators.folder / "bank"
    simulators.stop("bank")
    (folder / "answered.json").unlink()
    for name in found:
        (folder / "out" / name).unlink()
    simulators.start("bank")
    assert {name: BankGateway().get(name) for name in BankGateway().list()} == found


def test_a_long_file_is_taken_at_once_and_answered_in_full(simulators):
    many = [transfer(f"PO{number:06d}") for number in range(4000)]
    content = pain001(*many)
    assert len(content) > 2 * 2**20
    BankGateway().put("PAIN001_PB2569-0001.xml", content)
    assert len(patiently(lambda: BankGateway().list(), count=2)) == 2
    assert len(verdicts(BankGateway().get("CAMT054_PB2569-0001_1.xml"))) == 4000


@pytest.mark.parametrize("name", ["../x", "a/b", "", ".hidden", "ก.xml"])
def test_a_name_that_leaves_the_drop_is_not_put(name):
    with pytest.raises(ValueError, match="not a name"):
        BankGateway().put(name, b"")
