"""How surely we know who a session is: how well the person was proved (IAL), how strongly they came in (AAL).

Read from the authentication records that allauth keeps in the session, so a session's levels end with it. The levels
are those of ETDA's recommendation 18-20: AAL 1 one factor, 2.1 two factors, 2.2 two of which one is a cryptographic
key or device. Which of our ways reaches which is our reading of it (confidence M, docs/security.md).
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.http import HttpRequest

from sso_core.accounts.models import User

FRESH_SECONDS = 15 * 60
PROVIDER_ASSURANCE = "provider_assurance"
RECORDS = "account_authentication_methods"
RECORDS_OF = "account_authentication_methods_user"
OF_TYPE = {"totp": ("app", "2.1"), "recovery_codes": ("recovery_code", "2.1"), "webauthn": ("passkey", "2.2")}


@dataclass(frozen=True, slots=True)
class Assurance:
    """``ial`` and ``aal`` as levels like ``2.3``; ``ways`` in the order they were shown."""

    ial: str
    aal: str
    ways: tuple[str, ...]


def note_provider_assurance(
    request: HttpRequest, provider: str, uid: str, *, ial: str = "1.1", aal: str = "1"
) -> None:
    """Keep in the session what ``provider`` said of this proof; its latest word counts."""
    told = request.session.get(PROVIDER_ASSURANCE, {})
    request.session[PROVIDER_ASSURANCE] = {**told, provider: {"uid": str(uid), "ial": ial, "aal": aal}}


def note_step_up(request: HttpRequest, user: User, provider: str, uid: str) -> None:
    """Record that the holder of this session has just proved themselves at ``provider`` once more."""
    record_authentication(
        request, user, "socialaccount", provider=provider, uid=str(uid), reauthenticated=True
    )


def assurance_in(session: Mapping[str, Any], user: User) -> Assurance:
    """The levels of a session, also of one that is not the present request's."""
    records = session.get(RECORDS) if session.get(RECORDS_OF) == str(user.pk) else None
    shown = [_shown(session, record) for record in records or []]
    told = [_told(session, record) for record in records or []]
    return Assurance(
        ial=max([user.identity_level, *(one["ial"] for one in told)]),
        aal=max(["1", *(aal for _, aal in shown)]),
        ways=tuple(dict.fromkeys(way for way, _ in shown)),
    )


def session_assurance(request: HttpRequest) -> Assurance:
    """The levels of the session of ``request``, whose user is signed in."""
    assert isinstance(request.user, User)
    return assurance_in(request.session, request.user)


def assurance_of(request: HttpRequest) -> int:
    """2 when this session has shown a second factor or came by ThaID, else 1."""
    return 2 if any(_is_strong(request, record) for record in _records(request)) else 1


def is_fresh(request: HttpRequest, seconds: int = FRESH_SECONDS) -> bool:
    """Whether a strong authentication of this session is at most ``seconds`` old."""
    return _is_recent([one for one in _records(request) if _is_strong(request, one)], seconds)


def is_proved_anew(session: Mapping[str, Any], user: User, seconds: int = FRESH_SECONDS) -> bool:
    """Whether a trusted provider has just recognised this holder with two factors, and once proved them (IAL 2.3)."""
    records = session.get(RECORDS) if session.get(RECORDS_OF) == str(user.pk) else None
    told = [
        _told(session, one)
        for one in records or []
        if one.get("method") == "socialaccount" and time.time() - one["at"] <= seconds
    ]
    return any(one["ial"] >= "2.3" and one["aal"] >= "2.2" for one in told)


def came_recently(request: HttpRequest, seconds: int = FRESH_SECONDS) -> bool:
    """Whether this session has shown anything at all, a password too, in the last ``seconds``."""
    return _is_recent(_records(request), seconds)


def _records(request: HttpRequest) -> list[dict[str, Any]]:
    if not request.user.is_authenticated or not hasattr(request, "session"):
        return []
    records: list[dict[str, Any]] = get_authentication_records(request, request.user)
    return records


def _is_recent(records: list[dict[str, Any]], seconds: int) -> bool:
    now = time.time()
    return any(now - record["at"] <= seconds for record in records)


def _is_strong(request: HttpRequest, record: dict[str, Any]) -> bool:
    return _shown(request.session, record)[1] >= "2"


def _shown(session: Mapping[str, Any], record: Mapping[str, Any]) -> tuple[str, str]:
    """The way and the AAL that one record stands for."""
    method = str(record.get("method", ""))
    if method == "mfa":
        return OF_TYPE.get(str(record.get("type")), ("app", "2.1"))
    if method == "socialaccount":
        return str(record.get("provider", "")), _told(session, record)["aal"]
    return method, "1"


def _told(session: Mapping[str, Any], record: Mapping[str, Any]) -> dict[str, str]:
    """What the provider of a record said, believed only of providers we trust and of the same holder."""
    provider, nothing = str(record.get("provider", "")), {"ial": "1.1", "aal": "1"}
    if provider not in settings.AAL2_PROVIDERS:
        return nothing
    told: dict[str, str] = session.get(PROVIDER_ASSURANCE, {}).get(provider, {})
    return {**nothing, **told} if told.get("uid") == str(record.get("uid")) else nothing
