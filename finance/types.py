"""The values that finance takes and hands out. Pure: no Django, no tables."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from sso_core.kernel.finding import Finding


class Fund(StrEnum):
    """Money kept apart by law. ``COMMON`` is held money that no fund owns yet."""

    SMID = "smid"
    OLD_AGE_CHILD = "old_age_child"
    UNEMPLOYMENT = "unemployment"
    SECTION40 = "section40"
    WCF = "wcf"
    COMMON = "common"


class OrderState(StrEnum):
    """Where a payment order stands."""

    ORDERED = "ordered"
    APPROVED = "approved"
    BATCHED = "batched"
    SENT = "sent"
    SETTLED = "settled"
    REJECTED = "rejected"
    RETURNED = "returned"
    REISSUED = "reissued"
    CANCELLED = "cancelled"


class Stopped(StrEnum):
    """What became of an order whose money must not go out."""

    IN_TIME = "in_time"  # not sent: nothing left the account
    CAME_BACK = "came_back"  # sent and come back: it waited to be ordered anew
    GONE = "gone"  # at the bank, or with the payee


class BatchState(StrEnum):
    """Where a payout batch stands."""

    MADE = "made"
    RELEASED = "released"
    CLOSED = "closed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Posting:
    """An event to post: the rule chooses the accounts for each amount.

    ``event_key`` makes it happen once. ``ref`` names the paper it comes from (``claim:SC6911-…``),
    ``subject`` whom it concerns (``person:7``, ``employer:1000000016``).
    """

    event_key: str
    rule: str
    on: date
    amounts: Mapping[str, Decimal]
    ref: str = ""
    subject: str = ""
    memo: str = ""


@dataclass(frozen=True, slots=True)
class LineView:
    number: int
    account: str
    account_label: str
    fund: str
    debit: Decimal
    credit: Decimal


@dataclass(frozen=True, slots=True)
class EntryView:
    """One entry of the ledger with its lines. ``sealed`` is its place in the hash chain, None until sealed."""

    id: int
    event_key: str
    rule: str
    rule_label: str
    on: date
    ref: str
    subject: str
    memo: str
    created_at: datetime
    lines: tuple[LineView, ...]
    reverses: str = ""
    reversed_by: str = ""
    sealed: int | None = None
    seal: str = ""

    @property
    def total(self) -> Decimal:
        return sum((line.debit for line in self.lines), Decimal("0.00"))


@dataclass(frozen=True, slots=True)
class Posted:
    """What a mass posting did: entries written now, and entries that stood there already."""

    written: int
    repeated: int


@dataclass(frozen=True, slots=True)
class Destination:
    """Where money goes. ``kind`` is ``promptpay`` or ``bank``; ``account`` the proxy or the account number."""

    kind: str
    bank_code: str
    account: str
    name: str


@dataclass(frozen=True, slots=True)
class PaymentRequest:
    """Money to pay. ``source_key`` makes the order once; ``benefit`` is ``refund`` for money given back."""

    source_key: str
    subject: str
    payee_name: str
    payee_ident: str
    fund: Fund | str
    benefit: str
    amount: Decimal
    destination: Destination
    due_on: date
    memo: str = ""


@dataclass(frozen=True, slots=True)
class OrderView:
    id: int
    reference: str
    source_key: str
    subject: str
    payee_name: str
    payee_ident: str
    fund: str
    benefit: str
    amount: Decimal
    destination: Destination
    due_on: date
    memo: str
    state: OrderState
    state_label: str
    ordered_at: datetime
    ordered_by: str
    approved_by: str
    batch: str
    reason_code: str
    reason: str
    settled_on: date | None
    returned_on: date | None
    reissue_of: str
    reissued_as: str


@dataclass(frozen=True, slots=True)
class BatchView:
    id: int
    reference: str
    value_date: date
    state: BatchState
    state_label: str
    count: int
    total: Decimal
    made_by: str
    made_at: datetime
    released_by: str
    released_at: datetime | None
    file_name: str
    file_sent_at: datetime | None
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class FileView:
    id: int
    name: str
    kind: str
    direction: str
    state: str
    state_label: str
    size: int
    sha256: str
    at: datetime
    summary: Mapping[str, str]
    findings: tuple[Finding, ...]
