"""Thai QR payment text (EMV merchant-presented) and the bill-payment barcode.

Amounts are ``Decimal`` baht with at most two decimals; everything wrong raises ``ValueError``.
"""

import binascii
import re
from collections.abc import Iterator
from decimal import Decimal

from sso_core.kernel import thai_id
from sso_core.kernel.digits import arabic, bare

AID_CREDIT_TRANSFER = "A000000677010111"
AID_BILL_PAYMENT = "A000000677010112"
THB = "764"
_REFERENCE = re.compile(r"[A-Z0-9]{1,20}")


def credit_transfer(proxy: str, amount: Decimal | None = None) -> str:
    """QR text that pays a mobile number, a 13-digit id or a 15-digit e-wallet (tag 29)."""
    return _qr(_field("29", _field("00", AID_CREDIT_TRANSFER) + _proxy(proxy)), amount)


def bill_payment(biller_id: str, ref1: str, ref2: str, amount: Decimal | None = None) -> str:
    """QR text that pays a bill of ``biller_id`` with two references (tag 30)."""
    parts = [_field("00", AID_BILL_PAYMENT), _field("01", _biller(biller_id)), _field("02", _reference(ref1))]
    if ref2:
        parts.append(_field("03", _reference(ref2)))
    return _qr(_field("30", "".join(parts)), amount)


def barcode(biller_id: str, ref1: str, ref2: str, amount: Decimal | None = None) -> str:
    """Text of the cross-bank bill-payment barcode (Code 128); ``0`` as amount is keyed at the counter."""
    satang = 0 if amount is None else int(_amount(amount) * 100)
    reference2 = _reference(ref2) if ref2 else ""
    return "\r".join((f"|{_biller(biller_id)}", _reference(ref1), reference2, str(satang)))


def crc(text: str) -> str:
    """CRC-16/CCITT-FALSE as four upper-case hex digits."""
    return f"{binascii.crc_hqx(text.encode('ascii'), 0xFFFF):04X}"


def parse(text: str) -> dict[str, str]:
    """The fields of a QR text by tag, nested ones as ``30.02``. ``ValueError`` when the CRC is wrong."""
    plain = text.strip()
    if len(plain) < 8 or plain[-8:-4] != "6304" or crc(plain[:-4]) != plain[-4:].upper():
        raise ValueError("the QR text is damaged: its CRC is wrong")
    fields = dict(_fields(plain))
    for tag in ("29", "30", "31"):
        if tag in fields:
            fields |= {f"{tag}.{sub}": value for sub, value in _fields(fields[tag])}
    return fields


def _qr(account: str, amount: Decimal | None) -> str:
    head = _field("00", "01") + _field("01", "11" if amount is None else "12") + account + _field("53", THB)
    paid = "" if amount is None else _field("54", f"{_amount(amount):.2f}")
    body = head + paid + _field("58", "TH") + "6304"
    return body + crc(body)


def _field(tag: str, value: str) -> str:
    if len(value) > 99:
        raise ValueError(f"field {tag} is too long")
    return f"{tag}{len(value):02d}{value}"


def _fields(text: str) -> Iterator[tuple[str, str]]:
    place = 0
    while place < len(text):
        tag, size = text[place : place + 2], text[place + 2 : place + 4]
        if not size.isdigit() or place + 4 + int(size) > len(text):
            raise ValueError("the QR text is cut off")
        yield tag, text[place + 4 : place + 4 + int(size)]
        place += 4 + int(size)


def _proxy(text: str) -> str:
    digits = bare(arabic(text).replace("+", "").replace("(", "").replace(")", ""))
    mobile = re.fullmatch(r"(?:(?:00)?660?|0)([689]\d{8})", digits)
    if mobile:
        return _field("01", f"0066{mobile[1]}")
    if len(digits) == 13:
        return _field("02", thai_id.normalise(digits))
    if len(digits) == 15:
        return _field("03", digits)
    raise ValueError(f"not a mobile number, 13-digit id or e-wallet: {text!r}")


def _biller(text: str) -> str:
    digits = bare(text)
    if len(digits) not in (13, 15):
        raise ValueError("a biller id has 15 digits (13 without suffix)")
    return digits


def _reference(text: str) -> str:
    plain = arabic(text).strip().upper()
    if not _REFERENCE.fullmatch(plain):
        raise ValueError(f"a reference has 1 to 20 capital letters and digits: {text!r}")
    return plain


def _amount(amount: Decimal) -> Decimal:
    if not isinstance(amount, Decimal):
        raise ValueError("an amount is a Decimal")
    if not amount.is_finite() or amount <= 0 or amount != amount.quantize(Decimal("0.01")):
        raise ValueError(f"not an amount that can be paid: {amount}")
    if amount >= Decimal("10000000000"):
        raise ValueError("an amount has at most 13 characters")
    return amount.quantize(Decimal("0.01"))
