"""Paying a debt in parts: agreed, a bill a part, the money used for the oldest debt first, ended by default.

What is paid for a part is held money of the plan. As soon as the pot is enough for a bill of the debt, the bill is
settled with it: contributions first, so that its surcharge stops. No baht is in two places.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction

from contributions.collection_flow import Stage
from contributions.models import (
    Bill,
    BillKind,
    BillStatus,
    CollectionCase,
    InstalmentPart,
    InstalmentPlan,
    LetterKind,
    MoneyIn,
    PlanState,
    SuspenseItem,
    SuspenseReason,
    SuspenseStatus,
)
from contributions.rules import collection_terms as terms
from contributions.rules.instalments import Part, parts
from contributions.selectors import collection as read
from contributions.services import collecting, receiving
from contributions.services.billing import next_reference
from contributions.services.collection_letters import send_letter
from registration.public import employer_recipient
from sso_core import clock
from sso_core.kernel.actor import SYSTEM, Actor
from sso_core.kernel.finding import Finding, Refused
from sso_core.kernel.money import ZERO
from sso_core.kernel.period import Period
from sso_core.kernel.thai_calendar import format_date
from sso_core.law.public import current
from sso_core.messaging.public import tell

DAY = timedelta(days=1)
FIRST_PART_WITHIN = timedelta(days=31)


def most_parts(on: date) -> int:
    return int(current().at("contributions.instalment_most_parts", on).value)


def divided(case: CollectionCase, count: int, first_due: date) -> tuple[read.Owed, tuple[Part, ...]]:
    """How the debt of today would divide. Raises ``Refused`` for what cannot be agreed."""
    today = clock.today()
    findings = []
    if not 2 <= count <= most_parts(today):
        findings.append(
            Finding("collection.too_many_parts", field="count", params={"most": most_parts(today)})
        )
    if not today < first_due <= today + FIRST_PART_WITHIN:
        findings.append(Finding("collection.first_part_day", field="first_due"))
    owed = read.owed(case, on=today)
    if owed.unknown:
        findings.append(Finding("collection.unfiled_first", section="47"))
    elif not owed.total:
        findings.append(Finding("collection.nothing_owed"))
    if findings:
        raise Refused(*findings)
    return owed, parts(owed.total, count, first_due)


@transaction.atomic
def agree(case_id: int, count: int, first_due: date, *, by: Actor, request: str = "") -> InstalmentPlan:
    """Agree on ``count`` parts a month apart, from ``first_due``; each part gets a bill. Raises ``Refused``."""
    case = collecting.locked(case_id)
    collecting.refuse_illegal(case, "agree_instalments")
    owed, divided_into = divided(case, count, first_due)
    plan = InstalmentPlan.objects.create(
        case=case,
        total=owed.total,
        contribution=owed.contribution,
        agreed_on=clock.today(),
        request=request,
    )
    plan.bills.set([debt.bill_id for debt in owed.debts if debt.bill_id is not None])
    made = [_bill_part(plan, case, part) for part in divided_into]
    letter = send_letter(
        case,
        LetterKind.INSTALMENTS,
        made[0].due_on,
        by=by,
        total=str(plan.total),
        parts=[
            {"number": p.number, "due_on": p.due_on.isoformat(), "amount": str(p.amount), "ref2": p.bill.ref2}
            for p in made
        ],
    )
    collecting.move(
        case,
        "agree_instalments",
        by=by,
        answer_by=made[0].due_on,
        amount=plan.total,
        parts=count,
        letter=letter.number,
    )
    return plan


def _bill_part(plan: InstalmentPlan, case: CollectionCase, part: Part) -> InstalmentPart:
    month = Period.of(part.due_on).first
    bill = Bill.objects.create(
        kind=BillKind.INSTALMENT,
        subject=case.subject,
        payer_name=case.employer_name,
        ref1=case.account_no,
        ref2=next_reference(month),
        period=month,
        contribution=part.amount,
        due_on=part.due_on,
        worked_on=clock.today(),
        issued_at=clock.now(),
    )
    return InstalmentPart.objects.create(
        plan=plan, number=part.number, due_on=part.due_on, amount=part.amount, bill=bill
    )


def take_part(money: MoneyIn, bill: Bill) -> None:
    """Money for a part: held for its plan, the part closed when it is whole, and debts settled as far as it goes."""
    part = InstalmentPart.objects.select_related("plan__case").get(bill=bill)
    plan = InstalmentPlan.objects.select_for_update(of=("self",)).get(pk=part.plan_id)
    item = receiving.suspend(money, SuspenseReason.INSTALMENT, money.amount)
    item.subject = bill.subject
    item.save(update_fields=["subject"])
    if _paid_for(bill) >= part.amount:
        bill.status, bill.paid_on = BillStatus.PAID, receiving.paid_day(money)
        bill.save(update_fields=["status", "paid_on"])
    collecting.write(part.plan.case, "part_paid", SYSTEM, part=part.number, amount=money.amount)
    context = {"amount": money.amount, "part": part, "action_url": f"/employer/{bill.ref1}/arrears/"}
    tell(employer_recipient(bill.ref1), "contributions/collection_part", context)
    use_pot(plan, paid_on=receiving.paid_day(money))


receiving.TAKERS[BillKind.INSTALMENT] = take_part


def _paid_for(bill: Bill) -> Decimal:
    """What came in for a part, used or not."""
    return sum(
        SuspenseItem.objects.filter(bill=bill).exclude(status=SuspenseStatus.REVERSED)
        .values_list("amount", flat=True),
        ZERO,
    )  # fmt: skip


def pot(plan: InstalmentPlan) -> list[SuspenseItem]:
    """The money of a plan that is not used yet, locked, oldest first."""
    rows = SuspenseItem.objects.select_for_update(of=("self",)).select_related("money_in")
    bills = plan.parts.values("bill")
    held = rows.filter(status=SuspenseStatus.OPEN, reason=SuspenseReason.INSTALMENT, bill__in=bills)
    return list(held.order_by("pk"))


def use_pot(plan: InstalmentPlan, *, paid_on: date) -> None:
    """Settle bills of the debt, the oldest first, while the pot is enough; then see whether the plan is kept."""
    for bill in _debts(plan):
        held = pot(plan)
        if sum((item.amount for item in held), ZERO) < receiving.needed_of(bill):
            break
        receiving.settle_held(bill, held, paid_on=paid_on, by=None)
        _follow_rest(plan, bill)
    _close_if_kept(plan)


def _debts(plan: InstalmentPlan) -> list[Bill]:
    """The unpaid bills of the plan, locked: contributions by due date, then surcharges that stand alone."""
    rows = Bill.objects.select_for_update(of=("self",)).select_related("filing")
    found = rows.filter(pk__in=plan.bills.values("pk"), status=BillStatus.UNPAID)
    return sorted(found, key=lambda bill: (not bill.contribution, bill.due_on, bill.pk))


def _follow_rest(plan: InstalmentPlan, bill: Bill) -> None:
    """What a settlement left of the surcharge belongs to the plan too."""
    rest = Bill.objects.filter(
        kind=BillKind.SURCHARGE,
        status=BillStatus.UNPAID,
        subject=bill.subject,
        filing=bill.filing,
        period=bill.period,
    )
    plan.bills.add(*rest)


def _close_if_kept(plan: InstalmentPlan) -> None:
    if plan.state != PlanState.ACTIVE or _debts(plan):
        return
    for item in pot(plan):
        item.reason = SuspenseReason.OVER
        item.save(update_fields=["reason"])
    _end(plan, PlanState.KEPT)
    collecting.write(plan.case, "plan_kept", SYSTEM, amount=plan.total)


def _end(plan: InstalmentPlan, state: PlanState) -> None:
    plan.state, plan.ended_on = state, clock.today()
    plan.save(update_fields=["state", "ended_on"])
    Bill.objects.filter(pk__in=plan.parts.values("bill"), status=BillStatus.UNPAID).update(
        status=BillStatus.CANCELLED
    )


def into_pot_again(bill: Bill) -> None:
    """A bill of the debt was unsettled because a part bounced: what is held for it belongs to its parts again.

    An agreement that was kept with that money goes on, if its case has not ended.
    """
    for plan in InstalmentPlan.objects.select_for_update(of=("self",)).filter(bills=bill):
        parts = {part.bill.ref2: part.bill for part in plan.parts.select_related("bill")}
        held = bill.suspense.select_for_update(of=("self",)).select_related("money_in")
        own = [
            item
            for item in held.filter(status=SuspenseStatus.OPEN, reason=SuspenseReason.SHORT)
            if receiving.plain(item.money_in.ref2) in parts
        ]
        if not own or not _goes_on(plan):
            continue
        for item in own:
            item.reason, item.bill = SuspenseReason.INSTALMENT, parts[receiving.plain(item.money_in.ref2)]
            item.save(update_fields=["reason", "bill"])


def _goes_on(plan: InstalmentPlan) -> bool:
    """Whether the agreement is in force, or can be again: kept with money that is gone, while its case stands open."""
    if plan.state == PlanState.KEPT and Stage(collecting.locked(plan.case_id).stage) is Stage.INSTALMENTS:
        plan.state, plan.ended_on = PlanState.ACTIVE, None
        plan.save(update_fields=["state", "ended_on"])
        Bill.objects.filter(pk__in=plan.parts.values("bill"), status=BillStatus.CANCELLED).update(
            status=BillStatus.UNPAID
        )
    return plan.state == PlanState.ACTIVE


def owe_parts_again(money: MoneyIn, *, by: Actor) -> list[InstalmentPart]:
    """The parts of agreements in force that bounced money had paid are owed again, due when they were."""
    paid = SuspenseItem.objects.filter(money_in=money, status=SuspenseStatus.REVERSED).values("bill")
    rows = InstalmentPart.objects.select_related("bill", "plan__case").filter(
        bill__in=paid, bill__status=BillStatus.PAID, plan__state=PlanState.ACTIVE
    )
    found = [part for part in rows.order_by("pk") if _paid_for(part.bill) < part.amount]
    for part in found:
        part.bill.status, part.bill.paid_on = BillStatus.UNPAID, None
        part.bill.save(update_fields=["status", "paid_on"])
        collecting.write(part.plan.case, "part_bounced", by, part=part.number, amount=money.amount)
        context = {"part": part, "action_url": f"/employer/{part.bill.ref1}/arrears/"}
        tell(employer_recipient(part.bill.ref1), "contributions/collection_part_bounced", context)
    return found


def end_defaulted(low: str, high: str, today: date) -> int:
    """End the agreements of a range of employers in which a part is past its days of grace; how many."""
    found = 0
    plans = InstalmentPlan.objects.filter(
        state=PlanState.ACTIVE, case__account_no__gte=low, case__account_no__lte=high
    )
    for plan in plans.order_by("pk"):
        found += _end_if_defaulted(plan.pk, today)
    return found


@transaction.atomic
def _end_if_defaulted(plan_id: int, today: date) -> bool:
    plan = InstalmentPlan.objects.select_for_update(of=("self",)).get(pk=plan_id)
    _close_if_kept(plan)
    missed = plan.parts.filter(bill__status=BillStatus.UNPAID).order_by("number").first()
    if plan.state != PlanState.ACTIVE or missed is None:
        return False
    if not terms.instalment_grace(missed.due_on, law=current()).is_over(today):
        return False
    case = collecting.locked(plan.case_id)
    _end(plan, PlanState.DEFAULTED)
    _keep_for_debt(plan)
    if Stage(case.stage) is Stage.INSTALMENTS:
        collecting.move(case, "default", by=SYSTEM, part=missed.number, due_on=missed.due_on)
    context = {
        "case": case,
        "due_on": format_date(missed.due_on),
        "action_url": f"/employer/{case.account_no}/arrears/",
        "action_label": "ดูหนี้และสิ่งที่ต้องทำ",
    }
    tell(employer_recipient(case.account_no), "contributions/collection_defaulted", context)
    return True


def _keep_for_debt(plan: InstalmentPlan) -> None:
    """What the pot still holds waits for the oldest bill of the debt, as money paid too little for it."""
    debts = _debts(plan)
    for item in pot(plan):
        item.reason = SuspenseReason.SHORT if debts else SuspenseReason.OVER
        item.bill = debts[0] if debts else item.bill
        item.save(update_fields=["reason", "bill"])


def facts_of(plan: InstalmentPlan) -> Sequence[dict[str, Any]]:
    """The parts as pages and the API show them."""
    rows = plan.parts.select_related("bill").order_by("number")
    return [
        {
            "number": p.number,
            "due_on": p.due_on,
            "amount": p.amount,
            "status": p.bill.status,
            "status_label": str(p.bill.get_status_display()),
            "bill_id": p.bill_id,
            "ref2": p.bill.ref2,
        }
        for p in rows
    ]
