"""Bill payment files: every payment once, findings by line, totals that must agree."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest
from django.conf import settings

from finance import public as finance
from finance.files.bill_payment import Receipt, read_bill_payments, write_bill_payments
from finance.models import BankException, BankFile, BankReceipt
from finance.services.exchange import exchange
from sso_core.clock import BANGKOK
from sso_core.messaging.models import OutboxEvent
from tests.finance.bank import Drop

D = Decimal
ONE = Receipt(
    line=2,
    bank_code="006",
    txn_id="T0001",
    paid_at=datetime(2026, 11, 23, 10, 30, 5, tzinfo=BANGKOK),
    payer="บริษัท ตัวอย่าง จำกัด",
    ref1="REF1A",
    ref2="REF2",
    channel="QR",
    amount=D("123.45"),
)
TWO = replace(ONE, line=3, txn_id="T0002", amount=D("1000.00"), ref1="REF1B")


def written(*receipts: Receipt, number: int = 1, biller: str | None = None) -> bytes:
    return write_bill_payments(
        list(receipts),
        bank_code="006",
        biller=biller or settings.BILLER_ID,
        file_date=date(2026, 11, 23),
        file_no=number,
    )[1]


def read(content: bytes):
    return read_bill_payments(content, biller=settings.BILLER_ID)


def taken(content: bytes, name: str = "BILLPAY.txt") -> BankFile:
    exchange(Drop(**{name.replace(".", "__"): content}))
    return BankFile.objects.latest("pk")


def patched(content: bytes, line: int, start: int, text: str) -> bytes:
    """The file with ``text`` at a 1-based position of a line."""
    lines = content.split(b"\r\n")
    row = bytearray(lines[line - 1])
    row[start - 1 : start - 1 + len(text)] = text.encode("cp874")
    lines[line - 1] = bytes(row)
    return b"\r\n".join(lines)


def test_what_is_written_is_read():
    found = read(written(ONE, TWO))
    assert found.receipts == [ONE, TWO]
    assert not found.findings
    assert (found.count, found.total, found.file_no) == (2, D("1123.45"), "000001")


def test_lf_and_missing_padding_are_read():
    content = b"\n".join(line.rstrip() for line in written(ONE).split(b"\r\n"))
    assert read(content).receipts == [ONE]


@pytest.mark.parametrize(
    ("line", "start", "text", "code"),
    [
        (4, 8, "000009", "bank_file_count"),
        (4, 14, "000000000000001", "bank_file_total"),
        (1, 11, "000000000000000", "bank_file_biller"),
        (1, 26, "31022026", "bank_file_header"),
        (1, 1, "X", "bank_file_layout_unknown"),
        (4, 1, "D", "bank_file_frame"),
        (2, 1, "Q", "bank_file_record"),
        (4, 14, "x", "bank_file_trailer"),
        (2, 117, "0000000012346", "bank_file_total"),
    ],
)
def test_a_file_that_is_wrong_as_a_whole_is_refused(line, start, text, code):
    found = read(patched(written(ONE, TWO), line, start, text))
    assert found.refused
    assert code in [f.code for f in found.findings]


@pytest.mark.parametrize("content", [b"", b"H", b"\r\n\r\n", b"\xff\xfe\xdb", "ไม่ใช่ไฟล์".encode()])
def test_nonsense_is_refused(content):
    assert read(content).refused


@pytest.mark.parametrize(
    ("start", "text", "code", "field"),
    [
        (11, "99999999", "bank_line_field", "paid_on"),
        (19, "256199", "bank_line_field", "paid_at"),
        (150, "USD", "bank_line_currency", "currency"),
        (130, " " * 20, "bank_line_empty", "txn_id"),
        (75, " " * 20, "bank_line_empty", "ref1"),
        (2, "000009", "bank_line_sequence", "sequence"),
    ],
)
def test_a_line_that_is_wrong_is_left_out_and_told(start, text, code, field):
    found = read(patched(written(ONE, TWO), 2, start, text))
    assert not found.refused
    assert [(f.code, f.field, f.line) for f in found.findings] == [(code, field, 2)]
    assert found.receipts == [TWO]


@pytest.mark.django_db
def test_a_payment_is_taken_once_and_posted_and_told():
    file = taken(written(ONE, TWO))
    assert (file.state, file.summary["new"], file.summary["new_total"]) == ("done", 2, "1123.45")
    assert finance.balance("2201", "common") == finance.balance("1101", "common") == D("1123.45")
    events = OutboxEvent.objects.filter(topic="finance.bill_payment").order_by("pk")
    first = events[0].payload
    assert (first["ref1"], first["amount"], first["paid_at"]) == (
        "REF1A",
        "123.45",
        "2026-11-23T10:30:05+07:00",
    )
    assert BankReceipt.objects.get(pk=first["bank_line_id"]).txn_id == "T0001"
    taken(written(ONE, TWO))  # the same bytes
    assert BankFile.objects.count() == 1
    again = taken(written(ONE, replace(TWO, txn_id="T0003"), number=2))
    assert (again.summary["new"], again.summary["known"]) == (1, 1)
    assert [f["code"] for f in again.findings] == ["bank_line_known"]
    assert finance.balance("2201", "common") == D("2123.45")
    assert events.count() == 3
    assert finance.verify_ledger().holds


@pytest.mark.django_db
def test_the_same_transaction_with_another_sum_waits_for_a_person():
    taken(written(ONE))
    taken(written(replace(ONE, amount=D("999.00")), number=2))
    assert [e.code for e in BankException.objects.all()] == ["bank_line_differs"]
    assert finance.balance("2201") == D("123.45")


@pytest.mark.django_db
def test_twice_in_one_file_counts_once():
    file = taken(written(ONE, replace(ONE, line=3)))
    assert [(f["code"], f["severity"]) for f in file.findings] == [("bank_line_twice", "warn")]
    assert finance.balance("2201") == D("123.45")
    assert not BankException.objects.exists()


@pytest.mark.django_db
def test_a_refused_file_takes_nothing_and_is_kept():
    file = taken(patched(written(ONE), 3, 14, "000000000000001"))
    assert (file.state, file.findings[0]["code"]) == ("refused", "bank_file_total")
    assert not BankReceipt.objects.exists()
    assert finance.balance("1101") == 0
    right = taken(written(ONE), "BILLPAY2.txt")
    assert right.summary["new"] == 1


@pytest.mark.django_db
def test_a_file_number_used_again_is_told():
    taken(written(ONE))
    again = taken(written(TWO))
    assert [f["code"] for f in again.findings] == ["bank_file_number_again"]
    assert again.summary["new"] == 1
