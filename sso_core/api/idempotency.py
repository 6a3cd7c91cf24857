"""A call that is sent twice acts once (header ``Idempotency-Key``).

The key's row is written first and locked until the answer is stored, in the call's own transaction:
a second call with the key waits, then gets the stored answer. A failed call leaves no row. Neither the key nor what
the call itself needs is waited for longer than ``LOCK_WAIT``: then nothing is done (409 for the key, 503 for the rest),
and the same call may be sent again.
"""

import hashlib
import json
from abc import ABC, abstractmethod
from typing import Any

from django.db import IntegrityError, OperationalError, connection, transaction
from rest_framework import status
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from sso_core.api.models import IdempotentAnswer
from sso_core.api.problems import RETRY_AFTER, waited_for_a_lock

HEADER = "Idempotency-Key"
LOCK_WAIT = "5s"


class KeyReused(APIException):
    status_code = status.HTTP_422_UNPROCESSABLE_ENTITY
    default_detail = "Idempotency-Key นี้ใช้กับคำขออื่นไปแล้ว ใช้ค่าใหม่"
    default_code = "idempotency_key_reused"


class KeyBusy(APIException):
    status_code = status.HTTP_409_CONFLICT
    default_detail = "คำขอที่ใช้ Idempotency-Key นี้กำลังทำอยู่ รอสักครู่แล้วถามใหม่"
    default_code = "idempotency_key_busy"
    wait = RETRY_AFTER


class Idempotent(ABC):
    """Mixin of API views: every POST needs the header and runs once per user and key."""

    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        key = request.headers.get(HEADER, "").strip()
        if not 8 <= len(key) <= 200:
            raise ValidationError({HEADER: ["ส่งหัวข้อ Idempotency-Key ยาว 8 ถึง 200 ตัวอักษร"]}, code="required")
        fingerprint = _fingerprint(request)
        with transaction.atomic():
            kept, is_new = _claim(request.user.pk or 0, key, fingerprint)
            if kept.fingerprint != fingerprint:
                raise KeyReused
            if not is_new and kept.status is not None:
                return Response(kept.body, status=kept.status, headers={"Idempotent-Replayed": "true"})
            response = self.act(request, *args, **kwargs)
            # A 204 has no body to keep.
            body = None if response.data is None else json.loads(JSONRenderer().render(response.data))
            kept.status, kept.body = response.status_code, body
            kept.save(update_fields=["status", "body"])
        return response

    @abstractmethod
    def act(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """What the call does. Raise to leave nothing behind."""


def _claim(user_id: int, key: str, fingerprint: str) -> tuple[IdempotentAnswer, bool]:
    with connection.cursor() as cursor:
        cursor.execute("select set_config('lock_timeout', %s, true)", [LOCK_WAIT])
    try:
        with transaction.atomic():
            return IdempotentAnswer.objects.create(user_id=user_id, key=key, fingerprint=fingerprint), True
    except IntegrityError:
        return IdempotentAnswer.objects.select_for_update().get(user_id=user_id, key=key), False
    except OperationalError as error:
        if waited_for_a_lock(error):
            raise KeyBusy from error
        raise


def _fingerprint(request: Request) -> str:
    digest = hashlib.sha256(f"{request.method} {request.path}\n".encode())
    for name, upload in sorted(request.FILES.items()):
        digest.update(name.encode())
        for part in upload.chunks():
            digest.update(part)
        upload.seek(0)
    data = request.data
    if isinstance(data, dict):
        data = {name: value for name, value in data.items() if name not in request.FILES}
    digest.update(json.dumps(data, sort_keys=True, default=str).encode())
    return digest.hexdigest()
