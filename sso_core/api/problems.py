"""Errors of the API as RFC 9457 problem objects, with the same sentences that pages show."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from rest_framework import exceptions, status
from rest_framework.response import Response
from rest_framework.views import exception_handler

from sso_core.kernel.finding import Refused
from sso_core.kernel.flow import IllegalMove

TITLES = {
    400: "ข้อมูลที่ส่งมาไม่ถูกต้อง",
    401: "เข้าสู่ระบบก่อน",
    403: "ไม่มีสิทธิทำรายการนี้",
    404: "ไม่พบข้อมูลนี้",
    405: "ใช้วิธีเรียกนี้ไม่ได้",
    409: "สถานะเปลี่ยนไปแล้ว อ่านใหม่แล้วลองอีกครั้ง",
    415: "ไม่รับข้อมูลชนิดนี้",
    422: "ทำรายการนี้ไม่ได้",
    429: "เรียกถี่เกินไป รอสักครู่",
}


def handle(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler. An error that is nobody's answer stays an error (500)."""
    if isinstance(error, Refused):
        return _problem(status.HTTP_422_UNPROCESSABLE_ENTITY, findings=[_finding(f) for f in error.findings])
    if isinstance(error, IllegalMove):
        return _problem(status.HTTP_409_CONFLICT, detail=str(error), code="illegal_move")
    response = exception_handler(error, context)
    if response is None:
        return None
    problem = _problem(response.status_code, **_details(error, response.data))
    for name, value in response.headers.items():
        if name.lower() != "content-type":
            problem[name] = value
    return problem


def _details(error: Exception, data: Any) -> dict[str, Any]:
    if isinstance(error, exceptions.ValidationError):
        return {"code": "invalid", "errors": data}
    if isinstance(error, Http404 | PermissionDenied):
        return {"code": "not_found" if isinstance(error, Http404) else "forbidden"}
    code = getattr(error, "get_codes", lambda: "error")()
    return {"code": code, "detail": data.get("detail", "") if isinstance(data, dict) else ""}


def _problem(http_status: int, /, **more: Any) -> Response:
    body = {
        "type": "about:blank",
        "title": TITLES.get(http_status, "เกิดข้อผิดพลาด"),
        "status": http_status,
        **more,
    }
    return Response(body, status=http_status, content_type="application/problem+json")


def _finding(finding: Any) -> dict[str, Any]:
    from sso_core.messaging.public import as_dict

    return dict(as_dict(finding))
