"""Answers of the bank that did not fit: a person looks, acts elsewhere, and writes down how it ended."""

from django.db import transaction

from finance.models import BankException
from sso_core import clock
from sso_core.kernel.actor import Actor
from sso_core.kernel.finding import Finding, Refused


@transaction.atomic
def resolve_exception(exception_id: int, note: str, by: Actor) -> BankException:
    """Close an exception with how it was settled. Closed before, it stays as it was closed."""
    exception = BankException.objects.select_for_update().get(pk=exception_id)
    if not note.strip():
        raise Refused(Finding("finance_reason_needed", field="note"))
    if exception.resolved_at is None:
        exception.resolved_at, exception.resolved_by = clock.now(), by.name
        exception.note = note.strip()[:300]
        exception.save()
    return exception
