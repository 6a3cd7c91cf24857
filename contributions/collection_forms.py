"""What pages of collection ask: shape only; the services judge."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from contributions.collection_flow import Stage
from sso_core.accounts.public import User
from sso_core.ui.forms import BahtField, FaceForm, ThaiDateField

AGES = [("", _("ทุกอายุ")), ("31", _("เกิน 30 วัน")), ("91", _("เกิน 90 วัน")), ("366", _("เกิน 1 ปี"))]
WHOSE = [("", _("ทุกคน")), ("mine", _("ของฉัน")), ("none", _("ยังไม่มีคนรับ"))]


def _reason(label: Any, name_rows: int = 3) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": name_rows}), max_length=2000)


class QueueForm(FaceForm):
    """Filters of the list; all of them may be left out."""

    text = forms.CharField(label=_("ชื่อหรือเลขที่บัญชี"), max_length=100, required=False)
    stage = forms.ChoiceField(label=_("ขั้น"), required=False)
    whose = forms.ChoiceField(label=_("ผู้รับผิดชอบ"), choices=WHOSE, required=False)
    age = forms.TypedChoiceField(label=_("อายุหนี้"), choices=AGES, coerce=int, empty_value=None, required=False)
    least = BahtField(label=_("เงินสมทบค้างตั้งแต่ (บาท)"), required=False)
    marks_optional = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stages = [(s.value, s.label) for s in Stage if s is not Stage.SETTLED]
        self.fields["stage"].choices = [("", _("ทุกขั้น")), *stages]  # type: ignore[attr-defined]


class ConfirmForm(FaceForm):
    """Nothing to fill in: the page says what follows."""


class BulkForm(FaceForm):
    """How many were shown: where the number has changed, nothing is sent."""

    seen = forms.IntegerField(widget=forms.HiddenInput)


class GiveForm(FaceForm):
    to = forms.TypedChoiceField(label=_("มอบให้"), coerce=int)

    def __init__(self, *args: Any, officers: tuple[User, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [(str(u.pk), u.display_name) for u in officers]  # type: ignore[attr-defined]


class CollectionNoteForm(FaceForm):
    text = _reason(_("บันทึกภายใน (นายจ้างไม่เห็น)"))


class InstalmentsForm(FaceForm):
    count = forms.IntegerField(label=_("กี่งวด"), min_value=2, max_value=60, help_text=_("งวดละเดือน"))
    first_due = ThaiDateField(label=_("จ่ายงวดแรกภายใน"))


class AskInstalmentsForm(InstalmentsForm):
    why = _reason(_("เหตุที่ขอผ่อน"))


class AskExtensionForm(FaceForm):
    necessity = _reason(_("เหตุจำเป็นที่ทำให้ยื่นหรือชำระไม่ทัน"))
    ended_on = ThaiDateField(label=_("เหตุนั้นสิ้นสุดเมื่อ"), help_text=_("ขอได้ภายใน 15 วันหลังวันนี้"))
    until = ThaiDateField(label=_("ขอเวลาถึงวันที่"))


class AskAppealForm(FaceForm):
    letter = forms.ChoiceField(label=_("อุทธรณ์หนังสือฉบับไหน"), widget=forms.RadioSelect)
    why = _reason(_("ข้อโต้แย้งของคุณ"), 5)

    def __init__(self, *args: Any, letters: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["letter"].choices = letters  # type: ignore[attr-defined]


class ProofForm(FaceForm):
    employee = BahtField(label=_("ส่วนผู้ประกันตนตามที่พิสูจน์ (บาท)"))
    employer_share = BahtField(label=_("ส่วนนายจ้างตามที่พิสูจน์ (บาท)"))
    why = _reason(_("หลักฐานและเหตุผล (นายจ้างเห็น)"))


class AssetForm(FaceForm):
    what = forms.CharField(label=_("ทรัพย์สินหรือสิทธิเรียกร้อง"), max_length=300)
    held_by = forms.CharField(label=_("อยู่ที่ใคร ที่ไหน"), max_length=200, required=False)
    estimate = BahtField(label=_("ราคาประเมิน (บาท)"), required=False, help_text=_("ไม่ทราบให้เว้นว่าง"))
    seized_on = ThaiDateField(label=_("ยึดเมื่อ"))


class SaleForm(FaceForm):
    asset_id = forms.TypedChoiceField(label=_("ทรัพย์สิน"), coerce=int, widget=forms.RadioSelect)
    brought = BahtField(label=_("ขายได้ (บาท)"), help_text=_("คืนหรือขายไม่ได้ ใส่ 0"))
    sold_on = ThaiDateField(label=_("ขายเมื่อ"))

    def __init__(self, *args: Any, assets: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["asset_id"].choices = assets  # type: ignore[attr-defined]


class EndSeizureForm(FaceForm):
    result = _reason(_("ผลของการยึดทรัพย์"))
    costs = BahtField(label=_("ค่าใช้จ่ายในการยึดและขาย (บาท)"), help_text=_("หักจากเงินที่ขายได้ ไม่มีให้ใส่ 0"))
    surplus = BahtField(label=_("เงินเหลือที่ต้องคืนนายจ้าง (บาท)"), help_text=_("ไม่มีให้ใส่ 0"))


class CourtForm(FaceForm):
    number = forms.CharField(label=_("เลขคดี"), max_length=40)
    filed_on = ThaiDateField(label=_("ฟ้องเมื่อ"))
    holds = forms.BooleanField(label=_("ศาลสั่งทุเลาการเร่งรัด"), required=False)


class HoldForm(FaceForm):
    """Which of the things that can hold a collection."""

    hold_id = forms.TypedChoiceField(label=_("เหตุใด"), coerce=int, widget=forms.RadioSelect)

    def __init__(self, *args: Any, holds: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["hold_id"].choices = holds  # type: ignore[attr-defined]


class EndHoldForm(HoldForm):
    outcome = _reason(_("ผล"), 2)


class HoldingForm(HoldForm):
    holds = forms.TypedChoiceField(
        label=_("ระหว่างนี้สำนักงาน"),
        choices=[("yes", _("ชะลอการเร่งรัด")), ("no", _("เร่งรัดต่อ"))],
        coerce=lambda told: told == "yes",
        widget=forms.RadioSelect,
    )
    why = _reason(_("เหตุผล (นายจ้างเห็น)"))
