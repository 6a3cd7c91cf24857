"""Notification files in every layout: written and read again equal, found by their first line, added without code."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest
import yaml
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from finance import public as finance
from finance.files.bill_payment import Receipt, Reversal, read_bill_payments, write_bill_payments
from finance.files.notice_layout import FOLDER, layout_of, layouts, load
from finance.models import BankException, BankFile, BankReceipt, BankReversal
from finance.services.exchange import exchange
from sso_core.accounts.public import Role
from sso_core.clock import BANGKOK
from sso_core.messaging.models import OutboxEvent
from tests.finance.bank import Drop

D = Decimal
DAY = date(2026, 11, 23)
PAID = Receipt(
    line=2,
    bank_code="006",
    txn_id="T0001",
    paid_at=datetime(2026, 11, 23, 10, 30, tzinfo=BANGKOK),
    payer="บริษัท ตัวอย่าง จำกัด",
    ref1="1000000016",
    ref2="69060000012",
    channel="QR",
    amount=D("34910.00"),
)
BACK = Reversal(
    line=3,
    bank_code="006",
    txn_id="R0001",
    of_txn="T0001",
    on=DAY,
    reason="เช็คคืน",
    ref1="",
    ref2="",
    amount=D("34910.00"),
)
KEYS = [one.key for one in layouts()]


def form_of(key):
    return next(one for one in layouts() if one.key == key)


def bank_of(form):
    return form.constants.get("bank_code", "006")


def written(form, receipts, reversals=(), *, number=1):
    bank = bank_of(form)
    made = (
        [replace(one, bank_code=bank) for one in receipts],
        [replace(one, bank_code=bank) for one in reversals],
    )
    return write_bill_payments(
        made[0],
        bank_code=bank,
        biller=settings.BILLER_ID,
        file_date=DAY,
        file_no=number,
        reversals=made[1],
        form=form,
    )[1]


def read(content, **more):
    return read_bill_payments(content, biller=settings.BILLER_ID, **more)


def taken(content, name="NOTICE.txt"):
    exchange(Drop(**{name.replace(".", "__"): content}))
    return BankFile.objects.latest("pk")


def test_there_are_several_layouts_and_each_says_where_it_comes_from():
    assert len(KEYS) >= 4
    assert {one.form for one in layouts()} == {"fixed", "delimited"}
    assert all(one.source and one.confidence in "HML" for one in layouts())


@pytest.mark.parametrize("key", KEYS)
def test_a_file_is_known_by_its_first_line(key):
    assert layout_of(written(form_of(key), [PAID])).key == key


REFS = st.text("ABCDEFGHJK0123456789", min_size=1, max_size=20)
PAYMENTS = st.builds(
    Receipt,
    line=st.just(0),
    bank_code=st.just("006"),
    txn_id=st.uuids().map(lambda one: one.hex[:14].upper()),
    paid_at=st.datetimes(datetime(2026, 1, 1), datetime(2026, 11, 23)).map(  # noqa: DTZ001
        lambda at: at.replace(second=0, microsecond=0, tzinfo=BANGKOK)
    ),
    payer=st.sampled_from(["", "นายตัวอย่าง ใจดี", "ACME, CO | LTD", 'ร้าน "ดี"']),
    ref1=REFS,
    ref2=st.one_of(st.just(""), REFS),
    channel=st.just("QR"),
    amount=st.decimals("0.01", "9999999.99", places=2),
)


@pytest.mark.parametrize("key", KEYS)
@given(payments=st.lists(PAYMENTS, min_size=1, max_size=6, unique_by=lambda one: one.txn_id))
@hypothesis_settings(max_examples=25, deadline=None)
def test_what_is_written_is_read(key, payments):
    """Fields that a layout has come back as they were; those it has not are what its constants say."""
    form = form_of(key)
    if form.delimiter == "|":
        payments = [replace(one, payer=one.payer.replace('"', "")) for one in payments]
    names = {one.name for one in form.records["detail"].fields}
    found = read(written(form, payments))
    assert not [finding for finding in found.findings if finding.blocks]
    for told, back in zip(payments, found.receipts, strict=True):
        kept = {name: getattr(back, name) for name in ("txn_id", "ref1", "ref2", "amount")}
        assert kept == {name: getattr(told, name) for name in kept}
        assert back.paid_at == told.paid_at
        assert back.payer == (told.payer if "payer" in names else "")
    assert found.total == sum(one.amount for one in payments)


@pytest.mark.parametrize("key", KEYS)
def test_a_payment_taken_back_is_read_in_every_layout(key):
    found = read(written(form_of(key), [PAID], [BACK]))
    assert not [finding for finding in found.findings if finding.blocks]
    assert [(one.of_txn, one.amount, one.on) for one in found.reversals] == [("T0001", D("34910.00"), DAY)]


@pytest.mark.parametrize("key", [one.key for one in layouts() if "trailer" in one.records])
def test_totals_that_do_not_agree_refuse_the_file(key):
    form = form_of(key)
    whole = written(form, [PAID, replace(PAID, txn_id="T0002")]).splitlines(keepends=True)
    assert read(b"".join([*whole[:1], *whole[2:]])).refused


def test_a_file_without_totals_says_so():
    assert [f.code for f in read(written(form_of("portal_csv"), [PAID])).findings] == ["bank_file_no_totals"]


@pytest.mark.parametrize("content", [b"ID;Amount\r\n1;2\r\n", b"\x00\x01\x02", b"HDR|XXX|20261123"])
def test_an_unknown_layout_is_refused_with_what_was_seen(content):
    found = read(content)
    assert (found.refused, found.findings[0].code) == (True, "bank_file_layout_unknown")
    assert found.findings[0].params["length"] == len(content.splitlines()[0])


def test_a_layout_is_added_without_code(tmp_path):
    """A YAML file alone: tabs between columns, amounts in satang, a date with its time zone's year in B.E."""
    (tmp_path / "new_bank.yaml").write_text(
        yaml.safe_dump(
            {
                "key": "new_bank",
                "label": {"th": "ธนาคารใหม่", "en": "A new bank"},
                "source": "a letter of the bank",
                "confidence": "H",
                "form": "delimited",
                "delimiter": "\t",
                "encoding": "cp874",
                "name": "NEW_{date}.tsv",
                "signature": {"first": "^P\t"},
                "currencies": ["THB"],
                "constants": {"bank_code": "024", "currency": "THB"},
                "records": {
                    "detail": {
                        "mark": "P",
                        "fields": [
                            {"name": "txn_id", "column": 2, "type": "text"},
                            {"name": "paid_on", "column": 3, "type": "date", "format": "yymmdd", "era": "BE"},
                            {"name": "ref1", "column": 4, "type": "text"},
                            {"name": "ref2", "column": 5, "type": "text"},
                            {"name": "amount", "column": 6, "type": "money"},
                        ],
                    }
                },
            }
        )
    )
    known = layouts(tmp_path)
    found = read("P\tA1\t691123\tREF1\tREF2\t3491000\r\n".encode("cp874"), known=known)
    assert [(one.ref1, one.amount, one.paid_at.date()) for one in found.receipts] == [
        ("REF1", D("34910.00"), DAY)
    ]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"confidence": "sure"}, "source and confidence"),
        ({"constants": {}}, "bank_code"),
    ],
)
def test_a_layout_that_is_not_whole_does_not_load(tmp_path, change, why):
    told = yaml.safe_load((FOLDER / "counter_daily.yaml").read_text(encoding="utf-8"))
    (tmp_path / "x.yaml").write_text(yaml.safe_dump({**told, **change}))
    with pytest.raises(ValueError, match=why):
        load(tmp_path / "x.yaml")


