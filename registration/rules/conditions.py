"""One condition of the law, in the words in which a person is told."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition with the figures that decide it. ``met`` is None while a figure is not known."""

    code: str
    met: bool | None
    section: str
    label_th: str
    label_en: str
    detail_th: str
    detail_en: str


def told_day(day: date) -> str:
    """A day in the English words of a condition."""
    return f"{day:%-d %b %Y}"
