from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sso_core.kernel import thai_calendar as cal

DAYS = st.dates(date(1880, 4, 1), date(2400, 12, 31))


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (date(2026, 11, 23), 2569),
        (date(1941, 1, 1), 2484),
        (date(1940, 12, 31), 2483),
        (date(1940, 4, 1), 2483),
        (date(1940, 3, 31), 2482),
        (date(1940, 1, 1), 2482),
        (date(1939, 12, 31), 2482),
        (date(1930, 2, 1), 2472),
    ],
)
def test_the_new_year_moved_in_1941(day, year):
    assert cal.to_be_year(day) == year
    assert cal.from_be(year, day.month, day.day) == day


@given(DAYS)
def test_every_day_reads_back(day):
    assert cal.from_be(cal.to_be_year(day), day.month, day.day) == day


@given(DAYS)
def test_the_year_never_goes_back(day):
    assert cal.to_be_year(day + timedelta(days=1)) - cal.to_be_year(day) in (0, 1)


@pytest.mark.parametrize(
    ("year", "month", "day"),
    [(2483, 1, 1), (2483, 3, 31), (2569, 2, 29), (2569, 13, 1), (2569, 4, 31), (2569, 0, 1)],
)
def test_days_that_never_were(year, month, day):
    with pytest.raises(ValueError, match=r"."):
        cal.from_be(year, month, day)


def test_29_february():
    assert cal.from_be(2567, 2, 29) == date(2024, 2, 29)


@pytest.mark.parametrize(
    "text",
    ["23/11/2569", "23-11-2569", "23.11.2569", "23 พ.ย. 2569", "23 พ.ย 2569", "23 พฤศจิกายน 2569",
     "๒๓ พฤศจิกายน ๒๕๖๙", " 23 11 2569 "],
)  # fmt: skip
def test_the_ways_a_date_is_written(text):
    assert cal.parse_date(text) == date(2026, 11, 23)


@pytest.mark.parametrize("text", ["", "2569", "32/1/2569", "1/13/2569", "1 ขึ้น 2569", "1/1/69", "เมื่อวาน"])
def test_what_is_not_a_date(text):
    with pytest.raises(ValueError, match=r"."):
        cal.parse_date(text)


def test_a_year_of_the_common_era_is_asked_about():
    with pytest.raises(cal.LooksLikeCE, match="2569"):
        cal.parse_date("23/11/2026")


def test_how_dates_are_shown():
    assert cal.format_date(date(2026, 11, 23)) == "23 พ.ย. 2569"
    assert cal.format_date(date(2026, 11, 3), "long") == "3 พฤศจิกายน 2569"


@given(DAYS)
def test_what_is_shown_reads_back(day):
    if cal.to_be_year(day) > 2443:
        assert cal.parse_date(cal.format_date(day)) == day
        assert cal.parse_date(cal.format_date(day, "long")) == day


@pytest.mark.parametrize(
    ("text", "parts", "latest"),
    [
        ("23112535", (1992, 11, 23), date(1992, 11, 23)),
        ("00112535", (1992, 11, None), date(1992, 11, 30)),
        ("00022535", (1992, 2, None), date(1992, 2, 29)),
        ("00002535", (1992, None, None), date(1992, 12, 31)),
        ("00122535", (1992, 12, None), date(1992, 12, 31)),
        ("15022482", (1940, 2, 15), date(1940, 2, 15)),
        ("00022482", (1940, 2, None), date(1940, 2, 29)),
        ("00002482", (1939, None, None), date(1940, 3, 31)),
        ("00002483", (1940, None, None), date(1940, 12, 31)),
    ],
)
def test_birth_dates_with_unknown_parts(text, parts, latest):
    found = cal.PartialDate.parse_ddmmyyyy(text)
    assert (found.year, found.month, found.day) == parts
    assert found.latest == latest


@pytest.mark.parametrize("text", ["", "2311253", "31022535", "00132535", "00022483", "๒๓๑๑๒๕๓๕x"])
def test_birth_dates_refused(text):
    with pytest.raises(ValueError, match=r"."):
        cal.PartialDate.parse_ddmmyyyy(text)


@pytest.mark.parametrize(
    ("birth", "on", "years"),
    [
        (date(1971, 11, 23), date(2026, 11, 22), 54),
        (date(1971, 11, 23), date(2026, 11, 23), 55),
        (date(2000, 2, 29), date(2026, 2, 28), 25),
        (date(2000, 2, 29), date(2026, 3, 1), 26),
    ],
)
def test_age(birth, on, years):
    assert cal.age(birth, on) == years


def test_adding_years_to_29_february():
    assert cal.add_years(date(2024, 2, 29), 2) == date(2026, 3, 1)


@pytest.mark.parametrize(
    ("day", "count", "found"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2024, 1, 30), 1, date(2024, 2, 29)),
        (date(2026, 11, 23), 0, date(2026, 11, 23)),
    ],
)
def test_adding_months(day, count, found):
    assert cal.add_months(day, count) == found
