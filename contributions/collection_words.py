"""What was done in a case of collection, as a sentence in the reader's language."""

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from contributions.collection_messages import EVENTS
from contributions.models import CollectionEvent
from sso_core.ui.formats import is_thai, thai_date


def event_words(event: CollectionEvent) -> str:
    """The event with its figures and dates written as people write them."""
    th, en = EVENTS[event.verb]
    shown = _Shown({key: _shown(key, value) for key, value in event.params.items()})
    return (th if is_thai() else en).format_map(shown).strip()


class _Shown(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return ""


def _shown(key: str, value: Any) -> str:
    text = str(value)
    if key.endswith("amount"):
        try:
            return f"{Decimal(text):,.2f}"
        except InvalidOperation:
            return text
    try:
        return thai_date(date.fromisoformat(text)) if len(text) == 10 else text
    except ValueError:
        return text
