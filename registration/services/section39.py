"""Entering Section 39. How many months were paid is told by contributions, which knows."""

from datetime import date

from django.db import transaction

from registration.models import Coverage, CoverageEnd
from registration.rules import section39 as rules
from registration.rules.conditions import Condition
from registration.services import coverage
from registration.services.conditions import refuse_unmet
from registration.values import CoverageView, coverage_view
from sso_core.kernel.actor import Actor
from sso_core.law.public import current


def section39_checks(
    person_id: int, *, applied_on: date, months_contributed: int, unknown_months: int = 0
) -> tuple[Condition, ...]:
    """Each condition of s.39 with its figures; those of a readmission campaign where that is the way in."""
    rows = list(Coverage.objects.filter(person_id=person_id).exclude(section=40).order_by("-starts_on"))
    insured = any(c.ends_on is None or c.ends_on >= applied_on for c in rows)
    ends = [c.ends_on for c in rows if c.section == 33 and c.ends_on is not None]
    ordinary = rules.entry(
        months33=months_contributed,
        unknown_months=unknown_months,
        ended_on=max(ends) if ends else None,
        insured_now=insured,
        applied_on=applied_on,
        law=current(),
    )
    if all(condition.met for condition in ordinary):
        return ordinary
    lapsed = [c.ends_on for c in rows if c.section == 39 and c.end_reason == CoverageEnd.UNPAID and c.ends_on]
    back = rules.readmission(
        lapsed_on=max(lapsed) if lapsed else None, insured_now=insured, applied_on=applied_on, law=current()
    )
    return back if lapsed and back else ordinary


@transaction.atomic
def enter_section39(
    person_id: int, *, applied_on: date, months_contributed: int, unknown_months: int = 0, by: Actor
) -> CoverageView:
    """Begin Section 39 on the day of application. Raises ``Refused`` naming each condition not met."""
    conditions = section39_checks(
        person_id, applied_on=applied_on, months_contributed=months_contributed, unknown_months=unknown_months
    )
    refuse_unmet(conditions)
    return coverage_view(coverage.begin(person_id, section=39, on=applied_on))


def resign_section39(person_id: int, *, on: date, by: Actor) -> CoverageView:
    """The person gives the status up (s.41 (3)); rights last six months more."""
    return coverage_view(coverage.end_coverage(person_id, 39, on=on, reason=CoverageEnd.RESIGNED))


def lapse_section39(person_id: int, *, last_day: date) -> CoverageView:
    """The status ended for unpaid contributions (s.41 (4), (5)); ``last_day`` is told by the rule."""
    return coverage_view(coverage.end_coverage(person_id, 39, on=last_day, reason=CoverageEnd.UNPAID))
