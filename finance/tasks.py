"""What beat and services wake."""

import logging

from celery import shared_task

from finance.services import exchange, sealing

log = logging.getLogger(__name__)


@shared_task
def exchange_bank_files() -> None:
    """Send, fetch and apply bank files. A bank that is away is asked again by beat."""
    try:
        exchange.exchange()
    except Exception as error:  # noqa: BLE001  an adapter may fail in any way; nothing is lost
        log.warning("exchange with the bank stopped: %s: %s", type(error).__name__, error)


@shared_task
def seal_ledger() -> None:
    """Seal what was posted since the last time."""
    sealing.seal_ledger()
