"""What others read of benefits: claims, awards, and a person's standing for each right."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from benefits.models import Award, AwardStatus, Claim
from benefits.services.eligibility import PASSED, pension_months, sickness_right
from benefits.services.old_age import right_arises_on
from contributions import public as contributions
from sso_core import clock


@dataclass(frozen=True, slots=True)
class ClaimView:
    reference: str
    kind: str
    label: str
    person_id: int
    event_on: date
    facts: dict[str, Any]
    worked: dict[str, Any] | None
    amount: Decimal | None
    pay_state: str
    pay_label: str
    pay_note: str
    order_reference: str


@dataclass(frozen=True, slots=True)
class AwardView:
    id: int
    claim_reference: str
    kind: str
    label: str
    status: str
    amount: Decimal
    starts_on: date
    payments: tuple[tuple[date, Decimal, str], ...]


@dataclass(frozen=True, slots=True)
class RightView:
    """A person's standing for one right today: ``met``, ``not_met`` or ``unknown``, with a short reason."""

    kind: str
    label: str
    state: str
    detail: str


def claim(reference: str) -> ClaimView | None:
    found = Claim.objects.filter(reference=reference).first()
    return _view(found) if found else None


def claims_of(person_id: int) -> tuple[ClaimView, ...]:
    return tuple(_view(one) for one in Claim.objects.filter(person_id=person_id).order_by("-pk"))


def _view(one: Claim) -> ClaimView:
    return ClaimView(
        reference=one.reference,
        kind=one.kind,
        label=one.get_kind_display(),
        person_id=one.person_id,
        event_on=one.event_on,
        facts=one.facts,
        worked=one.worked,
        amount=one.amount,
        pay_state=one.pay_state,
        pay_label=one.get_pay_state_display(),
        pay_note=one.pay_note,
        order_reference=one.order_reference,
    )


def awards_of(person_id: int) -> tuple[AwardView, ...]:
    awards = Award.objects.filter(person_id=person_id).select_related("claim").prefetch_related("payments")
    return tuple(
        AwardView(
            id=award.pk,
            claim_reference=award.claim.reference,
            kind=award.kind,
            label=award.get_kind_display(),
            status=award.status,
            amount=award.amount,
            starts_on=award.starts_on,
            payments=tuple(
                (p.period, p.amount, p.order_reference) for p in award.payments.order_by("-period")
            ),
        )
        for award in awards.order_by("-pk")
    )


def next_payment(person_id: int) -> AwardView | None:
    """The pension in payment, if there is one."""
    return next(
        (a for a in awards_of(person_id) if a.kind == "pension" and a.status == AwardStatus.ACTIVE), None
    )


def rights_of(person_id: int) -> tuple[RightView, ...]:
    """Sickness and old age today. A right that hangs on months not loaded is unknown, never refused."""
    today = clock.today()
    ever = contributions.months_ever(person_id)
    needed = pension_months(right_arises_on(person_id, today=today))
    return (
        _right("sickness", _("เจ็บป่วย"), sickness_right(person_id, today)),
        RightView(
            "old_age",
            _("ชราภาพ"),
            "unknown" if ever.unknown else "met" if ever.count >= needed else "not_met",
            _("%(months)s จาก %(needed)s เดือน") % {"months": ever.count, "needed": needed},
        ),
    )


def _right(kind: str, label: str, checks: tuple[Any, ...]) -> RightView:
    if all(check.state == PASSED for check in checks):
        return RightView(kind, label, "met", _("ครบเงื่อนไข"))
    missing = next(check for check in checks if check.state != PASSED)
    state = "unknown" if missing.state == "unknown" else "not_met"
    return RightView(kind, label, state, missing.detail)
