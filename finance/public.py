"""The door of finance: posting to the ledger, paying out, and what the bank said.

Set-based SQL of the apps above reads the view ``POSTED_VIEW``: ledger lines by the paper they are about.
"""

from finance.files.direct_debit import DONE as DEBIT_DONE
from finance.files.direct_debit import DebitLine, MandateLine, StopLine
from finance.rules.posting import NoPostingRule
from finance.selectors.ledger import balance, entries_about, entries_of, trial_balance
from finance.selectors.ledger import entry_by_key as entry
from finance.selectors.payments import batch, order, order_of_source, orders_of
from finance.services.batches import cancel_batch, make_batch, release_batch
from finance.services.debits import send_debits
from finance.services.exchange import exchange
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
from finance.services.sealing import seal_ledger
from finance.services.stopping import stop_order
from finance.services.verifying import Proof, register_prover, verify_ledger
from finance.sources import register_source, source_url
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
    Stopped,
)

POSTED_VIEW = "finance_posted"

__all__ = [
    "DEBIT_DONE",
    "POSTED_VIEW",
    "BadPosting",
    "BatchState",
    "BatchView",
    "DebitLine",
    "Destination",
    "EntryView",
    "Fund",
    "LineView",
    "MandateLine",
    "NoPostingRule",
    "NoSuchEntry",
    "OrderConflict",
    "OrderState",
    "OrderView",
    "PaymentRequest",
    "Posted",
    "Posting",
    "PostingConflict",
    "Proof",
    "StopLine",
    "Stopped",
    "approve_order",
    "balance",
    "batch",
    "cancel_batch",
    "cancel_order",
    "entries_about",
    "entries_of",
    "entry",
    "exchange",
    "make_batch",
    "order",
    "order_of_source",
    "order_payment",
    "order_payments",
    "orders_of",
    "post",
    "post_many",
    "post_selected",
    "register_prover",
    "register_source",
    "reissue",
    "release_batch",
    "reverse",
    "seal_ledger",
    "send_debits",
    "source_url",
    "stop_order",
    "trial_balance",
    "verify_ledger",
]
