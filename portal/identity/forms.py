from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from integrations.public import IdentityProvider
from sso_core.ui.forms import FaceForm, NameField, NationalIdField, PhoneField, ThaiDateField


class SignUpForm(FaceForm):
    """Who one is, as on the card, and a password."""

    national_id = NationalIdField(label=_("เลขประจำตัวประชาชน"))
    first_name = NameField(label=_("ชื่อ"), max_length=100, help_text=_("ไม่ต้องใส่คำนำหน้า"))
    last_name = NameField(label=_("นามสกุล"), max_length=100)
    birth_date = ThaiDateField(label=_("วันเกิด"), birthday=True)
    laser_code = forms.CharField(
        label=_("เลขหลังบัตร"), max_length=20, help_text=_("ตัวอักษร 2 ตัว ตัวเลข 10 ตัว เช่น JT9-9999999-99")
    )
    email = forms.EmailField(
        label=_("อีเมล"), required=False, error_messages={"invalid": _("อีเมลไม่ครบ เช่น a@b.th")}
    )
    password = forms.CharField(
        label=_("ตั้งรหัสผ่าน"),
        help_text=_("อย่างน้อย 8 ตัว ยาวยิ่งดี"),
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password)
        return password

    def identity(self) -> dict[str, Any]:
        names = ("national_id", "first_name", "last_name", "birth_date", "laser_code")
        return {name: self.cleaned_data[name] for name in names}


class MobileForm(FaceForm):
    """Which telephone to ask."""

    phone = PhoneField(label=_("เบอร์โทรศัพท์มือถือ"), help_text=_("เบอร์ที่ลงทะเบียนซิมในชื่อของคุณ"), max_length=20)


class BankForm(FaceForm):
    """Which bank shall ask, of those that know the holder."""

    bank = forms.ChoiceField(
        label=_("ธนาคาร"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("เลือกธนาคารที่จะให้ถาม"),
            "invalid_choice": _("ธนาคารนี้ถามคุณไม่ได้ เลือกจากรายการ"),
        },
    )

    def __init__(self, *given: Any, banks: Iterable[IdentityProvider], **named: Any) -> None:
        super().__init__(*given, **named)
        is_thai = get_language() != "en"
        field = self.fields["bank"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(one.id, one.name_th if is_thai else one.name_en) for one in banks]
