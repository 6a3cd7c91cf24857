"""Who may become insured under Section 33, and when an employer's report is late (SSA s.33, s.34, s.44)."""

from datetime import date, timedelta

from sso_core.kernel.period import Period
from sso_core.kernel.thai_calendar import age
from sso_core.law.book import Law

LAW_BEGINS = date(1990, 9, 2)


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
