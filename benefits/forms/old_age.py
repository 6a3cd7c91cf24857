from django.utils.translation import gettext_lazy as _

from sso_core.ui.forms import BahtField, FaceForm, PeriodField


class ReturnsForm(FaceForm):
    returns = BahtField(label=_("ผลประโยชน์ตอบแทนรวม"), help_text=_("ยอดตามประกาศรายปีที่สำนักงานคำนวณไว้"))


class PensionRunForm(FaceForm):
    period = PeriodField(label=_("เดือนที่จ่าย"))
