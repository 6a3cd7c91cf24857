"""What a delay costs, a due date that moves, and the calendar file: the rules alone."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contributions.rules.delay import delay
from contributions.rules.surcharge import due_date, surcharge
from contributions.services.ics import Event, calendar_file
from sso_core.kernel.period import Period
from sso_core.law.public import current
from sso_core.law.reading import load

CAPPED = date(2015, 10, 20)
"""Before, the surcharge had no cap; what was late then came under it on this day."""


@given(
    amount=st.decimals(min_value="1", max_value="1000000", places=2),
    due=st.dates(CAPPED, date(2040, 1, 1)),
)
def test_the_cap_is_reached_on_its_day_and_not_before(amount, due):
    found = delay(amount, due=due, law=current())

    def on(day: date) -> Decimal:
        return surcharge(amount, due=due, paid=day, law=current())["surcharge"]

    assert found.capped_on is not None
    assert on(found.capped_on) == found.most == on(found.capped_on + timedelta(days=1000))
    assert on(found.capped_on - timedelta(days=1)) < found.most


def test_where_a_due_date_moves_the_calendar_is_needed(tmp_path: Path):
    for file in ("due", "section33", "section39"):
        source = load.__globals__["Path"](__file__).parents[2] / "statute" / "contributions" / f"{file}.yaml"
        words = source.read_text(encoding="utf-8").replace("text: stays", "text: next_working_day")
        (tmp_path / f"{file}.yaml").write_text(words, encoding="utf-8")
    law = load(tmp_path)
    july = Period(2026, 7)
    assert due_date(july, law=law, is_working=lambda day: day.weekday() < 5) == date(2026, 8, 17)
    with pytest.raises(ValueError, match="calendar"):
        due_date(july, law=law)


@given(title=st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=200))
def test_any_title_comes_back(title):
    made = calendar_file(
        [Event("k", date(2026, 1, 1), title, "a\nb")], name="n", made_at=datetime(2026, 7, 10, tzinfo=UTC)
    )
    assert all(len(line) <= 75 for line in made.split(b"\r\n"))
    summary = next(line for line in unfolded(made) if line.startswith("SUMMARY:"))
    plain = summary[8:].replace("\\,", ",").replace("\\;", ";").replace("\\\\", "\\")
    assert plain == title
    assert "DESCRIPTION:a\\nb" in unfolded(made)


def unfolded(content: bytes) -> list[str]:
    return content.replace(b"\r\n ", b"").decode().removesuffix("\r\n").split("\r\n")
