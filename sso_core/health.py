"""Whether this host can serve: database and cache answer."""

import contextlib

from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from redis.exceptions import RedisError


def health(request: HttpRequest) -> JsonResponse:
    """200 with each part's state, 503 when the database is away. A cache that is down only slows."""
    state = {"database": False, "cache": False}
    with contextlib.suppress(DatabaseError), connection.cursor() as cursor:
        cursor.execute("select 1")
        state["database"] = True
    with contextlib.suppress(RedisError, OSError):
        state["cache"] = cache.set("health", 1, 5) is not False
    return JsonResponse(state, status=200 if state["database"] else 503)


health.audience = "public"  # type: ignore[attr-defined]
