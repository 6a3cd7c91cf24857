"""Seizing property for a debt (s.50–51): proposed by one officer, ordered by another, recorded to the end.

The decision is a case of its own with four eyes; the order exists only once two people have made it. What a
sale brings is paid to the employer's own bills by whoever carries the money to the bank: nothing is booked here.
"""

from datetime import date
from decimal import Decimal

from django.db import transaction

from contributions.models import CollectionCase, LetterKind, SeizedAsset, Seizure, SeizureState
from contributions.rules import collection_terms as terms
from contributions.selectors import collection as read
from contributions.services import collecting
from contributions.services.collection_letters import overdue
from sso_core import clock
from sso_core.accounts.public import User
from sso_core.cases import public as cases
from sso_core.kernel.actor import Actor, ActorKind
from sso_core.kernel.finding import Finding, Refused
from sso_core.kernel.thai_calendar import format_date
from sso_core.law.public import current

CASE_TYPE = "contributions.seizure"


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
def end(case_id: int, *, result: str, surplus: Decimal, by: Actor) -> Seizure:
    """End the order. The employer may claim a surplus for five years; then it is the Fund's (s.50)."""
    case = collecting.locked(case_id)
    seizure = in_force(case)
    collecting.refuse_illegal(case, "end_seizure")
    if not result.strip():
        raise Refused(Finding("collection.reason_missing", field="result"))
    unsold = seizure.assets.filter(sold_on=None).count()
    if unsold:
        raise Refused(Finding("collection.asset_unsold", params={"count": unsold}))
    today = clock.today()
    seizure.state, seizure.ended_on, seizure.result, seizure.surplus = (
        SeizureState.ENDED, today, result.strip(), surplus,
    )  # fmt: skip
    if surplus:
        seizure.surplus_notified_on = today
        seizure.surplus_until = terms.seizure_surplus(today, law=current()).until
    seizure.save()
    collecting.move(case, "end_seizure", by=by, result=result.strip(), amount=surplus)
    return seizure


def surpluses_of_fund(on: date) -> list[Seizure]:
    """Surpluses that nobody claimed within five years: they are the Fund's (s.50), for finance to take over."""
    rows = Seizure.objects.filter(surplus__gt=0, surplus_until__lt=on).select_related("case")
    return list(rows.order_by("surplus_until"))


def _refuse_future(day: date, field: str) -> None:
    if day > clock.today():
        raise Refused(Finding("collection.day_in_future", field=field))
