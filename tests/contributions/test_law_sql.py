"""The rule three ways - statute, SQL, and the reader's whole numbers - gives the same satang."""

from decimal import Decimal

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from contributions.rules.section33 import contribution
from contributions.services.assessing import split
from contributions.services.context import terms_of
from contributions.services.law_sql import terms_sql
from sso_core.kernel.period import Period
from sso_core.law.public import current, rate_table

FIRST, LAST = Period(2004, 1), Period(2032, 12)
PROVINCES = sorted({row.area for year in range(2024, 2027) for m in (1, 5, 11, 12)
                    for row in rate_table(Period(year, m)) if row.area} | {"10", "12", "72"})  # fmt: skip

months = st.builds(lambda n: FIRST + n, st.integers(0, LAST.minus(FIRST)))
edges = [
    Decimal(x)
    for x in ("0", "0.01", "1649.99", "1650", "1650.01", "15000", "17500", "17500.01", "20000", "23000")
]
wages = st.one_of(
    st.sampled_from(edges),
    st.decimals(min_value=0, max_value=300_000, places=2),
    st.integers(0, 3_000).map(lambda n: Decimal(n) / 100 + 10_010),  # many near half a baht
)
QUERY = """
with {cte}, s(n, branch_no, wage) as (values {rows})
select s.n, x.base, x.employee, x.employer, x.government
  from s join terms t using (branch_no)
  cross join lateral (select {base} as base) b
  cross join lateral (select b.base, {shares}) x order by s.n"""


def by_sql(period: Period, province: str, amounts: list[Decimal]) -> list[tuple[Decimal, ...]]:
    terms = terms_sql(period, {"000000": province}, wage="s.wage")
    rows = ", ".join(f"({n}, '000000'::varchar, %(w{n})s::numeric)" for n in range(len(amounts)))
    query = QUERY.format(cte=terms.cte, rows=rows, base=terms.base, shares=terms.shares)
    with connection.cursor() as cursor:
        cursor.execute(query, {**terms.params, **{f"w{n}": amount for n, amount in enumerate(amounts)}})
        return [row[1:] for row in cursor.fetchall()]


@pytest.mark.django_db
@settings(max_examples=150, deadline=None)
@given(period=months, province=st.sampled_from(PROVINCES), amounts=st.lists(wages, min_size=1, max_size=60))
def test_sql_is_the_rule(period, province, amounts):
    found = by_sql(period, province, amounts)
    for wage, row in zip(amounts, found, strict=True):
        worked = contribution(wage, period, law=current(), province=province)
        assert row == tuple(worked[name] for name in ("base", "employee", "employer", "government"))


@settings(max_examples=200, deadline=None)
@given(period=months, province=st.sampled_from(PROVINCES), wage=wages)
def test_the_reader_is_the_rule(period, province, wage):
    table = terms_of(period)
    terms = next((t for t in table if t.area == province), table[0]).expected()
    worked = contribution(wage, period, law=current(), province=province)
    satang = int(wage * 100)
    assert (terms.base(satang), terms.employee(satang), terms.employer(satang)) == tuple(
        int(worked[name] * 100) for name in ("base", "employee", "employer")
    )


@given(period=months, shares=st.fixed_dictionaries(
    {payer: st.decimals(0, 10_000_000, places=2) for payer in ("employee", "employer", "government")}
))  # fmt: skip
@settings(max_examples=100, deadline=None)
def test_the_parts_of_the_funds_add_up(period, shares):
    parts = split(period, shares)
    for payer, share in shares.items():
        assert sum(amount for (who, _), amount in parts.items() if who == payer) == share
        assert all(amount >= 0 for amount in parts.values())


# One of each group of provinces that a relief tells apart, one that is only hinted at, and one of none.
GROUPS = ("10", "13", "30", "90", "93")


@pytest.mark.django_db
@pytest.mark.parametrize("province", GROUPS)
def test_every_month_at_every_edge(province):
    """2004 to 2032, month by month: floor, each ceiling and the satang beside it, and amounts near half a baht."""
    near = ("9899", "9900", "14149.99", "14150", "16649.99", "16650")
    amounts = edges + [Decimal(wage) for wage in near]
    for n in range(LAST.minus(FIRST) + 1):
        period = FIRST + n
        found = by_sql(period, province, amounts)
        for wage, row in zip(amounts, found, strict=True):
            worked = contribution(wage, period, law=current(), province=province)
            assert row == tuple(worked[name] for name in ("base", "employee", "employer", "government")), (
                period
            )


def test_every_province_stands_in_a_tested_group():
    """A new relief needs a province of its own here."""
    tables = [{row.area for row in rate_table(FIRST + n)} for n in range(LAST.minus(FIRST) + 1)]

    def told_apart(province: str) -> tuple[bool, ...]:
        return tuple(province in areas for areas in tables)

    assert {told_apart(province) for province in PROVINCES} == {told_apart(province) for province in GROUPS}
