"""The member's account by calendar year: sums that say "at least" where months are not known."""

from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from contributions.selectors.accounts import AccountMonth, MonthStatus, account, first_month
from sso_core import clock
from sso_core.kernel.money import ZERO
from sso_core.kernel.period import Period
from sso_core.kernel.thai_calendar import BE_OFFSET

LATEST = 12
_COUNTS = (MonthStatus.PAID, MonthStatus.FILED)


@dataclass(frozen=True, slots=True)
class AccountYear:
    """Months of a year, latest first. Sums are of what is known; ``unknown`` months may add to them."""

    year: int
    months: tuple[AccountMonth, ...]

    @property
    def label(self) -> int:
        return self.year + BE_OFFSET

    @property
    def counted(self) -> int:
        return sum(month.status in _COUNTS for month in self.months)

    @property
    def filed(self) -> int:
        return sum(month.status == MonthStatus.FILED for month in self.months)

    @property
    def unknown(self) -> int:
        return sum(month.status == MonthStatus.NOT_LOADED for month in self.months)

    @property
    def employee(self) -> Decimal | None:
        """None where nothing of the year is known."""
        known = [month.employee for month in self.months if month.employee is not None]
        return sum(known, ZERO) if known else None


def years_of(person_id: int) -> tuple[AccountYear, ...]:
    """Every year since the first month of which anything is known or known to be missing, latest first."""
    return latest_and_years(person_id)[1]


def latest_and_years(person_id: int) -> tuple[tuple[AccountMonth, ...], tuple[AccountYear, ...]]:
    """The last twelve months, oldest first, and ``years_of``: the account is read once for both."""
    now = Period.of(clock.today())
    latest = now - (LATEST - 1)
    first = first_month(person_id) or latest
    found = account(person_id, min(first, latest), now)
    months = [m for m in reversed(found) if m.period >= first and m.status != MonthStatus.NOT_INSURED]
    return found[-LATEST:], tuple(
        AccountYear(year, tuple(rows)) for year, rows in groupby(months, key=lambda m: m.period.year)
    )
