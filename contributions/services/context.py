"""What the reader of filings is told by this installation: the law in force and the register."""

from collections.abc import Callable
from datetime import date
from functools import lru_cache

from contributions.files.records import Context, Terms
from sso_core import clock
from sso_core.kernel.period import Period
from sso_core.law.public import NoLaw, current, rate_table


def terms_of(period: Period) -> tuple[Terms, ...]:
    """Every set of Section 33 terms of a wage month as known today; none where the law of it is not known."""
    return _terms(period, clock.today())


@lru_cache(maxsize=512)
def _terms(period: Period, today: date) -> tuple[Terms, ...]:
    try:
        rows = rate_table(period, law=current().as_known(today))
    except NoLaw:
        return ()
    return tuple(Terms(r.area, r.employee_rate, r.employer_rate, r.floor, r.ceiling) for r in rows)


def context(
    *,
    account: str | None = None,
    period: Period | None = None,
    province_of: Callable[[str, str], str | None] = lambda account, branch: None,
) -> Context:
    years = current().at("contributions.filing_years", clock.today())
    return Context(clock.today(), terms_of, province_of, account, period, int(years.value))
