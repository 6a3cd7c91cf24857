"""The door of accounts: users, roles, assurance, and who may open a page."""

from sso_core.accounts.assurance import assurance_of, is_fresh, note_provider_assurance
from sso_core.accounts.faces import (
    aal2_required,
    actor_of,
    employer_required,
    login_needed,
    may_at,
    member_required,
    officer_required,
    public,
    step_up,
)
from sso_core.accounts.grants import (
    employer_accounts_of,
    grant,
    has_role,
    holders_of,
    holders_of_scope,
    offices_of,
    revoke,
    scopes_of,
)
from sso_core.accounts.models import EMPLOYER_ROLES, OFFICE_ROLES, Grant, Role, User
from sso_core.accounts.services import create_member, create_user, member_of, user_by_name

__all__ = [
    "EMPLOYER_ROLES",
    "OFFICE_ROLES",
    "Grant",
    "Role",
    "User",
    "aal2_required",
    "actor_of",
    "assurance_of",
    "create_member",
    "create_user",
    "employer_accounts_of",
    "employer_required",
    "grant",
    "has_role",
    "holders_of",
    "holders_of_scope",
    "is_fresh",
    "login_needed",
    "may_at",
    "member_of",
    "member_required",
    "note_provider_assurance",
    "officer_required",
    "offices_of",
    "public",
    "revoke",
    "scopes_of",
    "step_up",
    "user_by_name",
]
