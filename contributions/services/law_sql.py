"""Section 33 in SQL: the same rule as ``rules.section33``, for any number of lines at once.

A property test holds the two equal to the satang over every month and province of the rate history.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection

from sso_core.kernel.money import Rounding
from sso_core.kernel.period import Period
from sso_core.law.public import Law, RateRow, in_force, rate_table

# The shares of a line, from its ``wage`` and the terms ``t`` of its branch (SSA s.46, s.47).
BASE = "case when {wage} = 0 then 0 else least(greatest({wage}, t.floor), t.ceiling) end"
SHARES = """round(b.base * t.employee_rate, {digits}) as employee,
       round(b.base * t.employer_rate, {digits}) as employer,
       round(b.base * t.government_rate, {government_digits}) as government"""
_DIGITS = {Rounding.WHOLE_BAHT: 0, Rounding.SATANG: 2}


@dataclass(frozen=True, slots=True)
class TermsSql:
    """``terms`` as a CTE with a row a branch, its named parameters, and the two expressions."""

    cte: str
    params: dict[str, Any]
    base: str
    shares: str


def province_terms(period: Period, provinces: Mapping[str, str], *, law: Law) -> dict[str, RateRow]:
    """The terms of each branch by the province it stands in. Raises ``NoLaw``."""
    rows = {row.area: row for row in rate_table(period, law=law)}
    return {branch: rows.get(province, rows[None]) for branch, province in provinces.items()}


def terms_sql(period: Period, provinces: Mapping[str, str], *, wage: str, law: Law | None = None) -> TermsSql:
    """The SQL of a wage month for these branches; ``wage`` is the column that holds the wage."""
    law = law or in_force()
    rows: list[str] = []
    params: dict[str, Any] = {}
    for n, (branch, t) in enumerate(province_terms(period, provinces, law=law).items()):
        values = (branch, t.employee_rate, t.employer_rate, t.government_rate, t.floor, t.ceiling)
        params |= {f"t{n}_{place}": value for place, value in enumerate(values)}
        rows.append(
            f"(%(t{n}_0)s::varchar, " + ", ".join(f"%(t{n}_{p})s::numeric" for p in range(1, 6)) + ")"
        )
    cte = (
        "terms(branch_no, employee_rate, employer_rate, government_rate, floor, ceiling) as "
        f"(values {', '.join(rows)})"
    )
    return TermsSql(cte, params, BASE.format(wage=wage), shares_sql(period, law))


def shares_sql(period: Period, law: Law) -> str:
    """The three shares of a base ``b.base`` by the terms ``t``, rounded as the law of the month says."""
    digits = _digits(law, "contributions.s33.rounding", period)
    government = _digits(law, "contributions.s33.government_rounding", period)
    return SHARES.format(digits=digits, government_digits=government)


def _digits(law: Law, key: str, period: Period) -> int:
    return _DIGITS[Rounding(law.at(key, period.first).text)]


def sort_in_memory() -> None:
    """Let this transaction sort and hash a hundred thousand lines without going to disk."""
    with connection.cursor() as cursor:
        cursor.execute("set local work_mem = '64MB'")


def sum_of(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, Decimal("0.00"))
