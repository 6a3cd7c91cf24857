"""Drafts: nothing that a person typed is lost, on any device, for thirty days."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sso_core import clock
from sso_core.cases.models import DRAFT_DAYS, Draft
from sso_core.cases.types import DraftView


def save_draft(user_id: int, kind: str, data: Mapping[str, Any], step: str = "") -> DraftView:
    """Keep the answers so far; one draft for each kind of application."""
    now = clock.now()
    row, _ = Draft.objects.update_or_create(
        user_id=user_id,
        kind=kind,
        defaults={
            "data": dict(data),
            "step": step,
            "updated_at": now,
            "expires_at": now + timedelta(days=DRAFT_DAYS),
        },
    )
    return _view(row)


def load_draft(user_id: int, kind: str) -> DraftView | None:
    row = Draft.objects.filter(user_id=user_id, kind=kind, expires_at__gt=clock.now()).first()
    return _view(row) if row else None


def discard_draft(user_id: int, kind: str) -> None:
    Draft.objects.filter(user_id=user_id, kind=kind).delete()


def drafts_of(user_id: int) -> tuple[DraftView, ...]:
    rows = Draft.objects.filter(user_id=user_id, expires_at__gt=clock.now()).order_by("-updated_at")
    return tuple(_view(row) for row in rows)


def clear_expired() -> int:
    """Drafts past their day go; they were never an application."""
    return Draft.objects.filter(expires_at__lte=clock.now()).delete()[0]


def _view(row: Draft) -> DraftView:
    return DraftView(row.kind, row.data, row.step, row.updated_at, row.expires_at)
