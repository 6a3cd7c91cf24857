"""Regular work of contributions."""

from celery import shared_task
from django.db import OperationalError

from contributions.services import drafts, months, refunds
from contributions.services.accounts import make_partitions
from contributions.services.bulk.drops import take_complete
from contributions.services.debiting import start_debit_run
from contributions.services.detecting import detect_tonight
from contributions.services.lapsing import start_lapse_run
from contributions.services.matching import match_all
from contributions.services.voluntary_run import start_billing_run
from sso_core import clock
from sso_core.kernel.actor import SYSTEM
from sso_core.kernel.period import Period

AHEAD = 18


@shared_task(autoretry_for=(OperationalError,), retry_backoff=60, max_retries=10)
def make_partitions_ahead() -> int:
    """Keep partitions a year and a half ahead of the wage month; where readers keep a table busy, again in a minute."""
    now = Period.of(clock.today())
    return make_partitions(now, now + AHEAD)


@shared_task
def forfeit_refunds() -> int:
    """What an employer did not collect within the year is the Fund's (s.47)."""
    return refunds.forfeit_expired()


@shared_task
def lapse_section39() -> int:
    """End the Section 39 status of who did not pay, once for each month that is due."""
    return start_lapse_run(by=SYSTEM).pk


@shared_task
def keep_months() -> list[str]:
    """Open, remind, chase and close the wage months whose day has come."""
    return months.keep_months(SYSTEM)


@shared_task
def clear_drafts() -> int:
    """Put filings away that nobody submitted or changed for too long."""
    return drafts.clear_expired()


@shared_task
def collect_debits() -> int | None:
    """Send the standing debits of the day to the bank, once a day."""
    run = start_debit_run(by=SYSTEM)
    return run.pk if run else None


@shared_task
def bill_voluntary() -> int:
    """Bill everybody of Sections 39 and 40, once a month."""
    return start_billing_run(by=SYSTEM).pk


@shared_task
def find_arrears() -> bool:
    """Look over every employer for what is owed, once a night; whether the night has begun."""
    return detect_tonight(by=SYSTEM) is not None


@shared_task
def match_held_money() -> int:
    """Put held money to bills that were issued since: told early, or kept for the next bill."""
    return match_all()


@shared_task
def take_drops() -> list[str]:
    """Take in what the e-filing gateway has put down and marked as complete."""
    return take_complete()