def test_a_payment_dated_in_the_future_is_left_out_and_told():
    late = replace(PAID, paid_at=datetime(2026, 11, 30, 9, 0, tzinfo=BANGKOK))
    found = read(written(form_of("counter_daily"), [PAID, replace(late, txn_id="T2")]), today=DAY)
    assert [(f.code, f.line) for f in found.findings] == [("bank_line_future", 3)]
    assert len(found.receipts) == 1


@pytest.mark.django_db
class TestApplied:
    def test_the_same_payment_told_in_two_layouts_of_a_bank_counts_once(self):
        taken(written(form_of("bill_payment"), [PAID]))
        again = taken(written(form_of("portal_csv"), [PAID]), "PORTAL.csv")
        assert [f["code"] for f in again.findings] == ["bank_file_no_totals", "bank_line_known"]
        assert finance.balance("2201") == D("34910.00")

    def test_the_same_payment_told_by_a_bank_and_a_counter_waits_for_a_person(self):
        taken(written(form_of("bill_payment"), [PAID]))
        again = taken(written(form_of("counter_daily"), [replace(PAID, txn_id="C77")]))
        assert [e.code for e in BankException.objects.all()] == ["bank_line_alike"]
        assert (again.summary["new"], again.summary["left_out"]) == (0, 1)
        assert finance.balance("2201") == D("34910.00")

    def test_a_payment_taken_back_leaves_the_bank_once_and_is_told(self):
        taken(written(form_of("bill_payment"), [PAID]))
        file = taken(written(form_of("portal_csv"), [], [BACK]), "PORTAL.csv")
        assert (file.summary["reversed"], file.summary["reversed_total"]) == (1, "34910.00")
        assert (finance.balance("1101"), finance.balance("2201")) == (0, 0)
        event = OutboxEvent.objects.get(topic="finance.bill_payment_reversed").payload
        assert (event["bank_line_id"], event["reversed_on"]) == (BankReceipt.objects.get().pk, "2026-11-23")
        known = taken(written(form_of("bill_payment"), [], [BACK], number=2))
        assert [f["code"] for f in known.findings] == ["bank_line_known"]
        twice = taken(written(form_of("bill_payment"), [], [replace(BACK, txn_id="R2")], number=3))
        assert [f["code"] for f in twice.findings] == ["bank_reversal_twice"]
        assert (BankReversal.objects.count(), BankException.objects.count()) == (1, 1)
        assert finance.verify_ledger().holds

    @pytest.mark.parametrize(
        ("wrong", "code"),
        [
            ({"of_txn": "T9"}, "bank_reversal_unknown"),
            ({"amount": D("1.00")}, "bank_reversal_amount"),
        ],
    )
    def test_what_does_not_fit_waits_for_a_person(self, wrong, code):
        taken(written(form_of("bill_payment"), [PAID]))
        taken(written(form_of("bill_payment"), [], [replace(BACK, **wrong)], number=2))
        assert [e.code for e in BankException.objects.all()] == [code]
        assert finance.balance("2201") == D("34910.00")

    def test_another_currency_is_never_converted(self):
        content = written(form_of("portal_csv"), [PAID]).replace(b",THB,", b",USD,")
        taken(content, "PORTAL.csv")
        assert [e.code for e in BankException.objects.all()] == ["bank_line_currency"]
        assert finance.balance("2201") == 0

    def test_an_unknown_file_is_kept_and_not_applied(self):
        file = taken(b"ID;Amount\r\n1;2\r\n", "X.txt")
        assert (file.kind, file.state, file.findings[0]["code"]) == (
            "unknown",
            "refused",
            "bank_file_layout_unknown",
        )


