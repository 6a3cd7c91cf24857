"""Payment orders: ordered by an app above, approved by a finance officer, once for each source."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet

from finance.flow import ORDER_FLOW
from finance.models import PaymentOrder
from finance.selectors.payments import order_view, orders
from finance.services.destinations import checked_destination
from finance.services.posting import post
from finance.types import Destination, Fund, OrderState, OrderView, PaymentRequest
from sso_core import clock
from sso_core.kernel import case_reference
from sso_core.kernel.actor import Actor
from sso_core.kernel.finding import Finding, Refused
from sso_core.messaging.public import publish

REFUND = "refund"


class OrderConflict(Exception):
    """This source was ordered before for another sum, person or fund."""


def order_payment(request: PaymentRequest, by: Actor) -> OrderView:
    """Order money to be paid. Ordered before for the same source, the old order comes back."""
    return order_payments([request], by)[0]


@transaction.atomic
def order_payments(requests: Sequence[PaymentRequest], by: Actor) -> tuple[OrderView, ...]:
    """Order many in one statement: all or none, each source once. Raises ``Refused`` with the line at fault."""
    rows = [_checked(request, line) for line, request in enumerate(requests, 1)]
    if not rows:
        return ()
    _insert(rows, by)
    return _views_after(requests)


def _insert(rows: Sequence[Mapping[str, Any]], by: Actor, *, reissue_of: int | None = None) -> None:
    today = clock.today()
    with connection.cursor() as cursor:
        cursor.execute("select nextval('finance_order_number') from generate_series(1, %s)", [len(rows)])
        numbers = [number for (number,) in cursor.fetchall()]
        full = [
            {**row, "reference": case_reference.make("PO", today, number)}
            for row, number in zip(rows, numbers, strict=True)
        ]
        cursor.execute(
            _INSERT,
            {
                "rows": json.dumps(full),
                "by_id": by.user_id,
                "by": by.name,
                "now": clock.now(),
                "reissue_of": reissue_of,
            },
        )


def _views_after(requests: Sequence[PaymentRequest]) -> tuple[OrderView, ...]:
    keys = [request.source_key for request in requests]
    found = {o.source_key: o for o in orders().filter(source_key__in=keys)}
    for request in requests:
        order = found[request.source_key]
        same = (order.amount, order.subject, order.fund) == (
            request.amount,
            request.subject,
            str(request.fund),
        )
        if not same:
            raise OrderConflict(f"{request.source_key} was ordered before for another sum, person or fund")
    return tuple(order_view(found[key]) for key in keys)


def _checked(request: PaymentRequest, line: int) -> dict[str, Any]:
    findings = list(_findings(request, line))
    destination, wrong = checked_destination(request.destination, line=line)
    if findings or wrong:
        raise Refused(*findings, *wrong)
    assert destination is not None
    return {
        "source_key": request.source_key,
        "root_key": request.source_key,
        "subject": request.subject,
        "payee_name": request.payee_name,
        "payee_ident": request.payee_ident,
        "fund": str(request.fund),
        "benefit": request.benefit,
        "amount": str(request.amount),
        "kind": destination.kind,
        "bank_code": destination.bank_code,
        "account": destination.account,
        "account_name": destination.name,
        "due_on": request.due_on.isoformat(),
        "memo": request.memo[:140],
    }


def _findings(request: PaymentRequest, line: int) -> Iterable[Finding]:
    if not request.source_key or not request.subject:
        yield Finding("payment_without_source", field="source_key", line=line)
    if request.amount <= 0 or request.amount != round(request.amount, 2):
        yield Finding("payment_amount", field="amount", params={"amount": str(request.amount)}, line=line)
    if str(request.fund) not in {fund.value for fund in Fund}:
        yield Finding("payment_fund", field="fund", params={"fund": str(request.fund)}, line=line)
    if not request.payee_name.strip():
        yield Finding("payment_payee", field="payee_name", line=line)


@transaction.atomic
def approve_order(reference: str, by: Actor) -> OrderView:
    """A finance officer says yes. Not the person who ordered it."""
    order = _locked(reference)
    order.state = ORDER_FLOW.target(OrderState(order.state), "approve").value
    if order.ordered_by_id is not None and order.ordered_by_id == by.user_id:
        raise Refused(Finding("finance_same_person", field="approved_by", params={"name": by.name}))
    order.approved_by_id, order.approved_by, order.approved_at = by.user_id, by.name, clock.now()
    order.save()
    return order_view(order)


@transaction.atomic
def approve_orders(benefit: str, fund: str, due_on: date, by: Actor, *, count: int, total: Decimal) -> int:
    """Approve every waiting order of one benefit, fund and day, as a pension run makes them: those that ``by`` saw.

    Refused when the count or the sum is no longer what the officer was shown.
    """
    waiting = approvable(benefit, fund, due_on, by).select_for_update(of=("self",))
    amounts = list(waiting.values_list("pk", "amount"))
    found = sum((amount for _, amount in amounts), Decimal("0.00"))
    if (len(amounts), found) != (count, total):
        params = {"count": len(amounts), "total": str(found)}
        raise Refused(Finding("orders_changed_since_shown", params=params))
    PaymentOrder.objects.filter(pk__in=[pk for pk, _ in amounts]).update(
        state=ORDER_FLOW["approve"].target.value,
        approved_by_id=by.user_id,
        approved_by=by.name,
        approved_at=clock.now(),
    )
    return count


def approvable(benefit: str, fund: str, due_on: date, by: Actor) -> QuerySet[PaymentOrder]:
    """What ``by`` may approve of one benefit and day: not what the same person ordered."""
    waiting = PaymentOrder.objects.filter(
        state=OrderState.ORDERED.value, benefit=benefit, fund=fund, due_on=due_on
    )
    return waiting.exclude(ordered_by_id=by.user_id) if by.user_id is not None else waiting.none()


@transaction.atomic
def cancel_order(reference: str, reason: str, by: Actor) -> OrderView:
    """Take an order back before it is in a batch. The award behind it is reversed by whoever made it."""
    order = _locked(reference)
    order.state = ORDER_FLOW.target(OrderState(order.state), "cancel").value
    if not reason.strip():
        raise Refused(Finding("finance_reason_needed", field="reason"))
    order.reason = f"{reason.strip()} ({by.name})"[:300]
    order.save()
    publish("finance.payment_cancelled", f"{order.reference}:cancelled", event_of(order))
    return order_view(order)


@transaction.atomic
def reissue(reference: str, destination: Destination, by: Actor) -> OrderView:
    """Order refused or returned money again, to another place. Asked twice, the first answer comes back."""
    old = _locked(reference)
    if old.state == OrderState.REISSUED:
        return order_view(PaymentOrder.objects.get(reissue_of=old))
    old.state = ORDER_FLOW.target(OrderState(old.state), "reissue").value
    checked, wrong = checked_destination(destination)
    if checked is None:
        raise Refused(*wrong)
    old.save()
    _insert([_again(old, checked)], by, reissue_of=old.pk)
    new = PaymentOrder.objects.get(reissue_of=old)
    kind = REFUND if old.benefit == REFUND else "benefit"
    post(
        event_key=f"finance.order/{old.reference}/reissued",
        rule="payment_reissued",
        on=clock.today(),
        amounts={f"{kind}.{old.fund}": old.amount},
        ref=f"order:{new.reference}",
        subject=old.subject,
        memo=f"{old.reference} → {new.reference}",
    )
    return order_view(new)


def _again(old: PaymentOrder, to: Destination) -> dict[str, Any]:
    count = PaymentOrder.objects.filter(root_key=old.root_key).count()
    return {
        "source_key": f"{old.root_key}#{count + 1}",
        "root_key": old.root_key,
        "subject": old.subject,
        "payee_name": old.payee_name,
        "payee_ident": old.payee_ident,
        "fund": old.fund,
        "benefit": old.benefit,
        "amount": str(old.amount),
        "kind": to.kind,
        "bank_code": to.bank_code,
        "account": to.account,
        "account_name": to.name,
        "due_on": max(old.due_on, clock.today()).isoformat(),
        "memo": old.memo,
    }


def event_of(order: PaymentOrder, reason: str = "") -> dict[str, Any]:
    """What the outbox tells about an order. ``source_key`` is the one that the app above gave."""
    return {
        "order_ref": order.reference,
        "source_key": order.root_key,
        "subject": order.subject,
        "amount": str(order.amount),
        "reason": reason,
        "reason_code": order.reason_code,
    }


def _locked(reference: str) -> PaymentOrder:
    try:
        return PaymentOrder.objects.select_for_update().get(reference=reference)
    except PaymentOrder.DoesNotExist:
        raise Refused(Finding("no_such_order", field="reference", params={"reference": reference})) from None


_INSERT = """
insert into finance_paymentorder (
    reference, source_key, root_key, subject, payee_name, payee_ident, fund, benefit, amount, kind, bank_code,
    account, account_name, due_on, memo, state, ordered_by_id, ordered_by, ordered_at, approved_by, reason_code,
    reason, reissue_of_id
)
select r.reference, r.source_key, r.root_key, r.subject, r.payee_name, r.payee_ident, r.fund, r.benefit, r.amount,
       r.kind, r.bank_code, r.account, r.account_name, r.due_on, r.memo, 'ordered', %(by_id)s, %(by)s, %(now)s,
       '', '', '', %(reissue_of)s
  from jsonb_to_recordset(%(rows)s::jsonb) as r(
    reference text, source_key text, root_key text, subject text, payee_name text, payee_ident text, fund text,
    benefit text, amount numeric(18, 2), kind text, bank_code text, account text, account_name text, due_on date,
    memo text)
on conflict (source_key) do nothing
"""
