"""Every route of the project, found by walking the URL patterns: a new one is tested without being listed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

# Written by others; their own protection is tested in tests/accounts.
FOREIGN = ("account/", "_allauth/", "api/v1/schema/", "api/v1/docs/")
OF_OURS_IN_ACCOUNT = (
    "account/second-factor/",
    "account/security/",
    "account/recover/",
    "account/mobile/",
    "account/ndid/",
    "account/oidc/thaid/",
)

PARAMETER = re.compile(r"<(?:(?P<converter>\w+):)?(?P<name>\w+)>")


@dataclass(frozen=True)
class Route:
    path: str
    audience: str
    callback: Any

    @property
    def is_api(self) -> bool:
        return self.path.startswith("api/")

    @property
    def parameters(self) -> tuple[tuple[str, str], ...]:
        found = PARAMETER.finditer(self.path)
        return tuple((match["name"], match["converter"] or "str") for match in found)

    def url(self, arguments: dict[str, Any]) -> str:
        return "/" + PARAMETER.sub(lambda match: str(arguments[match["name"]]), self.path)

    def __str__(self) -> str:
        return "/" + self.path


def every_route() -> list[Route]:
    """Those of the house; the libraries' own are left out by prefix."""
    return [
        Route(path, audience_of(callback), callback)
        for path, callback in _walk(get_resolver())
        if path.startswith(OF_OURS_IN_ACCOUNT) or not path.startswith(FOREIGN)
    ]


def audience_of(callback: Any) -> str:
    """What the view says about itself: by decorator, or by the permission classes of an API view."""
    marked: str = getattr(callback, "audience", "")
    if marked:
        return marked
    view = getattr(callback, "cls", None) or getattr(callback, "view_class", None)
    named = [getattr(permission, "audience", "") for permission in getattr(view, "permission_classes", ())]
    return next(filter(None, named), "")


def _walk(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, Any]]:
    for pattern in resolver.url_patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern, path)
        elif isinstance(pattern, URLPattern):
            yield path, pattern.callback
