"""Keeping the insured days in step with employments, and the sections with each other."""

from datetime import date, timedelta

from django.db import transaction

from registration.models import Coverage, CoverageEnd, Employment
from registration.rules.coverage import section33_spans
from registration.services.people import lock_person
from sso_core.kernel.finding import Finding, Refused
from sso_core.messaging.public import publish

DAY = timedelta(days=1)


@transaction.atomic
def sync_section33(person_id: int) -> None:
    """Make the Section 33 stretches the union of the employments; other sections give way (s.41 (2))."""
    lock_person(person_id)
    rows = list(Employment.objects.filter(person_id=person_id).values_list("starts_on", "ends_on", "reason"))
    wanted = section33_spans((start, end) for start, end, _ in rows)
    died = {end for _, end, reason in rows if reason == "6"}
    present = list(Coverage.objects.filter(person_id=person_id, section=33))
    if [(c.starts_on, c.ends_on) for c in sorted(present, key=lambda c: c.starts_on)] == wanted:
        return
    kept = {c.starts_on: c for c in present}
    for start in set(kept) - {start for start, _ in wanted}:
        kept[start].delete()
    for start, end in wanted:
        _give_way(person_id, start, end)
        coverage = kept.get(start) or Coverage(person_id=person_id, section=33, starts_on=start)
        coverage.ends_on = end
        coverage.end_reason = (
            "" if end is None else CoverageEnd.DIED if end in died else CoverageEnd.LEFT_WORK
        )
        coverage.save()
    publish_change(person_id)


def _give_way(person_id: int, start: date, end: date | None) -> None:
    """Section 39 or 40 ends the day before a job begins."""
    others = Coverage.objects.exclude(section=33).filter(person_id=person_id, ends_on__isnull=True)
    for other in others.filter(starts_on__lt=start):
        other.ends_on, other.end_reason = start - DAY, CoverageEnd.BECAME_33
        other.save()
    if end is None:
        others.filter(starts_on__gte=start).delete()


@transaction.atomic
def begin(person_id: int, *, section: int, on: date, option: int | None = None) -> Coverage:
    """Begin a stretch under Section 39 or 40."""
    lock_person(person_id)
    coverage = Coverage.objects.create(person_id=person_id, section=section, starts_on=on, option=option)
    publish_change(person_id)
    return coverage


@transaction.atomic
def end_coverage(person_id: int, section: int, *, on: date, reason: str) -> Coverage:
    """End the open stretch under a section; ``on`` is its last day. Raises ``Refused`` when there is none."""
    lock_person(person_id)
    coverage = Coverage.objects.filter(person_id=person_id, section=section, ends_on__isnull=True).first()
    if coverage is None:
        raise Refused(Finding("not_insured39", params={"section": section}))
    coverage.ends_on, coverage.end_reason = max(on, coverage.starts_on), reason
    coverage.save()
    publish_change(person_id)
    return coverage


def publish_change(person_id: int) -> None:
    stamp = (
        Coverage.objects.filter(person_id=person_id).order_by("starts_on").values_list("starts_on", "ends_on")
    )
    key = f"{person_id}/" + ",".join(f"{start}..{end or ''}" for start, end in stamp)
    publish("registration.coverage_changed", key[:200], {"person_id": person_id})
