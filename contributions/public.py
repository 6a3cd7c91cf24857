"""The door of contributions: filings, bills, accounts, Section 39. SQL of the apps above reads ``MONTH_VIEW``."""

from contributions.rules.months import COUNTED, BaseSum, MonthCount
from contributions.rules.section33 import contribution as section33_contribution
from contributions.selectors.accounts import (
    AccountEntry,
    AccountMonth,
    MonthStatus,
    OldAgeShares,
    account,
    gap_months,
    old_age_shares,
)
from contributions.selectors.counts import (
    Population,
    Query,
    average_base,
    average_of_all,
    average_query,
    best_bases,
    best_of_all,
    best_query,
    counted_query,
    gather,
    last_bases,
    months33,
    months_ever,
    months_of_all,
    months_paid,
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

MONTH_VIEW = "contributions_month"

__all__ = [
    "COUNTED",
    "MONTH_VIEW",
    "AccountEntry",
    "AccountMonth",
    "BaseSum",
    "BillView",
    "FilingView",
    "HistoryRow",
    "MonthCount",
    "MonthStatus",
    "OldAgeShares",
    "Population",
    "Query",
    "Standing",
    "Uploaded",
    "account",
    "apply_section39",
    "average_base",
    "average_of_all",
    "average_query",
    "best_bases",
    "best_of_all",
    "best_query",
    "bill_section39",
    "bills_of",
    "bills_of_filing",
    "close_gap",
    "counted_query",
    "filing_of",
    "filings_of",
    "gap_months",
    "gather",
    "held_coverage",
    "last_bases",
    "load_history",
    "months33",
    "months_ever",
    "months_of_all",
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
