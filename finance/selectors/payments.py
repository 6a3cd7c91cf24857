"""Reading payment orders and batches."""

from datetime import date

from django.db.models import Count, Q, QuerySet

from finance.models import BankFile, PaymentOrder, PayoutBatch
from finance.types import BatchState, BatchView, Destination, OrderState, OrderView
from sso_core.following import subjects_of


def order(reference: str) -> OrderView | None:
    found = _orders().filter(reference=reference).first()
    return order_view(found) if found else None


def order_of_source(source_key: str) -> OrderView | None:
    """The last order for what an app above ordered: a reissue stands for what it replaces."""
    found = _orders().filter(root_key=source_key).order_by("-pk").first()
    return order_view(found) if found else None


def orders_of(subject: str) -> tuple[OrderView, ...]:
    """Every order for a person, newest first."""
    return tuple(
        order_view(one) for one in _orders().filter(subject__in=subjects_of(subject)).order_by("-pk")
    )


def orders(
    *, state: str = "", fund: str = "", text: str = "", due: date | None = None, batch: str = ""
) -> QuerySet[PaymentOrder]:
    """Orders for the office's list, oldest due first."""
    found = _orders().order_by("due_on", "pk")
    if state:
        found = found.filter(state=state)
    if fund:
        found = found.filter(fund=fund)
    if due:
        found = found.filter(due_on__lte=due)
    if batch:
        found = found.filter(batch__reference=batch)
    if text:
        found = found.filter(
            Q(reference=text.upper())
            | Q(subject=text)
            | Q(payee_ident=text)
            | Q(payee_name__icontains=text)
            | Q(root_key__endswith=text)
        )
    return found


def order_view(one: PaymentOrder) -> OrderView:
    successor = getattr(one, "reissued_as", None)
    return OrderView(
        id=one.pk,
        reference=one.reference,
        source_key=one.root_key,
        subject=one.subject,
        payee_name=one.payee_name,
        payee_ident=one.payee_ident,
        fund=one.fund,
        benefit=one.benefit,
        amount=one.amount,
        destination=Destination(one.kind, one.bank_code, one.account, one.account_name),
        due_on=one.due_on,
        memo=one.memo,
        state=OrderState(one.state),
        state_label=one.get_state_display(),
        ordered_at=one.ordered_at,
        ordered_by=one.ordered_by,
        approved_by=one.approved_by,
        batch=one.batch.reference if one.batch else "",
        reason_code=one.reason_code,
        reason=one.reason,
        settled_on=one.settled_on,
        returned_on=one.returned_on,
        reissue_of=one.reissue_of.reference if one.reissue_of else "",
        reissued_as=successor.reference if successor else "",
    )


def batch(reference: str) -> BatchView | None:
    found = PayoutBatch.objects.filter(reference=reference).first()
    return batch_view(found) if found else None


def batches(state: str = "") -> QuerySet[PayoutBatch]:
    found = PayoutBatch.objects.order_by("-pk")
    return found.filter(state=state) if state else found


def batch_view(one: PayoutBatch) -> BatchView:
    counts = one.orders.values_list("state").annotate(count=Count("pk")).order_by("state")
    sent = BankFile.objects.filter(batch=one, direction="out").only("name", "done_at").first()
    return BatchView(
        id=one.pk,
        reference=one.reference,
        value_date=one.value_date,
        state=BatchState(one.state),
        state_label=one.get_state_display(),
        count=one.count,
        total=one.total,
        made_by=one.made_by,
        made_at=one.made_at,
        released_by=one.released_by,
        released_at=one.released_at,
        file_name=sent.name if sent else "",
        file_sent_at=sent.done_at if sent else None,
        counts=dict(counts),
    )


def _orders() -> QuerySet[PaymentOrder]:
    return PaymentOrder.objects.select_related("batch", "reissue_of", "reissued_as")
