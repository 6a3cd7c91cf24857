"""The door of accounts: users, roles, assurance, and who may open a page."""

from sso_core.accounts.assurance import (
    Assurance,
    assurance_of,
    came_recently,
    is_fresh,
    note_provider_assurance,
    note_step_up,
    session_assurance,
)
from sso_core.accounts.faces import (
    actor_of,
    employer_required,
    login_needed,
    may_at,
    member_required,
    officer_required,
    public,
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
from sso_core.accounts.homes import home_of
from sso_core.accounts.models import EMPLOYER_ROLES, OFFICE_ROLES, Grant, Recovery, Role, User
from sso_core.accounts.recovery import (
    ASKING,
    DECIDING,
    ask_recovery,
    decide_recovery,
    may_decide,
    use_recovery,
    waiting_recoveries,
)
from sso_core.accounts.services import create_member, create_user, kept_name, member_of, user_by_name
from sso_core.accounts.sessions import (
    SessionView,
    end_other_sessions,
    end_session,
    note_token_use,
    sessions_of,
)
from sso_core.accounts.stepping_up import aal2_required, safe_next, step_up
from sso_core.accounts.telling import register_address_book, tell_of
from sso_core.accounts.ways import Way, register_way

__all__ = [
    "ASKING",
    "DECIDING",
    "EMPLOYER_ROLES",
    "OFFICE_ROLES",
    "Assurance",
    "Grant",
    "Recovery",
    "Role",
    "SessionView",
    "User",
    "Way",
    "aal2_required",
    "actor_of",
    "ask_recovery",
    "assurance_of",
    "came_recently",
    "create_member",
    "create_user",
    "decide_recovery",
    "employer_accounts_of",
    "employer_required",
    "end_other_sessions",
    "end_session",
    "grant",
    "has_role",
    "holders_of",
    "holders_of_scope",
    "home_of",
    "is_fresh",
    "kept_name",
    "login_needed",
    "may_at",
    "may_decide",
    "member_of",
    "member_required",
    "note_provider_assurance",
    "note_step_up",
    "note_token_use",
    "officer_required",
    "offices_of",
    "public",
    "register_address_book",
    "register_way",
    "revoke",
    "safe_next",
    "scopes_of",
    "session_assurance",
    "sessions_of",
    "step_up",
    "tell_of",
    "use_recovery",
    "user_by_name",
    "waiting_recoveries",
]
