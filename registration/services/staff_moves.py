"""The staff of a whole branch goes on elsewhere or leaves, each person locked (SSA s.38, s.44)."""

from datetime import date, timedelta

from django.db.models import Q, QuerySet

from registration.models import Branch, Employment, LeaveReason
from registration.services.coverage import sync_section33
from registration.services.enrolment import publish_start
from registration.services.leaving import end_employment
from registration.services.people import lock_person
from sso_core import clock
from sso_core.audit.public import record
from sso_core.kernel.actor import Actor
from sso_core.kernel.finding import Finding, Refused
from sso_core.kernel.thai_calendar import format_date
from sso_core.messaging.public import publish

DAY = timedelta(days=1)


def staff_after(branch: Branch, day: date) -> QuerySet[Employment]:
    """Employments at the branch that go on after ``day``, in an order that two acts share."""
    rows = Employment.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=day), branch=branch)
    return rows.select_related("person", "branch__employer").order_by("person_id", "starts_on")


def refuse_work_after(branch: Branch, last_day: date) -> None:
    """Nobody leaves before they came, and a leaver reported for a later day worked till then."""
    worked = Q(starts_on__gt=last_day) | Q(ends_on__gt=last_day)
    later = staff_after(branch, last_day).filter(worked).first()
    if later is not None:
        day = later.ends_on or later.starts_on
        params = {"name": later.person.full_name, "day": format_date(day)}
        raise Refused(Finding("staff_after_closing", field="last_day", params=params, section="44"))


def end_all(branch: Branch, last_day: date, reason: str, *, by: Actor) -> int:
    """End every employment that goes on after ``last_day``; how many there were."""
    leaving = _held(staff_after(branch, last_day))
    for one in leaving:
        end_employment(one, last_day, reason, by=by)
    return len(leaving)


def move_all(source: Branch, target: Branch, on: date, *, by: Actor) -> int:
    """Let everybody at ``source`` work at ``target`` from ``on``, insured without a gap; how many."""
    moving = _held(staff_after(source, on - DAY))
    for one in moving:
        _refuse_twice(one, target, on)
        _move(one, target, on, by=by)
    return len(moving)


def _held(staff: QuerySet[Employment]) -> list[Employment]:
    """The staff with each person locked, read again: somebody may have left while we waited."""
    for person_id in sorted(set(staff.values_list("person_id", flat=True))):
        lock_person(person_id)
    return list(staff.all())


def _refuse_twice(one: Employment, target: Branch, on: date) -> None:
    there = Employment.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=on), person=one.person, branch=target
    )
    if there.exists():
        params = {"name": one.person.full_name, "branch": target.branch_no}
        raise Refused(Finding("works_there_already", field="to_branch", params=params))


def _move(one: Employment, target: Branch, on: date, *, by: Actor) -> None:
    """Split the employment at ``on``; one that began later simply belongs to the new branch."""
    if one.starts_on >= on:
        one.branch = target
        one.save(update_fields=["branch"])
        publish_start(one)
    else:
        rest = Employment(
            person=one.person,
            branch=target,
            starts_on=on,
            ends_on=one.ends_on,
            reason=one.reason,
            wage=one.wage,
            reported_on=clock.today(),
            leave_reported_on=one.leave_reported_on,
        )
        one.ends_on, one.reason, one.leave_reported_on = on - DAY, LeaveReason.MOVED, clock.today()
        one.save()
        rest.save()
        _publish_split(one, rest)
    sync_section33(one.person_id)
    to = {"account_no": target.employer.account_no, "branch": target.branch_no}
    record("moved", by=by, subject=f"person:{one.person_id}", params=to)


def _publish_split(ended: Employment, begun: Employment) -> None:
    told = {
        "person_id": ended.person_id,
        "account_no": ended.branch.employer.account_no,
        "ends_on": (begun.starts_on - DAY).isoformat(),
        "reason": LeaveReason.MOVED.value,
    }
    publish("registration.employment_ended", f"{ended.pk}/{told['ends_on']}", told)
    publish_start(begun)
