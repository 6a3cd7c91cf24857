"""The pages anybody may open: the front page, help, privacy, accessibility, display."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from sso_core.accounts.public import home_of, public
from sso_core.ui.preferences import CONTRAST, LANGUAGE, TEXT


@public
@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """The ways in; a person who is signed in goes on to the own home."""
    if request.user.is_authenticated:
        home = home_of(request.user)
        if home:
            return redirect(home)
    return render(request, "portal/front.html")


@public
@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/help.html")


@public
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/privacy.html")


@public
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/accessibility.html")


@public
@require_safe
def preferences(request: HttpRequest) -> HttpResponse:
    """Text size, contrast and language in one place. Choosing is done by the middleware."""
    return render(request, "portal/preferences.html", {"choices": (TEXT, CONTRAST, LANGUAGE)})
