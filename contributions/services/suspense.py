"""What an officer does with held money: put it to one bill or several, give it back, move it, keep it, let it expire.

From a limit on (``contributions.suspense.two_people_from``) another officer than the one who proposes does it; what
becomes the Fund's always needs two, and a refund becomes a payment order, which another approves. Every act is kept.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from contributions.models import (
    ActKind,
    ActState,
    Bill,
    BillStatus,
    Seizure,
    SuspenseAct,
    SuspenseItem,
    SuspenseReason,
    SuspenseStatus,
)
from contributions.rules.allocation import Owed, allocate
from contributions.services.billing import surcharge_on
from contributions.services.bouncing import refund_key
from contributions.services.receiving import cut, needed_of, paid_day, post_held, settle_held
from finance.public import Destination, Fund, PaymentRequest, order_payment, post, reverse
from registration.public import employer
from sso_core import clock
from sso_core.audit.public import record
from sso_core.kernel.actor import Actor
from sso_core.kernel.finding import Finding, Refused
from sso_core.kernel.thai_calendar import add_months
from sso_core.kernel.worked import Worked
from sso_core.law.public import current

ZERO = Decimal("0.00")
MONTHS_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class Wish:
    """What an officer wants done. ``params`` by kind: ``bills`` (``[[bill, amount], …]``), ``account``, ``to``."""

    kind: ActKind
    params: Mapping[str, Any]
    reason: str = ""


@transaction.atomic
def propose(item_id: int, wish: Wish, *, by: Actor) -> SuspenseAct:
    """Do it at once, or propose it where a second officer is needed. Raises ``Refused``."""
    item = _open_item(item_id)
    if item.acts.filter(state=ActState.PROPOSED).exists():
        raise Refused(Finding("suspense.proposed_already"))
    if not wish.reason.strip() and wish.kind != ActKind.APPLY:
        raise Refused(Finding("suspense.reason_needed", field="reason"))
    _refuse_wrong(item, wish)
    act = SuspenseAct.objects.create(
        item=item, kind=wish.kind, amount=item.amount, params=_kept_params(item, wish),
        reason=wish.reason.strip()[:300], state=ActState.PROPOSED, needs_two=needs_two(item, wish.kind),
        made_by_id=by.user_id, made_by=by.name, made_at=clock.now(),
    )  # fmt: skip
    return act if act.needs_two else _do(act, item, by)


def put_whole(item_id: int, bill_id: int, *, by: Actor) -> SuspenseAct:
    """All of it to one bill."""
    item = SuspenseItem.objects.filter(pk=item_id).first()
    if item is None:
        raise Refused(Finding("suspense.already_used"))
    return propose(item_id, Wish(ActKind.APPLY, {"bills": [[bill_id, str(item.amount)]]}), by=by)


def divided(item: SuspenseItem, bill_ids: Iterable[int]) -> list[list[Any]]:
    """How much of an item each bill gets, in the order of ``allocation``: whole bills, the last one what is left."""
    worked = division(item, bill_ids)
    bills = [(int(key.removeprefix("bill.")), n) for key, n in worked.results.items() if key != "left"]
    shares = [(number, amount) for number, amount in bills if amount]
    left = item.amount - sum((amount for _, amount in shares), ZERO)
    if shares and left:
        shares[-1] = (shares[-1][0], shares[-1][1] + left)
    return [[number, str(amount)] for number, amount in shares]


def division(item: SuspenseItem, bill_ids: Iterable[int]) -> Worked:
    """How the order of ``allocation`` divides an item among unpaid bills, by steps, as of the day it was paid."""
    bills = Bill.objects.filter(pk__in=list(bill_ids), status=BillStatus.UNPAID).select_related("filing")
    day = paid_day(item.money_in)
    owed = [Owed(str(b.pk), b.due_on, b.contribution, surcharge_on(b, day), b.ref2) for b in bills]
    return allocate(item.amount, owed, on=day, law=current())


def _kept_params(item: SuspenseItem, wish: Wish) -> dict[str, Any]:
    """What is kept of a wish: where its bills are divided as the order says, with the steps, never the caller's own."""
    params = {key: value for key, value in wish.params.items() if key != "worked"}
    if wish.kind == ActKind.APPLY:
        asked = {int(bill): Decimal(str(amount)) for bill, amount in params["bills"]}
        if asked == {int(bill): Decimal(amount) for bill, amount in divided(item, asked)}:
            params["worked"] = division(item, asked).as_dict()
    return params


def needs_two(item: SuspenseItem, kind: ActKind) -> bool:
    """Whether a second officer is needed. A refund's second officer approves its payment order."""
    limit = current().at("contributions.suspense.two_people_from", clock.today()).value
    return kind == ActKind.EXPIRE or (kind != ActKind.REFUND and item.amount >= limit)


