"""Rows of contributions. The big ones, lines and accounts, are partitioned by wage month (``sql/``)."""

from contributions.models.account import AccountRow, Gap, Origin
from contributions.models.bill import (
    VOLUNTARY,
    Allocation,
    Bill,
    BillKind,
    BillStatus,
    MoneyIn,
    MoneyInStatus,
    Receipt,
    SuspenseItem,
    SuspenseReason,
    SuspenseStatus,
)
from contributions.models.difference import Adjustment, AdjustmentShare, Cause, Difference
from contributions.models.filing import (
    Assessment,
    Correction,
    Filing,
    FilingFile,
    FilingFinding,
    FilingFormat,
    FilingKind,
    FilingLine,
    FilingSection,
    FilingStatus,
    StagedLine,
    WaitingLine,
)
from contributions.models.month import ContributionMonth, ExpectedFiling, MonthState
from contributions.models.refund import BillPart, Refund, RefundPart, RefundStatus
from contributions.models.typed import TypedLine, TypedSheet
from contributions.models.voluntary import BillGroup

__all__ = [
    "VOLUNTARY",
    "AccountRow",
    "Adjustment",
    "AdjustmentShare",
    "Allocation",
    "Assessment",
    "Bill",
    "BillGroup",
    "BillKind",
    "BillPart",
    "BillStatus",
    "Cause",
    "ContributionMonth",
    "Correction",
    "Difference",
    "ExpectedFiling",
    "Filing",
    "FilingFile",
    "FilingFinding",
    "FilingFormat",
    "FilingKind",
    "FilingLine",
    "FilingSection",
    "FilingStatus",
    "Gap",
    "MoneyIn",
    "MoneyInStatus",
    "MonthState",
    "Origin",
    "Receipt",
    "Refund",
    "RefundPart",
    "RefundStatus",
    "StagedLine",
    "SuspenseItem",
    "SuspenseReason",
    "SuspenseStatus",
    "TypedLine",
    "TypedSheet",
    "WaitingLine",
]
