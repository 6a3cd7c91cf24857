"""Waking a worker. What is to be done is always a row; the message only says that there is one."""

import logging
from typing import Any

from django.db import transaction
from kombu.exceptions import OperationalError

log = logging.getLogger(__name__)


def wake(task: Any, *args: Any) -> None:
    """Send ``task`` after the commit. A broker that is down is no error: beat looks again soon."""
    transaction.on_commit(lambda: _send(task, *args), robust=True)


def _send(task: Any, *args: Any) -> None:
    try:
        task.apply_async(args, retry=False)
    except OperationalError:
        log.warning("queue is down; %s waits for beat", task.name)
