"""Claiming sickness cash: from the answers of the wizard or the API to a case."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from benefits.models import Claim, ClaimKind, SickLeave
from benefits.services.claims import assured, open_claim
from benefits.services.eligibility import Position, sickness_position
from sso_core import clock
from sso_core.cases.public import CheckState
from sso_core.documents.public import attach
from sso_core.kernel.actor import Actor
from sso_core.kernel.finding import Finding, Refused, refuse_if_blocked

LONGEST = 365


@dataclass(frozen=True, slots=True)
class SicknessFacts:
    """What the person tells: first day of rest, days ordered, days on which the employer paid wages."""

    first_day: date
    days: int
    paid_days: int
    hospital: str
    certificates: tuple[UUID, ...] = ()

    @property
    def claimed_days(self) -> int:
        return self.days - self.paid_days

    @property
    def last_day(self) -> date:
        return self.first_day + timedelta(days=self.days - 1)


def check_facts(facts: SicknessFacts, *, on: date, needs_certificate: bool = True) -> list[Finding]:
    """What is wrong with the answers themselves, before any condition of the law."""
    rows = (
        (facts.first_day > on, "sickness_in_future", "first_day"),
        (not 1 <= facts.days <= LONGEST, "sickness_days", "days"),
        (not 0 <= facts.paid_days <= facts.days, "sickness_paid_days", "paid_days"),
        (facts.paid_days == facts.days, "sickness_all_paid", "paid_days"),
        (not facts.hospital.strip(), "sickness_hospital", "hospital"),
        (needs_certificate and not facts.certificates, "sickness_certificate", "certificate"),
    )
    return [Finding(code, field=field, section="64") for wrong, code, field in rows if wrong]


def estimate(person_id: int, facts: SicknessFacts) -> Position:
    """What the person would get; nothing is saved."""
    refuse_if_blocked(check_facts(facts, on=clock.today(), needs_certificate=False))
    return sickness_position(
        person_id, first_day=facts.first_day, days=facts.claimed_days, claimed_on=clock.today()
    )


def submit(person_id: int, facts: SicknessFacts, *, by: Actor, channel: str) -> Claim:
    """Send the claim: opens a case with the worked amount, the facts and the certificates.

    Needs AAL2. Raises ``Refused`` with a finding for each wrong answer, for days already claimed, and when
    a condition of the law is certainly not met.
    """
    assured(by)
    findings = check_facts(facts, on=clock.today())
    refuse_if_blocked(findings)
    position = estimate(person_id, facts)
    refuse_if_blocked(_certainly_refused(position))
    try:
        with transaction.atomic():
            claim = open_claim(
                ClaimKind.SICKNESS,
                person_id,
                event_on=facts.first_day,
                facts=_as_json(facts),
                position=position,
                documents=facts.certificates,
                by=by,
                channel=channel,
            )
            SickLeave.objects.create(
                claim=claim,
                person_id=person_id,
                days=DateRange(facts.first_day, facts.last_day, "[]"),
                counted=facts.claimed_days,
            )
            attach(facts.certificates, case_ref=claim.reference, subject=f"person:{person_id}")
    except IntegrityError as error:
        if "sick_leave_no_day_twice" not in str(error):
            raise
        raise Refused(Finding("sickness_days_claimed", field="first_day", section="64")) from error
    return claim


def _certainly_refused(position: Position) -> list[Finding]:
    return [
        Finding(
            "condition_not_met",
            params={"condition": check.label, "detail": check.detail},
            section=check.section,
        )
        for check in position.checks
        if check.state == CheckState.FAILED
    ]


def _as_json(facts: SicknessFacts) -> dict[str, object]:
    return {
        "first_day": facts.first_day.isoformat(),
        "last_day": facts.last_day.isoformat(),
        "days": facts.days,
        "paid_days": facts.paid_days,
        "claimed_days": facts.claimed_days,
        "hospital": facts.hospital.strip(),
        "certificates": [str(one) for one in facts.certificates],
    }


def facts_of(claim: Claim) -> SicknessFacts:
    """The facts as they were told."""
    told = claim.facts
    return SicknessFacts(
        first_day=date.fromisoformat(told["first_day"]),
        days=told["days"],
        paid_days=told["paid_days"],
        hospital=told["hospital"],
        certificates=tuple(UUID(one) for one in told["certificates"]),
    )
