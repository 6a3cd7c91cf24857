"""The monthly pension run: every active pension of a month, once, in chunks."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from benefits.models import Award, AwardKind, AwardStatus, PensionPayment
from benefits.services.claims import FUND, payee_destination, subject_of
from finance import public as finance
from registration import public as registration
from sso_core import clock
from sso_core.batch.public import chunk_handler, start_run
from sso_core.kernel.actor import SYSTEM, Actor
from sso_core.kernel.finding import Finding, Refused
from sso_core.kernel.period import Period

KIND = "benefits.pension"
CHUNK = 500


def start(period: Period, *, by: Actor) -> Any:
    """Start the run of ``period``; the same month again returns the same run. Raises ``Refused`` for a future month."""
    if period > Period.of(clock.today()):
        raise Refused(Finding("period_in_future", field="period"))
    ids = list(_due(period.first).order_by("pk").values_list("pk", flat=True))
    chunks = [
        {"first": part[0], "last": part[-1]}
        for part in (ids[i : i + CHUNK] for i in range(0, len(ids), CHUNK))
    ]
    return start_run(
        KIND,
        str(period),
        chunks,
        by=by,
        title=f"จ่ายบำนาญชราภาพ {period.be_label()}",
        payload={"period": str(period)},
        items=len(ids),
    )


def _due(month: date) -> Any:
    pensions = Award.objects.filter(kind=AwardKind.PENSION, status=AwardStatus.ACTIVE, starts_on__lte=month)
    return pensions.exclude(ends_on__lt=month)


@chunk_handler(KIND)
def pay_chunk(run: Mapping[str, Any], chunk: Mapping[str, Any]) -> Mapping[str, Any]:
    """Pay the pensions of one slice. One already paid for the month is left alone, the dead are passed over."""
    period = Period.parse(run["period"])
    awards = list(
        _due(period.first)
        .filter(pk__range=(chunk["first"], chunk["last"]))
        .exclude(payments__period=period.first)
        .select_for_update()
    )
    run_id = _run_id(run)
    awards = [award for award in awards if _lives(award, period)]
    for award in awards:
        payment = PensionPayment.objects.create(
            award=award, period=period.first, amount=award.amount, run_id=run_id
        )
        payment.order_reference = _order(award, period).reference
        payment.save(update_fields=["order_reference"])
    return {"items": len(awards), "amount": str(sum(a.amount for a in awards))}


def _lives(award: Award, month: Period) -> bool:
    """A pension ends with death; the month in which the person died is still paid."""
    died_on = registration.person(award.person_id).died_on
    return died_on is None or died_on >= month.first


def _run_id(run: Mapping[str, Any]) -> int:
    from sso_core.batch.models import BatchRun

    return BatchRun.objects.get(kind=KIND, key=run["period"]).pk


def _order(award: Award, period: Period) -> Any:
    person = registration.person(award.person_id)
    key = f"benefits.pension/{award.pk}/{period}"
    finance.post(
        event_key=f"{key}/due",
        rule="benefit_awarded",
        on=clock.today(),
        amounts={"pension": award.amount},
        ref=f"award:{award.pk}",
        subject=subject_of(award.person_id),
        memo=f"บำนาญ {period.be_short()}",
    )
    return finance.order_payment(
        finance.PaymentRequest(
            source_key=key,
            subject=subject_of(award.person_id),
            payee_name=person.full_name,
            payee_ident=person.national_id,
            fund=FUND["pension"],
            benefit="pension",
            amount=award.amount,
            destination=payee_destination(award.person_id),
            due_on=clock.today(),
            memo=f"{award.claim.reference} {period}",
        ),
        by=SYSTEM,
    )
