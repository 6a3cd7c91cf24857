"""Where each kind of user is at home."""

from sso_core.accounts.models import User
from sso_core.kernel.actor import ActorKind
from sso_core.ui.menus import url_or_nothing

HOMES = {
    ActorKind.MEMBER: "portal:me",
    ActorKind.EMPLOYER: "registration:choose",
    ActorKind.OFFICER: "cases:queue",
}


def home_of(user: User) -> str:
    """The address of the user's home. A member not yet tied to the register may act for an employer."""
    kind = ActorKind(user.kind)
    if kind is ActorKind.MEMBER and user.person_id is None:
        kind = ActorKind.EMPLOYER
    return url_or_nothing(HOMES.get(kind, ""))
