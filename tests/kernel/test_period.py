from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sso_core.kernel.period import Period, months

PERIODS = st.builds(Period, st.integers(1950, 2500), st.integers(1, 12))


def test_reading_and_showing():
    june = Period.parse("2026-06")
    assert str(june) == "2026-06"
    assert june.be_label() == "มิถุนายน 2569"
    assert june.be_short() == "มิ.ย. 2569"
    assert june.mmyy_be() == "0669"
    assert (june.first, june.last) == (date(2026, 6, 1), date(2026, 6, 30))


@pytest.mark.parametrize(
    "text", ["", "2026", "2026-13", "2026-00", "06-2026", "2026/06", "2026-6-1", "26-06"]
)
def test_what_is_not_a_month(text):
    with pytest.raises(ValueError, match=r"."):
        Period.parse(text)


def test_a_buddhist_year_is_named():
    with pytest.raises(ValueError, match="2026"):
        Period.parse("2569-06")


@pytest.mark.parametrize(
    ("text", "near", "found"),
    [
        ("0669", date(2026, 7, 10), Period(2026, 6)),
        ("1299", date(2056, 12, 1), Period(2056, 12)),
        ("0100", date(2056, 12, 1), Period(2057, 1)),
        ("0199", date(2057, 2, 1), Period(2056, 1)),
    ],
)
def test_two_digits_of_a_year(text, near, found):
    assert Period.from_mmyy_be(text, near) == found


@pytest.mark.parametrize("text", ["", "1369", "0069", "669", "06-9", "๐๖๖๙x"])
def test_months_of_files_refused(text):
    with pytest.raises(ValueError, match=r"."):
        Period.from_mmyy_be(text, date(2026, 7, 1))


@given(PERIODS, st.integers(-200, 200))
def test_counting_months(period, count):
    other = period + count
    assert other.minus(period) == count
    assert other - count == period
    assert (other > period) == (count > 0)


@given(PERIODS)
def test_neighbours(period):
    assert period.next().prev() == period
    assert (period.next().first - period.last).days == 1
    assert Period.of(period.last) == period
    assert Period.from_mmyy_be(period.mmyy_be(), period.first) == period


def test_a_stretch_of_months_has_both_ends():
    found = months(Period(2025, 11), Period(2026, 2))
    assert [str(p) for p in found] == ["2025-11", "2025-12", "2026-01", "2026-02"]
    assert months(Period(2026, 2), Period(2026, 1)) == ()
