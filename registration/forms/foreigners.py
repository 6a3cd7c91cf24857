"""Forms about foreigners: shape only."""

from django import forms
from django.utils.translation import gettext_lazy as _

from registration.models import PaperKind, Sex
from sso_core.ui.forms import FaceForm, NameField, NationalIdField, ThaiDateField


class PaperForm(FaceForm):
    """A paper that shows who a foreigner is."""

    kind = forms.ChoiceField(label=_("ชนิดเอกสาร"), widget=forms.RadioSelect, choices=PaperKind.choices)
    country = forms.RegexField(
        r"^[A-Za-z]{3}$",
        label=_("ประเทศที่ออก"),
        help_text=_("รหัส 3 ตัวตามแถบล่างของหนังสือเดินทาง เช่น MMR LAO KHM"),
        error_messages={"invalid": _("ใส่รหัสประเทศ 3 ตัวอักษร เช่น MMR")},
        widget=forms.TextInput({"class": "govuk-input--width-5"}),
    )
    number = forms.CharField(label=_("เลขที่เอกสาร"), max_length=40)
    valid_from = ThaiDateField(label=_("ออกเมื่อ"), required=False)
    valid_until = ThaiDateField(label=_("หมดอายุ"), required=False)


class ForeignerForm(FaceForm):
    """Somebody without any Thai number, by the passport."""

    latin_name = NameField(label=_("ชื่ออักษรโรมัน ตามหนังสือเดินทาง"), max_length=200)
    first_name = NameField(label=_("ชื่อ เขียนเป็นภาษาไทย"), max_length=100)
    last_name = NameField(label=_("นามสกุล เขียนเป็นภาษาไทย (ถ้ามี)"), max_length=100, required=False)
    birth_date = ThaiDateField(label=_("วันเกิด"))
    sex = forms.ChoiceField(label=_("เพศ"), choices=Sex.choices, widget=forms.RadioSelect)
    country = forms.RegexField(
        r"^[A-Za-z]{3}$",
        label=_("ประเทศที่ออกหนังสือเดินทาง"),
        help_text=_("รหัส 3 ตัวตามแถบล่างของหนังสือเดินทาง เช่น MMR LAO KHM"),
        error_messages={"invalid": _("ใส่รหัสประเทศ 3 ตัวอักษร เช่น MMR")},
        widget=forms.TextInput({"class": "govuk-input--width-5"}),
    )
    number = forms.CharField(label=_("เลขที่หนังสือเดินทาง"), max_length=40)
    valid_until = ThaiDateField(label=_("หนังสือเดินทางหมดอายุ"))


class NumberForm(FaceForm):
    """Another number of the person, as on a pink card."""

    number = NationalIdField(label=_("เลขประจำตัวใหม่"))
    evidence = forms.CharField(label=_("เลขที่เอกสารและผู้ออก"), max_length=300)
