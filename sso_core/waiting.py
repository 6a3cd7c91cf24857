"""The queue at the door: when more people want to sign in than the house can take, each keeps a place.

Every sign-in takes the next slot of one row of slots, so many a minute (``SIGN_INS_A_MINUTE``); who comes when
slots lie ahead gets a page that says when it is their turn, and a signed cookie that keeps the place: closing
the page, pressing again or another web host change nothing. Slots are counted in Valkey by its own clock.
Without Valkey everybody comes in: a queue that is down must not close the door.

Who waits must cost next to nothing: the page is drawn once a process, language and look, and only its figures are
filled in; it comes again the more seldom the farther the turn is.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache
from typing import cast

import redis
from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.template.loader import render_to_string
from django.utils import translation

from sso_core.ui import formats
from sso_core.ui.preferences import Preferences, chosen

COOKIE = "sso_place"
GATED = ("/account/login/", "/account/signup/", "/account/oidc/thaid/login/")
GATED_API = ("/_allauth/browser/v1/auth/login", "/_allauth/app/v1/auth/login")
AT_ONCE_SECONDS = 3
"""Who would wait no longer than this is let in: a page in between would cost more than it spares."""
TURN_MINUTES = 15
"""How long one may take over one's password once it is one's turn."""
SHORTEST_REFRESH, LONGEST_REFRESH = 30, 300
_SECOND = 1_000_000
# The next slot: now, or one step behind the last one that was taken.
_TAKE = """
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local last = tonumber(redis.call('GET', KEYS[1]) or '0')
local slot = math.max(now, last + tonumber(ARGV[1]))
redis.call('SET', KEYS[1], string.format('%.0f', slot), 'EX', 86400)
return {string.format('%.0f', now), string.format('%.0f', slot)}"""


@dataclass(frozen=True, slots=True)
class Place:
    """A slot, in microseconds since 1970 by the clock of the queue."""

    slot: int
    now: int

    @property
    def seconds(self) -> int:
        """Until one's turn; 0 when it has come."""
        return max(math.ceil((self.slot - self.now) / _SECOND), 0)

    @property
    def has_come(self) -> bool:
        return self.slot - self.now <= AT_ONCE_SECONDS * _SECOND

    @property
    def is_over(self) -> bool:
        return self.now - self.slot > TURN_MINUTES * 60 * _SECOND

    @property
    def ahead(self) -> int:
        """How many come before, at the pace of the door."""
        return max(math.ceil((self.slot - self.now) * settings.SIGN_INS_A_MINUTE / (60 * _SECOND)), 1)

    @property
    def comes_at(self) -> datetime:
        return datetime.fromtimestamp(self.slot / _SECOND, UTC) + timedelta(seconds=30)

    @property
    def refresh(self) -> int:
        """Seconds until the page comes again: half of the wait, and at the end when it is one's turn."""
        return min(self.seconds, max(self.seconds // 2, SHORTEST_REFRESH), LONGEST_REFRESH)


@cache
def _valkey() -> "redis.Redis[bytes]":
    return redis.Redis.from_url(settings.REDIS_URL, socket_timeout=0.5, socket_connect_timeout=0.5)


def door_key() -> str:
    """Where the last slot stands; apart for each installation that shares a Valkey."""
    return f"{settings.CACHES['default']['KEY_PREFIX']}sso:door"


def take_place() -> Place:
    """The next free slot. Raises ``redis.RedisError``."""
    step = 60 * _SECOND // settings.SIGN_INS_A_MINUTE
    now, slot = cast(list[bytes], _valkey().eval(_TAKE, 1, door_key(), step))
    return Place(int(slot), int(now))


def _now() -> int:
    seconds, micros = cast(tuple[int, int], _valkey().time())
    return seconds * _SECOND + micros


def _kept(request: HttpRequest) -> Place | None:
    """The place that the cookie keeps, unless its turn is long over."""
    try:
        slot = int(signing.loads(request.COOKIES.get(COOKIE, ""), salt=COOKIE, max_age=86400))
    except (signing.BadSignature, ValueError, TypeError):
        return None
    place = Place(slot, _now())
    return None if place.is_over else place


class WaitingMiddleware:
    """Lets people in to sign in at the pace of the door. ``SIGN_INS_A_MINUTE`` 0 leaves it open."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        wanted = request.path in GATED or request.path in GATED_API
        if not wanted or not settings.SIGN_INS_A_MINUTE:
            return self.get_response(request)
        try:
            kept = _kept(request)
            place = kept or take_place()
        except redis.RedisError:
            return self.get_response(request)
        response = self.get_response(request) if place.has_come else _please_wait(request, place)
        if kept is None:
            _keep(response, place)
        return response


def _keep(response: HttpResponse, place: Place) -> None:
    response.set_cookie(
        COOKIE,
        signing.dumps(place.slot, salt=COOKIE),
        max_age=86400,
        httponly=True,
        samesite="Lax",
        secure=settings.SECURE,
    )


def _please_wait(request: HttpRequest, place: Place) -> HttpResponse:
    if request.path in GATED_API:
        told = {"type": "about:blank", "title": "Many are signing in. Come again.", "status": 429}
        response: HttpResponse = JsonResponse(told, status=429, content_type="application/problem+json")
        response["Retry-After"] = str(place.seconds)
    else:
        response = HttpResponse(_page(request, place))
        # The page comes again by itself, as a GET: what a POST carried is typed again when it is one's turn.
        response["Refresh"] = f"{place.refresh}; url={request.get_full_path()}"
    response["Cache-Control"] = "no-store"
    return response


def _page(request: HttpRequest, place: Place) -> str:
    look = chosen(request)
    with translation.override(look.lang):
        shown = {
            "refresh": str(place.refresh),
            "ahead": formats.number(place.ahead),
            "comes_at": formats.thai_datetime(place.comes_at),
        }
    page = _drawn(request.path, request.META.get("QUERY_STRING", ""), look)
    for name, text in shown.items():
        page = page.replace(_GAP.format(name), text)
    return page


_GAP = "[[{}]]"


@lru_cache(maxsize=64)
def _drawn(path: str, query: str, look: Preferences) -> str:
    """The page with gaps for its figures: the same for everybody who waits at this address with this look."""
    bare = HttpRequest()
    bare.path = path
    bare.GET = QueryDict(query)  # type: ignore[assignment] - read only, as that of a request that came
    bare.preferences = look  # type: ignore[attr-defined]
    gaps = {name: _GAP.format(name) for name in ("refresh", "ahead", "comes_at")}
    with translation.override(look.lang):
        return render_to_string("ui/waiting.html", gaps, request=bare)
