"""When something is wrong: what happened, what was kept, what to do. Pages for people, problems for programs."""

import sys
from http import HTTPStatus
from typing import Any

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language
from redis.exceptions import ConnectionError as RedisConnectionError

from sso_core.ui.preferences import Preferences

RETRY_AFTER_SECONDS = "60"


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _answer(request, HTTPStatus.BAD_REQUEST)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _answer(request, HTTPStatus.FORBIDDEN)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _answer(request, HTTPStatus.NOT_FOUND)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _answer(request, HTTPStatus.FORBIDDEN, page="csrf")


def server_error(request: HttpRequest) -> HttpResponse:
    """An own fault is 500; a database or cache that does not answer is 503, and worth trying again."""
    if isinstance(sys.exc_info()[1], (OperationalError, RedisConnectionError)):
        return unavailable(request)
    return _answer(request, HTTPStatus.INTERNAL_SERVER_ERROR)


def unavailable(request: HttpRequest) -> HttpResponse:
    response = _answer(request, HTTPStatus.SERVICE_UNAVAILABLE)
    response["Retry-After"] = RETRY_AFTER_SECONDS
    return response


def _answer(request: HttpRequest, status: HTTPStatus, *, page: str = "") -> HttpResponse:
    if request.path.startswith(("/api/", "/_allauth/")):
        problem = {"type": "about:blank", "title": status.phrase, "status": status.value}
        return JsonResponse(problem, status=status, content_type="application/problem+json")
    return HttpResponse(
        render_to_string(f"ui/errors/{page or status.value}.html", _context(request)), status=status
    )


def _context(request: HttpRequest) -> dict[str, Any]:
    """No context processors: they may need the database that has just failed."""
    return {
        "request": request,
        "prefs": getattr(request, "preferences", Preferences()),
        "hide_login": True,
        "LANGUAGE_CODE": get_language() or "th",
        "path": request.path,
    }
