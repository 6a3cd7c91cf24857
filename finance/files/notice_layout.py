"""The layouts of notification files of banks and counter services: data in ``finance/layouts/notices``. Pure.

A layout is found by the signature of a file's first line. Adding one needs a YAML file and no code.
"""

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).resolve().parents[1] / "layouts" / "notices"
TYPES = ("text", "digits", "money", "date", "time", "code")
NEEDED = frozenset({"txn_id", "paid_on", "ref1", "amount"})
LONGEST = {"ref1": 40, "ref2": 40, "txn_id": 40, "of_txn": 40, "channel": 10, "bank_code": 3}
BE_OFFSET = 543
_PARTS = {"dd": "d", "mm": "m", "yyyy": "y", "yy": "y", "hh": "H", "MM": "M", "ss": "S"}


class BadField(ValueError):
    """A field does not hold what its layout says. ``args``: the field's name and what stood there."""

    def __init__(self, name: str, text: str) -> None:
        super().__init__(name, text)
        self.name, self.text = name, text


@dataclass(frozen=True, slots=True)
class Field:
    """One field. ``decimals`` is how many digits stand behind the point that is not written, or ``point``."""

    name: str
    type: str
    start: int = 0
    width: int = 0
    column: int = 0
    format: str = ""
    era: str = "CE"
    decimals: int | str = 2
    signed: bool = False
    optional: bool = False
    values: Mapping[str, str] = field(default_factory=dict)

    def cut(self, parts: str | Sequence[str]) -> str:
        if isinstance(parts, str):
            return parts[self.start - 1 : self.start - 1 + self.width]
        return parts[self.column - 1] if self.column <= len(parts) else ""

    def read(self, parts: str | Sequence[str]) -> Any:
        """The value. Raises ``BadField``."""
        text = self.cut(parts)
        if self.optional and not text.strip():
            return "" if self.type in ("text", "code", "digits") else None
        try:
            value = _READERS[self.type](self, text)
        except (ValueError, KeyError):
            raise BadField(self.name, text) from None
        if self.name in LONGEST and len(str(value)) > LONGEST[self.name]:
            raise BadField(self.name, text)
        return value

    def write(self, value: Any) -> str:
        """The value as text, padded where the field has a width. Raises ``BadField`` when it does not fit."""
        text = _WRITERS[self.type](self, value) if value not in (None, "") else ""
        if not self.width:
            return text
        padded = (
            text.ljust(self.width)
            if self.type in ("text", "code") or not text
            else text.rjust(self.width, "0")
        )
        if self.type == "text":
            padded = padded[: self.width]
        if len(padded) != self.width:
            raise BadField(self.name, text)
        return padded


@dataclass(frozen=True, slots=True)
class Record:
    mark: str
    fields: tuple[Field, ...]

    def read(self, parts: str | Sequence[str]) -> dict[str, Any]:
        """The values of a line. Raises ``BadField`` for the first that is wrong."""
        return {one.name: one.read(parts) for one in self.fields}


@dataclass(frozen=True, slots=True)
class NoticeLayout:
    """One kind of notification file."""

    key: str
    label: Mapping[str, str]
    source: str
    confidence: str
    form: str
    encoding: str
    name: str
    signature: Mapping[str, Any]
    currencies: tuple[str, ...]
    records: Mapping[str, Record]
    width: int = 0
    delimiter: str = ""
    heading: bool = False
    constants: Mapping[str, str] = field(default_factory=dict)
    banks: tuple[str, ...] = ()

    def fits(self, first: str) -> bool:
        """Whether a file that begins with this line is of this layout."""
        if self.form == "fixed" and len(first) > self.width:
            return False
        found = re.match(self.signature["first"], first)
        bank = found.groupdict().get("bank") if found else None
        return found is not None and (not self.banks or bank is None or bank in self.banks)

    def parts(self, line: str) -> str | list[str]:
        if self.form == "fixed":
            return line
        return [part.strip() for part in next(csv.reader([line], delimiter=self.delimiter), [])]

    def kind(self, line: str) -> str | None:
        """Which record a line is, by its mark; a record without a mark is any line."""
        parts = self.parts(line)
        for kind, record in self.records.items():
            start = parts[: len(record.mark)] if isinstance(parts, str) else "".join(parts[:1])
            if not record.mark or start == record.mark:
                return kind
        return None

    def write(self, kind: str, values: Mapping[str, Any]) -> str:
        record = self.records[kind]
        if self.form == "fixed":
            line = list(record.mark.ljust(self.width))
            for one in record.fields:
                line[one.start - 1 : one.start - 1 + one.width] = one.write(values.get(one.name))
            return "".join(line)
        cells = [""] * max(one.column for one in record.fields)
        if record.mark:
            cells[0] = record.mark
        for one in record.fields:
            cells[one.column - 1] = one.write(values.get(one.name))
        return self.delimiter.join(
            f'"{cell.replace(chr(34), chr(34) * 2)}"' if self.delimiter in cell or '"' in cell else cell
            for cell in cells
        )


@cache
def layouts(folder: Path = FOLDER) -> tuple[NoticeLayout, ...]:
    """Every layout of a folder, in the order of their names."""
    return tuple(load(path) for path in sorted(folder.glob("*.yaml")))


def load(path: Path) -> NoticeLayout:
    """Read a layout. Fields that overlap, leave the line or are missing refuse to load."""
    told = dict(yaml.safe_load(path.read_text(encoding="utf-8")))
    records = {
        kind: Record(str(one.get("mark", "")), tuple(Field(**each) for each in one["fields"]))
        for kind, one in told.pop("records").items()
    }
    for name in ("currencies", "banks"):
        told[name] = tuple(str(value) for value in told.get(name, ()))
    made = NoticeLayout(**told, records=records)
    for wrong in _faults(made):
        raise ValueError(f"layout {path.stem}: {wrong}")
    return made


