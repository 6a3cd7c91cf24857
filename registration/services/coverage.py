"""Keeping the insured days in step with employments, and the sections with each other."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.db.models import Q

from registration.models import Coverage, CoverageEnd, Employment, LeaveReason
from registration.rules.coverage import section33_spans
from registration.services.people import lock_person
from sso_core.kernel.finding import Finding, Refused
from sso_core.messaging.public import publish_many

DAY = timedelta(days=1)
_SHRINKS = (Path(__file__).parents[1] / "sql" / "section33_shrinks.sql").read_text()
_SHORTEN = [part.strip() for part in _SHRINKS.split("-- next\n")]


@transaction.atomic
def sync_section33(person_id: int) -> None:
    """Make the Section 33 stretches the union of the employments; other sections give way (s.41 (2))."""
    lock_person(person_id)
    rows = list(Employment.objects.filter(person_id=person_id).values_list("starts_on", "ends_on", "reason"))
    wanted = section33_spans((start, end) for start, end, _ in rows)
    died = {end for _, end, reason in rows if reason == LeaveReason.DIED}
    present = list(Coverage.objects.filter(person_id=person_id, section=33))
    if sorted((c.starts_on, c.ends_on or date.max) for c in present) == [
        (start, end or date.max) for start, end in wanted
    ]:
        return
    kept = {c.starts_on: c for c in present}
    for start in set(kept) - {start for start, _ in wanted}:
        kept[start].delete()
    for start, end in wanted:
        give_way(person_id, start, end)
        coverage = kept.get(start) or Coverage(person_id=person_id, section=33, starts_on=start)
        coverage.ends_on = end
        coverage.end_reason = (
            "" if end is None else CoverageEnd.DIED if end in died else CoverageEnd.LEFT_WORK
        )
        coverage.save()
    publish_change(person_id)


def shorten_section33(people: Sequence[int]) -> None:
    """The same for many people of whom work has ended, each held by the caller.

    Ended work makes days fewer, so no other section has to give way. Whoever is told otherwise by the register is
    settled one by one.
    """
    words = {"died": LeaveReason.DIED, "by_death": CoverageEnd.DIED, "left": CoverageEnd.LEFT_WORK}
    values: dict[str, Any] = {
        "people": list(people),
        **{name: str(word.value) for name, word in words.items()},
    }
    with connection.cursor() as cursor:
        found: list[list[int]] = []
        for statement in _SHORTEN:
            cursor.execute(statement, values)
            if statement.startswith("select"):
                found.append([person_id for (person_id,) in cursor.fetchall()])
        cursor.execute("drop table registration_wanted, registration_settled, registration_shrunk")
    shorter, others = found
    publish_changes(shorter)
    for person_id in others:
        sync_section33(person_id)


def give_way(person_id: int, start: date, end: date | None) -> None:
    """Section 39 or 40 ends the day before a job begins.

    What began during the job never held: it is taken out, or begins after the job where it lasted longer.
    The history keeps what stood before.
    """
    others = Coverage.objects.exclude(section=33).filter(person_id=person_id)
    overlapping = others.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=start))
    if end is not None:
        overlapping = overlapping.filter(starts_on__lte=end)
    for other in overlapping:
        if other.starts_on < start:
            other.ends_on, other.end_reason = start - DAY, CoverageEnd.BECAME_33
            other.save()
        elif end is not None and (other.ends_on is None or other.ends_on > end):
            other.starts_on = end + DAY
            other.save()
        else:
            other.delete()


@transaction.atomic
def begin(person_id: int, *, section: int, on: date, option: int | None = None) -> Coverage:
    """Begin a stretch under Section 39 or 40. Section 40 ends the day before Section 39 begins."""
    lock_person(person_id)
    if section == 39:
        end_section40(person_id, last_day=on - DAY, reason=CoverageEnd.BECAME_39)
    coverage = Coverage.objects.create(person_id=person_id, section=section, starts_on=on, option=option)
    publish_change(person_id)
    return coverage


@transaction.atomic
def end_coverage(person_id: int, section: int, *, on: date, reason: str) -> Coverage:
    """End the open stretch under a section; ``on`` is its last day. Raises ``Refused`` when there is none."""
    lock_person(person_id)
    coverage = Coverage.objects.filter(person_id=person_id, section=section, ends_on__isnull=True).first()
    if coverage is None:
        raise Refused(Finding("not_insured_under", params={"section": section}))
    coverage.ends_on, coverage.end_reason = max(on, coverage.starts_on), reason
    coverage.save()
    publish_change(person_id)
    return coverage


def end_section40(person_id: int, *, last_day: date, reason: str) -> Coverage | None:
    """End Section 40, with an option that was to begin later. None where nothing was left to end."""
    rows = Coverage.objects.filter(person_id=person_id, section=40)
    rows.filter(starts_on__gt=last_day).delete()
    held = rows.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=last_day)).first()
    if held is not None:
        held.ends_on, held.end_reason = last_day, reason
        held.save()
    return held


def publish_change(person_id: int) -> None:
    """Tell the apps above, once for each transaction, that the insured days of a person changed."""
    publish_changes([person_id])


def publish_changes(people: Iterable[int]) -> None:
    """The same of many people."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_current_xact_id()::text")
        (change,) = cursor.fetchone()
    events = [(f"{person_id}/{change}", {"person_id": person_id}) for person_id in people]
    publish_many("registration.coverage_changed", events)
