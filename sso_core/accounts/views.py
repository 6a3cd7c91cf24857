"""Setting up a second factor, and a person's own security page."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, clear_totp_secret
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_http_methods

from sso_core.accounts.assurance import assurance_of
from sso_core.accounts.faces import login_needed, public
from sso_core.accounts.forms import ActivateForm
from sso_core.accounts.models import User
from sso_core.documents.codes import qr_svg


def _next(request: HttpRequest) -> str:
    target = request.GET.get("next") or request.POST.get("next") or ""
    safe = url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()})
    return target if safe else "/"


@login_needed
@require_http_methods(["GET", "POST"])
def first_factor(request: HttpRequest) -> HttpResponse:
    """Set up an authenticator app; the code just typed counts as this session's second factor."""
    user = request.user
    assert isinstance(user, User)
    if Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists():
        return redirect("accounts:security")
    form = ActivateForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        authenticator = TOTP.activate(user, form.secret).instance
        codes = RecoveryCodes.activate(user)
        clear_totp_secret(request)
        get_adapter().send_notification_mail("mfa/email/totp_activated", user)
        record_authentication(request, user, "mfa", id=authenticator.pk, type="totp", reauthenticated=True)
        context = {"codes": codes.get_unused_codes(), "next": _next(request)}
        return render(request, "accounts/recovery_codes.html", context)
    url = get_adapter().build_totp_url(user, form.secret)
    context = {
        "form": form,
        "secret": form.secret,
        "qr": qr_svg(url),
        "next": _next(request),
    }
    return render(request, "accounts/first_factor.html", context)


@login_needed
@require_GET
def security(request: HttpRequest) -> HttpResponse:
    """What protects this account, and where it is signed in."""
    factors = Authenticator.objects.filter(user_id=request.user.pk)
    context: dict[str, Any] = {
        "factors": factors.exclude(type="recovery_codes"),
        "has_codes": factors.filter(type="recovery_codes").exists(),
        "assurance": assurance_of(request),
    }
    return render(request, "accounts/security.html", context)


@public
@require_GET
def signed_up_elsewhere(request: HttpRequest) -> HttpResponse:
    """Signing up begins with the 13-digit id."""
    return redirect("identity:signup")


@login_needed
@require_GET
def shown_elsewhere(request: HttpRequest) -> HttpResponse:
    """Factors and ThaID are on the page of security."""
    return redirect("accounts:security")
