"""When all proofs are lost: ThaID starts the log-in anew, or two officers at a branch do. Nothing else does.

Each needs two proofs that do not hang together (the app of ThaID and the face; the person with a card before one
officer, and a second officer), and each is told at the addresses of before.
"""

import secrets
from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest

from sso_core import clock
from sso_core.accounts.grants import has_role
from sso_core.accounts.models import Recovery, Role, User
from sso_core.accounts.services import user_by_name
from sso_core.accounts.sessions import end_other_sessions
from sso_core.accounts.telling import tell_of
from sso_core.audit.public import record
from sso_core.kernel.actor import Actor, ActorKind
from sso_core.kernel.finding import Finding, Refused

CODE_LIVES = timedelta(hours=24)
# Without the letters and digits that are read for one another. 12 of them: 2^58 codes.
LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
ASKING, DECIDING = (Role.officer, Role.supervisor), (Role.checker, Role.supervisor)


@transaction.atomic
def ask_recovery(
    username: str, *, office: str, seen: str, reason: str, by: Actor, request: HttpRequest
) -> Recovery:
    """An officer has the person before them. Told to the person at once. Raises ``Refused``."""
    assert by.user_id is not None, "an officer asks, not the system"
    user = _locked(username)
    if user is None:
        raise Refused(Finding("recovery_nobody", field="username"))
    if user.pk == by.user_id:
        raise Refused(Finding("recovery_own"))
    if _open(user).exists():
        raise Refused(Finding("recovery_open", field="username"))
    made = Recovery.objects.create(
        user=user, office=office, seen=seen, reason=reason, asked_by_id=by.user_id, asked_at=clock.now()
    )
    record("recovery_asked", by=by, subject=_subject(user), params={"recovery": made.pk, "seen": seen})
    tell_of(user, "accounts/recovery_asked", request)
    return made


@transaction.atomic
def decide_recovery(recovery_id: int, *, approve: bool, by: Actor) -> str:
    """Another officer's word. Approved, it gives the code, which is kept nowhere. Raises ``Refused``."""
    found = Recovery.objects.select_for_update().get(pk=recovery_id)
    if found.state != Recovery.State.ASKED:
        raise Refused(Finding("recovery_decided"))
    if by.user_id in (found.asked_by_id, found.user_id):
        raise Refused(Finding("recovery_own"))
    code = "".join(secrets.choice(LETTERS) for _ in range(12)) if approve else ""
    found.state = Recovery.State.APPROVED if approve else Recovery.State.REFUSED
    found.decided_by_id, found.decided_at = by.user_id, clock.now()
    found.code = make_password(code) if code else ""
    found.save(update_fields=["state", "decided_by", "decided_at", "code"])
    record(f"recovery_{found.state}", by=by, subject=_subject(found.user), params={"recovery": found.pk})
    return "-".join(code[i : i + 4] for i in range(0, len(code), 4))


@transaction.atomic
def use_recovery(username: str, code: str, password: str, *, request: HttpRequest) -> User:
    """A new password for the code of the branch; every older proof is void. Raises ``Refused``."""
    user = _locked(username)
    found = _open(user).filter(state=Recovery.State.APPROVED).first() if user else None
    typed = code.replace("-", "").replace(" ", "").upper()
    if found is None:
        make_password(typed)  # takes as long as comparing does, so that the time tells nobody what exists
    if user is None or found is None or not check_password(typed, found.code):
        raise Refused(Finding("recovery_code", field="code"))
    found.state = Recovery.State.USED
    found.save(update_fields=["state"])
    start_anew(user, request=request, keep=None, password=password)
    return user


@transaction.atomic
def start_anew(user: User, *, request: HttpRequest, keep: str | None, password: str | None = None) -> None:
    """Void the password, every factor, code, session and token of ``user``, but for the session ``keep``."""
    Authenticator.objects.filter(user=user).delete()
    user.set_password(password)
    user.save(update_fields=["password"])
    end_other_sessions(user, keep)
    by = Actor(ActorKind(user.kind), user.pk, str(user), user.person_id)
    record("log_in_started_anew", by=by, subject=_subject(user))
    tell_of(user, "accounts/recovered", request)


def waiting_recoveries(offices: tuple[str, ...]) -> list[Recovery]:
    """Those that want a second officer at ``offices`` (``*``: all), the oldest first."""
    waiting = Recovery.objects.filter(state=Recovery.State.ASKED).select_related("user", "asked_by")
    if "*" not in offices:
        waiting = waiting.filter(office__in=offices)
    return list(waiting.order_by("asked_at"))


def may_decide(user: User, recovery: Recovery) -> bool:
    """Whether ``user`` may be the second pair of eyes."""
    holds = any(has_role(user, role, f"office:{recovery.office}") for role in DECIDING)
    return holds and user.pk not in (recovery.asked_by_id, recovery.user_id)


def _open(user: User) -> QuerySet[Recovery]:
    """What is open; an approved one whose code has run out is closed by the way."""
    old = Recovery.objects.filter(
        user=user, state=Recovery.State.APPROVED, decided_at__lt=clock.now() - CODE_LIVES
    )
    old.update(state=Recovery.State.EXPIRED)
    return Recovery.objects.filter(user=user, state__in=[Recovery.State.ASKED, Recovery.State.APPROVED])


def _locked(username: str) -> User | None:
    found = user_by_name(username)
    return User.objects.select_for_update().get(pk=found.pk) if found else None


def _subject(user: User) -> str:
    return f"person:{user.person_id}" if user.person_id else f"user:{user.pk}"
