"""Claiming old age, recording the returns on a lump sum, and deciding what is paid for life or once."""

from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction

from benefits.models import Award, AwardKind, Claim, ClaimKind
from benefits.services.claims import assured, open_claim
from benefits.services.eligibility import Position, old_age_position
from registration import public as registration
from sso_core import clock
from sso_core.cases import public as cases
from sso_core.cases.public import CheckState
from sso_core.kernel.actor import Actor
from sso_core.kernel.finding import Finding, Refused, refuse_if_blocked
from sso_core.kernel.period import Period
from sso_core.kernel.thai_calendar import add_years
from sso_core.law.public import current


def right_arises_on(person_id: int, *, today: date) -> date:
    """The day of the right: the 55th birthday or the day after the status ended, whichever is later."""
    person = registration.person(person_id)
    least = int(current().at("old_age.age", today).value)
    ends = [c.until for c in registration.coverages(person_id) if c.until is not None]
    days = [date.fromordinal(max(ends).toordinal() + 1)] if ends else []
    if person.birth_date:
        days.append(add_years(person.birth_date, least))
    return min(max(days), today) if days else today


def position(person_id: int, *, returns: Decimal | None = None) -> Position:
    """Where the person stands today."""
    today = clock.today()
    return old_age_position(person_id, on=right_arises_on(person_id, today=today), returns=returns)


def submit(person_id: int, *, by: Actor, channel: str) -> Claim:
    """Send the claim. Needs AAL2. Raises ``Refused`` when a condition fails or a claim is already open."""
    assured(by)
    found = position(person_id)
    refuse_if_blocked(
        Finding("condition_not_met", params={"condition": c.label, "detail": c.detail}, section=c.section)
        for c in found.checks
        if c.state == CheckState.FAILED
    )
    with transaction.atomic():
        registration.lock_person(person_id)
        if _has_open_claim(person_id):
            raise Refused(Finding("old_age_already_claimed"))
        return open_claim(
            ClaimKind.OLD_AGE,
            person_id,
            event_on=right_arises_on(person_id, today=clock.today()),
            facts={"kind": found.details.get("kind", ""), "months": found.details["months"]},
            position=found,
            by=by,
            channel=channel,
        )


def _has_open_claim(person_id: int) -> bool:
    references = Claim.objects.filter(person_id=person_id, kind=ClaimKind.OLD_AGE).values_list(
        "reference", flat=True
    )
    return (
        any(cases.case(reference).is_open for reference in references)
        or Award.objects.filter(person_id=person_id, status="active").exists()
    )


@transaction.atomic
def record_returns(reference: str, returns: Decimal, *, by: Actor) -> Claim:
    """The officer supplies the yearly returns on a lump sum; the amount is worked out with them."""
    claim = Claim.objects.select_for_update().get(reference=reference, kind=ClaimKind.OLD_AGE)
    if not cases.case(reference).is_open:
        raise Refused(Finding("case_decided"))
    found = old_age_position(claim.person_id, on=claim.event_on, returns=returns)
    if found.worked is None:
        raise Refused(Finding("nothing_to_work_out"))
    claim.facts = {**claim.facts, "returns": str(returns)}
    claim.worked, claim.law_hash, claim.amount = (
        found.worked.as_dict(),
        found.worked.law_hash,
        found.worked.amount,
    )
    claim.save(update_fields=["facts", "worked", "law_hash", "amount"])
    cases.record(reference, "returns_recorded", by=by, returns=str(returns))
    return claim


def make_award(claim: Claim, kind: AwardKind, amount: Decimal) -> Award:
    """A pension begins with the month after the right arose (s.77bis)."""
    starts = Period.of(claim.event_on).next().first
    try:
        with transaction.atomic():
            return Award.objects.create(
                claim=claim, person_id=claim.person_id, kind=kind, amount=amount, starts_on=starts
            )
    except IntegrityError as error:
        raise Refused(Finding("already_awarded")) from error
