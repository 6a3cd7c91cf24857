from finance.models.bank import (
    BankAnswer,
    BankException,
    BankFile,
    BankReceipt,
    BankReversal,
    ReversalNote,
)
from finance.models.ledger import AccountingPeriod, LedgerEntry, LedgerLine, LedgerSeal, SealRun
from finance.models.payments import PaymentOrder, PayoutBatch

__all__ = [
    "AccountingPeriod",
    "BankAnswer",
    "BankException",
    "BankFile",
    "BankReceipt",
    "BankReversal",
    "LedgerEntry",
    "LedgerLine",
    "LedgerSeal",
    "PaymentOrder",
    "PayoutBatch",
    "ReversalNote",
    "SealRun",
]
