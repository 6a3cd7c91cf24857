"""Section 40: entering, changing the option, and giving it up (SSA s.40)."""

from datetime import date, timedelta

from django.db import transaction

from registration.models import Coverage, CoverageEnd, Person
from registration.rules import section40 as rules
from registration.rules.conditions import Condition
from registration.services import coverage
from registration.services.conditions import refuse_unmet
from registration.services.people import lock_person
from registration.values import CoverageView, coverage_view
from sso_core.audit.public import record
from sso_core.kernel.actor import Actor
from sso_core.kernel.finding import Finding, Refused
from sso_core.law.public import current

DAY = timedelta(days=1)


def section40_checks(
    person_id: int, *, applied_on: date, excluded: bool | None = None
) -> tuple[Condition, ...]:
    """Each condition of s.40; ``excluded`` is what the person says of the groups that s.4 leaves out."""
    born = Person.objects.values_list("birth_date", flat=True).get(pk=person_id)
    held = Coverage.objects.filter(person_id=person_id, ends_on__isnull=True)
    lasting = held | Coverage.objects.filter(person_id=person_id, ends_on__gte=applied_on)
    sections = tuple(lasting.order_by("starts_on").values_list("section", flat=True))
    return rules.entry(
        born=born, sections_now=sections, excluded=excluded, applied_on=applied_on, law=current()
    )


@transaction.atomic
def enter_section40(
    person_id: int, *, option: int, excluded: bool, applied_on: date, by: Actor
) -> CoverageView:
    """Begin Section 40 on the day of application. Raises ``Refused`` naming each condition not met."""
    lock_person(person_id)
    if option not in rules.OPTIONS:
        raise Refused(Finding("option_unknown", field="option", section="40"))
    refuse_unmet(section40_checks(person_id, applied_on=applied_on, excluded=excluded))
    made = coverage.begin(person_id, section=40, on=applied_on, option=option)
    record("section40_entered", by=by, subject=f"person:{person_id}", params={"option": option})
    return coverage_view(made)


def change_checks(person_id: int, *, wanted: int, asked_on: date) -> tuple[Condition, ...]:
    """Each condition of a change of option. Raises ``Refused`` for a person not under Section 40."""
    held = _held(person_id, asked_on)
    assert held.option is not None
    changed = Coverage.objects.filter(person_id=person_id, section=40, end_reason=CoverageEnd.OPTION)
    days = [end + DAY for end in changed.values_list("ends_on", flat=True) if end]
    return rules.change(option=held.option, wanted=wanted, changed_on=days, asked_on=asked_on, law=current())


@transaction.atomic
def change_option(person_id: int, option: int, *, asked_on: date, by: Actor) -> CoverageView:
    """Another option from the day that the law names; asked for already, the coming one is returned.

    Raises ``Refused`` naming each condition not met.
    """
    lock_person(person_id)
    coming = Coverage.objects.filter(person_id=person_id, section=40, starts_on__gt=asked_on).first()
    if coming is not None and coming.option == option:
        return coverage_view(coming)
    refuse_unmet(change_checks(person_id, wanted=option, asked_on=asked_on))
    first = rules.change_holds_from(asked_on, law=current())
    coverage.end_section40(person_id, last_day=first - DAY, reason=CoverageEnd.OPTION)
    made = coverage.begin(person_id, section=40, on=first, option=option)
    record("section40_option", by=by, subject=f"person:{person_id}", params={"option": option})
    return coverage_view(made)


@transaction.atomic
def resign_section40(person_id: int, *, on: date, by: Actor) -> CoverageView:
    """The person gives Section 40 up; ``on`` is the last insured day. Raises ``Refused`` where there is none."""
    lock_person(person_id)
    _held(person_id, on)
    ended = coverage.end_section40(person_id, last_day=on, reason=CoverageEnd.RESIGNED)
    assert ended is not None
    coverage.publish_change(person_id)
    record("section40_resigned", by=by, subject=f"person:{person_id}")
    return coverage_view(ended)


def _held(person_id: int, on: date) -> Coverage:
    rows = Coverage.objects.filter(person_id=person_id, section=40, starts_on__lte=on)
    held = rows.filter(ends_on__isnull=True) | rows.filter(ends_on__gt=on)
    found = held.first()
    if found is None:
        raise Refused(Finding("not_insured_under", params={"section": 40}, section="40"))
    return found
