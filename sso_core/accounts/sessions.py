"""Where a person is signed in, by browser or by a program's token, and how to end it."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import import_module
from typing import Any

import redis
from allauth.account.adapter import get_adapter
from allauth.usersessions.middleware import UserSessionsMiddleware
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise

from sso_core import clock
from sso_core.accounts.assurance import Assurance, assurance_in
from sso_core.accounts.devices import device_of
from sso_core.accounts.models import User

PROGRAM = "signed_in_by_program"
SEEN_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class SessionView:
    """One session as its owner sees it. ``by_token``: a program that holds an ``X-Session-Token``."""

    id: int
    device: str | Promise
    ip: str
    begun_at: datetime
    seen_at: datetime
    assurance: Assurance
    by_token: bool
    is_current: bool


def sessions_of(user: User, current_key: str | None) -> list[SessionView]:
    """The living sessions of ``user``, this one first, then the last seen; rows of dead ones are cleared away."""
    living = UserSession.objects.purge_and_list(user)
    shown = [_view(one, user, current_key) for one in living]
    return sorted(shown, key=lambda one: (not one.is_current, -one.seen_at.timestamp()))


def end_session(user: User, session_id: int) -> bool:
    """End one session of ``user``, its token too; false when it has no such session."""
    found = UserSession.objects.filter(user=user, pk=session_id).first()
    if found is not None:
        found.end()
    return found is not None


def end_other_sessions(user: User, current_key: str | None) -> int:
    """End every session of ``user`` but the one with ``current_key``; how many ended."""
    others = list(UserSession.objects.filter(user=user).exclude(session_key=current_key or ""))
    for one in others:
        one.end()
    return len(others)


class SeenMiddleware:
    """Notes where a session is used: once a minute and client, not at each page, which would write every time."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.noting = UserSessionsMiddleware(get_response)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        respond = self.noting if _is_news(request) else self.get_response
        response: HttpResponse = respond(request)
        return response


def note_signing_in(request: HttpRequest) -> None:
    """The library has just written down where this session begins: the next page need not."""
    _is_news(request)


def _is_news(request: HttpRequest) -> bool:
    """Whether this minute saw nothing yet of this session from this address and program; true without Valkey."""
    key = request.session.session_key
    if not key or not request.user.is_authenticated:
        return False
    client = (key, get_adapter().get_client_ip(request), request.META.get("HTTP_USER_AGENT", ""))
    minute = int(clock.now().timestamp() // SEEN_EVERY.total_seconds())
    name = hashlib.sha256("\n".join(client).encode()).hexdigest()
    try:
        return bool(cache.add(f"seen:{name}:{minute}", 1, timeout=2 * SEEN_EVERY.total_seconds()))
    except redis.RedisError:
        return True


def note_token_use(session: SessionBase) -> None:
    """A program was here: kept by the minute, not by the call."""
    before = clock.now() - SEEN_EVERY
    own = UserSession.objects.filter(session_key=session.session_key, last_seen_at__lt=before)
    own.update(last_seen_at=clock.now())


def _view(one: UserSession, user: User, current_key: str | None) -> SessionView:
    session: Any = import_module(settings.SESSION_ENGINE).SessionStore(one.session_key)
    return SessionView(
        id=one.pk,
        device=device_of(one.user_agent),
        ip=one.ip,
        begun_at=one.created_at,
        seen_at=one.last_seen_at,
        assurance=assurance_in(session, user),
        by_token=bool(session.get(PROGRAM)),
        is_current=one.session_key == current_key,
    )
