"""The door of audit: note that a record was read, or that something was done."""

import json
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.db.models import Q, QuerySet

from sso_core import clock
from sso_core.audit.models import Access, Event, Purpose
from sso_core.following import subjects_of
from sso_core.kernel.actor import Actor

__all__ = [
    "Purpose",
    "accesses_of",
    "events_about",
    "has_stated_purpose",
    "log_access",
    "record",
    "record_each",
    "record_many",
    "stated_purpose",
]

# A reason given once holds for the rest of the work on that record.
PURPOSE_HOLDS = timedelta(hours=1)


def log_access(by: Actor, *, subject: str, subject_name: str, purpose: str, what: str) -> None:
    """Note that ``by`` read the record of ``subject``. Reading one's own record is not noted."""
    if by.person_id is not None and subject == f"person:{by.person_id}":
        return
    Access.objects.create(
        user_id=by.user_id,
        actor_kind=by.kind,
        actor_name=by.name,
        acting_for=by.acting_for,
        subject=subject,
        subject_name=subject_name,
        purpose=purpose,
        what=what,
    )


def has_stated_purpose(by: Actor, subject: str) -> bool:
    """Whether ``by`` gave a reason for this record within the last hour."""
    return bool(stated_purpose(by, subject))


def stated_purpose(by: Actor, subject: str) -> str:
    """The newest reason that ``by`` gave for this record within the last hour; empty where there is none."""
    since = clock.now() - PURPOSE_HOLDS
    found = Access.objects.filter(user_id=by.user_id, subject=subject, at__gte=since).order_by("-at", "-pk")
    return found.values_list("purpose", flat=True).first() or ""


def accesses_of(subject: str) -> QuerySet[Access]:
    """Who read the record, newest first."""
    return Access.objects.filter(subject__in=subjects_of(subject)).order_by("-at", "-pk")


def events_about(scope: str) -> QuerySet[Event]:
    """What was done about ``scope``, such as ``employer:1000000016``, or by somebody acting for it, newest first."""
    return Event.objects.filter(Q(subject__in=subjects_of(scope)) | Q(acting_for=scope)).order_by(
        "-at", "-pk"
    )


def record(verb: str, *, by: Actor, subject: str, params: Mapping[str, Any] | None = None) -> None:
    """Note that ``by`` did something about ``subject``."""
    record_many(verb, by=by, subjects=[subject], params=params)


def record_many(
    verb: str, *, by: Actor, subjects: Iterable[str], params: Mapping[str, Any] | None = None
) -> None:
    """Note that ``by`` did the same about each of ``subjects``."""
    record_each(verb, by=by, things=((subject, params or {}) for subject in subjects))


def record_each(verb: str, *, by: Actor, things: Iterable[tuple[str, Mapping[str, Any]]]) -> None:
    """The same with params of its own for each subject."""
    rows = json.dumps([[subject, dict(params)] for subject, params in things], cls=DjangoJSONEncoder)
    with connection.cursor() as cursor:
        cursor.execute(_RECORD, [clock.now(), verb, by.user_id, by.kind, by.name, by.acting_for, rows])


# One statement however many: half a million filings of a month are noted in it.
_RECORD = """
insert into audit_event (at, verb, user_id, actor_kind, actor_name, acting_for, subject, params)
select %s, %s, %s, %s, %s, %s, thing->>0, thing->1
  from jsonb_array_elements(%s::jsonb) with ordinality as t(thing, place) order by place"""
