"""What the finance desk shows: work to do, approvals by group, and the reconciliation with the bank."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Count, Q, QuerySet, Sum

from finance.models import BankException, BankFile, BankReceipt, LedgerLine, PaymentOrder, PayoutBatch
from finance.selectors.ledger import account_label, balance
from finance.types import BatchState, OrderState
from sso_core.clock import BANGKOK
from sso_core.kernel.period import Period

ZERO = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Desk:
    """How much waits, and where."""

    to_approve: int
    to_approve_total: Decimal
    to_batch: int
    to_batch_total: Decimal
    to_release: int
    at_bank: int
    at_bank_total: Decimal
    came_back: int
    came_back_total: Decimal
    exceptions: int
    files_waiting: int
    to_allocate: Decimal
    unmatched: Decimal


def desk() -> Desk:
    rows = (
        PaymentOrder.objects.values_list("state")
        .annotate(n=Count("pk"), total=Sum("amount"))
        .order_by("state")
    )
    by_state: Mapping[str, tuple[int, Decimal]] = {state: (n, total) for state, n, total in rows}

    def of(*states: OrderState) -> tuple[int, Decimal]:
        found = [by_state.get(state.value, (0, ZERO)) for state in states]
        return sum(n for n, _ in found), sum((total for _, total in found), ZERO)

    to_approve, to_batch, at_bank = of(OrderState.ORDERED), of(OrderState.APPROVED), of(OrderState.SENT)
    back = of(OrderState.REJECTED, OrderState.RETURNED)
    return Desk(
        to_approve=to_approve[0],
        to_approve_total=to_approve[1],
        to_batch=to_batch[0],
        to_batch_total=to_batch[1],
        to_release=PayoutBatch.objects.filter(state=BatchState.MADE.value).count(),
        at_bank=at_bank[0],
        at_bank_total=at_bank[1],
        came_back=back[0],
        came_back_total=back[1],
        exceptions=BankException.objects.filter(resolved_at=None).count(),
        files_waiting=BankFile.objects.filter(state=BankFile.State.WAITING).count(),
        to_allocate=balance("2201"),
        unmatched=balance("2202"),
    )


@dataclass(frozen=True, slots=True)
class ApprovalGroup:
    """Waiting orders of one benefit and day."""

    benefit: str
    fund: str
    due_on: date
    count: int
    total: Decimal


def approval_groups(by_id: int | None) -> tuple[ApprovalGroup, ...]:
    """Waiting orders by benefit and day, without those that the officer ordered."""
    waiting = PaymentOrder.objects.filter(state=OrderState.ORDERED.value).exclude(ordered_by_id=by_id)
    rows = waiting.values("benefit", "fund", "due_on").annotate(n=Count("pk"), total=Sum("amount"))
    return tuple(
        ApprovalGroup(row["benefit"], row["fund"], row["due_on"], row["n"], row["total"])
        for row in rows.order_by("due_on", "benefit", "fund")
    )


@dataclass(frozen=True, slots=True)
class FileMatch:
    """A file of the bank beside what the ledger made of it."""

    file: BankFile
    told_count: int
    told_total: Decimal
    taken_total: Decimal
    ledger_total: Decimal

    @property
    def agrees(self) -> bool:
        return self.taken_total == self.ledger_total


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """A month with the bank: each file against the ledger, and the control accounts."""

    period: Period
    files: tuple[FileMatch, ...]
    bank_in: Decimal
    bank_out: Decimal
    controls: tuple[tuple[str, str, Decimal], ...]

    @property
    def agrees(self) -> bool:
        return all(match.agrees for match in self.files)


CONTROLS = ("1101", "2201", "2202", "2203", "2101", "2102", "2103", "2104")


def reconciliation(period: Period) -> Reconciliation:
    """Set what the bank told in a month beside what was posted for it."""
    start = datetime.combine(period.first, datetime.min.time(), tzinfo=BANGKOK)
    end = datetime.combine(period.next().first, datetime.min.time(), tzinfo=BANGKOK)
    files = BankFile.objects.filter(direction="in", state="done", done_at__gte=start, done_at__lt=end)
    matches = tuple(_match(file) for file in files.defer("content").order_by("pk"))
    bank = LedgerLine.objects.filter(
        account="1101", entry__posted_on__gte=period.first, entry__posted_on__lte=period.last
    )
    # Moves between funds inside the account are neither in nor out.
    bank = bank.filter(
        entry__rule__in=[
            "bank_receipts",
            "bank_receipt_reversed",
            "payment_settled",
            "payment_returned",
            "government_received",
        ]
    )
    sums = bank.aggregate(debit=Sum("debit", default=ZERO), credit=Sum("credit", default=ZERO))
    return Reconciliation(
        period=period,
        files=matches,
        bank_in=sums["debit"],
        bank_out=sums["credit"],
        controls=tuple((code, account_label(code), balance(code, on=period.last)) for code in CONTROLS),
    )


def _match(file: BankFile) -> FileMatch:
    summary = file.summary
    posted = _posted(entry__ref=f"file:{file.pk}")
    if file.kind == BankFile.Kind.BILL_PAYMENT:
        taken = Decimal(summary.get("new_total", "0")) + Decimal(summary.get("reversed_total", "0"))
        return FileMatch(file, summary.get("count", 0), Decimal(summary.get("total", "0")), taken, posted)
    told = file.answers.filter(what__in=["settled", "returned"])
    totals = told.aggregate(n=Count("pk"), total=Sum("amount", default=ZERO))
    taken = sum((Decimal(summary.get(f"{what}_total", "0")) for what in ("settled", "returned")), ZERO)
    # What came back is posted order by order.
    back = told.filter(what="returned", outcome="applied").values_list("reference", flat=True)
    keys = [f"finance.order/{reference}/{end}" for reference in back for end in ("returned", "rejected")]
    return FileMatch(file, totals["n"], totals["total"], taken, posted + _posted(entry__event_key__in=keys))


def _posted(**which: object) -> Decimal:
    total: Decimal = LedgerLine.objects.filter(**which).aggregate(total=Sum("debit", default=ZERO))["total"]
    return total


def files(*, direction: str = "", kind: str = "", state: str = "") -> QuerySet[BankFile]:
    """Bank files without their bytes, newest first."""
    found = BankFile.objects.defer("content").select_related("batch").order_by("-pk")
    for name, value in (("direction", direction), ("kind", kind), ("state", state)):
        if value:
            found = found.filter(**{name: value})
    return found


def receipts(*, text: str = "", show: str = "") -> QuerySet[BankReceipt]:
    """Payments that banks told of, newest first; ``show`` those with a note that waits, or taken back."""
    found = BankReceipt.objects.select_related("file", "reversal").defer("file__content")
    if wanted := text.strip():
        plain = wanted.replace(" ", "").replace("-", "")
        found = found.filter(Q(txn_id=wanted) | Q(ref1=plain) | Q(ref2=plain) | Q(payer__icontains=wanted))
    if show == "noted":
        found = found.filter(notes__state="proposed")
    elif show == "reversed":
        found = found.filter(reversal__isnull=False)
    return found.order_by("-pk")


def exceptions(*, is_open: bool = True) -> QuerySet[BankException]:
    return (
        BankException.objects.filter(resolved_at__isnull=is_open)
        .select_related("file")
        .defer("file__content")
        .order_by("-pk")
    )
