"""One way to ask an outside system: short time-outs, a few tries, and a breaker that spares a system that is down.

An answer that cannot be understood is treated as no answer: it is never believed. Reasons never repeat what was
asked, because they are kept and shown, and addresses of some systems carry the number of a person.
"""

import hashlib
import logging
from collections.abc import Callable
from typing import Any, TypeVar

import httpx
from django.conf import settings
from django.core.cache import cache
from tenacity import (
    RetryCallState,
    Retrying,
    retry_if_exception,
    stop_after_attempt,
    stop_before_delay,
    wait_random_exponential,
)

from integrations.errors import GatewayDown, Nonsense
from integrations.transport import BoundedTransport
from sso_core import clock

T = TypeVar("T")
log = logging.getLogger(__name__)
logging.getLogger("httpx").setLevel(
    logging.WARNING
)  # its lines repeat addresses, and those carry numbers of people
TRIES = 3
FAILURES_TO_OPEN = 5
OPEN_SECONDS = 20
REMEMBERED_SECONDS = 30 * 24 * 3600
LARGEST_ANSWER = 5 * 2**20
WORTH_ANOTHER_TRY = (408, 425, 429)


def ask(
    system: str,
    question: Callable[[httpx.Client], T],
    *,
    base_url: str,
    tries: int = TRIES,
    timeout: float | None = None,
    largest: int = LARGEST_ANSWER,
) -> T:
    """Put ``question`` with a client of ``base_url``; retry what may pass. Raises ``GatewayDown``."""
    if is_open(system, base_url):
        raise GatewayDown(system, "it failed several times just now; asking again later")
    own = settings.GATEWAY_TIMEOUTS.get(system, settings.GATEWAY_TIMEOUT)
    wait = own if timeout is None else timeout
    try:
        transport = BoundedTransport(seconds=2 * wait, largest=largest)
        with httpx.Client(base_url=base_url, timeout=wait, transport=transport, trust_env=False) as client:
            answer = _retrying(tries, wait)(question, client)
    except (httpx.HTTPError, httpx.InvalidURL, ValueError, LookupError, TypeError, AttributeError) as error:
        why = reason(error)
        log.warning("%s does not answer: %s", system, why)
        _note_failure(system, base_url)
        _remember(system, base_url, "failed", (clock.now(), why))
        raise GatewayDown(system, why) from error
    reset(system, base_url)
    _remember(system, base_url, "answered", clock.now())
    return answer


def reason(error: Exception) -> str:
    """Why there is no answer, in words that tell nothing of what was asked."""
    if isinstance(error, httpx.HTTPStatusError):
        return f"it answered with status {error.response.status_code}"
    if isinstance(error, httpx.TimeoutException):
        return "it did not answer in time"
    if isinstance(error, httpx.ConnectError):
        return "nobody listens there"
    if isinstance(error, httpx.HTTPError):
        return f"the connection broke ({type(error).__name__})"
    if isinstance(error, Nonsense):
        return f"its answer makes no sense: {error}"
    return f"its answer makes no sense ({type(error).__name__})"


def as_json(response: httpx.Response) -> dict[str, Any]:
    """The body as an object. Raises for error statuses and for anything that is not a JSON object."""
    body = json_of(response)
    if not isinstance(body, dict):
        raise Nonsense("not an object")
    return body


def json_of(response: httpx.Response) -> Any:
    """The body as JSON of whatever form; an error status or a page in its place raises."""
    if not response.is_success:
        response.raise_for_status()
        raise Nonsense(f"status {response.status_code}")
    try:
        return response.json()
    except ValueError:
        raise Nonsense("not JSON") from None


def text_field(body: dict[str, Any], name: str, *, default: str | None = None) -> str:
    """A text field of an answer; missing without a default, or of another type, is nonsense."""
    value = body.get(name, default)
    if value is None and default is not None:
        return default
    if not isinstance(value, str):
        raise Nonsense(f"no text in {name}")
    return value.strip()


def _retrying(count: int, timeout: float) -> Retrying:
    """Few tries, apart by chance or as the system asks; none begins after two time-outs have gone by."""
    return Retrying(
        stop=stop_after_attempt(count) | stop_before_delay(2 * timeout),
        wait=_pause,
        retry=retry_if_exception(_may_pass),
        reraise=True,
    )


_by_chance = wait_random_exponential(multiplier=0.1, max=1)


def _pause(state: RetryCallState) -> float:
    """Seconds until the next try: at least as many as the system asks for with ``Retry-After``.

    A day in place of seconds is not read: their clock need not be ours.
    """
    error = state.outcome.exception() if state.outcome else None
    told = error.response.headers.get("Retry-After", "") if isinstance(error, httpx.HTTPStatusError) else ""
    asked = float(told) if told.isascii() and told.isdigit() else 0.0
    return max(_by_chance(state), asked)


def _may_pass(error: BaseException) -> bool:
    if isinstance(error, httpx.HTTPStatusError):
        status = error.response.status_code
        return status >= 500 or status in WORTH_ANOTHER_TRY
    return isinstance(error, httpx.TransportError)


def is_open(system: str, base_url: str) -> bool:
    """Whether the breaker spares the system now. When it closes again one question tries it."""
    return bool(quietly(lambda: cache.get(gateway_key(system, base_url, "open"))))


def reset(system: str, base_url: str) -> None:
    """Forget earlier failures."""
    keys = [gateway_key(system, base_url, "failures"), gateway_key(system, base_url, "open")]
    quietly(lambda: cache.delete_many(keys))


def _note_failure(system: str, base_url: str) -> None:
    """Count in the cache, so that every web and worker process spares the system together."""

    def count() -> None:
        key = gateway_key(system, base_url, "failures")
        cache.add(key, 0, OPEN_SECONDS * 6)
        if cache.incr(key) >= FAILURES_TO_OPEN:
            cache.set(gateway_key(system, base_url, "open"), 1, OPEN_SECONDS)

    quietly(count)


def _remember(system: str, base_url: str, what: str, told: Any) -> None:
    """For the page that shows how each system answers."""
    quietly(lambda: cache.set(gateway_key(system, base_url, what), told, REMEMBERED_SECONDS))


def gateway_key(system: str, base_url: str, what: str) -> str:
    place = hashlib.sha256(base_url.encode()).hexdigest()[:12]
    return f"gateway:{system}:{place}:{what}"


def quietly(act: Callable[[], Any]) -> Any:
    """The breaker is a convenience: a cache that is down must not stop the question."""
    try:
        return act()
    except Exception:  # noqa: BLE001 - whatever the cache raises
        return None
