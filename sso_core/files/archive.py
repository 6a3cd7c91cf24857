"""Before an Excel file is opened: is it one, and how big does it unpack? Nothing in it is run.

The sizes that a zip declares can lie, so every part is unpacked once in small pieces and counted.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import islice

ZIP_MARK = b"PK\x03\x04"
OLD_EXCEL_MARK = b"\xd0\xcf\x11\xe0"  # .xls, and .xlsx locked by a password
MOST_UNPACKED = 300 * 1024 * 1024
MOST_PARTS = 2_000
MOST_CELLS = 12_000_000
"""Cells between the first and the last one used: a reader holds all of them, the empty ones too."""
MOST_STRINGS = 3_000_000
_PIECE = 1 << 16
_LOCAL_HEADER = 30
_FORMULA = re.compile(rb"<f[\s>/]")
_SHEET = re.compile(rb'<sheet [^>]*?name="([^"]*)"[^>]*>')
_HIDDEN = re.compile(rb'state="(?:hidden|veryHidden)"')
_FORMULA_CELL = re.compile(rb'<c [^>]*?r="([A-Z]{1,3}[0-9]+)"[^>]*><f[\s>/]')
_MERGED = re.compile(rb'<mergeCell [^>]*?ref="([A-Z0-9:]+)"')
_PLACE = re.compile(rb"""\sr\s*=\s*["']([A-Z]{0,4})([0-9]{1,9})["']""")
_CELL = re.compile(rb"<(?:[a-z]+:)?c[\s/>]")
_ROW = re.compile(rb"<(?:[a-z]+:)?row[\s/>]")
MOST_NAMED = 200


@dataclass(frozen=True, slots=True)
class NotOpened(Exception):
    """The archive is not opened; the code of a finding."""

    code: str


def inspect(data: bytes) -> bool:
    """Check the archive; True when a sheet holds formulas. Raises ``NotOpened``."""
    if data.startswith(OLD_EXCEL_MARK):
        raise NotOpened("excel_old_or_locked")
    try:
        parts = zipfile.ZipFile(BytesIO(data)).infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError):
        raise NotOpened("excel_damaged") from None
    if len(parts) > MOST_PARTS:
        raise NotOpened("excel_too_big")
    if not any(part.filename == "xl/workbook.xml" for part in parts):
        raise NotOpened("excel_not_workbook")
    left, formulas = MOST_UNPACKED, False
    for part in parts:
        extent = Extent() if part.filename.startswith("xl/worksheets/") else None
        strings, tail = 0, b""
        for piece in _unpack(data, part):
            left -= len(piece)
            strings += piece.count(b"<si>") + piece.count(b"<si ") if extent is None else 0
            if left < 0 or strings > MOST_STRINGS:
                raise NotOpened("excel_too_big")
            if extent is not None:
                # What an element is cut into by the pieces is looked at with the next one.
                seen = tail + piece
                formulas = formulas or _FORMULA.search(seen) is not None
                cut = seen.rfind(b"<")
                extent.take(seen[:cut] if cut > 0 else seen)
                tail = seen[cut:] if cut > 0 else b""
        if extent is not None:
            extent.take(tail)
            extent.refuse_wide()
    return formulas


@dataclass(slots=True)
class Extent:
    """How far the cells of a sheet reach: by the places they name, or by their count where they name none."""

    rows: int = 0
    columns: int = 0
    in_row: int = 0

    def take(self, xml: bytes) -> None:
        named = _PLACE.findall(xml)
        letters = {column for column, _ in named if column}
        self.columns = max([self.columns, *(_column(column) for column in letters)])
        self.rows = max([self.rows, *(int(row) for row in {row for _, row in named})])
        cells = len(_CELL.findall(xml))
        if cells > sum(1 for column, _ in named if column):
            self._count(xml)

    def _count(self, xml: bytes) -> None:
        """Cells that do not name their place stand one after the other in their row."""
        first, *others = _ROW.split(xml)
        self.in_row += len(_CELL.findall(first))
        self.columns = max(self.columns, self.in_row)
        for row in others:
            self.rows += 1
            self.in_row = len(_CELL.findall(row))
            self.columns = max(self.columns, self.in_row)

    def refuse_wide(self) -> None:
        if self.rows * self.columns > MOST_CELLS:
            raise NotOpened("excel_too_wide")


def _column(letters: bytes) -> int:
    """``A`` is 1, ``XFD`` 16384."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


@dataclass(frozen=True, slots=True)
class Oddities:
    """What a sheet holds beside plain cells: the places of formulas and merged cells, and hidden sheets."""

    formulas: tuple[str, ...]
    merged: tuple[str, ...]
    hidden: tuple[str, ...]


def oddities(data: bytes, sheet: str = "xl/worksheets/sheet1.xml") -> Oddities:
    """Where the first sheet has formulas and merged cells, and which sheets are hidden; 200 of each at most.

    To be asked of a file that ``inspect`` let pass.
    """
    formulas: list[str] = []
    merged: list[str] = []
    hidden: list[str] = []
    for part in zipfile.ZipFile(BytesIO(data)).infolist():
        if part.filename == "xl/workbook.xml":
            book = b"".join(_unpack(data, part))
            hidden = [m.group(1).decode() for m in _SHEET.finditer(book) if _HIDDEN.search(m.group(0))]
        elif part.filename == sheet:
            content = b"".join(_unpack(data, part))
            formulas = [m.group(1).decode() for m in islice(_FORMULA_CELL.finditer(content), MOST_NAMED)]
            merged = [m.group(1).decode() for m in islice(_MERGED.finditer(content), MOST_NAMED)]
    return Oddities(tuple(formulas), tuple(merged), tuple(hidden[:MOST_NAMED]))


def _unpack(data: bytes, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """The real content of a part in pieces, by the bytes that are there and not by the size it declares."""
    start = part.header_offset + _LOCAL_HEADER
    header = data[part.header_offset : start]
    if part.flag_bits & 1:
        raise NotOpened("excel_old_or_locked")
    if len(header) < _LOCAL_HEADER or part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise NotOpened("excel_damaged")
    start += int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
    packed = memoryview(data)[start : start + part.compress_size]
    if part.compress_type == zipfile.ZIP_STORED:
        yield from (bytes(packed[place : place + _PIECE]) for place in range(0, len(packed), _PIECE))
        return
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    waiting: bytes | memoryview = packed
    try:
        while waiting and not unpacker.eof:
            yield unpacker.decompress(waiting, _PIECE)
            waiting = unpacker.unconsumed_tail
    except zlib.error:
        raise NotOpened("excel_damaged") from None
