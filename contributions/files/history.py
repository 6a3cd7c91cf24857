"""Flat files of the past: what they are (``history.yaml``), where they can be cut, and their first and last record.

Rows themselves are taken apart by the database; here a file is only looked at and divided at ends of lines.
"""

import codecs
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from sso_core.kernel.finding import Finding, Refused, Severity
from sso_core.kernel.period import Period
from sso_core.kernel.thai_calendar import BE_OFFSET

BLOCK = 1 << 20
_HEAD = 4096


@dataclass(frozen=True, slots=True)
class Slice:
    """A part of a file between two ends of lines. ``line`` is the number of its first line."""

    offset: int
    size: int
    line: int
    lines: int


@dataclass(frozen=True, slots=True)
class HistoryFile:
    """A file as its header and trailer tell. Amounts in baht."""

    path: str
    sha256: str
    encoding: str
    layout: str
    first_month: Period
    last_month: Period
    count: int
    contributions: Decimal
    slices: tuple[Slice, ...]


@dataclass(frozen=True, slots=True)
class ControlRow:
    """What the older system says an employer paid for the wage months of a year (C.E.); blank is Section 39."""

    account_no: str
    year: int
    count: int
    wages: Decimal
    contributions: Decimal


@cache
def layouts() -> dict[str, Any]:
    text = Path(__file__).with_name("history.yaml").read_text(encoding="utf-8")
    return dict(yaml.safe_load(text))


def refused(code: str, *, line: int = 0, **params: object) -> Refused:
    return Refused(Finding(f"history.{code}", Severity.BLOCK, line=line, params=params))


def inspect(path: Path, *, slice_size: int) -> HistoryFile:
    """Look at a file from end to end, once. Raises ``Refused`` where it is not a whole file of the layout."""
    if not path.is_file():
        raise refused("no_file", file=path.name)
    look = _Look(slice_size)
    look.read(path)
    if not look.slices:
        raise refused("empty", file=path.name)
    encoding, slices = look.encoding, tuple(look.slices)
    first = _first_line(path, encoding)
    layout = "delimited" if layouts()["delimited"]["mark"] in first else "fixed"
    header = _record(first, layout, "header", path.name)
    last_line = slices[-1].line + slices[-1].lines - 1
    trailer = _record(_last_line(path, encoding), layout, "trailer", path.name, line=last_line)
    if header["version"] != layouts()["version"]:
        raise refused("version", file=path.name, found=header["version"])
    return HistoryFile(
        path=str(path), sha256=look.digest.hexdigest(), encoding=encoding, layout=layout,
        first_month=_month(header["first_month"], path.name), last_month=_month(header["last_month"], path.name),
        count=_count(trailer["count"], path.name),
        contributions=_baht(trailer["contributions"], layout, path.name), slices=slices,
    )  # fmt: skip


def control_rows(path: Path) -> Iterator[ControlRow]:
    """The totals of the older system, one an employer and year. Raises ``Refused``."""
    if not path.is_file():
        raise refused("no_file", file=path.name)
    with path.open(encoding="ascii", errors="replace") as file:
        for number, line in enumerate(file, 1):
            text = line.rstrip("\r\n")
            if not text:
                continue
            layout = "delimited" if layouts()["delimited"]["mark"] in text else "fixed"
            one = _record(text, layout, "control", path.name, line=number)
            yield ControlRow(
                account_no=one["account_no"],
                year=_count(one["year"], path.name, line=number) - BE_OFFSET,
                count=_count(one["count"], path.name, line=number),
                wages=_baht(one["wages"], layout, path.name, line=number),
                contributions=_baht(one["contributions"], layout, path.name, line=number),
            )


def lines_of(path: Path, part: Slice, encoding: str) -> list[str]:
    """The lines of a slice. Raises ``Refused`` where the file is shorter than it was."""
    with path.open("rb") as file:
        file.seek(part.offset)
        raw = file.read(part.size)
    if len(raw) != part.size:
        raise refused("file_changed", file=path.name)
    return _text(raw.removesuffix(b"\n"), encoding).split("\n")


class _Look:
    """What one reading from end to end tells: where to cut, the fingerprint, and whether it is UTF-8."""

    def __init__(self, slice_size: int) -> None:
        self.slice_size = slice_size
        self.slices: list[Slice] = []
        self.digest = hashlib.sha256()
        self.encoding = "utf-8"
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self._start = self._offset = self._lines = 0
        self._line = 1

    def read(self, path: Path) -> None:
        block = b""
        with path.open("rb") as file:
            while more := file.read(BLOCK):
                block = more
                self._take(block)
        self._decode(b"", final=True)
        if self._offset > self._start:
            self._cut(self._offset, self._lines + (block[-1:] != b"\n"))

    def _take(self, block: bytes) -> None:
        self.digest.update(block)
        self._decode(block)
        self._lines += block.count(b"\n")
        end = self._offset + block.rfind(b"\n") + 1
        if end - self._start >= self.slice_size:
            self._cut(end, self._lines)
        self._offset += len(block)

    def _cut(self, end: int, lines: int) -> None:
        self.slices.append(Slice(self._start, end - self._start, self._line, lines))
        self._start, self._line, self._lines = end, self._line + lines, 0

    def _decode(self, block: bytes, *, final: bool = False) -> None:
        if self.encoding == "utf-8":
            try:
                self._decoder.decode(block, final)
            except UnicodeDecodeError:
                self.encoding = "cp874"


def _text(raw: bytes, encoding: str) -> str:
    return raw.decode(encoding, errors="replace").lstrip("\ufeff")


def _first_line(path: Path, encoding: str) -> str:
    with path.open("rb") as file:
        return _text(file.readline(_HEAD), encoding)


def _last_line(path: Path, encoding: str) -> str:
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - _HEAD))
        return _text(file.read().rstrip(b"\r\n").rsplit(b"\n", 1)[-1], encoding)


def _record(text: str, layout: str, kind: str, file: str, *, line: int = 1) -> dict[str, str]:
    """The fields of one record. Raises ``Refused`` where it is another kind of record."""
    described, mark = layouts()[layout], layouts()["record_types"][kind]
    text = text.rstrip("\r\n")
    if not text.startswith(mark):
        code = {"header": "no_header", "trailer": "cut_off"}.get(kind, "control_bad")
        raise refused(code, file=file, line=line)
    if layout == "delimited":
        values = text.split(described["mark"])[1:]
        return dict(zip(described[kind], (v.strip() for v in values), strict=False)) | dict.fromkeys(
            described[kind][len(values) :], ""
        )
    return {name: text[at - 1 : at - 1 + n].strip() for name, (at, n) in described[kind].items()}


def _month(text: str, file: str) -> Period:
    try:
        return Period.of(date(int(text[:4]) - BE_OFFSET, int(text[4:6]), 1))
    except ValueError:
        raise refused("header_month", file=file, found=text) from None


def _count(text: str, file: str, *, line: int = 0) -> int:
    if not (text.isascii() and text.isdigit()):
        raise refused("number_bad", file=file, found=text, line=line)
    return int(text)


def _baht(text: str, layout: str, file: str, *, line: int = 0) -> Decimal:
    whole, _, part = text.partition(".")
    if layout == "fixed":
        return Decimal(_count(text, file, line=line)).scaleb(-2)
    if not (whole + part).isascii() or not (whole + part).isdigit() or len(part) > 2:
        raise refused("number_bad", file=file, found=text, line=line)
    return Decimal(text)
