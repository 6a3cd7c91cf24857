"""Forms about a record as a whole: merging two, parting them, recording a death."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from registration.models import DeathSource, Kinship
from sso_core.kernel import thai_id
from sso_core.kernel.localities import Locality
from sso_core.ui.forms import FaceForm, NameField, NationalIdField, ThaiDateField, UploadField

SOURCES = [(source.value, source.label) for source in DeathSource if source != DeathSource.CIVIL_REGISTER]


def _reason() -> Any:
    return forms.CharField(
        label=_("เหตุผลและหลักฐาน"),
        max_length=500,
        widget=forms.Textarea({"rows": 3, "class": "govuk-textarea"}),
    )


def place_field() -> forms.ChoiceField:
    """One of the subdistricts that were found; ``offer_places`` fills it."""
    return forms.ChoiceField(
        label=_("ตำบลหรือแขวง"),
        widget=forms.RadioSelect,
        error_messages={"required": _("เลือกตำบลหรือแขวงหนึ่งแห่ง"), "invalid_choice": _("เลือกจากที่ค้นพบ")},
    )


def offer_places(form: FaceForm, places: Sequence[Locality]) -> None:
    """Each subdistrict with each of its postcodes, in the language of the page."""
    english = get_language() == "en"
    field: Any = form.fields["place"]
    field.choices = [
        (f"{one.code}-{code}", one.in_words(code, english=english))
        for one in places
        for code in one.postcodes
    ]


class AddressForm(FaceForm):
    """House and the subdistrict that was chosen from those found."""

    house = NameField(label=_("บ้านเลขที่ หมู่ ซอย ถนน"), max_length=200)
    place = place_field()
    since = ThaiDateField(label=_("ย้ายมาเมื่อ"), required=False, help_text=_("ไม่ใส่คือตั้งแต่วันนี้"))

    def __init__(self, places: Sequence[Locality], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_places(self, places)


class OtherNumberForm(FaceForm):
    """The first question: under which other number does this person stand."""

    number = NationalIdField(label=_("เลขประจำตัวอีกเลขหนึ่งของคนเดียวกัน"))


class MergeForm(FaceForm):
    """Which of the two numbers stays, and why the two are one person."""

    stays = forms.ChoiceField(label=_("ใช้เลขใดต่อไป"), widget=forms.RadioSelect)
    reason = _reason()

    def __init__(self, numbers: Sequence[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stays: Any = self.fields["stays"]
        stays.choices = [(number, thai_id.format_id(number)) for number in numbers]


class ReasonForm(FaceForm):
    reason = _reason()


class DeathForm(FaceForm):
    """A death that the civil register does not tell."""

    died_on = ThaiDateField(label=_("วันเสียชีวิต"))
    source = forms.ChoiceField(label=_("รู้จาก"), widget=forms.RadioSelect, choices=SOURCES)
    evidence = forms.CharField(label=_("เลขที่เอกสารและผู้ออก"), max_length=300)
    paper = UploadField(label=_("ภาพหรือไฟล์เอกสาร"), required=False)


class LifeForm(FaceForm):
    """The death was recorded here by mistake."""

    evidence = forms.CharField(label=_("หลักฐานว่ายังมีชีวิต"), max_length=300)
    paper = UploadField(label=_("ภาพหรือไฟล์เอกสาร"), required=False)


class KinForm(FaceForm):
    """A relative, by a paper."""

    kinship = forms.ChoiceField(label=_("เป็นใครในครอบครัว"), widget=forms.RadioSelect, choices=Kinship.choices)
    first_name = NameField(label=_("ชื่อ"), max_length=100)
    last_name = NameField(label=_("นามสกุล"), max_length=100, required=False)
    national_id = NationalIdField(
        label=_("เลขประจำตัวประชาชน"), required=False, help_text=_("บุตรแรกเกิดที่ยังไม่มีเลขเว้นว่างได้")
    )
    birth_date = ThaiDateField(label=_("วันเกิด"), required=False)
    since = ThaiDateField(label=_("วันจดทะเบียนสมรสหรือรับบุตรบุญธรรม"), required=False)
    until = ThaiDateField(label=_("วันสิ้นสุด เช่น หย่า"), required=False)
    evidence = forms.CharField(label=_("เลขที่เอกสารและผู้ออก"), max_length=300)
    paper = UploadField(label=_("ภาพหรือไฟล์เอกสาร"), camera=True)
