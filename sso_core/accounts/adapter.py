"""How allauth behaves here."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ReauthenticationRequired
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from sso_core.accounts.assurance import came_recently, is_fresh
from sso_core.accounts.homes import home_of
from sso_core.accounts.models import User
from sso_core.accounts.telling import EVENTS, tell_of
from sso_core.accounts.ways import has_factor, ways_of


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up without a check against the civil register: portal.identity does that."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Home at once: the front page would only lead there, one request later."""
        return home_of(request.user) or str(super().get_login_redirect_url(request))

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        """A link where it is safe, else a mail that says how to enter; the page asked from never tells which."""
        if may_reset_by_mail(user, email):
            super().send_password_reset_mail(user, email, context)
        else:
            self.send_mail("account/email/password_reset_refused", email, context)

    def send_notification_mail(
        self, template_prefix: str, user: User, context: Any = None, email: str | None = None
    ) -> None:
        """By inbox and e-mail in our own words, also to who never confirmed an address."""
        if template_prefix in EVENTS:
            tell_of(user, template_prefix, self.request, email=email)
        else:
            super().send_notification_mail(template_prefix, user, context, email)

    def get_login_stages(self) -> list[str]:
        """The library's, with our own rule of when a second factor is still to be shown."""
        ours = {"allauth.mfa.stages.AuthenticateStage": "sso_core.accounts.stages.FactorStage"}
        return [ours.get(stage, stage) for stage in super().get_login_stages()]

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Who has a second factor shows that, and is turned away else; for the library a password would do."""
        user = self.request.user
        if not isinstance(user, User) or (user.has_usable_password() and not has_factor(user)):
            return bool(super().is_reauthentication_required(app=app, **kwargs))
        if not may_change_protection(self.request):
            raise ReauthenticationRequired
        return False

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """The password once more is for who has no second factor."""
        if not isinstance(user, User):
            return []
        ways = [{"id": way.key, "description": way.label, "url": way.url} for way in ways_of(user)]
        if has_factor(user) or not user.has_usable_password():
            return ways
        return [*super().get_reauthentication_methods(user), *ways]


class MFAAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("รหัสไม่ถูกต้อง ดูรหัสล่าสุดในแอป แล้วใส่อีกครั้ง"),
    }

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Passkeys belong to the host of ``SITE_URL``, so that they hold on each of its subdomains too."""
        host = self.request.get_host().partition(":")[0]
        site = settings.SITE_HOST
        return {"id": site if host == site or host.endswith(f".{site}") else host, "name": "ประกันสังคม"}

    def generate_authenticator_name(self, user: User, type: Any) -> str:
        return str(_("พาสคีย์"))


def may_change_protection(request: HttpRequest) -> bool:
    """Whether this session may add or take away what protects the account.

    Who has a second factor must just have shown it: a password and an unlocked telephone are not enough. Who has
    none must have come in a moment ago.
    """
    user = request.user
    if not isinstance(user, User):
        return False
    return is_fresh(request) if has_factor(user) else came_recently(request)


def may_reset_by_mail(user: User, email: str) -> bool:
    """Whether a link to this address may set a new password.

    The address must be confirmed, and a second factor set: without one, whoever reads the mail would set up a
    factor of their own and stand at AAL2.
    """
    confirmed = EmailAddress.objects.filter(user=user, email__iexact=email, verified=True).exists()
    return confirmed and has_factor(user)
