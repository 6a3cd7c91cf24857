"""Gives every change of a row its actor and request."""

import uuid
from typing import Any

from django.http import HttpRequest
from pghistory.middleware import HistoryMiddleware

REQUEST_ID = "X-Request-ID"


class HistoryContextMiddleware(HistoryMiddleware):
    """Besides user and address: the kind of user and the request's id, which the answer carries too."""

    def get_context(self, request: HttpRequest) -> dict[str, Any]:
        kind = getattr(request.user, "kind", "") if hasattr(request, "user") else ""
        return {**super().get_context(request), "actor_kind": kind, "request_id": request.request_id}  # type: ignore[attr-defined]

    def __call__(self, request: HttpRequest) -> Any:
        # Ours, not the caller's: a name that others choose proves nothing.
        request.request_id = uuid.uuid4().hex  # type: ignore[attr-defined]
        response = super().__call__(request)  # type: ignore[no-untyped-call]
        response[REQUEST_ID] = request.request_id  # type: ignore[attr-defined]
        return response
