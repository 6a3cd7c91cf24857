"""Setting up and taking away second factors, and a person's own security page."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.core.exceptions import ReauthenticationRequired
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.internal.flows import delete_and_cleanup
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.signals import authenticator_added
from allauth.mfa.totp.internal.auth import TOTP, clear_totp_secret
from allauth.mfa.webauthn.internal.auth import WebAuthn, begin_registration
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from sso_core.accounts.adapter import may_change_protection
from sso_core.accounts.assurance import session_assurance
from sso_core.accounts.faces import login_alone_needed, login_needed, public
from sso_core.accounts.forms import ActivateForm
from sso_core.accounts.models import User
from sso_core.accounts.passkeys import AddForm
from sso_core.accounts.stepping_up import aal2_required, held_form, safe_next
from sso_core.accounts.ways import ways_of
from sso_core.documents.codes import qr_svg


@login_alone_needed
@never_cache
@require_http_methods(["GET", "POST"])
def first_factor(request: HttpRequest) -> HttpResponse:
    """Set up an authenticator app; the code just typed counts as this session's second factor."""
    user = _user_who_may_change(request)
    if Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists():
        return redirect("accounts:security")
    form = ActivateForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        authenticator = TOTP.activate(user, form.secret).instance
        clear_totp_secret(request)
        return _added(request, authenticator, "mfa/email/totp_activated")
    context = {
        "form": form,
        "secret": form.secret,
        "qr": qr_svg(get_adapter().build_totp_url(user, form.secret)),
        "next": safe_next(request),
        "ways": ways_of(user),
    }
    return render(request, "accounts/first_factor.html", context, status=422 if form.errors else 200)


@login_alone_needed
@never_cache
@require_http_methods(["GET", "POST"])
def add_passkey(request: HttpRequest) -> HttpResponse:
    """Make a passkey; the one just made counts as this session's second factor."""
    user = _user_who_may_change(request)
    form = AddForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        made = WebAuthn.add(user, form.cleaned_data["name"], form.cleaned_data["credential"])
        return _added(request, made.instance, "mfa/email/webauthn_added")
    context = {"form": form, "options": begin_registration(user, False), "next": safe_next(request)}
    return render(request, "accounts/add_passkey.html", context, status=422 if form.errors else 200)


@login_needed
@aal2_required
@require_http_methods(["GET", "POST"])
def remove_factor(request: HttpRequest, factor: int) -> HttpResponse:
    """Take away a passkey or the app, after a page that asks."""
    user = request.user
    assert isinstance(user, User)
    own = Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.RECOVERY_CODES)
    found = get_object_or_404(own, pk=factor)
    if request.method == "GET":
        context = {"factor": found, "is_last": own.count() == 1}
        return render(request, "accounts/remove_factor.html", context)
    event = "webauthn_removed" if found.type == Authenticator.Type.WEBAUTHN else "totp_deactivated"
    with transaction.atomic():
        delete_and_cleanup(request, found)
        get_adapter().send_notification_mail(f"mfa/email/{event}", user)
    return redirect("accounts:security")


@login_needed
@aal2_required
@never_cache
@require_http_methods(["GET", "POST"])
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """The codes that are left; by POST a new set, and the old ones count no more."""
    user = request.user
    assert isinstance(user, User)
    kept = Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES)
    if request.method == "POST":
        with transaction.atomic():
            User.objects.select_for_update().get(pk=user.pk)
            kept.delete()
            RecoveryCodes.activate(user)
            get_adapter().send_notification_mail("mfa/email/recovery_codes_generated", user)
    first = kept.first()
    context = {"codes": first.wrap().get_unused_codes() if first else [], "renewable": True}
    return render(request, "accounts/recovery_codes.html", context)


@login_alone_needed
@require_GET
def security(request: HttpRequest) -> HttpResponse:
    """What protects this account, and how surely this session is known."""
    user = request.user
    assert isinstance(user, User)
    factors = Authenticator.objects.filter(user=user)
    context: dict[str, Any] = {
        "apps": factors.filter(type=Authenticator.Type.TOTP),
        "passkeys": factors.filter(type=Authenticator.Type.WEBAUTHN).order_by("created_at"),
        "codes": factors.filter(type=Authenticator.Type.RECOVERY_CODES).first(),
        "assurance": session_assurance(request),
        "has_password": user.has_usable_password(),
    }
    return render(request, "accounts/security.html", context)


@login_needed
@aal2_required
@never_cache
@require_GET
def resume(request: HttpRequest) -> HttpResponse:
    """Back from the second factor: what was typed waits, and is sent by one press."""
    held = held_form(request)
    if held is None:
        return redirect("/")
    path, typed = held
    fields = [(name, value) for name, values in typed.lists() for value in values]
    return render(request, "accounts/resume.html", {"path": path, "fields": fields})


@public
@require_GET
def signed_up_elsewhere(request: HttpRequest) -> HttpResponse:
    """Signing up begins with the 13-digit id."""
    return redirect("identity:signup")


@login_alone_needed
@require_http_methods(["GET", "POST"])
def shown_elsewhere(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """Factors and ThaID are on the page of security, and changed there alone."""
    return redirect("accounts:security")


def _user_who_may_change(request: HttpRequest) -> User:
    """Raises what the library turns into its page that asks for proof and comes back."""
    if not may_change_protection(request):
        raise ReauthenticationRequired
    assert isinstance(request.user, User)
    return request.user


def _added(request: HttpRequest, authenticator: Authenticator, event: str) -> HttpResponse:
    """Count the new factor as shown, tell the person, end the other sessions (``signals``); show fresh codes once."""
    user = request.user
    assert isinstance(user, User)
    has_codes = Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).exists()
    get_adapter().send_notification_mail(event, user)
    record_authentication(
        request, user, "mfa", id=authenticator.pk, type=authenticator.type, reauthenticated=True
    )
    authenticator_added.send(sender=Authenticator, request=request, user=user, authenticator=authenticator)
    if has_codes:
        return redirect(safe_next(request))
    codes = RecoveryCodes.activate(user)
    context = {"codes": codes.get_unused_codes(), "next": safe_next(request)}
    return render(request, "accounts/recovery_codes.html", context)
