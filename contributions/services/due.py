"""The due date of a wage month at a place, by the law in force and the office's calendar."""

from datetime import date

from contributions.rules.surcharge import due_date
from sso_core.cases.calendar import office_calendar
from sso_core.kernel.period import Period
from sso_core.law.public import in_force


def due_on(period: Period, province: str | None = None) -> date:
    """The last day to remit (s.47), extended for month and place; the country's where no place is told."""
    works = office_calendar().is_working
    return due_date(period, law=in_force(), province=province or None, is_working=works)
