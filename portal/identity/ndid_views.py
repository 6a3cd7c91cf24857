"""Pages of NDID: which bank to ask, whether the holder has agreed, and the door on which the node knocks."""

from urllib.parse import urlencode

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from integrations.public import GatewayDown
from portal.identity.forms import BankForm
from portal.identity.ndid import WAITING, banks_of, finish_ndid, start_ndid
from portal.identity.waiting import wait_page
from sso_core.accounts.public import member_required, safe_next
from sso_core.ui.errors import unavailable


@member_required
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """The banks that know the holder; by POST the chosen one asks in its app."""
    try:
        form = BankForm(request.POST or None, banks=banks_of(request))
        if request.method == "POST" and form.is_valid():
            if full := ratelimit.consume_or_429(request, action="ndid_proof", user=request.user):
                return full
            start_ndid(request, form.cleaned_data["bank"])
            return redirect(f"{reverse('identity:ndid_wait')}?{urlencode({'next': safe_next(request)})}")
    except GatewayDown:
        return unavailable(request)
    context = {"form": form, "next": safe_next(request)}
    return render(request, "identity/ndid.html", context, status=422 if form.errors else 200)


@member_required
@require_http_methods(["GET", "POST"])
def wait(request: HttpRequest) -> HttpResponse:
    return wait_page(request, "identity/ndid_wait.html", WAITING, finish_ndid)


@csrf_exempt
@require_POST
def heard(request: HttpRequest) -> HttpResponse:
    """The node calls back here. Anybody could: nothing is read of it, the node is asked when the holder goes on."""
    return HttpResponse(status=204)


heard.audience = "public"  # type: ignore[attr-defined]
