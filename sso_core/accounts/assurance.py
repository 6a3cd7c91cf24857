"""How surely we know who this session is: AAL1 a password, AAL2 a second factor or ThaID.

Read from the authentication records that allauth keeps in the session.
"""

import time
from typing import Any

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.http import HttpRequest

FRESH_SECONDS = 15 * 60
PROVIDER_ASSURANCE = "provider_assurance"


def _records(request: HttpRequest) -> list[dict[str, Any]]:
    if not request.user.is_authenticated or not hasattr(request, "session"):
        return []
    records: list[dict[str, Any]] = get_authentication_records(request, request.user)
    return records


def note_provider_assurance(request: HttpRequest, uid: str, level: int) -> None:
    """Keep in the session what the provider said of this log-in's assurance; the latest word counts."""
    request.session[PROVIDER_ASSURANCE] = {"uid": str(uid), "level": level}


def _is_strong(request: HttpRequest, record: dict[str, Any]) -> bool:
    if record.get("method") == "mfa":
        return True
    if record.get("method") != "socialaccount" or record.get("provider") not in settings.AAL2_PROVIDERS:
        return False
    told = request.session.get(PROVIDER_ASSURANCE, {})
    return bool(told.get("uid") == str(record.get("uid")) and told.get("level", 1) >= 2)


def assurance_of(request: HttpRequest) -> int:
    """2 when this session has shown a second factor or came by ThaID, else 1."""
    return 2 if any(_is_strong(request, record) for record in _records(request)) else 1


def is_fresh(request: HttpRequest, seconds: int = FRESH_SECONDS) -> bool:
    """Whether a strong authentication of this session is at most ``seconds`` old."""
    now = time.time()
    return any(_is_strong(request, record) and now - record["at"] <= seconds for record in _records(request))
