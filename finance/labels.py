"""What the funds are called, in the language of the page."""

from django.utils.translation import gettext_lazy as _

from finance.types import Fund

FUND_LABELS = {
    Fund.SMID: _("เจ็บป่วย คลอดบุตร ทุพพลภาพ ตาย"),
    Fund.OLD_AGE_CHILD: _("สงเคราะห์บุตรและชราภาพ"),
    Fund.UNEMPLOYMENT: _("ว่างงาน"),
    Fund.SECTION40: _("มาตรา 40"),
    Fund.WCF: _("กองทุนเงินทดแทน"),
    Fund.COMMON: _("เงินกลาง ยังไม่เข้ากองทุน"),
}
