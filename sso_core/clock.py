"""The one clock. Services ask it; rules never do: they are told the date."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

BANGKOK = ZoneInfo("Asia/Bangkok")


def now() -> datetime:
    """This moment, aware, in UTC."""
    return timezone.now()


def today() -> date:
    """Today as the office counts days: in Asia/Bangkok."""
    return timezone.now().astimezone(BANGKOK).date()
