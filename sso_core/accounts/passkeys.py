"""Passkeys: a key in the telephone, the computer or on a stick, opened by finger, face or PIN.

The browser does the work, so these pages alone need JavaScript. The library checks challenge, origin, host and
signature; here are the words, and what a key may be used for.
"""

from typing import Any

from allauth.mfa.webauthn.forms import AddWebAuthnForm, AuthenticateWebAuthnForm, LoginWebAuthnForm
from allauth.mfa.webauthn.forms import ReauthenticateWebAuthnForm as AllauthReauthenticateForm
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class _OurWords(forms.Form):
    """Whatever is wrong with what the key answered, the person can only try again or come in another way."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["credential"].error_messages = {
            name: _("ยังไม่ได้ใช้พาสคีย์ กดปุ่มแล้วทำตามที่เครื่องบอก") for name in ("required", "invalid")
        }

    def clean_credential(self) -> Any:
        try:
            return super().clean_credential()  # type: ignore[misc]
        except ValidationError as refused:
            raise ValidationError(
                _("พาสคีย์นี้ใช้กับบัญชีนี้ไม่ได้ หรือช้าเกินไป ลองอีกครั้ง หรือใช้วิธีอื่น"), code="passkey"
            ) from refused


class AuthenticateForm(_OurWords, AuthenticateWebAuthnForm):
    """The key as second factor when logging in."""


class ReauthenticateForm(_OurWords, AllauthReauthenticateForm):
    """The key before an act that wants it."""


class LoginForm(_OurWords, LoginWebAuthnForm):
    """The key alone: it says who one is, and asked for finger, face or PIN."""


class AddForm(AddWebAuthnForm):
    """A new key and its name."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name, credential = self.fields["name"], self.fields["credential"]
        name.label, name.help_text = _("ตั้งชื่อ"), _("เช่น โทรศัพท์ของฉัน")
        name.max_length = 60
        credential.error_messages["required"] = _("ยังไม่ได้สร้างพาสคีย์ กดปุ่มแล้วทำตามที่เครื่องบอก")

    def clean_name(self) -> str:
        return str(super().clean_name())[:60]

    def clean(self) -> dict[str, Any]:
        try:
            cleaned: dict[str, Any] = super().clean()
        except ValidationError as refused:
            raise ValidationError(_("สร้างพาสคีย์ไม่สำเร็จ ลองอีกครั้ง")) from refused
        return cleaned
