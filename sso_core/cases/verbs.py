"""The verbs of the timeline, each with its sentence. Apps add their own at import."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import get_language

from sso_core.kernel.thai_calendar import format_date

_ISO_DAY = re.compile(r"^\d{4}-\d{2}-\d{2}$")


@dataclass(frozen=True, slots=True)
class Verb:
    """A sentence in Thai and English with the event's params in it. ``public``: the applicant sees it."""

    th: str
    en: str
    public: bool = False


_verbs: dict[str, Verb] = {}


def register_verbs(verbs: Mapping[str, Verb]) -> None:
    for name, verb in verbs.items():
        if _verbs.setdefault(name, verb) != verb:
            raise ValueError(f"two sentences for verb {name!r}")


def is_known(name: str) -> bool:
    return name in _verbs


def is_public(name: str) -> bool:
    return name in _verbs and _verbs[name].public


def sentence(name: str, params: Mapping[str, Any], lang: str | None = None) -> str:
    """The event as a sentence; figures and dates in it are written as people write them."""
    verb = _verbs.get(name)
    if verb is None:
        return name
    thai = (lang or get_language() or "th").startswith("th")
    shown = _Shown({key: _shown(key, value) for key, value in params.items()})
    return (verb.th if thai else verb.en).format_map(shown).strip()


class _Shown(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return ""


def _shown(key: str, value: Any) -> str:
    text = str(value)
    if key == "amount" or key.endswith("_amount"):
        try:
            return f"{Decimal(text):,.2f}"
        except InvalidOperation:
            return text
    if _ISO_DAY.match(text):
        return format_date(date.fromisoformat(text))
    return text


def storable(value: Any) -> Any:
    """A param as JSON that loses nothing."""
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value


register_verbs(
    {
        "opened": Verb("รับคำขอ", "Application received", public=True),
        "assigned": Verb("มอบงานให้ {to} {reason}", "Assigned to {to} {reason}"),
        "taken": Verb("{to} รับงาน", "{to} took the case"),
        "released": Verb("คืนงานเข้าคิว {reason}", "Returned to the queue {reason}"),
        "noted": Verb("บันทึก: {text}", "Note: {text}"),
        "asked": Verb(
            "ขอข้อมูลเพิ่ม ตอบภายใน {due} (หยุดนับเวลา): {text}",
            "More information asked for, due {due} (clock stopped): {text}",
            public=True,
        ),
        "answered": Verb(
            "ผู้ขอตอบ เริ่มนับเวลาต่อ {text}", "The applicant answered; clock runs again {text}", public=True
        ),
        "stopped_waiting": Verb(
            "เลิกรอคำตอบ เริ่มนับเวลาต่อ {reason}", "No longer waiting; clock runs again {reason}", public=True
        ),
        "proposed": Verb("เสนอ{outcome_label} {amount}: {reason}", "Proposed: {outcome} {amount}: {reason}"),
        "sent_back": Verb("ส่งกลับให้ผู้เสนอ: {reason}", "Sent back to the maker: {reason}"),
        "confirmed": Verb("คนที่สองยืนยัน", "Confirmed by the second officer"),
        "approved": Verb("อนุมัติคำขอ {amount}", "Application approved {amount}", public=True),
        "rejected": Verb("ไม่อนุมัติคำขอ: {reason}", "Application refused: {reason}", public=True),
        "withdrawn": Verb("ถอนคำขอ {reason}", "Application withdrawn {reason}", public=True),
        "letter_sent": Verb("ส่งหนังสือแจ้งผล", "Decision letter sent", public=True),
        "document_added": Verb("ส่งเอกสาร {title}", "Document sent: {title}", public=True),
        "document_refused": Verb(
            "ไม่รับเอกสาร {title} เพราะพบไวรัส", "Document {title} refused: infected", public=True
        ),
        "public_status": Verb("{label}", "Status: {status}", public=True),
        "due_changed": Verb("กำหนดใหม่ {due}: {reason}", "New due date {due}: {reason}"),
    }
)
