"""A cheque comes back on paper: one officer of finance notes it, another does it."""

from datetime import datetime
from decimal import Decimal

import pytest
from django.conf import settings

from finance.files.bill_payment import Receipt, write_bill_payments
from finance.models import BankReceipt
from finance.services.exchange import apply_waiting
from finance.services.files import keep_file
from sso_core import clock
from sso_core.clock import BANGKOK
from tests.browser.album import DESK
from tests.documents.factories import pdf

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def a_payment() -> BankReceipt:
    paid = Receipt(
        2, "006", "T0001", datetime(2026, 11, 20, 10, 30, tzinfo=BANGKOK), "บริษัท ตัวอย่าง จำกัด", "1000000016",
        "69100000017", "CHQ", Decimal("34910.00"),
    )  # fmt: skip
    content = write_bill_payments(
        [paid], bank_code="006", biller=settings.BILLER_ID, file_date=clock.today(), file_no=1
    )[1]
    keep_file("BILLPAY_006.txt", content, "in")
    apply_waiting()
    return BankReceipt.objects.get()


def test_a_returned_cheque_is_noted_and_done(someone, visitor):
    clerk = someone("finance")
    receipt = a_payment()
    clerk.go("/office/finance/receipts/").look("6-receipts")
    clerk.main.locator("table a").first.click()
    clerk.look("6-receipt").follow("บันทึกว่าธนาคารเรียกคืน")
    clerk.look("6-take-back").press("บันทึก").look("6-take-back-wrong")
    clerk.fill("เลขที่เอกสารของธนาคาร", "CHQ-0017").fill_date("on", "22", "11", "2569")
    clerk.fill("เหตุผลตามเอกสาร", "เช็คคืน เงินในบัญชีไม่พอ").attach("เช็คคืน.pdf", pdf())
    clerk.press("บันทึก").sees("คุณเป็นผู้บันทึก").look("6-noted")
    checker = visitor(DESK).enter("finance2").go(f"/office/finance/receipts/{receipt.pk}/")
    checker.look("6-to-check").press("ตรวจแล้ว เรียกคืนตามเอกสาร")
    checker.sees("เรียกคืนแล้ว").look("6-taken-back")
