"""A body that is too large is refused before a byte of it is read: nothing of it reaches memory or disk.

The proxy refuses it as well (``client_max_body_size``); this holds where there is none. A body without a
declared length is not read at all by WSGI.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

MEGABYTE = 1024 * 1024


class BodyLimitMiddleware:
    """Answers 413 with what to do: a page for people, a problem object for programs."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if declared_size(request) <= settings.MOST_BODY_BYTES:
            return self.get_response(request)
        most = settings.MOST_BODY_BYTES // MEGABYTE
        if request.path.startswith("/api/"):
            return JsonResponse(_problem(most), status=413, content_type="application/problem+json")
        return render(request, "ui/errors/413.html", {"most": most}, status=413)


def declared_size(request: HttpRequest) -> int:
    """The length that the sender declares, in bytes; 0 where it declares none, or nothing that is a number."""
    text = str(request.META.get("CONTENT_LENGTH") or "0")
    return int(text) if text.isascii() and text.isdigit() else 0


def _problem(most: int) -> dict[str, object]:
    words = _("สิ่งที่ส่งมาใหญ่เกิน %(most)s เมกะไบต์ แบ่งเป็นหลายไฟล์แล้วส่งใหม่") % {"most": most}
    return {"type": "about:blank", "title": "Payload Too Large", "status": 413, "detail": words}
