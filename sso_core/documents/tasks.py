"""Celery's side of held uploads."""

from celery import shared_task

from sso_core.documents.services import uploads


@shared_task
def rescan_held() -> int:
    return uploads.rescan_held()
