"""What the adapters of other offices share: one row asked for by its key, and dates in ISO.

None of these offices publishes its interface: paths and fields are ours (confidence L). Check them against the
agreement with each office before going live.
"""

from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import Any, TypeVar

import httpx

from integrations.client import as_json, ask, text_field
from integrations.errors import Nonsense

T = TypeVar("T")


def look_up(
    system: str, base_url: str, path: str, asked: Mapping[str, str], read: Callable[[dict[str, Any]], T]
) -> T | None:
    """What an office has under ``asked``, None when it has nothing. Raises ``GatewayDown``.

    The answer repeats what was asked: another key is never believed, and a missing page is not "nothing".
    """

    def question(client: httpx.Client) -> T | None:
        body = as_json(client.get(path, params=dict(asked)))
        if body.get("asked") != dict(asked):
            raise Nonsense("it is about something else")
        found = body["found"]
        return None if found is None else read(found)

    return ask(system, question, base_url=base_url)


def day(body: dict[str, Any], name: str) -> date:
    """An ISO date that must be there."""
    return date.fromisoformat(text_field(body, name))


def day_or_none(body: dict[str, Any], name: str) -> date | None:
    """An ISO date, or None where the office has none."""
    told = text_field(body, name, default="")
    return date.fromisoformat(told) if told else None


def word(body: dict[str, Any], name: str, known: Collection[str]) -> str:
    """A word that we know; a new one is nonsense until somebody has told us what it means."""
    told = text_field(body, name)
    if told not in known:
        raise Nonsense(f"an unknown {name}")
    return told
