"""Money to be given back to an employer: owed, claimed with a bank account, approved by another, paid, or forfeited.

The funds hand the money over when it becomes owed, so that one payment reaches the employer (account 2104, common).
The employees' part is to be handed on: the employer gets the list and says when it was done.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from contributions.models import Adjustment, Cause, Refund, RefundPart, RefundStatus
from contributions.rules.refund import claim_until, collect_until
from contributions.services.parts import Parts, by_fund, by_payer
from finance.public import Destination, PaymentRequest, order_payment, post
from registration.public import employer, employer_recipient
from sso_core import clock
from sso_core.audit.public import record
from sso_core.kernel import bank_account
from sso_core.kernel.actor import SYSTEM, Actor
from sso_core.kernel.finding import Finding, Refused
from sso_core.kernel.money import ZERO
from sso_core.kernel.period import Period
from sso_core.law.public import in_force
from sso_core.messaging.public import tell

OPEN = (RefundStatus.DUE, RefundStatus.CLAIMED)
# The employer's own filing is the claim; what the office finds is given back without one.
CLAIMED_BY_FILING = (Cause.AMENDED, Cause.WITHDRAWN)


def owe(one: Adjustment, parts: Parts, *, surcharge: Decimal, remitted_on: date | None) -> Refund:
    """Money of an adjustment is to be given back; asked for too late, it is the Fund's at once (s.47)."""
    today = clock.today()
    payers = by_payer(parts)
    remitted = remitted_on or today
    refund = Refund.objects.create(
        adjustment=one,
        account_no=one.account_no,
        payee_name=_name(one),
        period=one.period,
        employee=payers.get("employee", ZERO),
        employer=payers.get("employer", ZERO),
        surcharge=surcharge,
        amount=sum(payers.values(), ZERO) + surcharge,
        remitted_on=remitted,
        asked_on=today if one.cause in CLAIMED_BY_FILING else None,
        noticed_on=today,
        collect_by=collect_until(today, law=in_force()),
    )
    RefundPart.objects.bulk_create(
        RefundPart(refund=refund, branch_no=branch, payer=payer, fund=fund, amount=amount)
        for (branch, payer, fund), amount in parts.items()
    )
    _enter(refund, "owed", "contribution_refund_due", by_fund(parts) | {"surcharge": surcharge})
    if refund.asked_on and refund.asked_on > claim_until(remitted, law=in_force()):
        _forfeit(refund, today)
    else:
        _tell(refund, "contributions/refund_due")
    return refund


def _name(one: Adjustment) -> str:
    found = employer(one.account_no)
    return found.name if found else one.account_no


@transaction.atomic
def claim(refund_id: int, *, bank_code: str, account: str, account_name: str, by: Actor) -> Refund:
    """The employer says where the money goes; an officer approves. Needs AAL2. Raises ``Refused``."""
    if by.assurance < 2:
        raise Refused(Finding("needs_second_factor"))
    refund = _locked(refund_id)
    if refund.status not in OPEN:
        raise Refused(Finding("refund.closed"))
    if clock.today() > refund.collect_by:
        raise Refused(Finding("refund.too_late", params={"until": refund.collect_by}, section="47"))
    try:
        digits = bank_account.normalise(bank_code, account)
    except ValueError:
        raise Refused(Finding("bank_account", field="account")) from None
    refund.bank_code, refund.bank_account = bank_code, digits
    refund.bank_account_name = account_name.strip()
    refund.claimed_by_id, refund.claimed_by, refund.claimed_at = by.user_id, by.name, clock.now()
    refund.status, refund.refused_why = RefundStatus.CLAIMED, ""
    refund.save()
    record("contributions.refund_claimed", by=by, subject=_subject(refund), params={"refund": str(refund)})
    return refund


@transaction.atomic
def approve(refund_id: int, *, by: Actor) -> Refund:
    """An officer who did not enter the claim has the money ordered; finance approves and pays the order."""
    refund = _locked(refund_id)
    if refund.status == RefundStatus.ORDERED:
        return refund
    if refund.status != RefundStatus.CLAIMED:
        raise Refused(Finding("refund.not_claimed"))
    if by.user_id is None or by.user_id == refund.claimed_by_id:
        raise Refused(Finding("refund.same_person", params={"name": by.name}))
    refund.approved_by_id, refund.approved_by, refund.approved_at = by.user_id, by.name, clock.now()
    refund.status = RefundStatus.ORDERED
    refund.save()
    order_payment(_request(refund), by)
    record("contributions.refund_approved", by=by, subject=_subject(refund), params={"refund": str(refund)})
    return refund


