"""Seizing property for a debt (s.50–51): proposed by one officer, ordered by another, recorded to the end.

The decision is a case of its own with four eyes; the order exists only once two people have made it. What a sale
brings is paid to the employer's own bills by whoever carries the money to the bank, and what no bill takes is held
money of the employer. At the end the costs are taken from it for the Fund, and the surplus is set apart for the
employer: given back as any held money, by a payment order that another approves; after five years the Fund's.
"""

from datetime import date
from decimal import Decimal

from django.db import transaction

from contributions.models import (
    CollectionCase,
    LetterKind,
    SeizedAsset,
    Seizure,
    SeizureState,
    SuspenseItem,
    SuspenseReason,
    SuspenseStatus,
)
from contributions.rules import collection_terms as terms
from contributions.selectors import collection as read
from contributions.services import collecting
from contributions.services.collection_letters import overdue
from contributions.services.receiving import cut
from finance.public import post
from registration.public import employer_recipient
from sso_core import clock
from sso_core.accounts.public import User
from sso_core.cases import public as cases
from sso_core.kernel.actor import Actor, ActorKind
from sso_core.kernel.finding import Finding, Refused
from sso_core.kernel.money import ZERO
from sso_core.kernel.thai_calendar import format_date
from sso_core.law.public import current
from sso_core.messaging.public import tell

CASE_TYPE = "contributions.seizure"
TOO_MUCH = (SuspenseReason.OVER, SuspenseReason.DOUBLE, SuspenseReason.CANCELLED)


def warning_of(case: CollectionCase) -> terms.Term | None:
    """The term of the last warning of seizure."""
    letter = case.letters.filter(kind=LetterKind.SEIZURE_WARNING).order_by("-pk").first()
    return terms.seizure_warning(letter.sent_on, law=current()) if letter else None


def refuse_early(case: CollectionCase) -> None:
    """Raise ``Refused`` while the warning runs, something holds the collection, or nothing is overdue."""
    collecting.refuse_illegal(case, "order_seizure")
    collecting.refuse_held(case)
    term = warning_of(case)
    if term is None or not term.is_over(clock.today()):
        since = format_date(term.acts_from) if term else "–"
        raise Refused(Finding("collection.seizure_early", params={"since": since}, section="50"))
    if not overdue(case):
        raise Refused(Finding("collection.not_overdue", section="50"))


@transaction.atomic
def propose(case_id: int, *, by: Actor) -> cases.CaseView:
    """Open the decision on a seizure; asked again while one is open, it is the same. Raises ``Refused``."""
    case = collecting.locked(case_id)
    refuse_early(case)
    open_now = cases.open_cases_telling(CASE_TYPE, collection=case.pk)
    if open_now:
        return open_now[0]
    opened = cases.open_case(
        CASE_TYPE,
        subject=case.subject,
        subject_name=case.employer_name,
        subject_ident=case.account_no,
        # The officer proposes in the office's name: as applicant it could not decide.
        applicant=Actor(ActorKind.SYSTEM, None, by.name),
        office=case.office,
        payload={"collection": case.pk},
        channel="system",
        amount=read.owed(case).total,
        tell=False,
    )
    collecting.write(case, "requested", by, kind="คำสั่งยึดทรัพย์", reference=opened.reference)
    return opened


def decided(opened: cases.CaseView, decision: cases.Decision) -> None:
    """Two people have decided: the order is made, in the same transaction. Raises ``Refused`` where it may not."""
    if not decision.approved:
        return
    case = collecting.locked(opened.payload["collection"])
    refuse_early(case)
    term = warning_of(case)
    assert term is not None
    assert decision.maker_id is not None
    assert decision.checker_id is not None
    amount = read.owed(case).total
    letter = case.letters.filter(kind=LetterKind.SEIZURE_WARNING).latest("pk")
    Seizure.objects.create(
        case=case,
        decision=opened.reference,
        amount=amount,
        warned_on=letter.sent_on,
        earliest_on=term.acts_from,
        ordered_on=clock.today(),
        maker_id=decision.maker_id,
        checker_id=decision.checker_id,
    )
    checker = User.objects.get(pk=decision.checker_id)
    by = Actor(ActorKind.OFFICER, checker.pk, decision.checker_name)
    collecting.move(case, "order_seizure", by=by, decision=opened.reference, amount=amount)


def in_force(case: CollectionCase) -> Seizure:
    """The order in force, locked. Raises ``Refused``."""
    found = (
        Seizure.objects.select_for_update(of=("self",)).filter(case=case, state=SeizureState.ORDERED).first()
    )
    if found is None:
        raise Refused(Finding("collection.no_seizure"))
    return found


@transaction.atomic
def record_asset(
    case_id: int, *, what: str, held_by: str, estimate: Decimal | None, seized_on: date, by: Actor
) -> SeizedAsset:
    """Note a thing or claim that was seized; what it is worth may be not known. Raises ``Refused``."""
    case = collecting.locked(case_id)
    seizure = in_force(case)
    _refuse_future(seized_on, "seized_on")
    made = SeizedAsset.objects.create(
        seizure=seizure, what=what.strip(), held_by=held_by.strip(), estimate=estimate, seized_on=seized_on
    )
    collecting.write(case, "asset_seized", by, what=made.what)
    return made


