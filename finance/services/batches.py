"""Payout batches: one person makes a batch of approved orders, another releases it to the bank."""

from datetime import date
from decimal import Decimal

from django.db import connection, transaction
from django.db.models import Sum

from finance.files.pain001 import Transfer, write_pain001
from finance.flow import BATCH_FLOW, ORDER_FLOW, sources_of
from finance.models import BankFile, PaymentOrder, PayoutBatch
from finance.selectors.payments import batch_view
from finance.services.files import keep_file
from finance.services.orders import REFUND
from finance.services.posting import post
from finance.sql import statement
from finance.types import BatchState, BatchView, OrderState
from sso_core import clock, queue
from sso_core.kernel import case_reference
from sso_core.kernel.actor import Actor
from sso_core.kernel.finding import Finding, Refused

LIMIT = 200_000  # payments a file; more wait for the next batch


@transaction.atomic
def make_batch(value_date: date, by: Actor, *, limit: int = LIMIT) -> BatchView:
    """Gather every approved order due by ``value_date``. Refused when there is none."""
    if value_date < clock.today():
        raise Refused(Finding("value_date_past", field="value_date", params={"date": value_date.isoformat()}))
    with connection.cursor() as cursor:
        cursor.execute("select nextval('finance_batch_number')")
        reference = case_reference.make("PB", clock.today(), cursor.fetchone()[0])
        cursor.execute(
            statement("batch_make"),
            {
                "reference": reference,
                "value_date": value_date,
                "sources": sources_of("batch"),
                "target": ORDER_FLOW["batch"].target.value,
                "by_id": by.user_id,
                "by": by.name,
                "now": clock.now(),
                "limit": limit,
            },
        )
        made = cursor.fetchone()
    if made is None:
        raise Refused(Finding("nothing_to_pay", params={"date": value_date.isoformat()}))
    return batch_view(PayoutBatch.objects.get(pk=made[0]))


@transaction.atomic
def cancel_batch(reference: str, by: Actor) -> BatchView:
    """Take a batch apart before it is released; its orders wait for another."""
    batch = _locked(reference)
    batch.state = BATCH_FLOW.target(BatchState(batch.state), "cancel").value
    batch.orders.filter(state__in=sources_of("unbatch")).update(
        state=ORDER_FLOW["unbatch"].target.value, batch=None
    )
    batch.save()
    return batch_view(batch)


@transaction.atomic
def release_batch(reference: str, by: Actor) -> BatchView:
    """Hand the batch to the bank: file written and kept, orders sent, ledger posted, all or nothing.

    The releaser is not the maker. The file itself leaves after the commit; a worker tries until it is there.
    """
    batch = _locked(reference)
    batch.state = BATCH_FLOW.target(BatchState(batch.state), "release").value
    if by.user_id is None or by.user_id == batch.made_by_id:
        raise Refused(Finding("finance_same_person", field="released_by", params={"name": by.name}))
    batch.released_by_id, batch.released_by, batch.released_at = by.user_id, by.name, clock.now()
    content = _file_of(batch)
    keep_file(
        f"PAIN001_{batch.reference}.xml",
        content,
        BankFile.Direction.OUT,
        kind=BankFile.Kind.PAIN001,
        batch=batch,
    )
    _post_released(batch)
    batch.orders.filter(state__in=sources_of("send")).update(state=ORDER_FLOW["send"].target.value)
    batch.save()
    from finance.tasks import exchange_bank_files

    queue.wake(exchange_bank_files)
    return batch_view(batch)


def _file_of(batch: PayoutBatch) -> bytes:
    orders = PaymentOrder.objects.filter(batch=batch, state=OrderState.BATCHED.value)
    transfers = [
        Transfer(
            reference=one.reference,
            amount=one.amount,
            fund=one.fund,
            kind=one.kind,
            bank_code=one.bank_code,
            account=one.account,
            account_name=one.account_name,
            payee_name=one.payee_name,
            memo=one.memo,
        )
        for one in orders.iterator(chunk_size=5000)
    ]
    if len(transfers) != batch.count or sum((one.amount for one in transfers), Decimal(0)) != batch.total:
        raise RuntimeError(f"batch {batch.reference} does not hold what it was made of")
    return write_pain001(
        transfers,
        message_id=batch.reference,
        created=clock.now().astimezone(clock.BANGKOK),
        value_date=batch.value_date,
    )


def _post_released(batch: PayoutBatch) -> None:
    amounts: dict[str, Decimal] = {}
    for row in (
        batch.orders.values("fund", "benefit").annotate(total=Sum("amount")).order_by("fund", "benefit")
    ):
        key = f"{REFUND if row['benefit'] == REFUND else 'benefit'}.{row['fund']}"
        amounts[key] = amounts.get(key, Decimal(0)) + row["total"]
    post(
        event_key=f"finance.batch/{batch.reference}/released",
        rule="payment_released",
        on=clock.today(),
        amounts=amounts,
        ref=f"batch:{batch.reference}",
        memo=f"ชุดจ่าย {batch.reference} จำนวน {batch.count} รายการ",
    )


def _locked(reference: str) -> PayoutBatch:
    try:
        return PayoutBatch.objects.select_for_update().get(reference=reference)
    except PayoutBatch.DoesNotExist:
        raise Refused(Finding("no_such_batch", field="reference", params={"reference": reference})) from None
