"""The law as dated data: which value holds on a day, in a place, as known on another day.

A parameter has dated rows; a row may hold for some provinces only (``area``), and may have become known
later than it holds (``known``), as a retroactive notice does. There is no default: what the statute does
not tell raises ``NoLaw``. This module is pure: no Django, no clock. Files are read by ``law.reading``.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from sso_core.kernel.thai_calendar import format_date
from sso_core.law.errors import BadStatute, NoLaw

__all__ = ["FOREVER", "BadStatute", "Dated", "Law", "NoLaw", "Parameter"]

FOREVER = date.max


@dataclass(frozen=True, slots=True)
class Dated:
    """One row: a value from ``since`` to ``until``, both included.

    ``number`` is None for a value that a source mentions without telling it, and for words.
    """

    since: date
    until: date
    known: date
    source: str
    confidence: str
    number: Decimal | None = None
    text: str = ""
    area: frozenset[str] | None = None
    note: str = ""

    @property
    def value(self) -> Decimal:
        """The figure. Raises ``NoLaw`` where the source leaves it open."""
        if self.number is None:
            raise NoLaw(
                f"the value from {self.since} is not known ({self.source})",
                f"ยังไม่ทราบค่าตั้งแต่ {format_date(self.since)}",
            )
        return self.number

    @property
    def is_unknown(self) -> bool:
        return self.number is None and not self.text

    def is_in(self, area: str | None) -> bool:
        return self.area is None or area in self.area

    def covers(self, day: date) -> bool:
        return self.since <= day <= self.until


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value of the law with its history.

    ``hints`` are reliefs that somebody reports without a notice having been found: they decide nothing,
    but lower the confidence of the value that they would replace.
    """

    key: str
    label_th: str
    label_en: str
    unit: str
    section: str
    rows: tuple[Dated, ...]
    hints: tuple[Dated, ...] = ()

    def at(self, day: date, *, area: str | None = None, as_known: date = FOREVER) -> Dated:
        """The row that holds: a province's own before the country's, the latest known before older ones.

        Before a change was known, what was in force was expected to go on: so a row that a later notice
        ended is read on beyond its end, as known before that notice.
        """
        known = [row for row in self.rows if row.known <= as_known and row.is_in(area)]
        best = _best(row for row in known if row.covers(day)) or self._read_on(known, day)
        if best is None:
            raise self._missing("has no value", "ไม่มีค่าในกฎหมายที่บันทึกไว้", day, area)
        if best.is_unknown:
            raise self._missing(
                "is mentioned in the sources, but its value is not known",
                "มีการประกาศ แต่ยังไม่พบตัวเลขที่ยืนยันได้",
                day,
                area,
            )
        return self._doubted(best, day, area)

    def _read_on(self, known: Iterable[Dated], day: date) -> Dated | None:
        """The last row of the country before ``day``, where a row not yet known covers the day."""
        if not any(row.area is None and row.covers(day) for row in self.rows):
            return None
        before = [row for row in known if row.area is None and row.since <= day]
        return max(before, key=lambda row: (row.since, row.known), default=None)

    def _doubted(self, row: Dated, day: date, area: str | None) -> Dated:
        hint = next((h for h in self.hints if area and h.is_in(area) and h.covers(day)), None)
        return replace(row, confidence="L", note=hint.note) if hint and row.area is None else row

    def _missing(self, en: str, th: str, day: date, area: str | None) -> NoLaw:
        place_en, place_th = (f" in province {area}", f" จังหวัดรหัส {area}") if area else ("", "")
        return NoLaw(
            f"{self.key} {en} on {day.isoformat()}{place_en}",
            f"“{self.label_th}” ณ {format_date(day)}{place_th} {th}",
        )


def _best(rows: Iterable[Dated]) -> Dated | None:
    return max(rows, key=lambda row: (row.area is not None, row.known, row.since), default=None)


@dataclass(frozen=True, slots=True)
class Law:
    """The whole statute as it was known on a day."""

    parameters: Mapping[str, Parameter]
    hash: str
    known_on: date = FOREVER

    def parameter(self, key: str) -> Parameter:
        try:
            return self.parameters[key]
        except KeyError:
            raise NoLaw(f"the statute has no parameter {key}", f"ไม่มีค่า {key} ในกฎหมายที่บันทึกไว้") from None

    def at(self, key: str, on: date, *, area: str | None = None) -> Dated:
        """The row of ``key`` on a day. Raises ``NoLaw``."""
        return self.parameter(key).at(on, area=area, as_known=self.known_on)

    def as_known(self, day: date) -> "Law":
        """The same law without what was announced after ``day``."""
        return replace(self, known_on=day)

    def keys(self, prefix: str = "") -> tuple[str, ...]:
        return tuple(sorted(key for key in self.parameters if key.startswith(prefix)))
