"""What holds for every wage, month and place."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benefits.rules.average_wage import daily_wage
from benefits.rules.old_age import pension
from benefits.rules.sickness import sickness_cash
from contributions.rules import section33, section39, surcharge
from registration.rules.section39 import lapse
from sso_core.kernel.period import Period, months
from sso_core.kernel.places import provinces
from sso_core.law.public import NotEntitled, current

LAW = current()
WAGES = st.decimals(0, 200_000, places=2)
PERIODS = st.sampled_from(months(Period(2004, 1), Period(2033, 12)))
PLACES = st.sampled_from([None, *provinces()])


@given(WAGES, PERIODS, PLACES)
def test_shares_are_whole_baht_within_floor_and_ceiling(wage, period, place):
    worked = section33.contribution(wage, period, law=LAW, province=place)
    assert worked["employee"] == worked["employee"].to_integral_value()
    assert worked["base"] == 0 or 1650 <= worked["base"] <= 23000
    assert (wage == 0) == (worked["base"] == 0)
    assert all(step.section and step.formula for step in worked)


@given(WAGES, WAGES, PERIODS, PLACES)
def test_a_higher_wage_never_pays_less(one, other, period, place):
    low, high = sorted((one, other))
    less, more = (section33.contribution(w, period, law=LAW, province=place) for w in (low, high))
    assert all(less[name] <= more[name] for name in ("base", *section33.PAYERS))


@given(WAGES, PERIODS, PLACES, st.sampled_from(section33.PAYERS))
def test_the_branches_add_up_to_the_share(wage, period, place, payer):
    share = section33.contribution(wage, period, law=LAW, province=place)[payer]
    parts = section33.split_by_branch(share, section33.branch_weights(payer, period, law=LAW))
    assert sum(parts.values()) == share
    assert all(part >= 0 for part in parts.values())


@given(st.decimals(0, 10**7, places=2), st.integers(0, 4000), st.integers(0, 400))
def test_surcharge_grows_with_the_days_and_stops_at_the_contribution(amount, days, more):
    due = date(2016, 1, 15)
    first, later = (
        surcharge.surcharge(amount, due=due, paid=due + timedelta(days=n), law=LAW)["surcharge"]
        for n in (days, days + more)
    )
    assert 0 <= first <= later <= amount


@given(st.integers(0, 2000), st.integers(0, 500))
def test_section39_surcharge_counts_months(days, more):
    due = date(2020, 1, 15)
    first, later = (
        section39.surcharge(Decimal(432), due=due, paid=due + timedelta(days=n), law=LAW)["surcharge"]
        for n in (days, days + more)
    )
    assert first <= later
    assert first % Decimal("8.64") == 0


@given(st.decimals(0, 1000, places=2), st.integers(0, 400), st.integers(0, 400), st.booleans())
def test_sickness_never_pays_more_than_its_days(wage, days, used, chronic):
    worked = sickness_cash(daily_wage=wage, days=days, on=date(2026, 3, 1), law=LAW, used_this_year=used,
                           chronic=chronic)  # fmt: skip
    assert worked["amount"] == worked["daily"] * worked["days"]
    assert worked["days"] <= days
    assert worked["days"] + used <= max(365 if chronic else 180, used)


@given(st.integers(180, 600), st.integers(0, 60), st.decimals(0, 23_000, places=2))
def test_more_months_never_lower_a_pension(count, more, wage):
    less, greater = (
        pension(months=n, average_wage=wage, on=date(2026, 1, 1), law=LAW)["amount"]
        for n in (count, count + more)
    )
    assert less <= greater


@given(st.dictionaries(st.integers(1, 15), st.decimals(1650, 17500, places=2), min_size=1))
@settings(max_examples=60)
def test_daily_wage_takes_the_best_three_months(by_age):
    month = Period(2026, 6)
    wages = {month - age: wage for age, wage in by_age.items()}
    best = sorted(wages.values(), reverse=True)[:3]
    found = daily_wage(wages, on=date(2026, 6, 20), law=LAW)["daily_wage"]
    assert abs(found - sum(best) / (30 * len(best))) <= Decimal("0.005")


def test_daily_wage_looks_at_fifteen_months_before_the_month():
    only_outside = {Period(2026, 6): Decimal(15000), Period(2025, 2): Decimal(15000)}
    with pytest.raises(NotEntitled):
        daily_wage(only_outside, on=date(2026, 6, 20), law=LAW)
    edges = {Period(2025, 3): Decimal(9000), Period(2026, 5): Decimal(12000)}
    assert daily_wage(edges, on=date(2026, 6, 20), law=LAW)["daily_wage"] == Decimal("350.00")


@pytest.mark.parametrize(
    ("marks", "ends"),
    [
        ("ppppppppp", None),
        ("pp--p", None),
        ("pp---p", 2),
        ("---", 0),
        ("p-p-p-p", None),
        ("p-p-p-p-", 7),
        ("p-pp-pp-pppp-", 12),
        ("p-pp-pp-ppppp-", None),
    ],
)
def test_when_section39_lapses(marks, ends):
    paid = [(Period(2026, 1) + n, mark == "p") for n, mark in enumerate(marks)]
    found = lapse(paid, law=LAW, on=date(2026, 6, 1))
    assert (found and found.month) == (None if ends is None else Period(2026, 1) + ends)
