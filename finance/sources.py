"""Where a ledger line comes from: apps above say which page shows the paper that ``ref`` names.

``ref`` and ``subject`` are written ``<prefix>:<key>``. ``register_source("filing", lambda key: reverse(...))``
lets an entry's page lead to the filed line, the bill or the decision.
"""

from collections.abc import Callable

from django.urls import NoReverseMatch, reverse

from finance.models import BankReceipt

UrlFunction = Callable[[str], str | None]
_sources: dict[str, UrlFunction] = {}


def register_source(prefix: str, url: UrlFunction) -> None:
    """Say which page shows ``<prefix>:<key>``. Registered again, the last one stands."""
    _sources[prefix] = url


def source_url(text: str) -> str:
    """The page of a reference, empty where nobody knows one."""
    prefix, colon, key = text.partition(":")
    url = _sources.get(prefix)
    if not colon or url is None:
        return ""
    try:
        return url(key) or ""
    except (NoReverseMatch, ValueError):  # a page that is not installed, or a key that is none
        return ""


def _page(name: str) -> UrlFunction:
    return lambda key: reverse(f"finance:{name}", args=[key])


def _bank_line(key: str) -> str:
    """The bank's line that money came by."""
    known = key.isdecimal() and BankReceipt.objects.filter(pk=int(key)).exists()
    return reverse("finance:receipt", args=[key]) if known else ""


for _prefix in ("order", "batch", "file", "entry"):
    register_source(_prefix, _page(_prefix))
register_source("bank_line", _bank_line)