@transaction.atomic
def record_sale(case_id: int, asset_id: int, *, brought: Decimal, sold_on: date, by: Actor) -> SeizedAsset:
    """Note what a thing brought, once; 0 where it was given back or could not be sold. Raises ``Refused``."""
    case = collecting.locked(case_id)
    asset = SeizedAsset.objects.select_for_update(of=("self",)).get(pk=asset_id, seizure=in_force(case))
    if asset.sold_on is not None:
        raise Refused(Finding("collection.asset_sold"))
    _refuse_future(sold_on, "sold_on")
    asset.brought, asset.sold_on = brought, max(sold_on, asset.seized_on)
    asset.save(update_fields=["brought", "sold_on"])
    collecting.write(case, "asset_sold", by, what=asset.what, amount=brought)
    return asset


@transaction.atomic
def end(case_id: int, *, result: str, surplus: Decimal, costs: Decimal = ZERO, by: Actor) -> Seizure:
    """End the order. The employer may claim a surplus for five years; then it is the Fund's (s.50).

    Raises ``Refused``: while something is unsold, and where the held money of the employer is not enough.
    """
    case = collecting.locked(case_id)
    seizure = in_force(case)
    collecting.refuse_illegal(case, "end_seizure")
    if not result.strip():
        raise Refused(Finding("collection.reason_missing", field="result"))
    unsold = seizure.assets.filter(sold_on=None).count()
    if unsold:
        raise Refused(Finding("collection.asset_unsold", params={"count": unsold}))
    today = clock.today()
    _set_apart(case, costs=costs, surplus=surplus, by=by)
    seizure.state, seizure.ended_on, seizure.result = SeizureState.ENDED, today, result.strip()
    seizure.costs, seizure.surplus = costs, surplus
    if surplus:
        seizure.surplus_notified_on = today
        seizure.surplus_until = terms.seizure_surplus(today, law=current()).until
    seizure.save()
    collecting.move(case, "end_seizure", by=by, result=result.strip(), amount=surplus)
    if surplus:
        context = {"surplus": surplus, "costs": costs, "until": seizure.surplus_until}
        tell(employer_recipient(case.account_no), "contributions/collection_surplus", context)
    return seizure


def _set_apart(case: CollectionCase, *, costs: Decimal, surplus: Decimal, by: Actor) -> None:
    """Take the costs from the employer's held money, and keep the surplus of it for the employer."""
    if costs and current().at("contributions.seizure_costs_from_sale", clock.today()).text != "yes":
        raise Refused(Finding("collection.costs_not_from_sale", field="costs", section="50"))
    held = list(
        SuspenseItem.objects.select_for_update(of=("self",))
        .select_related("money_in")
        .filter(subject=case.subject, status=SuspenseStatus.OPEN, reason__in=TOO_MUCH)
        .order_by("pk")
    )
    missing = costs + surplus - sum((item.amount for item in held), ZERO)
    if missing > 0:
        params = {"missing": f"{missing:,.2f}"}
        raise Refused(Finding("collection.surplus_not_in", field="surplus", params=params, section="50"))
    for item in _taken(held, costs, SuspenseReason.COSTS):
        _keep_costs(item, by)
    _taken(held, surplus, SuspenseReason.SURPLUS)


def _taken(held: list[SuspenseItem], amount: Decimal, reason: SuspenseReason) -> list[SuspenseItem]:
    """So much of the oldest held money, for a reason of its own; the rest stays in ``held``."""
    taken = []
    while amount:
        item = held.pop(0)
        if item.amount > amount:
            held.insert(0, cut(item, amount, left_as=SuspenseReason(item.reason)))
        item.reason = reason
        item.save(update_fields=["reason"])
        amount -= item.amount
        taken.append(item)
    return taken


def _keep_costs(item: SuspenseItem, by: Actor) -> None:
    item.status, item.applied_at = SuspenseStatus.EXPIRED, clock.now()
    item.applied_by_id, item.applied_by = by.user_id, by.name
    item.save()
    post(
        event_key=f"suspense:{item.pk}:costs",
        rule="seizure_costs_kept",
        on=clock.today(),
        amounts={"amount": item.amount},
        ref=f"bank_line:{item.money_in.bank_line_id}",
        subject=item.subject,
        memo="ค่าใช้จ่ายในการยึดและขายทรัพย์สิน",
    )


def surpluses_of_fund(on: date) -> list[Seizure]:
    """Surpluses that nobody claimed within five years: they are the Fund's (s.50), for finance to take over."""
    rows = Seizure.objects.filter(surplus__gt=0, surplus_until__lt=on).select_related("case")
    return list(rows.order_by("surplus_until"))


def _refuse_future(day: date, field: str) -> None:
    if day > clock.today():
        raise Refused(Finding("collection.day_in_future", field=field))
