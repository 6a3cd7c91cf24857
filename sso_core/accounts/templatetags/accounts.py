"""Parts of the log-in pages that the library's own views cannot fill."""

from typing import Any

from django import template

from sso_core.accounts.models import User
from sso_core.accounts.stepping_up import safe_next
from sso_core.accounts.ways import ways_of

register = template.Library()


@register.inclusion_tag("accounts/parts/other_ways.html", takes_context=True)
def other_ways(context: dict[str, Any], here: str) -> dict[str, Any]:
    """The ways to show a second factor besides that of this page."""
    request = context["request"]
    assert isinstance(request.user, User)
    ways = [way for way in ways_of(request.user) if way.key != here]
    return {"ways": ways, "next": safe_next(request)}
