"""Rows of contributions. The big ones, lines and accounts, are partitioned by wage month (``sql/``)."""

from contributions.models.account import AccountRow, Gap, Origin
from contributions.models.bill import (
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
from contributions.models.filing import (
    Assessment,
    Correction,
    Filing,
    FilingFile,
    FilingFinding,
    FilingFormat,
    FilingLine,
    FilingSection,
    FilingStatus,
    StagedLine,
    WaitingLine,
)
from contributions.models.month import ContributionMonth, ExpectedFiling, MonthState
from contributions.models.typed import TypedLine, TypedSheet

__all__ = [
    "AccountRow",
    "Allocation",
    "Assessment",
    "Bill",
    "BillKind",
    "BillStatus",
    "ContributionMonth",
    "Correction",
    "ExpectedFiling",
    "Filing",
    "FilingFile",
    "FilingFinding",
    "FilingFormat",
    "FilingLine",
    "FilingSection",
    "FilingStatus",
    "Gap",
    "MoneyIn",
    "MoneyInStatus",
    "MonthState",
    "Origin",
    "Receipt",
    "StagedLine",
    "SuspenseItem",
    "SuspenseReason",
    "SuspenseStatus",
    "TypedLine",
    "TypedSheet",
    "WaitingLine",
]
