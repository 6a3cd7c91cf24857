"""From when to when a person is insured under Section 33: the union of the employments (SSA s.33, s.38)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)
Span = tuple[date, date | None]


def section33_spans(employments: Iterable[Span]) -> list[Span]:
    """Merge employments (both days included, None while open) into stretches of insured days.

    Employments that touch or overlap make one stretch: several employers at once do not change it.
    """
    merged: list[Span] = []
    for start, end in sorted(employments, key=lambda span: (span[0], span[1] or date.max)):
        if merged and (merged[-1][1] is None or start <= merged[-1][1] + DAY):
            last_start, last_end = merged[-1]
            longest = None if last_end is None or end is None else max(last_end, end)
            merged[-1] = (last_start, longest)
        else:
            merged.append((start, end))
    return merged


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch under a section, as the register has it."""

    section: int
    starts_on: date
    ends_on: date | None
    end_reason: str = ""
    option: int | None = None
