"""The door of contributions: filings, bills, the member's account, Section 39."""

from contributions.rules.section33 import contribution as section33_contribution
from contributions.selectors.accounts import (
    AccountEntry,
    AccountMonth,
    MonthCount,
    MonthStatus,
    OldAgeShares,
    account,
    gap_months,
    last_bases,
    months33,
    months_ever,
    months_paid,
    old_age_shares,
    wage_bases,
)
from contributions.selectors.filings import (
    BillView,
    FilingView,
    bills_of,
    bills_of_filing,
    filing_of,
    filings_of,
)
from contributions.services.accounts import HistoryRow, close_gap, load_history, note_gap
from contributions.services.section39 import Standing, held_coverage, standing
from contributions.services.section39 import apply as apply_section39
from contributions.services.section39 import bill_months as bill_section39
from contributions.services.section39 import resign as resign_section39
from contributions.services.submitting import submit_filing
from contributions.services.uploads import Uploaded, upload_filing

__all__ = [
    "AccountEntry",
    "AccountMonth",
    "BillView",
    "FilingView",
    "HistoryRow",
    "MonthCount",
    "MonthStatus",
    "OldAgeShares",
    "Standing",
    "Uploaded",
    "account",
    "apply_section39",
    "bill_section39",
    "bills_of",
    "bills_of_filing",
    "close_gap",
    "filing_of",
    "filings_of",
    "gap_months",
    "held_coverage",
    "last_bases",
    "load_history",
    "months33",
    "months_ever",
    "months_paid",
    "note_gap",
    "old_age_shares",
    "resign_section39",
    "section33_contribution",
    "standing",
    "submit_filing",
    "upload_filing",
    "wage_bases",
]
