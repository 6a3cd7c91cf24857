"""What follows when the library says that protection has changed, by page or by API alike.

The library's signals are its only hook that both faces pass.
"""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.signals import password_set, user_logged_in
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import (
    authenticator_added,
    authenticator_removed,
    authenticator_reset,
    authenticator_used,
)
from django.http import HttpRequest

from sso_core.accounts.models import User
from sso_core.accounts.sessions import PROGRAM, end_other_sessions, note_signing_in


def connect() -> None:
    for changed in (authenticator_added, authenticator_removed, authenticator_reset, password_set):
        changed.connect(_end_others, dispatch_uid="accounts_end_others")
    authenticator_used.connect(_tell_of_recovery_code, dispatch_uid="accounts_recovery_code")
    user_logged_in.connect(_mark_program, dispatch_uid="accounts_mark_program")
    user_logged_in.connect(_seen, dispatch_uid="accounts_seen")


def _end_others(sender: Any, request: HttpRequest, user: User, **rest: Any) -> None:
    """Whoever is in elsewhere may be the reason for the change. A new password ends them by itself."""
    end_other_sessions(user, request.session.session_key)


def _tell_of_recovery_code(sender: Any, user: User, authenticator: Authenticator, **rest: Any) -> None:
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        get_adapter().send_notification_mail("accounts/recovery_code_used", user)


def _mark_program(sender: Any, request: HttpRequest, **rest: Any) -> None:
    headless = getattr(request.allauth, "headless", None) if hasattr(request, "allauth") else None
    if headless is not None:
        request.session[PROGRAM] = True


def _seen(sender: Any, request: HttpRequest, **rest: Any) -> None:
    note_signing_in(request)
