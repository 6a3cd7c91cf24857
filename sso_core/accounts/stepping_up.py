"""To a second factor and back, with nothing typed lost on the way."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from sso_core.accounts.assurance import is_fresh
from sso_core.accounts.models import User
from sso_core.accounts.ways import has_factor, ways_of

View = TypeVar("View", bound=Callable[..., Any])
HELD = "held_form"
HELD_SECONDS = 30 * 60
LARGEST_HELD = 50_000
NOT_HELD = ("csrfmiddlewaretoken",)


def aal2_required(view: View) -> View:
    """A second factor shown in the last quarter of an hour; else step up and come back.

    Put it on the page that asks as well as on the act: then most people step up before they type.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_authenticated and not is_fresh(request):
            return step_up(request)
        if request.method == "POST":
            _forget_held(request)
        return view(request, *args, **kwargs)

    guarded.needs_aal2 = True  # type: ignore[attr-defined]
    return guarded  # type: ignore[return-value]


def step_up(request: HttpRequest) -> HttpResponse:
    """To the second factor, or to set one up first; then back to this page, or to what was to be sent."""
    assert isinstance(request.user, User)
    user = request.user
    to = ways_of(user)[0].url if has_factor(user) else reverse("accounts:first_factor")
    return redirect(f"{to}?{urlencode({'next': _way_back(request)})}")


def safe_next(request: HttpRequest) -> str:
    """Where the request wants to go on to: a page of ours, else the front page."""
    target = request.GET.get("next") or request.POST.get("next") or ""
    safe = url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()})
    return target if safe else "/"


def held_form(request: HttpRequest) -> tuple[str, QueryDict] | None:
    """The form that waits for the second factor: its address and what was typed."""
    held = request.session.get(HELD)
    if not held or time.time() - held["at"] > HELD_SECONDS:
        return None
    return held["path"], QueryDict(held["typed"])


def _way_back(request: HttpRequest) -> str:
    if request.method == "GET":
        return request.get_full_path()
    if not request.FILES and _hold(request):
        return reverse("accounts:resume")
    messages.warning(request, _("ไฟล์ที่แนบไว้ยังไม่ได้ส่ง แนบอีกครั้งแล้วส่งใหม่"))
    return str(request.META.get("HTTP_REFERER", "/"))


def _hold(request: HttpRequest) -> bool:
    """Keep what was typed in the session, that is on our side only. Passwords are never kept."""
    kept = request.POST.copy()
    for name in [name for name in kept if name in NOT_HELD or "password" in name]:
        del kept[name]
    typed = kept.urlencode()
    if len(typed) > LARGEST_HELD:
        return False
    request.session[HELD] = {"path": request.get_full_path(), "typed": typed, "at": time.time()}
    return True


def _forget_held(request: HttpRequest) -> None:
    held = request.session.get(HELD)
    if held and held["path"] == request.get_full_path():
        del request.session[HELD]
