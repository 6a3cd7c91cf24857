"""Who may act for an employer: its administrator gives rights to other people, and takes them back."""

from datetime import date

from django.db import transaction

from registration.services.telling import tell_employer
from sso_core import clock
from sso_core.accounts import public as accounts
from sso_core.audit.public import record
from sso_core.kernel.actor import Actor, ActorKind
from sso_core.kernel.finding import Finding, Refused
from sso_core.kernel.thai_calendar import format_date


@transaction.atomic
def give_right(account: str, username: str, role: str, *, until: date | None, by: Actor) -> accounts.Grant:
    """Let a second person of the company act for it. Given again with another end, the end changes.

    Raises ``Refused`` for an unknown user, oneself, another role or an end that is over.
    """
    _refuse_unless_admin(account, by)
    if role not in accounts.EMPLOYER_ROLES:
        raise Refused(Finding("right_unknown", field="role"))
    if until is not None and until < clock.today():
        raise Refused(Finding("right_ended", field="until"))
    user = accounts.user_by_name(username)
    if user is None:
        raise Refused(Finding("user_unknown", field="username"))
    if user.pk == by.user_id:
        raise Refused(Finding("grant_to_self", field="username"))
    scope = f"employer:{account}"
    held = [g for g in accounts.holders_of_scope(scope) if g.user_id == user.pk and g.role == role]
    for present in held:
        if present.until == until:
            return present
        accounts.revoke(present.pk, by=by)
    made = accounts.grant(user.pk, role, scope, by=by, until=until)
    record("right_given", by=by, subject=scope, params={"user": user.pk, "role": str(role)})
    tell_employer(
        account,
        "registration/right_given",
        "people/",
        name=str(user),
        role=made.get_role_display(),
        until=format_date(until) if until else "",
        giver=by.name,
    )
    return made


@transaction.atomic
def take_right(account: str, grant_id: int, *, by: Actor) -> None:
    """End a right; taken already, nothing changes. Nobody ends the own one, so one administrator stays."""
    _refuse_unless_admin(account, by)
    scope = f"employer:{account}"
    found = next((g for g in accounts.holders_of_scope(scope) if g.pk == grant_id), None)
    if found is None:
        return
    if found.user_id == by.user_id:
        raise Refused(Finding("grant_to_self", field="username"))
    accounts.revoke(grant_id, by=by)
    record("right_taken", by=by, subject=scope, params={"user": found.user_id, "role": found.role})


def _refuse_unless_admin(account: str, by: Actor) -> None:
    """Pages ask before; a service asks again, whoever calls it."""
    if by.kind in (ActorKind.SYSTEM, ActorKind.OFFICER):
        return
    holders = accounts.holders_of_scope(f"employer:{account}")
    if not any(g.user_id == by.user_id and g.role == accounts.Role.employer_admin for g in holders):
        raise Refused(Finding("not_administrator"))
