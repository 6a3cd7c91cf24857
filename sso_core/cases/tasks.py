"""Celery's side of cases."""

from celery import shared_task

from sso_core.cases.services.drafts import clear_expired


@shared_task
def clear_drafts() -> int:
    return clear_expired()
