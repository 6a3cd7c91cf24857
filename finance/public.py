"""The door of finance: posting to the ledger, paying out, and what the bank said."""

from finance.rules.posting import NoPostingRule
from finance.selectors.ledger import balance, entries_about, entries_of, trial_balance
from finance.selectors.ledger import entry_by_key as entry
from finance.selectors.payments import order, order_of_source, orders_of
from finance.services.orders import (
    OrderConflict,
    approve_order,
    cancel_order,
    order_payment,
    order_payments,
    reissue,
)
from finance.services.posting import BadPosting, PostingConflict, post, post_many, post_selected
from finance.services.reversing import NoSuchEntry, reverse
from finance.types import (
    BatchState,
    BatchView,
    Destination,
    EntryView,
    Fund,
    LineView,
    OrderState,
    OrderView,
    PaymentRequest,
    Posted,
    Posting,
)

__all__ = [
    "BadPosting",
    "BatchState",
    "BatchView",
    "Destination",
    "EntryView",
    "Fund",
    "LineView",
    "NoPostingRule",
    "NoSuchEntry",
    "OrderConflict",
    "OrderState",
    "OrderView",
    "PaymentRequest",
    "Posted",
    "Posting",
    "PostingConflict",
    "approve_order",
    "balance",
    "cancel_order",
    "entries_about",
    "entries_of",
    "entry",
    "order",
    "order_of_source",
    "order_payment",
    "order_payments",
    "orders_of",
    "post",
    "post_many",
    "post_selected",
    "reissue",
    "reverse",
    "trial_balance",
]