@transaction.atomic
def confirm(act_id: int, *, by: Actor) -> SuspenseAct:
    """The second officer does what the first proposed. Raises ``Refused`` for the same person."""
    act = _proposed(act_id)
    if act.made_by_id is None or by.user_id is None or by.user_id == act.made_by_id:
        raise Refused(Finding("suspense.same_person"))
    item = _open_item(act.item_id)
    _refuse_wrong(item, Wish(ActKind(act.kind), act.params, act.reason))
    return _do(act, item, by)


@transaction.atomic
def decline(act_id: int, reason: str, *, by: Actor) -> SuspenseAct:
    """What was proposed is not done. The proposer may take it back too."""
    act = _proposed(act_id)
    if not reason.strip():
        raise Refused(Finding("suspense.reason_needed", field="reason"))
    act.state, act.checked_by_id, act.checked_by = ActState.DECLINED, by.user_id, by.name
    act.checked_at, act.reason = clock.now(), f"{act.reason} · {reason.strip()}"[:300]
    act.save()
    return act


@transaction.atomic
def assign(item_id: int, *, to: Actor | None) -> SuspenseItem:
    """Give an item to an officer, or to nobody."""
    item = _open_item(item_id)
    item.assigned_to_id, item.assigned_to = (to.user_id, to.name) if to else (None, "")
    item.save(update_fields=["assigned_to_id", "assigned_to"])
    return item


def expires_on(item: SuspenseItem) -> date | None:
    """From which day an overpayment that nobody claimed is the Fund's (s.47); None for money that never is."""
    if item.reason == SuspenseReason.SURPLUS:
        return _surplus_until(item)
    paid = paid_day(item.money_in)
    reasons = current().at("contributions.suspense.expires", paid).text.split(",")
    years = int(current().at("contributions.refund_claim_years", paid).value)
    return add_months(paid, years * MONTHS_A_YEAR) if item.reason in reasons else None


def _surplus_until(item: SuspenseItem) -> date | None:
    """The last of the five years within which an employer may claim what a seizure left (s.50)."""
    account = item.subject.partition(":")[2]
    ended = Seizure.objects.filter(case__account_no=account, surplus__gt=0).order_by("-ended_on").first()
    return ended.surplus_until if ended else None


def _open_item(item_id: int) -> SuspenseItem:
    items = SuspenseItem.objects.select_for_update(of=("self",)).select_related("money_in", "bill")
    item = items.filter(pk=item_id).first()
    if item is None or item.status != SuspenseStatus.OPEN:
        raise Refused(Finding("suspense.already_used"))
    return item


def _proposed(act_id: int) -> SuspenseAct:
    act = (
        SuspenseAct.objects.select_for_update(of=("self",)).filter(pk=act_id, state=ActState.PROPOSED).first()
    )
    if act is None:
        raise Refused(Finding("suspense.not_proposed"))
    return act


def _do(act: SuspenseAct, item: SuspenseItem, by: Actor) -> SuspenseAct:
    _DOING[ActKind(act.kind)](act, item, by)
    act.state, act.checked_by_id, act.checked_by, act.checked_at = (
        ActState.DONE,
        by.user_id,
        by.name,
        clock.now(),
    )
    act.save()
    params = {"what": act.kind, "amount": str(act.amount), "ref": item.money_in.txn_id}
    record("contributions.suspense_act", by=by, subject=item.subject or f"suspense:{item.pk}", params=params)
    return act


def _refuse_wrong(item: SuspenseItem, wish: Wish) -> None:
    if wish.kind == ActKind.APPLY:
        _refuse_parts(item, wish.params)
    elif wish.kind == ActKind.MOVE and employer(str(wish.params.get("account", ""))) is None:
        raise Refused(Finding("suspense.account_unknown", field="account"))
    elif wish.kind == ActKind.KEEP and not item.subject:
        raise Refused(Finding("suspense.nobodys"))
    elif wish.kind == ActKind.EXPIRE:
        day = expires_on(item)
        if day is None or day >= clock.today():
            raise Refused(Finding("suspense.not_expired", section="47"))


def _refuse_parts(item: SuspenseItem, params: Mapping[str, Any]) -> None:
    parts = [(int(bill), Decimal(str(amount))) for bill, amount in params.get("bills", ())]
    if not parts or any(amount <= 0 for _, amount in parts):
        raise Refused(Finding("suspense.no_bill", field="bill"))
    if sum((amount for _, amount in parts), ZERO) > item.amount:
        raise Refused(
            Finding("suspense.parts_too_much", field="bill", params={"amount": f"{item.amount:,.2f}"})
        )


