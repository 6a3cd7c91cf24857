"""Questions to outside registers that wait are asked again."""

from celery import shared_task
from django.db import transaction

from registration.models import Check, CheckState
from registration.services import employers, people
from sso_core import clock

AT_ONCE = 200


@shared_task
def retry_checks() -> int:
    """Ask what is due; returns how many were answered. Two workers never ask the same question."""
    waiting = Check.objects.filter(state=CheckState.WAITING)
    due = waiting.filter(next_try_at__lte=clock.now()).values_list("pk", flat=True)[:AT_ONCE]
    return sum(_ask(pk) for pk in list(due))


@transaction.atomic
def _ask(pk: int) -> bool:
    check = Check.objects.select_for_update(skip_locked=True).filter(pk=pk, state=CheckState.WAITING).first()
    if check is None:
        return False
    ask = employers.ask_dbd_again if check.kind == employers.DBD else people.ask_again
    return ask(check) != CheckState.WAITING
