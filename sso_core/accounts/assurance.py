"""How surely we know who this session is: AAL1 a password, AAL2 a second factor or ThaID.

Read from the authentication records that allauth keeps in the session.
"""

import time
from typing import Any

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.http import HttpRequest

FRESH_SECONDS = 15 * 60


def _records(request: HttpRequest) -> list[dict[str, Any]]:
    if not request.user.is_authenticated or not hasattr(request, "session"):
        return []
    records: list[dict[str, Any]] = get_authentication_records(request, request.user)
    return records


def _is_strong(record: dict[str, Any]) -> bool:
    if record.get("method") == "mfa":
        return True
    return record.get("method") == "socialaccount" and record.get("provider") in settings.AAL2_PROVIDERS


def assurance_of(request: HttpRequest) -> int:
    """2 when this session has shown a second factor or came by ThaID, else 1."""
    return 2 if any(_is_strong(record) for record in _records(request)) else 1


def is_fresh(request: HttpRequest, seconds: int = FRESH_SECONDS) -> bool:
    """Whether a strong authentication of this session is at most ``seconds`` old."""
    now = time.time()
    return any(_is_strong(record) and now - record["at"] <= seconds for record in _records(request))
