"""The numbers beside menu entries."""

from django.http import HttpRequest

from sso_core.messaging.public import unread_count
from sso_core.ui.menus import register_count


def unread_of_member(request: HttpRequest) -> int:
    """Messages the signed-in member has not opened."""
    person_id = getattr(getattr(request, "user", None), "person_id", None)
    return unread_count(f"person:{person_id}") if person_id else 0


def unread_of_employer(request: HttpRequest) -> int:
    match = request.resolver_match
    account = match.kwargs.get("account", "") if match else ""
    return unread_count(f"employer:{account}") if account else 0


def register() -> None:
    register_count("citizen.inbox", unread_of_member)
    register_count("employer.inbox", unread_of_employer)
