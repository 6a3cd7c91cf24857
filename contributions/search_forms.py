"""What the pages of looking for months ask: shape only; the services judge."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from contributions.models import EmployerAnswer, FoundAs
from contributions.services.month_searches import Found
from sso_core.kernel.digits import bare
from sso_core.kernel.period import Period
from sso_core.ui.forms import BahtField, FaceForm, NationalIdField, PeriodField, ThaiDateField, UploadField


class AccountNoField(forms.CharField):
    """An employer's account as it is written; gives ten digits, or none."""

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        try:
            digits = bare(text) if text else ""
        except ValueError:
            digits = ""
        if text and len(digits) != 10:
            raise forms.ValidationError(_("เลขที่บัญชีนายจ้างเป็นตัวเลข 10 หลัก"))
        return digits


class LookForm(FaceForm):
    """The member's: until which month, where they worked, what they have to show."""

    until = PeriodField(label=_("ถึงเดือน"), help_text=_("ถ้าหายหลายเดือนติดกัน เราค้นทุกเดือนที่บัญชีไม่แสดงในช่วงนี้ให้"))
    employer_no = forms.ChoiceField(label=_("ตอนนั้นคุณทำงานที่ไหน"), widget=forms.RadioSelect, required=False)
    employer_name = forms.CharField(label=_("ชื่อนายจ้าง ถ้าไม่อยู่ในรายการ"), max_length=200, required=False)
    why = forms.CharField(
        label=_("คุณทราบอะไรของเดือนนี้"),
        help_text=_("เช่น ถูกหักเงินสมทบในสลิป หรือจ่ายเองที่เคาน์เตอร์"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    paper = UploadField(label=_("สลิปเงินเดือน ใบเสร็จ หรือหนังสือรับรอง"), required=False, camera=True)

    def __init__(self, *args: Any, employers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [*employers, ("", _("ที่อื่น หรือจ่ายเอง"))]
        if employers:
            self.fields["employer_no"].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields["employer_no"]


class PaperForm(FaceForm):
    """A month as the papers have it."""

    section = forms.TypedChoiceField(
        label=_("มาตรา"), choices=[(33, "33"), (39, "39")], coerce=int, initial=33, widget=forms.RadioSelect
    )
    wage = BahtField(label=_("ค่าจ้างตามหลักฐาน (บาท)"), required=False, help_text=_("ไม่ทราบให้เว้นว่าง"))
    base = BahtField(label=_("ค่าจ้างที่ใช้คิด (บาท)"), required=False)
    employee = BahtField(label=_("ส่วนผู้ประกันตน (บาท)"), required=False)
    employer = BahtField(label=_("ส่วนนายจ้าง (บาท)"), required=False)
    paid_on = ThaiDateField(label=_("จ่ายเมื่อ"), required=False)
    marks_optional = False


def _account() -> AccountNoField:
    return AccountNoField(
        label=_("เลขที่บัญชีนายจ้าง"),
        max_length=13,
        required=False,
        help_text=_("เว้นว่างถ้าเป็นเดือนที่จ่ายเอง (มาตรา 39)"),
    )


class FoundForm(PaperForm):
    """What an officer found. Which fields are needed follows from how it was found; the service says it."""

    months = forms.MultipleChoiceField(label=_("เดือนที่พบ"), widget=forms.CheckboxSelectMultiple)
    found_as = forms.ChoiceField(label=_("พบอย่างไร"), choices=FoundAs, widget=forms.RadioSelect)
    account = _account()
    number = NationalIdField(label=_("เลขประจำตัวที่เดือนนี้อยู่"), required=False)
    field_order = ("months", "found_as", "account", "number")

    def __init__(self, *args: Any, months: list[Period], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["months"].choices = [(str(m), m.be_label()) for m in months]  # type: ignore[attr-defined]

    def found(self) -> tuple[list[Period], Found]:
        told = dict(self.cleaned_data)
        months = [Period.parse(text) for text in told.pop("months")]
        return months, Found(
            **{**told, "found_as": FoundAs(told["found_as"]), "number": told["number"] or ""}
        )


class CorrectMonthForm(PaperForm):
    """A loaded month as it should be; amounts of 0 take it out."""

    period = PeriodField(label=_("เดือน"))
    account = _account()
    reason = forms.CharField(
        label=_("เหตุผลและหลักฐาน"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
    field_order = ("period", "section", "account")


class AskEmployerForm(FaceForm):
    account = AccountNoField(label=_("เลขที่บัญชีนายจ้าง"), max_length=13)
    text = forms.CharField(label=_("คำถาม"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
    due_on = ThaiDateField(label=_("ขอคำตอบภายใน"))


class AnswerForm(FaceForm):
    answer = forms.ChoiceField(
        label=_("คนนี้ทำงานกับคุณในเดือนเหล่านั้นหรือไม่"), choices=EmployerAnswer, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=_("บอกเพิ่มเติม"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("เช่น ยื่นใต้เลขประจำตัวอื่น หรือวันที่ออกจากงาน"),
    )
