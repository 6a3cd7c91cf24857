"""Working days: no weekends, no holidays, from our own dated table."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sso_core.cases.calendar import office_calendar
from sso_core.cases.working_days import load

DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 1))


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        ("2026-11-23", 5, "2026-11-30"),  # a plain week: over one weekend
        ("2026-12-03", 3, "2026-12-09"),  # weekend and 7 Dec in lieu of Father's Day
        ("2026-12-30", 1, "2027-01-04"),  # New Year's Eve, New Year and a weekend
        ("2026-04-10", 1, "2026-04-16"),  # Songkran
        ("2026-11-28", 1, "2026-11-30"),  # from a Saturday
        ("2026-11-23", 0, "2026-11-23"),
    ],
)
def test_add(start, count, end):
    assert office_calendar().add(date.fromisoformat(start), count) == date.fromisoformat(end)


@given(DAYS, st.integers(0, 40))
def test_adding_and_counting_agree(start, count):
    calendar = office_calendar()
    assert calendar.between(start, calendar.add(start, count)) == count


@given(DAYS, DAYS)
def test_counting_backwards_is_the_negative(a, b):
    calendar = office_calendar()
    assert calendar.between(a, b) == -calendar.between(b, a)


def test_the_office_is_open_on_childrens_day_eve_and_labour_day():
    calendar = office_calendar()
    assert calendar.is_working(date(2026, 5, 1))
    assert not calendar.is_working(date(2026, 12, 10))


def test_a_year_without_a_table_says_so():
    calendar = office_calendar()
    assert calendar.is_known(date(2026, 1, 1))
    assert not calendar.is_known(date(2029, 1, 1))


def test_each_day_says_how_sure_it_is():
    assert {day.confidence for day in office_calendar().holidays.values()} <= {"H", "M", "L"}


def test_a_day_listed_twice_is_refused(tmp_path):
    path = tmp_path / "holidays.yaml"
    row = '{date: "2026-01-01", name: ก, confidence: M}'
    path.write_text(f"complete_years: [2026]\ndays:\n  - {row}\n  - {row}\n")
    with pytest.raises(ValueError, match="twice"):
        load(path)
