"""Where the ledger's references and the sources of payment orders lead: to the decision."""

from django.urls import reverse

from benefits.models import Award
from finance.public import register_source


def _claim(reference: str) -> str:
    return reverse("cases:office_case", args=[reference])


def _award(key: str) -> str:
    """``award:7``, or ``7/2026-11`` of a month's pension."""
    found = Award.objects.select_related("claim").filter(pk=int(key.partition("/")[0])).first()
    return _claim(found.claim.reference) if found else ""


def register() -> None:
    register_source("claim", _claim)
    register_source("benefits.claim", _claim)
    register_source("award", _award)
    register_source("benefits.pension", _award)
