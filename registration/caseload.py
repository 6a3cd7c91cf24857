"""Which records are open for an officer: those of one's own cases, and those a reason was given for."""

from sso_core.audit.public import has_stated_purpose
from sso_core.cases import public as cases
from sso_core.kernel.actor import Actor


def in_caseload(by: Actor, subject: str) -> bool:
    """Whether an open case about the subject is this officer's."""
    return any(case.assigned_to == by.user_id and case.is_open for case in cases.cases_of(subject))


def is_open_for(by: Actor, subject: str) -> bool:
    """Whether the officer has said why, or works on a case about the subject."""
    return has_stated_purpose(by, subject) or in_caseload(by, subject)
