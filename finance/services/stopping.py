"""Stopping a payment order whose money must not go out: what is not sent is cancelled, also out of a batch."""

from decimal import Decimal

from django.db import transaction

from finance.flow import BATCH_FLOW, ORDER_FLOW
from finance.models import PaymentOrder, PayoutBatch
from finance.services.orders import cancel_order
from finance.services.posting import post
from finance.types import BatchState, OrderState, Stopped
from sso_core import clock
from sso_core.kernel.actor import Actor


@transaction.atomic
def stop_order(reference: str, reason: str, by: Actor) -> Stopped:
    """Keep an order, or the one that was issued in its place, from going out. What the bank has stays as it is.

    Money that came back (account 2103) is not ordered anew; it goes to bank receipts to be allocated (2201).
    """
    order = _newest(reference)
    state = OrderState(order.state)
    if state is OrderState.CANCELLED:
        return Stopped.IN_TIME
    if state in ORDER_FLOW["give_up"].sources:
        _give_up(order, reason, by)
        return Stopped.CAME_BACK
    if state is OrderState.BATCHED and not _out_of_batch(order):
        return Stopped.GONE
    if OrderState(order.state) not in ORDER_FLOW["cancel"].sources:
        return Stopped.GONE
    cancel_order(order.reference, reason, by)
    return Stopped.IN_TIME


def _newest(reference: str) -> PaymentOrder:
    """The order, locked, or the last of those issued in its place. The batch is locked before its orders."""
    found = PaymentOrder.objects.get(reference=reference)
    while (again := PaymentOrder.objects.filter(reissue_of=found).first()) is not None:
        found = again
    if found.batch_id is not None:
        PayoutBatch.objects.select_for_update().get(pk=found.batch_id)
    return PaymentOrder.objects.select_for_update(of=("self",)).get(pk=found.pk)


def _give_up(order: PaymentOrder, reason: str, by: Actor) -> None:
    order.state = ORDER_FLOW.target(OrderState(order.state), "give_up").value
    order.reason = f"{reason} ({by.name})"[:300]
    order.save()
    post(
        event_key=f"finance.order/{order.reference}/given_up",
        rule="payment_given_up",
        on=clock.today(),
        amounts={order.fund: order.amount},
        ref=f"order:{order.reference}",
        subject=order.subject,
        memo=reason,
    )


def _out_of_batch(order: PaymentOrder) -> bool:
    """Take an order out of a batch that is not released; the last one takes the batch with it."""
    assert order.batch_id is not None
    batch = PayoutBatch.objects.get(pk=order.batch_id)
    if BatchState(batch.state) not in BATCH_FLOW["cancel"].sources:
        return False
    order.state, order.batch = ORDER_FLOW.target(OrderState(order.state), "unbatch").value, None
    order.save()
    if batch.total - order.amount == Decimal(0):
        batch.state = BATCH_FLOW.target(BatchState(batch.state), "cancel").value
    else:
        batch.count, batch.total = batch.count - 1, batch.total - order.amount
    batch.save()
    return True
