"""How allauth behaves here."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.http import HttpRequest

from sso_core.accounts.models import User


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up without a check against the civil register: portal.identity does that."""
        return False

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        """A link where it is safe, else a mail that says how to enter; the page asked from never tells which."""
        if may_reset_by_mail(user, email):
            super().send_password_reset_mail(user, email, context)
        else:
            self.send_mail("account/email/password_reset_refused", email, context)


def may_reset_by_mail(user: User, email: str) -> bool:
    """Whether a link to this address may set a new password.

    The address must be confirmed, and a second factor set: without one, whoever reads the mail would set up a
    factor of their own and stand at AAL2.
    """
    confirmed = EmailAddress.objects.filter(user=user, email__iexact=email, verified=True).exists()
    factors = Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.RECOVERY_CODES)
    return confirmed and factors.exists()
