"""What changed in a person's record, when, and by whom: read from the history that the database itself writes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.utils.translation import gettext as _

from registration.models import (
    Address,
    Coverage,
    Death,
    Employment,
    FamilyLink,
    IdentityPaper,
    PayoutDestination,
    Person,
)
from registration.selectors import records_of
from sso_core.accounts.public import User
from sso_core.kernel import bank_account
from sso_core.ui import formats

# Keys that follow from other fields tell nothing new.
LEFT_OUT = {
    "id",
    "name_sort_key",
    "search_key",
    "created_at",
    "person",
    "recorded_at",
    "recorded_by",
    "case_reference",
    "asked_by",
    "approved_by",
}
MOST = 500
TRACKED: tuple[type[Model], ...] = (
    Person,
    Employment,
    Coverage,
    PayoutDestination,
    Address,
    IdentityPaper,
    FamilyLink,
    Death,
)


@dataclass(frozen=True, slots=True)
class Change:
    """One field of one row. ``before`` is empty where the row is new, ``after`` where it was taken out."""

    at: datetime
    by: str
    what: str
    field: str
    label: str
    before: str
    after: str


def changes_of(person_id: int, field: str = "") -> list[Change]:
    """Every change of a person's record, newest first; of one ``field`` if named."""
    found: list[Change] = []
    records = records_of(person_id)
    for model in TRACKED:
        key = "pgh_obj_id__in" if model is Person else "person_id__in"
        found += _changes(model, {key: records})
    chosen = [change for change in found if not field or change.field == field]
    return sorted(chosen, key=lambda change: change.at, reverse=True)[:MOST]


def _changes(model: type[Model], wanted: dict[str, list[int]]) -> Iterator[Change]:
    events = apps.get_model("registration", f"{model.__name__}Event")
    rows = list(
        events._default_manager.filter(**wanted)
        .select_related("pgh_context")
        .order_by("pgh_obj_id", "pgh_id")
    )
    names = _names(rows)
    before: dict[int, Any] = {}
    for row in rows:
        yield from _between(model, before.get(row.id), row, names)
        before[row.id] = row


def _between(model: type[Model], old: Any, row: Any, names: dict[int, str]) -> Iterator[Change]:
    gone = row.pgh_label == "delete_delete"
    for field in model._meta.concrete_fields:
        if field.name in LEFT_OUT:
            continue
        was = _shown(field, old) if old is not None else ""
        now = "" if gone else _shown(field, row)
        if was != now:
            yield Change(
                row.pgh_created_at, _by(row, names), str(model._meta.verbose_name), field.name,
                str(getattr(field, "verbose_name", field.name)), was, now,
            )  # fmt: skip


def _shown(field: Any, row: Any) -> str:
    """A value in words; an account by its last digits only."""
    value = getattr(row, field.attname)
    if value in (None, ""):
        return ""
    if field.is_relation:
        # A row that is gone is named by its number.
        return str(field.related_model._base_manager.filter(pk=value).first() or value)
    if field.name == "account":
        return bank_account.mask(value)
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, datetime):
        return formats.thai_datetime(value)
    if isinstance(value, date):
        return formats.thai_date(value)
    return formats.baht(value) if isinstance(value, Decimal) else str(value)


def _names(rows: list[Any]) -> dict[int, str]:
    users = {_user_id(row) for row in rows} - {0}
    return {user.pk: str(user) for user in User.objects.filter(pk__in=users)}


def _user_id(row: Any) -> int:
    context = row.pgh_context
    return int((context.metadata or {}).get("user") or 0) if context else 0


def _by(row: Any, names: dict[int, str]) -> str:
    return names.get(_user_id(row), _("ระบบ"))
