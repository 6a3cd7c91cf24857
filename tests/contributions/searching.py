"""People of the searches for months and their corrections: who asks, who decides, who looks."""

from contributions.services import month_searches
from sso_core.accounts.public import Role, create_user, grant
from sso_core.cases import public as cases
from sso_core.kernel.actor import SYSTEM, Actor, ActorKind
from sso_core.kernel.period import Period

MAY = Period(2020, 5)
OFFICE = "1001"


def officer(name: str, *roles: Role, office: str = OFFICE) -> Actor:
    user = create_user(name, "x", kind=ActorKind.OFFICER, display_name=name)
    for role in roles or (Role.officer,):
        grant(user.pk, role, f"office:{office}", by=SYSTEM)
    return Actor(ActorKind.OFFICER, user.pk, name, acting_for=f"office:{office}", assurance=2)


def ask(person, since=MAY, until=MAY, **more):
    by = Actor(ActorKind.MEMBER, None, person.full_name, person_id=person.pk)
    return month_searches.ask(person.pk, since, until, why="ถูกหักในสลิป", by=by, **more)


def decide(case, outcome="approve", reason="ตรงกับหลักฐาน"):
    """One officer proposes, another confirms where two are needed."""
    shown = cases.propose(case.reference, outcome, reason, officer("maker"))
    if shown.status is cases.Status.PROPOSED:
        shown = cases.confirm(case.reference, officer("checker", Role.checker))
    return shown


def code(refused) -> str:
    return refused.value.findings[0].code


def office_user(name, *roles, office=OFFICE):
    user = create_user(name, "x", kind=ActorKind.OFFICER, display_name=name)
    for role in roles or (Role.officer,):
        grant(user.pk, role, f"office:{office}", by=SYSTEM)
    return user
