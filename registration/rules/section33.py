"""Whom Section 33 reaches, from which age, and when an employer's report is late (SSA s.4, s.33, s.34, s.43, s.44)."""

from collections.abc import Sequence
from datetime import date, timedelta

from sso_core.kernel.period import Period
from sso_core.kernel.thai_calendar import age
from sso_core.law.book import Law

LAW_BEGINS = date(1990, 9, 2)
LEAST_EMPLOYEES = "registration.least_employees"


def age_fault(*, born: date | None, starts_on: date, insured_before: bool, law: Law) -> str:
    """``too_young``, ``too_old`` or nothing (s.33). Who was insured before stays so past 60."""
    if born is None:
        return ""
    years = age(born, starts_on)
    if years < int(law.at("registration.s33.age_least", starts_on).value):
        return "too_young"
    most = int(law.at("registration.s33.age_most_at_entry", starts_on).value)
    return "too_old" if years > most and not insured_before else ""


def report_due(starts_on: date, *, law: Law) -> date:
    """The last day to report a new employee (s.34)."""
    return starts_on + timedelta(days=int(law.at("registration.enrol_within_days", starts_on).value))


def change_due(day: date, *, law: Law) -> date:
    """The last day to report a leaver or a changed fact of ``day``: in the month after (s.44)."""
    last = int(law.at("registration.report_change_day", day).value)
    return Period.of(day).next().first.replace(day=last)


def exclusion_fault(group: str, on: date, *, law: Law) -> str:
    """``excluded_group`` where the law leaves the group out (s.4), or nothing. A group that no source names is in."""
    named = law.at("registration.excluded_groups", on).text.split()
    return "excluded_group" if group in named else ""


def obliged_since(headcounts: Sequence[tuple[date, int]], *, law: Law) -> date | None:
    """The first day on which an employer had as many employees as the law then asked for; None if never.

    ``headcounts`` are days from which so many worked there, in order. Fewer later end nothing (s.43).
    """
    # Where work began before the law, the law's own first day counts.
    begins = [row.since for row in law.parameter(LEAST_EMPLOYEES).rows]
    ends = [day for day, _ in headcounts[1:]]
    for (since, people), until in zip(headcounts, [*ends, date.max], strict=True):
        for day in sorted({since, *(day for day in begins if since < day < until)}):
            if day >= LAW_BEGINS and people >= int(law.at(LEAST_EMPLOYEES, day).value):
                return day
    return None
