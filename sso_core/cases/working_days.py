"""Working days of the office: Monday to Friday, less the holidays of ``statute/holidays.yaml``.

A year that the table does not hold yet is counted by weekends alone; ``is_known`` says so.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import yaml

DAY = timedelta(days=1)
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Holiday:
    date: date
    name: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Calendar:
    """The office's calendar. All counts leave out the day they start from."""

    holidays: Mapping[date, Holiday]
    years: frozenset[int]

    def is_working(self, day: date) -> bool:
        return day.weekday() < SATURDAY and day not in self.holidays

    def is_known(self, day: date) -> bool:
        """Has the table the holidays of this day's year?"""
        return day.year in self.years

    def add(self, day: date, count: int) -> date:
        """The working day that is ``count`` working days after ``day``."""
        while count > 0:
            day += DAY
            count -= self.is_working(day)
        return day

    def between(self, start: date, end: date) -> int:
        """Working days after ``start`` up to and with ``end``; negative when ``end`` comes first."""
        if end < start:
            return -self.between(end, start)
        days = (start + DAY * n for n in range(1, (end - start).days + 1))
        return sum(self.is_working(day) for day in days)


@cache
def load(path: Path) -> Calendar:
    """Read the table. A day written twice is an error of the table."""
    raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    days = [Holiday(date.fromisoformat(row["date"]), row["name"], row["confidence"]) for row in raw["days"]]
    holidays = {day.date: day for day in days}
    if len(holidays) != len(days):
        raise ValueError(f"{path}: a day is listed twice")
    return Calendar(holidays, frozenset(raw["complete_years"]))