def _faults(made: NoticeLayout) -> Iterable[str]:
    names = {one.name for one in made.records["detail"].fields} | set(made.constants)
    if NEEDED - names or "bank_code" not in _all_names(made):
        yield f"a payment needs {', '.join(sorted(NEEDED))} and bank_code"
    if made.confidence not in ("H", "M", "L") or not made.source:
        yield "source and confidence are to be told"
    for record in made.records.values():
        free = len(record.mark) + 1
        for one in record.fields:
            place = one.start >= free and one.start + one.width - 1 <= made.width
            if (
                one.type not in TYPES
                or (made.form == "fixed" and not place)
                or (made.form != "fixed" and one.column < 1)
            ):
                yield f"field {one.name} is out of place"
            free = one.start + one.width


def _all_names(made: NoticeLayout) -> set[str]:
    return {one.name for record in made.records.values() for one in record.fields} | set(made.constants)


def layout_of(content: bytes, *, known: Sequence[NoticeLayout] | None = None) -> NoticeLayout | None:
    """The layout whose signature a file bears; None where none does, or more than one."""
    start = content[:4000].lstrip(b"\r\n")
    found = [
        one
        for one in (known if known is not None else layouts())
        if one.fits(_first_line(start, one.encoding))
    ]
    return found[0] if len(found) == 1 else None


def _first_line(start: bytes, encoding: str) -> str:
    return start.split(b"\n", 1)[0].rstrip(b"\r").decode(encoding, "replace")


def seen_of(content: bytes) -> dict[str, Any]:
    """What stands at the beginning of a file that is not known: enough to ask its sender."""
    first = _first_line(content[:4000].lstrip(b"\r\n"), "cp874")
    shown = "".join(sign if sign.isprintable() else "?" for sign in first[:40])
    return {"seen": shown, "length": len(first), "bars": first.count("|"), "commas": first.count(",")}


def _digits(one: Field, text: str) -> str:
    plain = text.strip()
    if not (plain.isascii() and plain.isdecimal()) or (one.width and len(text) != one.width):
        raise ValueError(text)
    return plain


def _money(one: Field, text: str) -> Decimal:
    plain = text.strip()
    sign, plain = (-1, plain[1:]) if one.signed and plain[:1] == "-" else (1, plain)
    if one.decimals == "point":
        if not re.fullmatch(r"\d{1,3}(,\d{3})*(\.\d{1,2})?|\d+(\.\d{1,2})?", plain, re.ASCII):
            raise ValueError(text)
        return sign * Decimal(plain.replace(",", "")).quantize(Decimal("0.01"))
    if one.width and len(text) != one.width:
        raise ValueError(text)
    if not (plain.isascii() and plain.isdecimal()):
        raise ValueError(text)
    return sign * Decimal(int(plain)).scaleb(-int(one.decimals)).quantize(Decimal("0.01"))


def _pattern(one: Field) -> str:
    """``dd/mm/yyyy`` or ``hhmm`` as named groups."""
    default = "ddmmyyyy" if one.type == "date" else "hhmmss"
    text = one.format or default
    if one.type == "time":
        text = text.replace("mm", "MM")
    return re.sub(
        r"yyyy|yy|dd|mm|hh|MM|ss|[^a-zA-Z]",
        lambda m: rf"(?P<{_PARTS[m[0]]}>\d{{{len(m[0])}}})" if m[0] in _PARTS else re.escape(m[0]),
        text,
    )


def _when(one: Field, text: str) -> dict[str, int]:
    found = re.fullmatch(_pattern(one), text.strip(), re.ASCII)
    if not found:
        raise ValueError(text)
    return {name: int(value) for name, value in found.groupdict().items()}


def _date(one: Field, text: str) -> date:
    told = _when(one, text)
    year = told["y"]
    if year < 100:
        year += 2500 if one.era == "BE" else 2000
    return date(year - BE_OFFSET if one.era == "BE" else year, told["m"], told["d"])


def _time(one: Field, text: str) -> time:
    told = _when(one, text)
    return time(told["H"], told["M"], told.get("S", 0))


_READERS: Mapping[str, Any] = {
    "text": lambda _, text: text.strip(),
    "digits": _digits,
    "money": _money,
    "date": _date,
    "time": _time,
    "code": lambda one, text: one.values[text.strip()],
}


def _write_money(one: Field, value: Decimal) -> str:
    return f"{value:.2f}" if one.decimals == "point" else str(int(value.scaleb(int(one.decimals))))


def _write_date(one: Field, value: date) -> str:
    year = value.year + (BE_OFFSET if one.era == "BE" else 0)
    text = one.format or "ddmmyyyy"
    text = text.replace("yyyy", f"{year:04d}").replace("yy", f"{year % 100:02d}")
    return text.replace("dd", f"{value.day:02d}").replace("mm", f"{value.month:02d}")


def _write_time(one: Field, value: time) -> str:
    text = one.format or "hhmmss"
    return (
        text.replace("hh", f"{value.hour:02d}")
        .replace("mm", f"{value.minute:02d}")
        .replace("ss", f"{value.second:02d}")
    )


_WRITERS: Mapping[str, Any] = {
    "text": lambda _, value: str(value),
    "digits": lambda _, value: str(value),
    "money": _write_money,
    "date": _write_date,
    "time": _write_time,
    "code": lambda one, value: next(code for code, meaning in one.values.items() if meaning == value),
}
