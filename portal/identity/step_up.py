"""ThaID as a second factor within a session: the same person, recognised anew, and the session goes on.

The ways that outside systems offer are registered here.
"""

import time
from typing import Any

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialLogin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from portal.identity.thaid import CLOCKS_DIFFER_SECONDS, levels_in
from sso_core.accounts.public import (
    User,
    Way,
    note_provider_assurance,
    note_step_up,
    register_way,
    safe_next,
)

ASKED = "step_up_asked_at"


def register() -> None:
    """Members alone come by ThaID: officers and employers' staff keep a factor of their own."""
    register_way(Way("thaid", _("แอป ThaID"), "identity:step_up_thaid", _is_member))
    register_way(Way("mobile", _("เครือข่ายมือถือ"), "identity:mobile", _is_member))
    register_way(Way("ndid", _("แอปธนาคาร (NDID)"), "identity:ndid", _is_member))


def _is_member(user: User) -> bool:
    """ThaID, the operators and the banks know people by the 13-digit id, which is a member's user name."""
    return user.person_id is not None


def leave_for_step_up(request: HttpRequest) -> HttpResponse:
    """To ThaID, which must ask its holder anew whatever it remembers."""
    provider = get_adapter().get_provider(request, "thaid")
    question = provider.get_auth_params_from_request(request, "")
    answer: HttpResponse = provider.redirect(
        request,
        "redirect",
        next_url=safe_next(request),
        data={ASKED: int(time.time())},
        auth_params={**question, "prompt": "login", "max_age": "0"},
    )
    return answer


def asked_to_step_up(sociallogin: SocialLogin) -> int:
    """When the step-up began that this answer belongs to; 0 for an ordinary log-in."""
    return int((sociallogin.state.get("data") or {}).get(ASKED, 0))


def finish_step_up(
    request: HttpRequest, sociallogin: SocialLogin, claims: dict[str, Any], asked_at: int
) -> HttpResponse:
    """Back to the page that asked; or a page that says why this was no proof, the session as it was."""
    user = request.user
    if not isinstance(user, User):
        return redirect("account_login")
    levels = levels_in(claims)
    if why := _why_not(user, sociallogin, claims, asked_at, levels["aal"]):
        return render(request, "identity/step_up_refused.html", {"why": why}, status=403)
    if not sociallogin.is_existing:
        sociallogin.connect(request, user)
    note_provider_assurance(request, "thaid", sociallogin.account.uid, **levels)
    note_step_up(request, user, "thaid", sociallogin.account.uid)
    return redirect(sociallogin.get_redirect_url(request) or "/")


def _why_not(user: User, sociallogin: SocialLogin, claims: dict[str, Any], asked_at: int, aal: str) -> str:
    if not _is_same(user, sociallogin, claims):
        return "other_person"
    if int(claims.get("auth_time") or 0) < asked_at - CLOCKS_DIFFER_SECONDS:
        return "not_anew"
    return "" if aal >= "2" else "too_weak"


def _is_same(user: User, sociallogin: SocialLogin, claims: dict[str, Any]) -> bool:
    """The log-in that this ThaID is linked to; where none is yet, the 13-digit id, which is a member's user name."""
    if sociallogin.is_existing:
        return bool(sociallogin.user.pk == user.pk)
    return bool(user.person_id) and str(claims.get("pid", "")) == user.username
