"""Two pages: which telephone to ask, and whether its holder has agreed."""

from urllib.parse import urlencode

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from integrations.public import GatewayDown
from portal.identity.forms import MobileForm
from portal.identity.mobile import WAITING, finish_mobile, start_mobile
from portal.identity.waiting import wait_page
from sso_core.accounts.public import member_required, safe_next
from sso_core.kernel.finding import Refused
from sso_core.ui.errors import unavailable


@member_required
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """The number; by POST its operator asks there."""
    form = MobileForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if full := ratelimit.consume_or_429(request, action="mobile_proof", user=request.user):
            return full
        try:
            start_mobile(request, form.cleaned_data["phone"])
        except Refused as refused:
            form.add_refusal(refused)
        except GatewayDown:
            return unavailable(request)
        else:
            return redirect(f"{reverse('identity:mobile_wait')}?{urlencode({'next': safe_next(request)})}")
    context = {"form": form, "next": safe_next(request)}
    return render(request, "identity/mobile.html", context, status=422 if form.errors else 200)


@member_required
@require_http_methods(["GET", "POST"])
def wait(request: HttpRequest) -> HttpResponse:
    """What stands on the telephone; by POST, whether its holder has agreed."""
    return wait_page(request, "identity/mobile_wait.html", WAITING, finish_mobile)
