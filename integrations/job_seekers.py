"""Who is registered as unemployed at the Department of Employment, and reports there (confidence L)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings

from integrations.errors import Nonsense
from integrations.offices import day, day_or_none, look_up, word
from sso_core.kernel import thai_id

SYSTEM = "doe"
REASONS = ("resigned", "laid_off", "contract_ended", "force_majeure")


@dataclass(frozen=True, slots=True)
class Report:
    """A day to report on, and the day on which the person did; None while they have not."""

    due_on: date
    reported_on: date | None


@dataclass(frozen=True, slots=True)
class JobSeeker:
    """A registration as unemployed, with its reports in order of their days."""

    national_id: str
    registered_on: date
    reason: str
    reports: tuple[Report, ...]
    ended_on: date | None = None


def job_seeker(national_id: str) -> JobSeeker | None:
    """The latest registration of a number, None when there is none. Raises ``GatewayDown``."""
    digits = thai_id.normalise(national_id)

    def read(body: dict[str, Any]) -> JobSeeker:
        found = JobSeeker(
            national_id=digits,
            registered_on=day(body, "registeredOn"),
            reason=word(body, "reason", REASONS),
            reports=tuple(
                Report(day(one, "dueOn"), day_or_none(one, "reportedOn")) for one in body["reports"]
            ),
            ended_on=day_or_none(body, "endedOn"),
        )
        _possible(found)
        return found

    return look_up(SYSTEM, settings.DOE_URL, "/v1/job-seekers", {"pid": digits}, read)


def _possible(found: JobSeeker) -> None:
    days = [one.due_on for one in found.reports]
    done = [one.reported_on for one in found.reports if one.reported_on]
    ended = [found.ended_on] if found.ended_on else []
    if (
        days != sorted(set(days))
        or min([*days, *done, *ended], default=found.registered_on) < found.registered_on
    ):
        raise Nonsense("days in an impossible order")
