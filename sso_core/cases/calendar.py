"""The calendar in force."""

from django.conf import settings

from sso_core.cases.working_days import Calendar, load


def office_calendar() -> Calendar:
    return load(settings.BASE_DIR / "statute" / "holidays.yaml")