@pytest.mark.django_db
class TestHandedIn:
    def sent(self, content, name="NOTICE.txt"):
        return {"file": SimpleUploadedFile(name, content, "text/plain")}

    def test_an_officer_hands_in_a_file_and_sees_what_was_found(self, desk_officer):
        _, browser = desk_officer(Role.finance)
        content = written(form_of("counter_daily"), [PAID])
        page = browser.post(reverse("finance:file_upload"), self.sent(content), follow=True)
        assert BankReceipt.objects.get().ref1 == "1000000016"
        assert "34,910.00" in page.content.decode()
        again = browser.post(reverse("finance:file_upload"), self.sent(content), follow=True)
        assert "ไม่นับซ้ำ" in again.content.decode()
        assert BankFile.objects.count() == 1

    def test_over_the_api_with_the_findings_by_line(self, desk_officer):
        _, browser = desk_officer(Role.finance)
        content = written(form_of("portal_csv"), [PAID]).replace(b",THB,", b",USD,")
        url = "/api/v1/office/finance/files"
        done = browser.post(url, self.sent(content, "a.csv"), headers={"Idempotency-Key": "upload-0001"})
        assert done.status_code == 201
        assert [(f["code"], f["line"]) for f in done.json()["findings"] if f["line"]] == [
            ("bank_line_currency", 2)
        ]
        assert browser.post(url, self.sent(content)).status_code == 400

    @pytest.mark.parametrize("role", [Role.auditor, Role.supervisor])
    def test_who_only_reads_hands_in_nothing(self, desk_officer, role):
        _, browser = desk_officer(role)
        assert browser.post(reverse("finance:file_upload"), self.sent(b"x")).status_code == 404

    def test_an_empty_file_is_told(self, desk_officer):
        _, browser = desk_officer(Role.finance)
        page = browser.post(reverse("finance:file_upload"), self.sent(b""))
        assert page.status_code == 200
        assert not BankFile.objects.exists()
