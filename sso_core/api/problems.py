"""Errors of the API as RFC 9457 problem objects, with the same sentences that pages show."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import Http404
from psycopg.errors import DeadlockDetected, LockNotAvailable
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
    503: "ระบบกำลังทำงานอื่นกับข้อมูลนี้ ยังไม่ได้ทำรายการ",
}
RETRY_AFTER = 5
"""Seconds until a call that waited for a lock in vain is worth sending again."""


class Busy(exceptions.APIException):
    """Somebody else's work held what the call needs; all of the call is undone."""

    status_code = status.HTTP_503_SERVICE_UNAVAILABLE
    default_detail = "มีงานอื่นใช้ข้อมูลนี้อยู่ ยังไม่ได้ทำรายการ รอสักครู่แล้วส่งคำขอเดิมอีกครั้ง"
    default_code = "busy"
    wait = RETRY_AFTER


def waited_for_a_lock(error: BaseException) -> bool:
    """Whether the database gave up a statement because of another's lock, or to end a deadlock."""
    return isinstance(error.__cause__, LockNotAvailable | DeadlockDetected)


def handle(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler. An error that is nobody's answer stays an error (500)."""
    if isinstance(error, Refused):
        return _problem(status.HTTP_422_UNPROCESSABLE_ENTITY, findings=[_finding(f) for f in error.findings])
    if isinstance(error, IllegalMove):
        return _problem(status.HTTP_409_CONFLICT, detail=str(error), code="illegal_move")
    if isinstance(error, OperationalError) and waited_for_a_lock(error):
        error = Busy()
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
