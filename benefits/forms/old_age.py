from django import forms
from django.utils.translation import gettext_lazy as _

from sso_core.ui.forms import BahtField, FaceForm, PeriodField


class ReturnsForm(FaceForm):
    returns = BahtField(label=_("ผลประโยชน์ตอบแทนรวม"), help_text=_("ยอดตามประกาศรายปีที่สำนักงานคำนวณไว้"))


class DeclareForm(FaceForm):
    declare = forms.BooleanField(
        label=_("ข้อมูลนี้เป็นความจริง"),
        error_messages={"required": _("ทำเครื่องหมายรับรองก่อนส่งคำขอ")},
    )


class PensionRunForm(FaceForm):
    period = PeriodField(label=_("เดือนที่จ่าย"))
