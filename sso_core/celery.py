"""The Celery application. Tasks live in each app's ``tasks.py``."""

import os
from typing import Any

from celery import Celery
from celery.signals import worker_process_init, worker_ready

from sso_core.collector import look_seldom

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sso_core.settings")

app = Celery("sso_core")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_process_init.connect
def spare_the_collector(**_: Any) -> None:
    look_seldom()


@worker_ready.connect
def look_for_what_was_left(**_: Any) -> None:
    """A worker that starts looks at once at all that beat looks at: one before it may have been killed."""
    for entry in app.conf.beat_schedule.values():
        app.send_task(entry["task"])
