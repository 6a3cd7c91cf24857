"""The staff of a whole branch goes on elsewhere or leaves, everybody held, in few statements (SSA s.38, s.44)."""

from datetime import date, timedelta

from django.db.models import Q, QuerySet

from registration.models import Branch, Employment, LeaveReason, Person
from registration.services.departures import Departure, end_employments
from registration.services.enrolment import publish_starts
from sso_core import clock
from sso_core.audit.public import record_many
from sso_core.kernel.actor import Actor
from sso_core.kernel.finding import Finding, Refused
from sso_core.kernel.thai_calendar import format_date
from sso_core.messaging.public import publish_many

DAY = timedelta(days=1)
BATCH = 2_000


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
    staff = staff_after(branch, last_day).filter(ends_on__isnull=True).values_list("pk", flat=True)
    return end_employments([Departure(pk, last_day, reason) for pk in staff], by=by)


def move_all(source: Branch, target: Branch, on: date, *, by: Actor) -> int:
    """Let everybody at ``source`` work at ``target`` from ``on``, insured without a gap; how many.

    Employments are split at ``on``; those that began later simply belong to the new branch. Raises ``Refused``.
    """
    moving = _held(staff_after(source, on - DAY))
    _refuse_twice(moving, target, on)
    later = [one for one in moving if one.starts_on >= on]
    split = [one for one in moving if one.starts_on < on]
    for one in later:
        one.branch = target
    Employment.objects.bulk_update(later, ["branch"], batch_size=BATCH)
    rest = Employment.objects.bulk_create([_rest(one, target, on) for one in split], batch_size=BATCH)
    ended = {"ends_on": on - DAY, "reason": LeaveReason.MOVED, "leave_reported_on": clock.today()}
    Employment.objects.filter(pk__in=[one.pk for one in split]).update(**ended)
    publish_many("registration.employment_ended", [_end_event(one, on - DAY) for one in split])
    publish_starts([*later, *rest])
    to = {"account_no": target.employer.account_no, "branch": target.branch_no}
    people = [f"person:{one.person_id}" for one in moving]
    record_many("moved", by=by, subjects=people, params=to)
    return len(moving)


def _held(staff: QuerySet[Employment]) -> list[Employment]:
    """The staff with each person locked, read again: somebody may have left while we waited."""
    people = Person.objects.filter(pk__in=staff.order_by().values("person"))
    list(people.select_for_update(no_key=True).order_by("pk").values_list("pk"))
    return list(staff.all())


def _refuse_twice(moving: list[Employment], target: Branch, on: date) -> None:
    people = {one.person_id: one.person for one in moving}
    there = Employment.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=on), person_id__in=people, branch=target
    )
    twice = there.order_by("person_id").first()
    if twice is not None:
        params = {"name": people[twice.person_id].full_name, "branch": target.branch_no}
        raise Refused(Finding("works_there_already", field="to_branch", params=params))


def _rest(one: Employment, target: Branch, on: date) -> Employment:
    return Employment(
        person=one.person,
        branch=target,
        starts_on=on,
        ends_on=one.ends_on,
        reason=one.reason,
        wage=one.wage,
        reported_on=clock.today(),
        leave_reported_on=one.leave_reported_on,
    )


def _end_event(one: Employment, last_day: date) -> tuple[str, dict[str, object]]:
    told = {
        "person_id": one.person_id,
        "account_no": one.branch.employer.account_no,
        "ends_on": last_day.isoformat(),
        "reason": LeaveReason.MOVED.value,
    }
    return f"{one.pk}/{last_day}", told
