"""Bills that are paid at the bank, and the fixed-width file that tells the biller (cp874, CRLF).

The layout is the one that ``finance/layouts/notices/bill_payment.yaml`` describes: H, D and T records of 160.
"""

import os
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

from sso_core.kernel import promptpay
from sso_core.kernel.digits import arabic

WIDTH = 160
BANGKOK = ZoneInfo("Asia/Bangkok")
SATANG = Decimal("0.01")
OVERPAID = Decimal("100.00")
LARGEST = Decimal("9999999999.99")


def biller() -> str:
    """The biller that this bank collects for."""
    return os.environ.get("BILLER_ID", "099400016550101")


def now() -> datetime:
    return datetime.now(BANGKOK)


@dataclass(frozen=True, slots=True)
class Payment:
    """One bill paid."""

    ref1: str
    ref2: str
    amount: Decimal
    payer: str
    channel: str
    paid_at: datetime
    txn_id: str = field(default_factory=lambda: f"{now():%y%m%d%H%M%S}{secrets.randbelow(10**8):08d}")


@dataclass(frozen=True, slots=True)
class Bill:
    """What a payer scanned or typed."""

    ref1: str
    ref2: str
    amount: Decimal | None


HOW = {
    "exact": "จ่ายตามบิล",
    "partial": "จ่ายขาด (ครึ่งเดียว)",
    "over": "จ่ายเกิน 100 บาท",
    "double": "จ่ายซ้ำสองครั้ง",
    "told_twice": "จ่ายครั้งเดียว แต่ธนาคารแจ้งซ้ำในไฟล์เดียว",
    "filed_twice": "จ่ายครั้งเดียว แต่ธนาคารส่งอีกไฟล์หนึ่ง",
    "late": "ธนาคารแจ้งช้าหนึ่งนาที",
}


def read_bill(told: Mapping[str, Any]) -> Bill:
    """The bill of a QR text (tag 30), a barcode text, or typed references. Raises ``ValueError`` in plain words."""
    text = str(told.get("qr") or "").strip()
    if text.startswith("|"):
        return _of_barcode(text)
    if text:
        return _of_qr(text)
    ref1, ref2 = (arabic(str(told.get(name) or "")).strip().upper() for name in ("ref1", "ref2"))
    if not ref1:
        raise ValueError("สแกน QR หรือใส่เลขอ้างอิง 1")
    return Bill(_reference(ref1), _reference(ref2), None)


def _of_qr(text: str) -> Bill:
    try:
        fields = promptpay.parse(text)
    except ValueError as error:
        raise ValueError(f"อ่าน QR ไม่ได้: {error}") from error
    if fields.get("30.00") != promptpay.AID_BILL_PAYMENT or "30.02" not in fields:
        raise ValueError("QR นี้ไม่ใช่ QR ชำระบิล")
    _ours(fields.get("30.01", ""))
    amount = _amount(fields["54"]) if fields.get("54") else None
    return Bill(_reference(fields["30.02"]), _reference(fields.get("30.03", "")), amount)


def _of_barcode(text: str) -> Bill:
    parts = text[1:].splitlines()
    if len(parts) != 4 or not parts[3].isdecimal():
        raise ValueError("อ่านบาร์โค้ดไม่ได้")
    _ours(parts[0])
    satang = int(parts[3])
    return Bill(_reference(parts[1]), _reference(parts[2]), Decimal(satang).scaleb(-2) if satang else None)


def _ours(told: str) -> None:
    if told not in (biller(), biller()[:13]):
        raise ValueError("บิลนี้เป็นของผู้รับเงินรายอื่น")


def _reference(text: str) -> str:
    if len(text) > 20 or not all(sign.isascii() and sign.isalnum() for sign in text):
        raise ValueError("เลขอ้างอิงมีได้ไม่เกิน 20 ตัว เป็นตัวเลขและตัวอักษรอังกฤษเท่านั้น")
    return text


def _amount(text: str) -> Decimal:
    try:
        amount = Decimal(arabic(text).replace(",", "").strip())
    except InvalidOperation:
        raise ValueError("ใส่จำนวนเงินเป็นตัวเลข") from None
    if not amount.is_finite() or not 0 < amount <= LARGEST or amount != amount.quantize(SATANG):
        raise ValueError("จำนวนเงินต้องมากกว่า 0 และมีสตางค์ไม่เกินสองหลัก")
    return amount.quantize(SATANG)


def payments_of(told: Mapping[str, Any]) -> list[Payment]:
    """The payments that a payer makes of what was told, one or two. Raises ``ValueError`` in plain words."""
    bill = read_bill(told)
    typed = str(told.get("amount") or "").strip()
    amount = _amount(typed) if typed else bill.amount
    if amount is None:
        raise ValueError("ใส่จำนวนเงิน")
    how = how_of(told)
    if not typed and how in ("partial", "over"):
        amount = max(SATANG, (amount / 2).quantize(SATANG)) if how == "partial" else amount + OVERPAID
    return [_payment(told, bill, amount) for _ in range(2 if how == "double" else 1)]


def how_of(told: Mapping[str, Any]) -> str:
    """In which way the payer or the bank departs from the plain payment."""
    if str(told.get("twice") or "").lower() in ("1", "true", "on"):
        return "double"
    how = str(told.get("how") or "exact")
    if how not in HOW:
        raise ValueError(f"how is one of {', '.join(HOW)}")
    return how


def _payment(told: Mapping[str, Any], bill: Bill, amount: Decimal) -> Payment:
    at = str(told.get("paid_at") or "")
    try:
        paid_at = datetime.fromisoformat(at) if at else now()
    except ValueError:
        raise ValueError("วันเวลาที่จ่ายไม่ถูกต้อง") from None
    paid_at = paid_at if paid_at.tzinfo else paid_at.replace(tzinfo=BANGKOK)
    return Payment(
        ref1=bill.ref1,
        ref2=bill.ref2,
        amount=amount,
        payer=str(told.get("payer") or "ผู้จ่ายตัวอย่าง"),
        channel=str(told.get("channel") or "QR")[:2],
        paid_at=paid_at.astimezone(BANGKOK),
    )


def notice(payments: Sequence[Payment], *, bank: str, at: datetime, number: int) -> bytes:
    """The notification file: header, a line for each payment, trailer with count and total in satang."""
    rows = [f"H{1:06d}{bank}{biller()}{at:%d%m%Y}{number:06d}"]
    for place, one in enumerate(payments, 2):
        rows.append(
            f"D{place:06d}{bank}{one.paid_at:%d%m%Y%H%M%S}{one.payer[:50]:<50}{one.ref1:<20}{one.ref2:<20}"
            f"{one.channel:<2}{int(one.amount * 100):013d}{one.txn_id:<20}THB"
        )
    total = sum(int(one.amount * 100) for one in payments)
    rows.append(f"T{len(payments) + 2:06d}{len(payments):06d}{total:015d}")
    return "".join(f"{row:<{WIDTH}}\r\n" for row in rows).encode("cp874", "replace")


def notice_name(bank: str, at: datetime, number: int) -> str:
    return f"BILLPAY_{bank}_{at:%Y%m%d}_{number:06d}.txt"
