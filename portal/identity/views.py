"""Signing up with the 13-digit id, checked against the civil register."""

import requests
from allauth.account.internal.flows.login import record_authentication
from allauth.core import ratelimit
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from integrations.public import GatewayDown
from portal.identity.forms import SignUpForm
from portal.identity.step_up import leave_for_step_up
from portal.identity.thaid import ThaIDOAuth2Adapter
from registration.public import prove_identity
from sso_core.accounts.public import create_member, login_needed, public, safe_next
from sso_core.kernel.finding import Refused
from sso_core.ui.errors import unavailable

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@public
@require_http_methods(["GET", "POST"])
def signup(request: HttpRequest) -> HttpResponse:
    """One page. While the civil register does not answer nothing is lost: the answers stay on the page."""
    if request.user.is_authenticated:
        return redirect("/")
    form = SignUpForm(request.POST or None)
    down = False
    if request.method == "POST" and form.is_valid():
        # Each try asks the civil register about somebody: nobody may guess birthdays and laser codes.
        if full := ratelimit.consume_or_429(
            request, action="prove_identity", key=form.cleaned_data["national_id"]
        ):
            return full
        try:
            person = prove_identity(**form.identity())
            user = create_member(
                person.national_id,
                form.cleaned_data["password"],
                person_id=person.id,
                display_name=person.full_name,
                email=form.cleaned_data["email"],
            )
        except Refused as refused:
            form.add_refusal(refused)
        except GatewayDown:
            down = True
        else:
            login(request, user, backend=BACKEND)
            record_authentication(request, user, "password", username=user.username)
            return redirect("portal:me")
    return render(request, "identity/signup.html", {"form": form, "down": down}, status=503 if down else 200)


@login_needed
@require_http_methods(["GET", "POST"])
def step_up_by_thaid(request: HttpRequest) -> HttpResponse:
    """Prove oneself at ThaID once more, within this session; then back to the page that asked."""
    if request.method == "POST":
        return leave_for_step_up(request)
    return render(request, "identity/step_up_thaid.html", {"next": safe_next(request)})


@public
@require_http_methods(["GET"])
def back_from_thaid(request: HttpRequest) -> HttpResponse:
    """Where ThaID sends the browser back to, with a code to exchange."""
    view = OAuth2CallbackView.adapter_view(ThaIDOAuth2Adapter(request, "thaid"))
    try:
        answer: HttpResponse = view(request)
    except requests.RequestException:
        return unavailable(request)
    return answer
