"""Celery's side of the outbox: a message only wakes a worker, the rows say what is to do."""

from celery import shared_task

from sso_core.messaging import outbox


@shared_task
def deliver_outbox() -> int:
    return outbox.deliver()
