"""What the factors of outside systems share: a question that waits elsewhere, and the page that asks how it stands."""

import secrets
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from integrations.public import GatewayDown
from sso_core.accounts.public import User, safe_next
from sso_core.kernel.finding import Refused
from sso_core.ui.errors import unavailable


def fresh_digits() -> str:
    """Four digits that both screens show, so that the holder sees that the question is theirs and not a thief's."""
    return f"{secrets.randbelow(10_000):04d}"


def digits_shown(request: HttpRequest, key: str) -> str:
    """The digits of the proof kept in the session under ``key``, empty when none waits."""
    return str(request.session.get(key, {}).get("digits", ""))


def holder(request: HttpRequest) -> User:
    """Who holds this session; the pages of the factors are for members alone."""
    assert isinstance(request.user, User)
    return request.user


def wait_page(
    request: HttpRequest, template: str, key: str, finish: Callable[[HttpRequest], None]
) -> HttpResponse:
    """What stands on the other screen; by POST, whether its holder has agreed."""
    context = {"next": safe_next(request), "digits": digits_shown(request, key)}
    if request.method == "GET":
        return render(request, template, context)
    try:
        finish(request)
    except Refused as refused:
        context["findings"], context["waits"] = refused.findings, bool(digits_shown(request, key))
        return render(request, template, context, status=422)
    except GatewayDown:
        return unavailable(request)
    return redirect(safe_next(request))
