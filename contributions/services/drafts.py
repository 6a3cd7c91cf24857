"""Filings that were not submitted: kept for some days after the last change, on every device, then cleared."""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from contributions.models import Filing, FilingStatus
from contributions.services.uploads import discard
from sso_core import clock
from sso_core.kernel.actor import SYSTEM
from sso_core.kernel.finding import Refused

DRAFTS = (FilingStatus.CHECKING, FilingStatus.CHECKED, FilingStatus.UNREADABLE)
IDLE = (FilingStatus.CHECKED, FilingStatus.UNREADABLE)


def drafts() -> QuerySet[Filing]:
    """Every filing that waits for its employer."""
    return Filing.objects.filter(status__in=DRAFTS)


def kept_until(touched: datetime) -> date:
    """The last day of a draft that was changed last at this moment."""
    return timezone.localdate(touched + timedelta(days=settings.FILING_DRAFT_DAYS))


def clear_expired() -> int:
    """Discard the drafts past their day; returns how many. What was submitted, or is being checked, stays."""
    oldest = clock.now() - timedelta(days=settings.FILING_DRAFT_DAYS + 1)
    idle = Filing.objects.filter(status__in=IDLE).annotate(touched=Coalesce("changed_at", "uploaded_at"))
    expired = idle.filter(touched__lt=oldest).order_by("pk").values_list("pk", flat=True)
    cleared = 0
    for filing_id in list(expired):
        try:
            discard(filing_id, by=SYSTEM, unless_changed_since=oldest)
        except Refused:  # submitted or gone on with in this moment
            continue
        cleared += 1
    return cleared
