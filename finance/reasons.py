"""The bank's reason codes (ISO 20022 external codes) in words that a person understands."""

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

REASONS = {
    "AC01": _("เลขบัญชีหรือเลขพร้อมเพย์ไม่ถูกต้อง"),
    "AC04": _("บัญชีปิดแล้ว"),
    "AC06": _("บัญชีถูกระงับ"),
    "AG01": _("บัญชีนี้รับโอนไม่ได้"),
    "AM04": _("เงินในบัญชีผู้จ่ายไม่พอ"),
    "AM05": _("ธนาคารได้รับรายการนี้แล้ว"),
    "BE01": _("ชื่อบัญชีไม่ตรงกับผู้รับ"),
    "DT01": _("วันที่ไม่ถูกต้อง"),
    "ED05": _("ธนาคารชำระดุลไม่สำเร็จ"),
    "MD07": _("ผู้รับเงินเสียชีวิต"),
    "MS03": _("ธนาคารไม่ได้แจ้งเหตุผล"),
    "RC01": _("รหัสธนาคารไม่ถูกต้อง"),
}


def reason_text(code: str, words: str = "") -> str:
    """The sentence for a code; the bank's own words where the code is not known."""
    known = REASONS.get(code)
    if known:
        return gettext(known)
    return words or code or gettext(REASONS["MS03"])
