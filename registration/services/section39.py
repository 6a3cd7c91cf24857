"""Entering Section 39. How many months were paid is told by contributions, which knows."""

from datetime import date

from django.db import transaction

from registration.models import Coverage, CoverageEnd
from registration.rules import section39 as rules
from registration.services import coverage
from registration.values import CoverageView, coverage_view
from sso_core.kernel.actor import Actor
from sso_core.kernel.finding import Finding, Refused
from sso_core.law.public import current


def section39_checks(
    person_id: int, *, applied_on: date, months_contributed: int, unknown_months: int = 0
) -> tuple[rules.Condition, ...]:
    """Each condition of s.39 with its figures."""
    rows = list(Coverage.objects.filter(person_id=person_id).order_by("-starts_on"))
    insured = any(c.ends_on is None or c.ends_on >= applied_on for c in rows)
    ends = [c.ends_on for c in rows if c.section == 33 and c.ends_on is not None]
    return rules.entry(
        months33=months_contributed,
        unknown_months=unknown_months,
        ended_on=max(ends) if ends else None,
        insured_now=insured,
        applied_on=applied_on,
        law=current(),
    )


@transaction.atomic
def enter_section39(
    person_id: int, *, applied_on: date, months_contributed: int, unknown_months: int = 0, by: Actor
) -> CoverageView:
    """Begin Section 39 on the day of application. Raises ``Refused`` naming each condition not met."""
    conditions = section39_checks(
        person_id, applied_on=applied_on, months_contributed=months_contributed, unknown_months=unknown_months
    )
    failed = [c for c in conditions if not c.met]
    if failed:
        raise Refused(*map(_finding, failed))
    return coverage_view(coverage.begin(person_id, section=39, on=applied_on))


def resign_section39(person_id: int, *, on: date, by: Actor) -> CoverageView:
    """The person gives the status up (s.41 (3)); rights last six months more."""
    return coverage_view(coverage.end_coverage(person_id, 39, on=on, reason=CoverageEnd.RESIGNED))


def _finding(condition: rules.Condition) -> Finding:
    words = ("label_th", "label_en", "detail_th", "detail_en")
    return Finding(
        "section39", params={name: getattr(condition, name) for name in words}, section=condition.section
    )
