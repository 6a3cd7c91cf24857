"""Text size, contrast and language: small choices kept in cookies."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from sso_core.ui.preferences import CHOICES, LANGUAGE, YEAR, Choice, chosen

NOT_PAGES = ("/api/", "/_allauth/", "/static/", "/health/")


class PreferencesMiddleware:
    """``?text=large`` on any page sets the cookie and comes back to the page without the parameter."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(NOT_PAGES):
            # Thai unless English was chosen here: many Thai readers have an English browser.
            request.COOKIES.setdefault(LANGUAGE.cookie, LANGUAGE.values[0])
            asked = _asked(request)
            if asked:
                return _remember(request, asked)
        request.preferences = chosen(request)  # type: ignore[attr-defined]
        return self.get_response(request)


def _asked(request: HttpRequest) -> dict[Choice, str]:
    if request.method not in ("GET", "HEAD"):
        return {}
    given = {choice: request.GET.get(choice.param, "") for choice in CHOICES}
    return {choice: value for choice, value in given.items() if value in choice.values}


def _remember(request: HttpRequest, asked: dict[Choice, str]) -> HttpResponse:
    rest = request.GET.copy()
    for choice in asked:
        del rest[choice.param]
    # One slash only: "//elsewhere" would leave the site.
    path = "/" + request.path.lstrip("/")
    response = HttpResponseRedirect(f"{path}?{rest.urlencode()}" if rest else path)
    for choice, value in asked.items():
        response.set_cookie(
            choice.cookie, value, max_age=YEAR, httponly=True, samesite="Lax", secure=settings.SECURE
        )
    return response
