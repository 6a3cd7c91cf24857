"""Forms of recovery: the code of the branch, and what an officer saw."""

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from sso_core.accounts.models import Recovery
from sso_core.accounts.services import kept_name
from sso_core.ui.forms import FaceForm


class CodeForm(FaceForm):
    """The code that the branch gave, and a new password."""

    username = forms.CharField(label=_("เลขประจำตัวประชาชน หรือชื่อผู้ใช้"), max_length=60)
    code = forms.CharField(
        label=_("รหัสจากสำนักงาน"),
        max_length=30,
        help_text=_("12 ตัว ใช้ได้ 24 ชั่วโมง"),
        widget=forms.TextInput({"autocomplete": "off", "class": "govuk-input--width-20"}),
    )
    password = forms.CharField(
        label=_("ตั้งรหัสผ่านใหม่"),
        help_text=_("อย่างน้อย 8 ตัว ยาวยิ่งดี"),
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    def clean_username(self) -> str:
        return kept_name(self.cleaned_data["username"])

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password)
        return password


class AskForm(FaceForm):
    """An officer has the person before them."""

    username = forms.CharField(label=_("เลขประจำตัวประชาชน หรือชื่อผู้ใช้"), max_length=60)
    seen = forms.ChoiceField(
        label=_("หลักฐานที่เห็นกับตา"), choices=Recovery.Seen.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(label=_("เหตุผล"), max_length=500, widget=forms.Textarea({"rows": 3}))
