"""The days of collecting: what must have passed before the office may act, and until when others may (SSA s.47bis–87).

A term of N days from a day ends with the Nth day after it; the office acts on the day after that at the earliest.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from sso_core.kernel.thai_calendar import add_years
from sso_core.law.book import Dated, Law


@dataclass(frozen=True, slots=True)
class Term:
    """The last day of a term, the section that sets it, and how sure its length is."""

    until: date
    section: str
    length: int
    unit: str
    confidence: str = "H"

    @property
    def acts_from(self) -> date:
        """The first day on which the term is over."""
        return self.until + timedelta(days=1)

    def is_over(self, today: date) -> bool:
        return today > self.until


def warning(sent: date, *, law: Law) -> Term:
    """Until when a warning letter gives time to file, pay or prove (s.47bis)."""
    return _days("contributions.warning_days", "47bis", sent, law)


def seizure_warning(sent: date, *, law: Law) -> Term:
    """Until when a warning gives time before property may be seized (s.50)."""
    return _days("contributions.seizure_warning_days", "50", sent, law)


def proof(assessed: date, *, law: Law) -> Term:
    """Until when an assessment may be disproved (s.47bis)."""
    return _years("contributions.assessment_proof_years", "47bis", assessed, law)


def adjustment(notified: date, *, law: Law) -> Term:
    """Until when the difference after a proof is paid (s.47bis)."""
    return _days("contributions.assessment_adjust_days", "47bis", notified, law)


def extension_request(necessity_ended: date, *, law: Law) -> Term:
    """Until when more time may be asked for after the necessity ended (s.84/1)."""
    return _days("contributions.extension_request_days", "84/1", necessity_ended, law)


def appeal(received: date, *, law: Law) -> Term:
    """Until when an order may be appealed against (s.85)."""
    return _days("contributions.appeal_days", "85", received, law)


def court(received: date, *, law: Law) -> Term:
    """Until when a decision of the Appeal Committee may be brought to the labour court (s.87)."""
    return _days("contributions.court_days", "87", received, law)


def seizure_surplus(notified: date, *, law: Law) -> Term:
    """Until when what is left of a seizure may be claimed; after it the money is the Fund's (s.50–51)."""
    return _years("contributions.seizure_surplus_years", "50", notified, law)


def instalment_grace(due: date, *, law: Law) -> Term:
    """Until when a part may come in before the agreement has ended."""
    return _days("contributions.instalment_grace_days", "49", due, law)


def holds(key: str, on: date, *, law: Law) -> bool:
    """Whether ``appeal`` or ``court`` by itself holds the collection."""
    return law.at(f"contributions.{key}_holds_collection", on).text == "yes"


def _days(key: str, section: str, since: date, law: Law) -> Term:
    row = law.at(key, since)
    return _term(since + timedelta(days=int(row.value)), section, row, "days")


def _years(key: str, section: str, since: date, law: Law) -> Term:
    row = law.at(key, since)
    return _term(add_years(since, int(row.value)), section, row, "years")


def _term(until: date, section: str, row: Dated, unit: str) -> Term:
    return Term(until, section, int(row.value), unit, row.confidence)
