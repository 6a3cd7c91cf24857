"""What runs by the clock: questions that wait are asked again, approved accounts take their place."""

from celery import shared_task
from django.db import transaction

from registration.models import Check, CheckState
from registration.services import civil_sync, employers, payout, people, twins
from registration.services.checks import DBD
from sso_core import clock
from sso_core.kernel.actor import SYSTEM

AT_ONCE = 200


@shared_task
def retry_checks() -> int:
    """Ask what is due; returns how many were answered. Two workers never ask the same question."""
    payout.settle_due()
    waiting = Check.objects.filter(state=CheckState.WAITING, next_try_at__lte=clock.now())
    due = waiting.order_by("next_try_at").values_list("pk", flat=True)[:AT_ONCE]
    return sum(_ask(pk) for pk in list(due))


@transaction.atomic
def _ask(pk: int) -> bool:
    check = Check.objects.select_for_update(skip_locked=True).filter(pk=pk, state=CheckState.WAITING).first()
    if check is None:
        return False
    ask = employers.ask_again if check.kind == DBD else people.ask_again
    return ask(check) != CheckState.WAITING


@shared_task
def sync_civil_register() -> bool:
    """Hold the register against the civil register, once a day from the first hour of the night on."""
    return civil_sync.sync_tonight(by=SYSTEM) is not None


@shared_task
def find_twins() -> bool:
    """Search the register for one person under two numbers, once a day from the first hour of the night on."""
    return twins.find_tonight(by=SYSTEM) is not None
