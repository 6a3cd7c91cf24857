"""Every component in each of its states, for those who build pages. Invented people, invented sums."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from sso_core.kernel.period import Period
from sso_core.kernel.worked import Step, Worked
from sso_core.ui import icons
from sso_core.ui.forms import (
    BahtField,
    FaceForm,
    NationalIdField,
    PeriodField,
    PhoneField,
    ThaiDateField,
    UploadField,
)

BANGKOK = ZoneInfo("Asia/Bangkok")
SAMPLE_QR = (
    '<svg viewBox="0 0 29 29" role="img" aria-label="คิวอาร์ตัวอย่าง">'
    '<path d="M2 2h7v7h-7zm18 0h7v7h-7zM2 20h7v7h-7zM12 12h5v5h-5z"/></svg>'
)
PAGES = ("question", "case", "400", "403", "404", "500", "503", "csrf")


class SampleForm(FaceForm):
    """One of each field."""

    born = ThaiDateField(label="บุตรเกิดวันไหน", help_text="ตามสูติบัตร เช่น 2 11 2569")
    number = NationalIdField(label="เลขประจำตัวประชาชน", help_text="13 หลัก มีขีดหรือไม่มีก็ได้")
    wage = BahtField(label="ค่าจ้าง", required=False)
    phone = PhoneField(label="โทรศัพท์")
    period = PeriodField(label="งวด")
    way = forms.ChoiceField(
        label="รับเงินทาง",
        choices=[("promptpay", "พร้อมเพย์"), ("bank", "บัญชีธนาคาร")],
        widget=forms.RadioSelect,
    )
    kind = forms.ChoiceField(label="ประเภท", choices=[("", "เลือก"), ("sick", "เจ็บป่วย")])
    paper = UploadField(label="ใบรับรองแพทย์", camera=True)
    why = forms.CharField(label="เหตุผล", widget=forms.Textarea({"rows": 3}), required=False)
    true = forms.BooleanField(label="ข้อมูลนี้เป็นจริง")


class SampleFilter(FaceForm):
    """Filters may all be left out."""

    text = forms.CharField(label="ชื่อหรือเลขที่บัญชี", required=False)
    stage = forms.ChoiceField(label="ขั้น", choices=[("", "ทุกขั้น"), ("warned", "เตือนแล้ว")], required=False)
    marks_optional = False


WRONG = {"born_0": "2", "born_1": "11", "born_2": "2026", "number": "1-1007-00123-45-6", "wage": "12.345"}


def gallery(request: HttpRequest) -> HttpResponse:
    return render(request, "ui/gallery.html", samples())


def sample(request: HttpRequest, page: str) -> HttpResponse:
    """Whole pages: a question with a mistake, a dense page, and each error page."""
    if page not in PAGES:
        raise Http404
    if page in ("question", "case"):
        return render(request, f"ui/gallery_{page}.html", samples())
    return render(request, f"ui/errors/{page}.html", {"hide_login": True, "path": request.path})


gallery.audience = sample.audience = "public"  # type: ignore[attr-defined]


def samples() -> dict[str, Any]:
    """Data for every component."""
    return {
        "form": SampleForm(WRONG),
        "clean_form": SampleForm(),
        "filter_form": SampleFilter(),
        "icons": icons.names(),
        "months": _months(),
        "worked": _worked(),
        "steps": [
            {"label": "รับคำขอแล้ว", "detail": "23 พ.ย. 2569 เวลา 09:42 น.", "state": "done"},
            {
                "label": "รอสูติบัตรจากคุณ",
                "detail": "ส่งภายใน 8 ธ.ค. 2569 ระหว่างรอ เราหยุดนับเวลาพิจารณา",
                "state": "now",
                "href": "#",
                "button": "ส่งสูติบัตร",
            },
            {"label": "เจ้าหน้าที่ตรวจ", "detail": "ไม่เกิน 5 วันทำการหลังได้เอกสาร", "state": "todo"},
        ],
        "entries": [
            {"text": "รับคำขอคลอดบุตรแล้ว", "when": datetime(2026, 11, 23, 9, 42, tzinfo=BANGKOK)},
            {"text": "จ่ายสงเคราะห์บุตร 1,000.00 บาท", "when": date(2026, 10, 31), "who": "ระบบ"},
        ],
        **_lists(),
        **_office(),
    }


def _lists() -> dict[str, Any]:
    return {
        "actions": [
            {
                "icon": "upload",
                "title": "ส่งสูติบัตรของบุตร",
                "text": "คำขอคลอดบุตร",
                "due": "ภายใน 8 ธ.ค. 2569",
                "href": "#",
                "button": "ส่งเอกสาร",
            },
            {
                "icon": "stop",
                "title": "ไม่พบเงินสมทบ มิถุนายน 2569",
                "text": "คุณไม่เสียสิทธิหากถูกหักค่าจ้างแล้ว",
                "href": "#",
                "button": "แจ้งเรื่องนี้",
            },
        ],
        "tiles": [
            {"icon": "sick", "label": "เจ็บป่วย", "text": "ครบเงื่อนไข", "kind": "ok", "href": "#"},
            {"icon": "birth", "label": "คลอดบุตร", "text": "ยังไม่รู้", "kind": "", "href": ""},
            {"icon": "old", "label": "ชราภาพ", "text": "138 จาก 180 เดือน", "kind": "no", "href": "#"},
        ],
        "counts": [
            {"label": "ผ่าน", "value": "23", "unit": "คน", "kind": "ok"},
            {"label": "ยืนยันได้", "value": "2", "unit": "คน", "kind": "warn"},
            {"label": "แก้ก่อนยื่น", "value": "2", "unit": "คน", "kind": "bad", "href": "#"},
            {"label": "เงินสมทบ 23 คน", "value": "34,762.00", "unit": "บาท"},
        ],
        "rows": [
            {"label": "ชื่อ", "value": "นางสาวปาณิสรา แก้วมณีวงศ์", "source": "จากทะเบียน"},
            {"label": "โทรศัพท์", "value": "08 1555 0142", "change_url": "#"},
            {"label": "วันที่หยุดงาน", "value": None},
        ],
        "files": [{"title": "สมุดฝากครรภ์.pdf", "url": "#", "state": "ตรวจแล้ว ปลอดภัย", "remove_url": "#"}],
    }


def _office() -> dict[str, Any]:
    return {
        "checks": [
            {"label": "ส่งเงินสมทบครบ", "status": "passed", "detail": "13 จาก 15 เดือน", "section": "65"},
            {"label": "ชื่อบัญชีตรงกับผู้ขอ", "status": "failed", "detail": "ต่าง 1 ตัวอักษร", "href": "#"},
            {"label": "ใบรับรองครั้งที่ 3", "status": "waived", "detail": "ยกเว้นโดย ธนากร ว."},
            {"label": "สถานะในทะเบียนราษฎร", "status": "unknown", "detail": "กรมการปกครองยังไม่ตอบ"},
        ],
        "facts": [
            ("วันที่คลอด", "2 พ.ย. 2569", "สูติบัตร ตรงกับกรมการปกครอง"),
            ("จำนวนบุตร", "1 คน", "ทะเบียนบุตร"),
            ("หยุดงาน", None, ""),
        ],
        "documents": [
            {"title": "สูติบัตร", "url": "#", "current": True, "read": True},
            {"title": "สมุดฝากครรภ์ (5 หน้า)", "url": "#"},
        ],
        "views": [
            {"label": "ของฉัน", "href": "#", "current": True, "count": 12},
            {"label": "ของทีม", "href": "#", "count": 148},
        ],
        "chips": [{"label": "พื้นที่ 3", "href": "#"}, {"label": "ยังไม่ปิด", "href": "#"}],
        "shown": {"title": "สูติบัตร · หน้า 1 จาก 1", "url": "/static/icon.svg", "kind": "image"},
        "svg": SAMPLE_QR,
        "references": [("เลขอ้างอิง 1", "1000000016"), ("เลขอ้างอิง 2", "6910000482")],
        "findings": [{"message_th": "แถว 12 เลขประจำตัวไม่ถูก", "message_en": "Line 12: the id is wrong"}],
    }


def _months() -> list[dict[str, Any]]:
    """One of every state."""
    states = ["paid"] * 5 + ["not_insured", "missing", "paid", "paid", "filed", "not_loaded", "not_due"]
    first = Period(2025, 12)
    return [
        {"period": first + n, "status": state, "employee": Decimal(840 if n else "750.50")}
        for n, state in enumerate(states)
    ]


def _worked() -> Worked:
    daily, amount = Decimal("560.00"), Decimal("25200.00")
    return Worked(
        "maternity.leave",
        {"amount": amount},
        (
            Step(
                "daily", "ค่าจ้างเฉลี่ยต่อวันของคุณ", "Your daily wage", "57", daily,
                formula="(16,800 + 16,800 + 16,800) ÷ 90 = 560.00", unit="baht_per_day",
            ),
            Step("rate", "อัตรา", "Rate", "67", Decimal("0.50"), unit="ratio", confidence="M", source="พ.ร.บ. 2558"),
            Step(
                "amount", "เงินหยุดงานเพื่อคลอดบุตร 90 วัน", "Leave of 90 days", "67", amount,
                formula="560.00 × 50% × 90 วัน = 25,200.00",
            ),
        ),
    )  # fmt: skip
