"""Section 39 from application to resignation: contributions knows the months, registration the status."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from contributions.models import Bill, BillKind, BillStatus
from contributions.selectors.counts import months33
from contributions.services import voluntary
from registration.public import (
    CoverageView,
    enter_section39,
    lock_person,
    recipient_of,
    resign_section39,
    section39_checks,
)
from sso_core import clock
from sso_core.audit.public import record
from sso_core.kernel.actor import Actor
from sso_core.kernel.finding import Finding, Refused
from sso_core.messaging.public import tell


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether a person may enter, condition by condition, with the months that are known."""

    conditions: tuple[object, ...]
    months: int
    unknown: int
    may_apply: bool


def standing(person_id: int) -> Standing:
    count = months33(person_id)
    conditions = section39_checks(
        person_id, applied_on=clock.today(), months_contributed=count.count, unknown_months=count.unknown
    )
    return Standing(tuple(conditions), count.count, count.unknown, all(c.met for c in conditions))


@transaction.atomic
def apply(person_id: int, *, by: Actor) -> CoverageView:
    """Enter Section 39 today and bill the month of entry; entered already, nothing changes. ``Refused`` else."""
    lock_person(person_id)
    held = held_coverage(person_id)
    if held is None:
        count = months33(person_id)
        held = enter_section39(
            person_id,
            applied_on=clock.today(),
            months_contributed=count.count,
            unknown_months=count.unknown,
            by=by,
        )
        record("contributions.section39_entered", by=by, subject=f"person:{person_id}")
        context = {"since": held.since, "action_url": "/me/section39/", "action_label": "ดูบิลและจ่าย"}
        tell(recipient_of(person_id), "contributions/section39_entered", context)
    bill_months(person_id)
    return held


@transaction.atomic
def resign(person_id: int, *, by: Actor, on: date | None = None) -> CoverageView:
    """Give Section 39 up (s.41); unpaid bills of months after the last day are withdrawn."""
    lock_person(person_id)
    held = held_coverage(person_id)
    if held is None:
        raise Refused(Finding("section39.not_held", section="41"))
    last = on or clock.today()
    ended = resign_section39(person_id, on=last, by=by)
    Bill.objects.filter(
        kind=BillKind.SECTION39, person_id=person_id, status=BillStatus.UNPAID, period__gt=last
    ).update(status=BillStatus.CANCELLED)
    record("contributions.section39_resigned", by=by, subject=f"person:{person_id}")
    tell(recipient_of(person_id), "contributions/section39_resigned", {"last": last})
    return ended


def held_coverage(person_id: int) -> CoverageView | None:
    """The Section 39 status that holds today."""
    return voluntary.held_today(person_id, 39)


def bill_months(person_id: int) -> list[Bill]:
    """Every month of the status up to this one has its bill; made before, it stays."""
    return voluntary.bill_months(person_id, 39)
