"""Regular work of contributions."""

from celery import shared_task

from contributions.services.accounts import make_partitions
from sso_core import clock
from sso_core.kernel.period import Period

AHEAD = 18


@shared_task
def make_partitions_ahead() -> int:
    """Keep partitions a year and a half ahead of the wage month."""
    now = Period.of(clock.today())
    return make_partitions(now, now + AHEAD)
