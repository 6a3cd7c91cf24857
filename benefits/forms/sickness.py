"""One question a page. Forms judge shape; the services judge the law."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sso_core.ui.forms import FaceForm, ThaiDateField, UploadField


class RestForm(FaceForm):
    first_day = ThaiDateField(label=_("วันแรกที่แพทย์สั่งให้หยุด"), help_text=_("ดูจากใบรับรองแพทย์ เช่น 3 11 2569"))
    days = forms.IntegerField(
        label=_("แพทย์สั่งให้หยุดกี่วัน"),
        min_value=1,
        max_value=365,
        widget=forms.TextInput({"inputmode": "numeric", "class": "govuk-input--width-3"}),
        error_messages={
            "invalid": _("ใส่จำนวนวันเป็นตัวเลข เช่น 10"),
            "min_value": _("ใส่จำนวนวันตั้งแต่ 1 วัน"),
            "max_value": _("ใส่จำนวนวันไม่เกิน 365 วัน"),
        },
    )


class PlaceForm(FaceForm):
    hospital = forms.CharField(
        label=_("สถานพยาบาลที่ออกใบรับรองแพทย์"), max_length=200, help_text=_("เช่น โรงพยาบาลบ้านสวน")
    )


class EmployerForm(FaceForm):
    marks_optional = False  # the number of days is asked of those whom the first answer makes it ask
    paid = forms.ChoiceField(
        label=_("นายจ้างจ่ายค่าจ้างในวันที่หยุดไหม"),
        help_text=_("กฎหมายแรงงานให้นายจ้างจ่ายค่าจ้างวันลาป่วยไม่เกิน 30 วันทำงานต่อปี"),
        widget=forms.RadioSelect,
        choices=[("no", _("ไม่จ่ายเลย")), ("some", _("จ่ายบางวัน"))],
    )
    paid_days = forms.IntegerField(
        label=_("จ่ายกี่วัน"),
        required=False,
        min_value=0,
        widget=forms.TextInput({"inputmode": "numeric", "class": "govuk-input--width-3"}),
        error_messages={"invalid": _("ใส่จำนวนวันเป็นตัวเลข เช่น 5")},
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("paid") == "some" and not cleaned.get("paid_days") and "paid_days" not in self.errors:
            self.add_error("paid_days", _("ใส่จำนวนวันที่นายจ้างจ่ายค่าจ้าง"))
        if cleaned.get("paid") == "no":
            cleaned["paid_days"] = 0
        return cleaned


class CertificateForm(FaceForm):
    marks_optional = False  # needed, but one that was sent before counts too
    certificate = UploadField(label=_("ใบรับรองแพทย์"), camera=False, required=False)


class PayForm(FaceForm):
    way = forms.ChoiceField(
        label=_("อยากรับเงินทางไหน"), widget=forms.RadioSelect, choices=[("keep", ""), ("change", "")]
    )

    def __init__(self, *args: Any, shown: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["way"].choices = [("keep", shown), ("change", _("เปลี่ยนบัญชีหรือพร้อมเพย์"))]  # type: ignore[attr-defined]


class DeclareForm(FaceForm):
    declare = forms.BooleanField(
        label=_("ข้อมูลนี้เป็นความจริง และสำนักงานตรวจสอบกับสถานพยาบาลและนายจ้างได้"),
        error_messages={"required": _("ทำเครื่องหมายรับรองก่อนส่งคำขอ")},
    )