def _apply(act: SuspenseAct, item: SuspenseItem, by: Actor) -> None:
    """Each part to its bill, oldest due first; what no bill takes stays held."""
    asked = {int(bill): Decimal(str(amount)) for bill, amount in act.params["bills"]}
    bills = Bill.objects.select_for_update(of=("self",)).select_related("filing").filter(pk__in=asked)
    found = list(bills.order_by("due_on", "pk"))
    if len(found) != len(asked) or any(bill.status != BillStatus.UNPAID for bill in found):
        raise Refused(Finding("suspense.bill_closed", field="bill"))
    rest: SuspenseItem | None = item
    for bill in found:
        assert rest is not None
        part, amount = rest, asked[bill.pk]
        rest = cut(part, amount, left_as=SuspenseReason(part.reason)) if amount < part.amount else None
        _one_part(part, bill, by)


def _one_part(part: SuspenseItem, bill: Bill, by: Actor) -> None:
    held = list(
        SuspenseItem.objects.select_for_update(of=("self",))
        .select_related("money_in")
        .filter(bill=bill, reason=SuspenseReason.SHORT, status=SuspenseStatus.OPEN)
        .exclude(pk=part.pk)
        .order_by("pk")
    )
    items = [*held, part]
    available, needed = sum((one.amount for one in items), ZERO), needed_of(bill)
    if available < needed:
        params = {"missing": f"{needed - available:,.2f}"}
        raise Refused(Finding("suspense.not_enough", field="bill", params=params))
    settle_held(bill, items, paid_on=max(paid_day(one.money_in) for one in items), by=by)


def _refund(act: SuspenseAct, item: SuspenseItem, by: Actor) -> None:
    """What is held becomes owed to the payer, and a payment order that another officer approves."""
    to = act.params["to"]
    name = str(to.get("name", "")).strip()
    order = order_payment(
        PaymentRequest(
            source_key=refund_key(act),
            subject=item.subject or f"suspense:{item.pk}",
            payee_name=name,
            payee_ident="",
            fund=Fund.COMMON,
            benefit="refund",
            amount=item.amount,
            destination=Destination(str(to["kind"]), str(to.get("bank_code", "")), str(to["account"]), name),
            due_on=clock.today(),
            memo=f"คืนเงินรายการ {item.money_in.txn_id or item.money_in.bank_line_id}",
        ),
        by,
    )
    _post(item, "suspense_refunded", refund_key(act), act.reason)
    _end(item, SuspenseStatus.REFUNDED, by, order_ref=order.reference)


def refund_cancelled(order_ref: str) -> None:
    """The payment order was taken back: the money is held again."""
    item = SuspenseItem.objects.select_for_update(of=("self",)).filter(order_ref=order_ref).first()
    if item is None or item.status != SuspenseStatus.REFUNDED:
        return
    act = item.acts.filter(kind=ActKind.REFUND, state=ActState.DONE).latest("pk")
    reverse(refund_key(act), on=clock.today(), reason=f"ยกเลิกคำสั่งจ่าย {order_ref}")
    item.status, item.applied_at, item.applied_by_id, item.applied_by = SuspenseStatus.OPEN, None, None, ""
    item.order_ref = ""
    item.save()


def _move(act: SuspenseAct, item: SuspenseItem, by: Actor) -> None:
    """To another employer's account: released under the one, held under the other."""
    _post(item, "suspense_released", f"suspense:{item.pk}:move:{act.pk}", act.reason)
    item.subject, item.bill = f"employer:{act.params['account']}", None
    item.reason = SuspenseReason.ADVANCE
    item.save(update_fields=["subject", "bill", "reason"])
    post_held(item, again=f":{act.pk}")


def _keep(act: SuspenseAct, item: SuspenseItem, by: Actor) -> None:
    """For the next bill of the same payer; ``matching`` uses it."""
    item.reason, item.bill = SuspenseReason.ADVANCE, None
    item.save(update_fields=["reason", "bill"])


def _expire(act: SuspenseAct, item: SuspenseItem, by: Actor) -> None:
    _post(item, "suspense_expired", f"suspense:{item.pk}:expired", act.reason)
    _end(item, SuspenseStatus.EXPIRED, by)


def _post(item: SuspenseItem, rule: str, key: str, memo: str) -> None:
    post(
        event_key=key,
        rule=rule,
        on=clock.today(),
        amounts={"amount": item.amount},
        ref=f"bank_line:{item.money_in.bank_line_id}",
        subject=item.subject,
        memo=memo,
    )


def _end(item: SuspenseItem, status: SuspenseStatus, by: Actor, *, order_ref: str = "") -> None:
    item.status, item.applied_at, item.order_ref = status, clock.now(), order_ref
    item.applied_by_id, item.applied_by = by.user_id, by.name
    item.save()


_DOING: dict[ActKind, Callable[[SuspenseAct, SuspenseItem, Actor], None]] = {
    ActKind.APPLY: _apply,
    ActKind.REFUND: _refund,
    ActKind.MOVE: _move,
    ActKind.KEEP: _keep,
    ActKind.EXPIRE: _expire,
}
