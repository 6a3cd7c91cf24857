"""Records of fixed width, from a layout that is data. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).resolve().parents[1] / "layouts"
TYPES = ("text", "digits", "money", "date", "time")


class BadField(ValueError):
    """A field does not hold what its layout says. ``args``: the field's name and what stood there."""

    def __init__(self, name: str, text: str) -> None:
        super().__init__(name, text)
        self.name, self.text = name, text


@dataclass(frozen=True, slots=True)
class Field:
    name: str
    start: int
    width: int
    type: str


@dataclass(frozen=True, slots=True)
class Layout:
    """A file's layout: fields of each kind of record, which its first character tells."""

    encoding: str
    width: int
    records: Mapping[str, tuple[Field, ...]]
    document: Mapping[str, Any]

    def record(self, mark: str, line: str) -> dict[str, Any]:
        """The values of a line. Raises ``BadField`` for the first that is wrong."""
        return {field.name: _value(field, line) for field in self.records[mark]}

    def write(self, mark: str, values: Mapping[str, Any]) -> str:
        """A line of this layout."""
        line = [" "] * self.width
        line[0] = mark
        for field in self.records[mark]:
            line[field.start - 1 : field.start - 1 + field.width] = _text(field, values[field.name])
        return "".join(line)


@cache
def layout(name: str) -> Layout:
    """The layout ``finance/layouts/<name>.yaml``. Fields that overlap or leave the line refuse to load."""
    document = yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    width = document["width"]
    records = {
        record["mark"]: tuple(Field(**field) for field in record["fields"])
        for record in document["records"].values()
    }
    for fields in records.values():
        free = 2
        for field in fields:
            if field.start < free or field.start + field.width - 1 > width or field.type not in TYPES:
                raise ValueError(f"layout {name}: field {field.name} is out of place")
            free = field.start + field.width
    return Layout(document["encoding"], width, records, document)


def _value(field: Field, line: str) -> Any:
    text = line[field.start - 1 : field.start - 1 + field.width]
    if field.type == "text":
        return text.strip()
    if len(text) != field.width or not (text.isascii() and text.isdecimal()):
        raise BadField(field.name, text)
    try:
        return _READERS[field.type](text)
    except ValueError:
        raise BadField(field.name, text) from None


_READERS: Mapping[str, Any] = {
    "digits": lambda text: text,
    "money": lambda text: Decimal(int(text)).scaleb(-2),
    "date": lambda text: date(int(text[4:]), int(text[2:4]), int(text[:2])),
    "time": lambda text: time(int(text[:2]), int(text[2:4]), int(text[4:])),
}


def _text(field: Field, value: Any) -> str:
    if field.type == "money":
        value = int(Decimal(value) * 100)
    elif field.type == "date":
        value = f"{value:%d%m%Y}"
    elif field.type == "time":
        value = f"{value:%H%M%S}"
    text = str(value)
    text = text[: field.width].ljust(field.width) if field.type == "text" else text.rjust(field.width, "0")
    if len(text) != field.width:
        raise BadField(field.name, text)
    return text
