"""The receipts of a payer, those that no longer count among them, each with the one in its place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from contributions.models import Bill, BillKind, Receipt, ReceiptStatus
from sso_core.documents.public import DocumentView
from sso_core.kernel.period import Period


@dataclass(frozen=True, slots=True)
class ReceiptView:
    """A receipt as its payer sees it, in baht. ``document_id`` is empty until it is printed."""

    number: str
    kind: str
    period: Period
    contribution: Decimal
    surcharge: Decimal
    amount: Decimal
    paid_on: date
    issued_at: datetime
    status: str
    cancelled_at: datetime | None
    cancelled_why: str
    replaced_by: str
    document_id: str

    @property
    def counts(self) -> bool:
        return self.status == ReceiptStatus.ISSUED

    @property
    def kind_label(self) -> str:
        return str(BillKind(self.kind).label)


def receipts_of(subject: str) -> tuple[ReceiptView, ...]:
    """Every receipt of a payer, newest first."""
    rows = list(Receipt.objects.filter(subject=subject).select_related("bill").order_by("pk"))
    of_bill: dict[int, list[Receipt]] = {}
    for row in rows:
        of_bill.setdefault(row.bill_id, []).append(row)
    replaced = Bill.objects.filter(subject=subject, replaced_by__isnull=False)
    next_bill = dict(replaced.values_list("pk", "replaced_by_id"))
    return tuple(_view(row, _after(row, of_bill, next_bill)) for row in reversed(rows))


def count_of(subject: str) -> int:
    """How many receipts of a payer count."""
    return Receipt.objects.filter(subject=subject, status=ReceiptStatus.ISSUED).count()


def receipt_of(subject: str, number: str) -> ReceiptView | None:
    return next((one for one in receipts_of(subject) if one.number == number), None)


def still_counts(document: DocumentView) -> bool:
    """Whether the receipt that this paper is was not cancelled."""
    cancelled = Receipt.objects.filter(document_id=str(document.id), status=ReceiptStatus.CANCELLED)
    return not cancelled.exists()


def _after(
    row: Receipt, of_bill: Mapping[int, Sequence[Receipt]], next_bill: Mapping[int, int | None]
) -> str:
    """The number of what came in the place of a cancelled receipt, of its bill or of the bill that replaced it."""
    if row.status == ReceiptStatus.ISSUED:
        return ""
    later = [one for one in of_bill[row.bill_id] if one.pk > row.pk]
    bill = next_bill.get(row.bill_id)
    while not later and bill is not None:
        later, bill = list(of_bill.get(bill, ())), next_bill.get(bill)
    return later[0].number if later else ""


def _view(row: Receipt, replaced_by: str) -> ReceiptView:
    return ReceiptView(
        row.number, row.bill.kind, Period.of(row.bill.period), row.contribution, row.surcharge, row.amount,
        row.paid_on, row.issued_at, row.status, row.cancelled_at, row.cancelled_why, replaced_by, row.document_id,
    )  # fmt: skip
