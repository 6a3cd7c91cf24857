"""May this officer see, work on or check this case? Pages, API and papers ask the same."""

from sso_core.accounts.public import Role, User, may_at, offices_of
from sso_core.cases.registry import type_of
from sso_core.cases.types import CaseView


def may_see(user: User, case: CaseView) -> bool:
    """Officers see the cases of their offices."""
    offices = offices_of(user)
    return "*" in offices or case.office in offices


def may_work(user: User, case: CaseView) -> bool:
    """Propose, ask, take: the roles of the case's type at its office; never on one's own application."""
    roles = [Role(role) for role in type_of(case.type).roles]
    return user.pk != case.applicant_user_id and may_at(user, case.office, *roles)


def may_check(user: User, case: CaseView) -> bool:
    """Confirm or send back: another role, and another person than the maker."""
    roles = [Role(role) for role in type_of(case.type).checker_roles]
    return user.pk != case.applicant_user_id and may_at(user, case.office, *roles)


def may_lead(user: User, office: str) -> bool:
    """Give cases to others."""
    return may_at(user, office, Role.supervisor)
