"""What runs over the whole register once a night, in slices that can be done again."""

from collections.abc import Callable
from datetime import date

from sso_core import clock
from sso_core.batch.models import BatchRun
from sso_core.batch.public import RunStatus, retry_failed

NIGHT_BEGINS = 1
"""The hour from which the run of the day begins."""


def tonight(start: Callable[[date], BatchRun]) -> BatchRun | None:
    """Begin the run of today when its hour has come, or set it going again; None before the hour.

    ``start`` returns the run of a day; begun before, the same one.
    """
    if clock.now().astimezone(clock.BANGKOK).hour < NIGHT_BEGINS:
        return None
    run = start(clock.today())
    if run.status == RunStatus.STOPPED:
        retry_failed(run.pk)
    return run


def slices(low: int, high: int, size: int) -> list[dict[str, int]]:
    """Ranges of keys from ``low`` to ``high``, both included, ``size`` at a time."""
    return [{"low": first, "high": first + size - 1} for first in range(low, high + 1, size)]
