"""The law as dated data: which value holds on a day, in a place, as known on another day.

Files under ``statute/`` hold parameters. A parameter has dated rows; a row may hold for some provinces
only (``area``), and may have become known later than it holds (``known``), as a retroactive notice does.
Figures are strings, never YAML floats. A gap or an overlap refuses to load; there is no default.
This module is pure: no Django, no clock.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml

FOREVER = date.max
CONFIDENCES = ("H", "M", "L")


class NoLaw(LookupError):
    """The statute has no usable value for this key, day and place."""


class BadStatute(ValueError):
    """A statute file breaks a rule of the loader; nothing is loaded."""


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
            raise NoLaw(f"the value from {self.since} is not known ({self.source})")
        return self.number

    @property
    def is_unknown(self) -> bool:
        return self.number is None and not self.text

    def covers(self, day: date, area: str | None, as_known: date) -> bool:
        in_place = self.area is None or area in self.area
        return self.since <= day <= self.until and in_place and self.known <= as_known


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value of the law with its history."""

    key: str
    label_th: str
    label_en: str
    unit: str
    section: str
    rows: tuple[Dated, ...]

    def at(self, day: date, *, area: str | None = None, as_known: date = FOREVER) -> Dated:
        """The row that holds: a province's own before the country's, the latest known before older ones."""
        rows = [row for row in self.rows if row.covers(day, area, as_known)]
        if not rows:
            raise NoLaw(f"{self.key} has no value on {day.isoformat()}" + (f" in {area}" if area else ""))
        best = max(rows, key=lambda row: (row.area is not None, row.known, row.since))
        if best.is_unknown:
            raise NoLaw(
                f"{self.key} on {day.isoformat()} is mentioned in the sources, but its value is not known"
            )
        return best


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
            raise NoLaw(f"the statute has no parameter {key}") from None

    def at(self, key: str, on: date, *, area: str | None = None) -> Dated:
        """The row of ``key`` on a day. Raises ``NoLaw``."""
        return self.parameter(key).at(on, area=area, as_known=self.known_on)

    def as_known(self, day: date) -> "Law":
        """The same law without what was announced after ``day``."""
        return replace(self, known_on=day)

    def keys(self, prefix: str = "") -> tuple[str, ...]:
        return tuple(sorted(key for key in self.parameters if key.startswith(prefix)))


def load(folder: Path) -> Law:
    """Read every parameter file of ``folder``. Raises ``BadStatute`` naming file and key."""
    parameters: dict[str, Parameter] = {}
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.yaml")):
        raw = path.read_bytes()
        document = yaml.safe_load(raw)
        if not isinstance(document, dict) or "parameters" not in document:
            continue
        digest.update(raw)
        for entry in document["parameters"]:
            parameter = _parameter(entry, path)
            if parameter.key in parameters:
                raise BadStatute(f"{path.name}: {parameter.key} stands twice")
            parameters[parameter.key] = parameter
    return Law(parameters, digest.hexdigest()[:16])


def _parameter(entry: Mapping[str, Any], path: Path) -> Parameter:
    key = entry.get("key", "?")
    try:
        rows = tuple(_row(row) for row in entry["values"])
        label = entry["label"]
        parameter = Parameter(key, label["th"], label["en"], entry["unit"], str(entry["section"]), rows)
        _refuse_overlaps_and_gaps(rows)
    except (KeyError, TypeError, ValueError, InvalidOperation) as error:
        raise BadStatute(f"{path.name}: {key}: {error}") from error
    return parameter


def _row(row: Mapping[str, Any]) -> Dated:
    since, until = row["from"], row.get("to", FOREVER)
    known = row.get("known", since)
    for day in (since, until, known):
        if not isinstance(day, date):
            raise ValueError(f"{day!r} is not a date")
    value = row.get("value")
    if value is not None and not isinstance(value, str):
        raise ValueError(f"{value!r} must be written as a string")
    if (value is None) + (row.get("text") is None) + (not row.get("unknown")) != 2:
        raise ValueError(f"the row from {since} needs one of value, text, unknown")
    if until < since:
        raise ValueError(f"the row from {since} ends before it begins")
    confidence = row.get("confidence", "H")
    if confidence not in CONFIDENCES or not row.get("source"):
        raise ValueError(f"the row from {since} needs a source and a confidence of H, M or L")
    return Dated(
        since=since,
        until=until,
        known=known,
        source=row["source"],
        confidence=confidence,
        number=Decimal(value) if value is not None else None,
        text=str(row.get("text", "")),
        area=frozenset(row["area"]) if "area" in row else None,
        note=row.get("note", ""),
    )


def _refuse_overlaps_and_gaps(rows: Iterable[Dated]) -> None:
    national = sorted((row for row in rows if row.area is None), key=lambda row: row.since)
    for earlier, later in pairwise(national):
        if later.since <= earlier.until:
            raise ValueError(f"rows overlap at {later.since}")
        if (later.since - earlier.until).days > 1:
            raise ValueError(f"no row between {earlier.until} and {later.since}")
    local = [row for row in rows if row.area is not None]
    for index, one in enumerate(local):
        for other in local[index + 1 :]:
            shared = (one.area or frozenset()) & (other.area or frozenset())
            if shared and one.since <= other.until and other.since <= one.until and one.known == other.known:
                raise ValueError(f"area rows overlap at {max(one.since, other.since)}")
