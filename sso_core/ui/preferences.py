"""A visitor's small choices about the look: text size, contrast, language. Kept in cookies."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, QueryDict

YEAR = 60 * 60 * 24 * 365


@dataclass(frozen=True, slots=True)
class Choice:
    """One query parameter, its cookie and what it may be; the first value is what nobody has to choose."""

    param: str
    cookie: str
    values: tuple[str, ...]


TEXT = Choice("text", "sso_text", ("normal", "small", "large"))
CONTRAST = Choice("contrast", "sso_contrast", ("normal", "high"))
LANGUAGE = Choice("lang", settings.LANGUAGE_COOKIE_NAME, ("th", "en"))
CHOICES = (TEXT, CONTRAST, LANGUAGE)


@dataclass(frozen=True, slots=True)
class Preferences:
    text: str = "normal"
    contrast: str = "normal"
    lang: str = "th"


def chosen(request: HttpRequest) -> Preferences:
    """What the cookies say; anything odd counts as not chosen."""
    values = {}
    for choice in CHOICES:
        given = request.COOKIES.get(choice.cookie, "")
        values[choice.param] = given if given in choice.values else choice.values[0]
    return Preferences(**values)


def link(query: QueryDict, **changes: str) -> str:
    """A link to the same page that changes a preference and keeps the rest of the address."""
    kept = [(key, value) for key, values in query.lists() for value in values if key not in changes]
    return "?" + urlencode([*kept, *changes.items()])
