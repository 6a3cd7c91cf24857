"""Questions to outside registers that wait for an answer: kept, asked again, longer and longer apart."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from registration.models import Check, CheckState
from sso_core import clock

DOPA, DBD = "dopa", "dbd"
RETRY_AFTER = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=1)
MOST_DOUBLINGS = 10


def ask_later(kind: str, subject: str, payload: Mapping[str, Any]) -> None:
    """Keep a question until its register answers; asked twice, it waits once."""
    Check.objects.get_or_create(
        kind=kind,
        subject=subject,
        state=CheckState.WAITING,
        defaults={"payload": dict(payload), "next_try_at": clock.now() + RETRY_AFTER},
    )


def wait_longer(check: Check, why: str) -> CheckState:
    """Still no answer: the next try is twice as far away, at most an hour."""
    check.attempts += 1
    check.detail = why[:300]
    wait = RETRY_AFTER * 2 ** min(check.attempts, MOST_DOUBLINGS)
    check.next_try_at = clock.now() + min(wait, LONGEST_WAIT)
    check.save()
    return CheckState.WAITING


def settle(check: Check, *, passed: bool, detail: str = "") -> CheckState:
    """The register answered."""
    check.state = CheckState.PASSED if passed else CheckState.FAILED
    check.detail = detail[:300]
    check.save()
    return CheckState(check.state)


def forget(kind: str, subject: str) -> None:
    """What was asked is settled by other means."""
    Check.objects.filter(
        kind=kind, subject=subject, state__in=(CheckState.WAITING, CheckState.FAILED)
    ).update(state=CheckState.PASSED)
