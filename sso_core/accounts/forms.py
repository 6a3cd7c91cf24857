"""Log-in by user name or by the 13-digit id, however it is written."""

from typing import Any

from allauth.account.forms import AddEmailForm as AllauthAddEmailForm
from allauth.account.forms import ChangePasswordForm as AllauthChangePasswordForm
from allauth.account.forms import LoginForm as AllauthLoginForm
from allauth.account.forms import ReauthenticateForm as AllauthPasswordForm
from allauth.account.forms import ResetPasswordForm as AllauthResetPasswordForm
from allauth.account.forms import ResetPasswordKeyForm as AllauthResetPasswordKeyForm
from allauth.account.forms import SetPasswordForm as AllauthSetPasswordForm
from allauth.mfa.base.forms import AuthenticateForm as AllauthAuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as AllauthReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm as AllauthActivateForm
from django import forms
from django.utils.translation import gettext_lazy as _

from sso_core.accounts.services import kept_name
from sso_core.kernel.digits import arabic


class LoginForm(AllauthLoginForm):
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        login, password = self.fields["login"], self.fields["password"]
        login.label, password.label = _("เลขประจำตัวประชาชน หรือชื่อผู้ใช้"), _("รหัสผ่าน")
        login.help_text = _("13 หลัก มีขีดหรือเว้นวรรคก็ได้")
        login.error_messages["required"] = _("กรอกเลขประจำตัวหรือชื่อผู้ใช้")
        password.error_messages["required"] = _("กรอกรหัสผ่าน")
        password.help_text = ""
        for field in (login, password):
            field.widget.attrs.pop("placeholder", None)

    def clean_login(self) -> str:
        return kept_name(str(self.cleaned_data["login"]))


class _CodeForm(forms.Form):
    """Six digits from an app; spaces and Thai digits are fine."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        code = self.fields["code"]
        code.label, code.help_text = _("รหัส 6 หลัก"), _("จากแอปยืนยันตัวตนในโทรศัพท์ของคุณ")
        code.error_messages["required"] = _("กรอกรหัส 6 หลักจากแอป")
        code.widget.attrs = {
            "autocomplete": "one-time-code",
            "inputmode": "numeric",
            "class": "govuk-input--width-10",
        }
        if self.data.get("code"):
            self.data = self.data.copy()
            self.data["code"] = arabic(self.data["code"]).replace(" ", "").replace("-", "")


class AuthenticateForm(_CodeForm, AllauthAuthenticateForm):
    """The second factor when logging in."""


class ReauthenticateForm(_CodeForm, AllauthReauthenticateForm):
    """The second factor before an act that wants it."""


class ActivateForm(_CodeForm, AllauthActivateForm):
    """The first code of a new app."""


class _PlainForm(forms.Form):
    """Labels outside the fields, and the rule of passwords in our words."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
        if "password1" in self.fields:
            self.fields["password1"].help_text = _("อย่างน้อย 8 ตัว ยาวยิ่งดี")


class AddEmailForm(_PlainForm, AllauthAddEmailForm):
    """Another e-mail address."""


class ChangePasswordForm(_PlainForm, AllauthChangePasswordForm):
    """A new password beside the old one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[
            "oldpassword"
        ].help_text = ""  # the library's link to a lost password; the page has its own


class SetPasswordForm(_PlainForm, AllauthSetPasswordForm):
    """The first password of somebody who came by ThaID."""


class PasswordForm(_PlainForm, AllauthPasswordForm):
    """The password once more."""


class ResetPasswordForm(_PlainForm, AllauthResetPasswordForm):
    """Where to send a link."""


class ResetPasswordKeyForm(_PlainForm, AllauthResetPasswordKeyForm):
    """A new password by the link."""
