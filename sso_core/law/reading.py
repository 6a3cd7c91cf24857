"""Reading ``statute/``: YAML files of parameters, refused as a whole when one row breaks a rule.

Figures are strings, never YAML floats. Every row has a source, a confidence and the day it became known.
A gap or an overlap refuses to load.
"""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import yaml

from sso_core.kernel.places import provinces
from sso_core.law.book import FOREVER, Dated, Law, Parameter
from sso_core.law.errors import BadStatute

CONFIDENCES = ("H", "M", "L")
_ROW = {"from", "to", "known", "value", "text", "unknown", "hint", "area", "source", "confidence", "note"}


def load(folder: Path) -> Law:
    """Read every parameter file of ``folder``. Raises ``BadStatute`` naming file and key."""
    parameters: dict[str, Parameter] = {}
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.yaml")):
        raw = path.read_bytes()
        document = _document(raw, path)
        if not isinstance(document, dict) or "parameters" not in document:
            continue
        digest.update(raw)
        for entry in document["parameters"]:
            parameter = _parameter(entry, path)
            if parameter.key in parameters:
                raise BadStatute(f"{path.name}: {parameter.key} stands twice")
            parameters[parameter.key] = parameter
    return Law(parameters, digest.hexdigest()[:16])


def _document(raw: bytes, path: Path) -> Any:
    try:
        return yaml.load(raw, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
    except yaml.YAMLError as error:
        raise BadStatute(f"{path.name}: {error}") from error


def _parameter(entry: Mapping[str, Any], path: Path) -> Parameter:
    key = entry.get("key", "?")
    try:
        read = [(_row(row), bool(row.get("hint"))) for row in entry["values"]]
        rows = tuple(row for row, is_hint in read if not is_hint)
        hints = tuple(row for row, is_hint in read if is_hint)
        _refuse_gaps(rows)
        _refuse_overlaps(rows)
        label, section = entry["label"], str(entry["section"])
        if not section:
            raise ValueError("no section of law")
        return Parameter(key, label["th"], label["en"], entry["unit"], section, rows, hints)
    except (KeyError, TypeError, ValueError, InvalidOperation) as error:
        raise BadStatute(f"{path.name}: {key}: {error}") from error


def _row(row: Mapping[str, Any]) -> Dated:
    if strange := set(row) - _ROW:
        raise ValueError(f"a row does not have {', '.join(sorted(strange))}")
    since, until = row["from"], row.get("to", FOREVER)
    known = row.get("known", since)
    for day in (since, until, known):
        if type(day) is not date:
            raise ValueError(f"{day!r} is not a date")
    if until < since:
        raise ValueError(f"the row from {since} ends before it begins")
    confidence = row.get("confidence", "H")
    if confidence not in CONFIDENCES or not row.get("source"):
        raise ValueError(f"the row from {since} needs a source and a confidence of H, M or L")
    if row.get("hint") and (confidence != "L" or "area" not in row or not row.get("note")):
        raise ValueError(f"the hint from {since} needs an area, a note and the confidence L")
    return Dated(
        since=since,
        until=until,
        known=known,
        source=row["source"],
        confidence=confidence,
        number=_number(row),
        text=row.get("text", ""),
        area=_area(row),
        note=row.get("note", ""),
    )


def _number(row: Mapping[str, Any]) -> Decimal | None:
    value, text = row.get("value"), row.get("text")
    given = [name for name in ("value", "text", "unknown") if row.get(name)]
    if len(given) != 1:
        raise ValueError(f"the row from {row['from']} needs one of value, text, unknown")
    for words in (value, text):
        if words is not None and not isinstance(words, str):
            raise ValueError(f"{words!r} must be written as a string")
    number = Decimal(value) if value is not None else None
    if number is not None and not number.is_finite():
        raise ValueError(f"{value!r} is not a figure")
    return number


def _area(row: Mapping[str, Any]) -> frozenset[str] | None:
    if "area" not in row:
        return None
    codes = row["area"]
    if not isinstance(codes, list) or not codes:
        raise ValueError("an area is a list of provinces")
    for code in codes:
        if code not in provinces():
            raise ValueError(f"{code!r} is not a province; codes are strings of two digits")
    return frozenset(codes)


def _refuse_gaps(rows: Iterable[Dated]) -> None:
    """The history of the whole country has no hole and no day with two rows."""
    national = sorted((row for row in rows if row.area is None), key=lambda row: row.since)
    if not national:
        raise ValueError("no row for the whole country")
    for earlier, later in pairwise(national):
        if later.since <= earlier.until:
            raise ValueError(f"rows overlap at {later.since}")
        if (later.since - earlier.until).days > 1:
            raise ValueError(f"no row between {earlier.until} and {later.since}")


def _refuse_overlaps(rows: Iterable[Dated]) -> None:
    """A province has one row a day, unless a later notice changes an earlier one."""
    for one, other in combinations([row for row in rows if row.area is not None], 2):
        shared = (one.area or frozenset()) & (other.area or frozenset())
        if shared and one.since <= other.until and other.since <= one.until and one.known == other.known:
            raise ValueError(f"area rows overlap at {max(one.since, other.since)}")
