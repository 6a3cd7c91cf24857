"""Payment files that somebody tampered with, sent twice or at once: each fault is told, and no baht counts twice."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal
from threading import Barrier

import pytest
from django.db import connection

from finance import public as finance
from finance.models import BankException, BankFile, BankReceipt
from finance.services.uploading import upload_file
from sso_core.messaging.models import OutboxEvent
from tests.finance.factories import MAKER
from tests.finance.test_receipts import ONE, TWO, patched, read, taken, written

D = Decimal
AMOUNT, REF1, TXN = 117, 75, 130  # where the fields of a payment begin


@pytest.mark.parametrize(
    ("amount", "code"),
    [
        ("0000000000000", "bank_line_amount"),
        ("-000000012345", "bank_line_field"),
        ("00000012345.5", "bank_line_field"),
        ("๐๐๐๐๐๐๐๐๑๒๓๔๕", "bank_line_field"),
        ("            1", "bank_line_field"),
        ("1e11         ", "bank_line_field"),
    ],
)
def test_an_amount_that_is_none_is_told_at_its_line_or_refuses_the_file(amount, code):
    found = read(patched(written(ONE, TWO), 2, AMOUNT, amount))
    told = [(f.code, f.line) for f in found.findings]
    assert (code, 2) in told or found.refused, told
    assert ONE not in found.receipts
    assert all(one.amount > 0 for one in found.receipts)


def test_the_largest_sum_that_fits_is_read_to_the_satang():
    largest = replace(ONE, amount=D("99999999999.99"))
    assert read(written(largest)).receipts == [largest]


@pytest.mark.parametrize("refs", ["๑๐๐๐๐๐๐๐๑๖", "abc-123", "1000 000016", "'; drop--"])
def test_a_reference_is_kept_as_it_was_told_and_never_guessed(refs):
    found = read(written(replace(ONE, ref1=refs)))
    assert [one.ref1 for one in found.receipts] in ([refs.upper()], [])
    assert found.receipts or found.findings


@pytest.mark.parametrize("channel", ["ZZ", "", "??"])
def test_a_channel_that_we_do_not_know_is_kept(channel):
    assert read(written(replace(ONE, channel=channel))).receipts[0].channel == channel


@pytest.mark.parametrize("tenths", range(10))
def test_a_file_that_is_cut_off_anywhere_takes_nothing(tenths):
    """The last line's blanks are no part of what it tells."""
    content = written(ONE, TWO).rstrip()
    assert read(content[: len(content) * tenths // 10]).refused
    assert read(content[:-1]).refused
    assert read(content).receipts == [ONE, TWO]


def test_lines_in_another_order_or_twice_and_a_trailer_in_the_middle():
    head, one, two, tail, _ = written(ONE, TWO).split(b"\r\n")
    assert [f.code for f in read(b"\r\n".join([head, two, one, tail])).findings] == ["bank_line_sequence"] * 2
    assert read(b"\r\n".join([head, one, one, tail])).refused  # its total is another
    assert read(b"\r\n".join([head, one, tail, two])).refused
    assert read(b"\r\n".join([one, two, tail])).refused


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8"])
def test_another_encoding_does_not_change_money(encoding):
    found = read(written(ONE, TWO).decode("cp874").encode(encoding))
    assert found.refused or [one.amount for one in found.receipts] == [ONE.amount, TWO.amount]


@pytest.mark.django_db
class TestTwice:
    def test_the_same_bytes_under_another_name(self):
        taken(written(ONE, TWO))
        again, is_new = upload_file("ANOTHER.txt", written(ONE, TWO), by=MAKER)
        assert (is_new, BankFile.objects.count(), again.name) == (False, 1, "BILLPAY.txt")
        assert finance.balance("1101") == D("1123.45")

    def test_the_same_payments_in_another_file_and_order(self):
        taken(written(ONE, TWO))
        file = taken(written(replace(TWO, line=2), replace(ONE, line=3), number=7), "OTHER.txt")
        assert (file.summary["new"], file.summary["known"]) == (0, 2)
        assert {f["code"] for f in file.findings} == {"bank_line_known"}
        assert finance.balance("1101") == D("1123.45")

    @pytest.mark.parametrize("change", [{"ref1": "OTHER"}, {"amount": D("0.01")}])
    def test_the_same_number_for_another_payment_waits_for_a_person(self, change):
        taken(written(ONE))
        taken(written(replace(ONE, **change), number=2), "OTHER.txt")
        assert finance.balance("1101") == ONE.amount
        assert BankReceipt.objects.get().ref1 == ONE.ref1
        if "amount" in change:
            assert [e.code for e in BankException.objects.all()] == ["bank_line_differs"]


@pytest.mark.django_db(transaction=True)
def test_several_files_with_the_same_payments_at_the_same_time():
    """Real sessions of the database side by side: each payment comes in once, whoever is first."""
    payments = [replace(ONE, line=n + 2, txn_id=f"T{n:04d}", ref1=f"REF{n}") for n in range(20)]
    files = [(f"F{n}.txt", written(*payments[n:], *payments[:n], number=n + 1)) for n in range(4)]
    start = Barrier(len(files))

    def hand_in(name, content):
        start.wait()
        try:
            return upload_file(name, content, by=MAKER)[0].pk
        finally:
            connection.close()

    with ThreadPoolExecutor(len(files)) as pool:
        list(pool.map(lambda told: hand_in(*told), files))
    assert set(BankFile.objects.values_list("state", flat=True)) == {"done"}
    assert BankReceipt.objects.count() == len(payments)
    assert OutboxEvent.objects.filter(topic="finance.bill_payment").count() == len(payments)
    assert finance.balance("1101") == finance.balance("2201") == ONE.amount * len(payments)
    assert sum(file.summary["new"] for file in BankFile.objects.all()) == len(payments)
    assert finance.verify_ledger().holds
