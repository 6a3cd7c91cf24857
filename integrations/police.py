"""Police reports by their number, and whether a warrant is out for somebody before money is paid (confidence L)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings

from integrations.client import text_field
from integrations.errors import Nonsense
from integrations.offices import day, day_or_none, look_up, word
from sso_core.audit.public import record
from sso_core.kernel import thai_id
from sso_core.kernel.actor import Actor

SYSTEM = "police"
KINDS = ("accident", "assault", "death", "loss", "other")


@dataclass(frozen=True, slots=True)
class PoliceReport:
    """What stands in the daily report of a station; ``summary_code`` is the police's own."""

    report_no: str
    kind: str
    reported_on: date
    station: str
    summary_code: str


@dataclass(frozen=True, slots=True)
class Warrant:
    """Whether a warrant is out, and since when."""

    wanted: bool
    since: date | None = None


def police_report(report_no: str) -> PoliceReport | None:
    """The report of a number, None when there is none. Raises ``GatewayDown``."""
    number = report_no.strip()

    def read(body: dict[str, Any]) -> PoliceReport:
        return PoliceReport(
            report_no=number,
            kind=word(body, "kind", KINDS),
            reported_on=day(body, "reportedOn"),
            station=text_field(body, "station"),
            summary_code=text_field(body, "summaryCode"),
        )

    return look_up(SYSTEM, settings.POLICE_URL, "/v1/reports", {"report": number}, read)


def police_warrant(national_id: str, *, by: Actor, subject: str, purpose: str) -> Warrant:
    """Whether a warrant is out for a number. Raises ``GatewayDown``, ``ValueError`` without a purpose.

    Who asked about ``subject`` ("person:7") and why is written to the audit log first, answered or not.
    """
    digits = thai_id.normalise(national_id)
    if not purpose.strip():
        raise ValueError("a warrant is asked for with a purpose only")
    record("warrant_asked", by=by, subject=subject, params={"purpose": purpose.strip()})
    found = look_up(SYSTEM, settings.POLICE_URL, "/v1/warrants", {"pid": digits}, _warrant)
    return found or Warrant(wanted=False)


def _warrant(body: dict[str, Any]) -> Warrant:
    wanted, since = body["wanted"], day_or_none(body, "since")
    if not isinstance(wanted, bool) or wanted != (since is not None):
        raise Nonsense("wanted or not")
    return Warrant(wanted, since)
