"""Who has which role where. Asked by pages, API and services alike; denied unless granted."""

from datetime import date

from django.db import transaction
from django.db.models import Q, QuerySet

from sso_core import clock
from sso_core.accounts.models import EMPLOYER_ROLES, OFFICE_ROLES, Grant, Role, User
from sso_core.kernel.actor import Actor, ActorKind

EVERYWHERE = "office:*"


def _current(day: date | None = None) -> QuerySet[Grant]:
    day = day or clock.today()
    return Grant.objects.filter(
        Q(until__isnull=True) | Q(until__gte=day), since__lte=day, user__is_active=True
    )


def has_role(user: User, role: Role | str, scope: str) -> bool:
    """Whether ``user`` holds ``role`` for ``scope`` today; ``office:*`` holds for every office."""
    scopes = [scope, EVERYWHERE] if scope.startswith("office:") else [scope]
    return _current().filter(user=user, role=role, scope__in=scopes).exists()


def scopes_of(user: User, *roles: Role | str) -> tuple[str, ...]:
    """The scopes in which ``user`` holds one of ``roles`` (any role when none is named)."""
    found = _current().filter(user=user)
    if roles:
        found = found.filter(role__in=[str(role) for role in roles])
    return tuple(found.order_by("scope").values_list("scope", flat=True).distinct())


def offices_of(user: User, *roles: Role | str) -> tuple[str, ...]:
    """Office codes, ``*`` for all of them."""
    return tuple(
        scope[7:] for scope in scopes_of(user, *(roles or OFFICE_ROLES)) if scope.startswith("office:")
    )


def is_officer(user: User) -> bool:
    """Whether ``user`` works for the office: by kind, or by a role at some office."""
    return user.kind == ActorKind.OFFICER or bool(offices_of(user))


def employer_accounts_of(user: User, *roles: Role | str) -> tuple[str, ...]:
    found = scopes_of(user, *(roles or EMPLOYER_ROLES))
    return tuple(scope[9:] for scope in found if scope.startswith("employer:"))


def holders_of(office: str, *roles: Role | str) -> tuple[User, ...]:
    """Active users with one of ``roles`` at ``office`` or everywhere, by id."""
    grants = _current().filter(
        scope__in=[f"office:{office}", EVERYWHERE], role__in=[str(role) for role in roles]
    )
    return tuple(User.objects.filter(pk__in=grants.values("user")).order_by("pk"))


def holders_of_scope(scope: str) -> tuple[Grant, ...]:
    """Current grants of a scope, for the page that lists them."""
    return tuple(
        _current().filter(scope=scope).select_related("user", "granted_by").order_by("user__display_name")
    )


@transaction.atomic
def grant(user_id: int, role: Role | str, scope: str, *, by: Actor, until: date | None = None) -> Grant:
    """Give a role from today. Given twice, the open grant is returned; nobody grants to oneself."""
    found = Grant.objects.filter(user_id=user_id, role=role, scope=scope, until__isnull=True).first()
    if found and until is None:
        return found
    return Grant.objects.create(
        user_id=user_id, role=role, scope=scope, since=clock.today(), until=until, granted_by_id=by.user_id
    )


@transaction.atomic
def revoke(grant_id: int, *, by: Actor) -> None:
    """End a grant with yesterday, so that it no longer holds today."""
    found = Grant.objects.select_for_update().get(pk=grant_id)
    yesterday = date.fromordinal(clock.today().toordinal() - 1)
    if found.since > yesterday:
        found.since = yesterday
    found.until = yesterday
    found.save(update_fields=["since", "until"])
