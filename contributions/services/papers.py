"""The pay-in slip and the receipt as PDF."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Protocol

from django.conf import settings

from contributions.models import Bill, BillKind, Receipt
from contributions.services.grouping import GroupView
from contributions.services.receipt_content import CONTRIBUTION, RECLAIMED, receipt_content
from contributions.services.settling import is_somebodys, recipient
from sso_core.documents.public import barcode_svg, pdf_bytes, qr_svg, render_pdf
from sso_core.kernel import employer_account, promptpay, thai_id
from sso_core.kernel.actor import SYSTEM
from sso_core.kernel.period import Period
from sso_core.kernel.thai_calendar import format_date
from sso_core.messaging.public import tell

RECEIPT_KIND = "contributions.receipt"


class Payable(Protocol):
    """What has references and a sum: a bill, or several together."""

    @property
    def ref1(self) -> str: ...
    @property
    def ref2(self) -> str: ...
    @property
    def total(self) -> Decimal: ...


def pay_qr(bill: Payable) -> str:
    """PromptPay bill payment (tag 30) with the sum of today."""
    text = promptpay.bill_payment(settings.BILLER_ID, bill.ref1, bill.ref2, bill.total)
    return qr_svg(text, label="คิวอาร์พร้อมเพย์สำหรับชำระบิลนี้")


def pay_barcode(bill: Payable) -> str:
    return barcode_svg(promptpay.barcode(settings.BILLER_ID, bill.ref1, bill.ref2, bill.total))


def slip_pdf(bill: Bill) -> bytes:
    """The pay-in slip of a bill as it stands."""
    month = Period.of(bill.period).be_label()
    title = "ใบแจ้งส่งคืนเงิน" if bill.kind == BillKind.RECLAIM else f"ใบแจ้งชำระเงินสมทบ {month}"
    return pdf_bytes("contributions/letters/slip.html", _slip(bill, [bill], title))


def group_slip_pdf(group: GroupView) -> bytes:
    """The pay-in slip of several months together, as they stand."""
    title = f"ใบแจ้งชำระเงินสมทบ {len(group.unpaid)} เดือน"
    return pdf_bytes("contributions/letters/slip.html", _slip(group, group.unpaid, title))


def _slip(paid: Bill | GroupView, bills: Sequence[Bill], title: str) -> dict[str, Any]:
    return {
        "title": title,
        "reference": f"{paid.ref1}-{paid.ref2}",
        "payer_name": paid.payer_name,
        "payer_ident": payer_ident(bills[0]),
        "rows": [row for bill in bills for row in _rows(bill, Period.of(bill.period).be_label())],
        "amount": paid.total,
        "due_on": min(bill.due_on for bill in bills),
        "biller_id": settings.BILLER_ID,
        "ref1": paid.ref1,
        "ref2": paid.ref2,
        "pay_qr": pay_qr(paid),
        "barcode": pay_barcode(paid),
        "late_note": next((note for note in map(_late_note, bills) if note), ""),
    }


def issue_receipt(receipt: Receipt) -> Receipt:
    """Print the receipt once, keep it as issued, and tell the payer."""
    if receipt.document_id:
        return receipt
    bill = receipt.bill
    month = Period.of(bill.period).be_label()
    document = render_pdf(
        "contributions/letters/receipt.html",
        {
            "number": receipt.number,
            "payer_name": receipt.payer_name,
            "payer_ident": payer_ident(bill),
            "paid_on": receipt.paid_on,
            "amount": receipt.amount,
            "bill": bill,
            **receipt_content(receipt),
        },
        kind=RECEIPT_KIND,
        subject=receipt.subject,
        reference=receipt.number,
        title="ใบเสร็จรับเงินคืน" if bill.kind == BillKind.RECLAIM else "ใบเสร็จรับเงินสมทบ",
        by=SYSTEM,
    )
    receipt.document_id = str(document.id)
    receipt.save(update_fields=["document_id"])
    context = {
        "receipt": receipt,
        "month": month,
        "paid_on": format_date(receipt.paid_on),
        "action_url": document.url,
        "action_label": "ดูใบเสร็จ",
    }
    if is_somebodys(bill):
        tell(recipient(bill), "contributions/receipt", context)
    return receipt


def payer_ident(bill: Bill) -> str:
    if bill.kind == BillKind.SECTION39 or bill.person_id:
        return thai_id.mask(bill.ref1) if len(bill.ref1) == thai_id.LENGTH else ""
    if bill.subject.partition(":")[0] != "employer":
        return ""
    return employer_account.format(bill.ref1)


def _rows(bill: Bill, month: str) -> list[tuple[str, str, Decimal]]:
    what = RECLAIMED if bill.kind == BillKind.RECLAIM else CONTRIBUTION
    rows = [(what, month, bill.contribution)] if bill.contribution else []
    return [*rows, ("เงินเพิ่ม", "ร้อยละ 2 ต่อเดือน (มาตรา 39, 49)", bill.surcharge)] if bill.surcharge else rows


def _late_note(bill: Bill) -> Any:
    return f"ยอดนี้คิดเงินเพิ่มถึงวันที่ {format_date(bill.worked_on)} จ่ายช้ากว่านี้ยอดเพิ่มขึ้น" if bill.surcharge else ""