def _request(refund: Refund) -> PaymentRequest:
    return PaymentRequest(
        source_key=refund.source_key,
        subject=_subject(refund),
        payee_name=refund.payee_name,
        payee_ident=refund.account_no,
        fund="common",
        benefit="refund",
        amount=refund.amount,
        destination=Destination("bank", refund.bank_code, refund.bank_account, refund.bank_account_name),
        due_on=clock.today(),
        memo=f"คืนเงินสมทบ {refund} งวด {Period.of(refund.period).be_label()}",
    )


@transaction.atomic
def send_back(refund_id: int, *, why: str, by: Actor) -> Refund:
    """The account cannot be right: the employer is asked again."""
    refund = _locked(refund_id)
    if refund.status != RefundStatus.CLAIMED:
        raise Refused(Finding("refund.not_claimed"))
    if not why.strip():
        raise Refused(Finding("refund.reason_needed", field="why"))
    refund.status, refund.refused_why = RefundStatus.DUE, why.strip()[:300]
    refund.save()
    record("contributions.refund_sent_back", by=by, subject=_subject(refund), params={"refund": str(refund)})
    _tell(refund, "contributions/refund_sent_back")
    return refund


@transaction.atomic
def hand_on(refund_id: int, *, by: Actor) -> Refund:
    """The employer says that every employee has got the own part back. Said twice, the first stands."""
    refund = _locked(refund_id)
    if refund.status != RefundStatus.PAID:
        raise Refused(Finding("refund.not_paid"))
    if refund.handed_on_at is None:
        refund.handed_on_at, refund.handed_on_by = clock.now(), by.name
        refund.save()
        record(
            "contributions.refund_handed_on", by=by, subject=_subject(refund), params={"refund": str(refund)}
        )
    return refund


def money_settled(payload: Mapping[str, Any]) -> None:
    """The bank says that the money arrived."""
    refund = _of_source(payload)
    if refund is not None and refund.status == RefundStatus.ORDERED:
        refund.status, refund.paid_on = RefundStatus.PAID, clock.today()
        refund.save()
        _tell(refund, "contributions/refund_paid")


def money_returned(payload: Mapping[str, Any]) -> None:
    """The bank gave it back: not paid, finance orders it anew."""
    refund = _of_source(payload)
    if refund is not None and refund.status == RefundStatus.PAID:
        refund.status, refund.paid_on = RefundStatus.ORDERED, None
        refund.save()


def _of_source(payload: Mapping[str, Any]) -> Refund | None:
    app, _, number = str(payload["source_key"]).partition("/")
    if app != "contributions.refund":
        return None
    return Refund.objects.select_for_update().get(pk=int(number))


def forfeit_expired(*, by: Actor = SYSTEM) -> int:
    """What was not collected within the year is the Fund's; returns how many. Done again, nothing happens."""
    today = clock.today()
    count = 0
    late = Refund.objects.filter(status=RefundStatus.DUE, collect_by__lt=today).order_by("pk")
    for number in late.values_list("pk", flat=True):
        with transaction.atomic():
            refund = _locked(number)
            if refund.status == RefundStatus.DUE and refund.collect_by < today:
                _forfeit(refund, today)
                count += 1
    return count


def _forfeit(refund: Refund, day: date) -> None:
    refund.status, refund.forfeited_on = RefundStatus.FORFEITED, day
    refund.save()
    parts = {(p.branch_no, p.payer, p.fund): p.amount for p in refund.parts.all()}
    _enter(
        refund, "forfeited", "contribution_refund_forfeited", by_fund(parts) | {"surcharge": refund.surcharge}
    )
    _tell(refund, "contributions/refund_forfeited")


def _enter(refund: Refund, what: str, rule: str, amounts: Mapping[str, Decimal]) -> None:
    post(
        event_key=f"refund:{refund.pk}:{what}",
        rule=rule,
        on=clock.today(),
        amounts={key: amount for key, amount in amounts.items() if amount},
        ref=f"refund:{refund}",
        subject=_subject(refund),
        memo=f"{refund} งวด {Period.of(refund.period).be_label()}",
    )


def _tell(refund: Refund, template: str) -> None:
    tell(employer_recipient(refund.account_no), template, {"refund": refund})


def _subject(refund: Refund) -> str:
    return f"employer:{refund.account_no}"


def _locked(refund_id: int) -> Refund:
    return Refund.objects.select_for_update(of=("self",)).select_related("adjustment").get(pk=refund_id)


def open_refunds() -> QuerySet[Refund]:
    """Claims that wait for an officer, oldest first."""
    return (
        Refund.objects.filter(status=RefundStatus.CLAIMED).select_related("adjustment").order_by("claimed_at")
    )
