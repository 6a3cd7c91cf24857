"""One way to ask an outside system: short time-outs, a few tries, and a breaker that spares a system that is down.

An answer that cannot be understood is treated as no answer: it is never believed.
"""

import time
from collections.abc import Callable
from typing import Any, TypeVar

import httpx
from django.conf import settings
from django.core.cache import cache
from tenacity import Retrying, retry_if_exception_type, stop_after_attempt, wait_random_exponential

T = TypeVar("T")
TRIES = 3
FAILURES_TO_OPEN = 5
OPEN_SECONDS = 20


class GatewayDown(Exception):
    """The system does not answer, or answers nonsense. What was to be checked must wait."""

    def __init__(self, system: str, reason: str) -> None:
        super().__init__(f"{system}: {reason}")
        self.system = system
        self.reason = reason


class Nonsense(ValueError):
    """The answer does not have the form that the system promises."""


def ask(system: str, question: Callable[[httpx.Client], T], *, base_url: str, tries: int = TRIES) -> T:
    """Put ``question`` with a client of ``base_url``; retry what may pass. Raises ``GatewayDown``."""
    if _is_open(system):
        raise GatewayDown(system, "it failed several times just now; asking again later")
    try:
        with httpx.Client(
            base_url=base_url, timeout=settings.GATEWAY_TIMEOUT, follow_redirects=False
        ) as client:
            answer = _tries(tries)(question, client)
    except (httpx.HTTPError, Nonsense, ValueError, KeyError, TypeError) as error:
        _note_failure(system)
        raise GatewayDown(system, f"{type(error).__name__}: {error}"[:200]) from error
    _note_success(system)
    return answer


def _tries(count: int) -> Retrying:
    return Retrying(
        stop=stop_after_attempt(count),
        wait=wait_random_exponential(multiplier=0.1, max=1),
        retry=retry_if_exception_type((httpx.TransportError, httpx.HTTPStatusError)),
        reraise=True,
    )


def as_json(response: httpx.Response) -> dict[str, Any]:
    """The body as an object. Raises for error statuses and for anything that is not a JSON object."""
    if response.status_code >= 500:
        response.raise_for_status()
    body = response.json()
    if not isinstance(body, dict):
        raise Nonsense("the answer is not an object")
    return body


def _key(system: str) -> str:
    return f"breaker:{system}"


def _is_open(system: str) -> bool:
    state = _state(system)
    return state["failures"] >= FAILURES_TO_OPEN and time.time() - state["at"] < OPEN_SECONDS


def _state(system: str) -> dict[str, float]:
    found: dict[str, float] | None = _quietly(lambda: cache.get(_key(system)))
    return found or {"failures": 0, "at": 0.0}


def _note_failure(system: str) -> None:
    state = _state(system)
    kept = {"failures": state["failures"] + 1, "at": time.time()}
    _quietly(lambda: cache.set(_key(system), kept, OPEN_SECONDS * 3))


def _note_success(system: str) -> None:
    _quietly(lambda: cache.delete(_key(system)))


def _quietly(act: Callable[[], Any]) -> Any:
    """The breaker is a convenience: a cache that is down must not stop the question."""
    try:
        return act()
    except Exception:  # noqa: BLE001 - whatever the cache raises
        return None
