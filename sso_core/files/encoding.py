"""From bytes to lines. TIS-620 (read as cp874, which holds it) or UTF-8; CRLF, LF or CR; ``^Z`` at the end.

A file is read in blocks cut at line ends, so a large one is never in memory twice.
"""

import codecs
from collections.abc import Iterator
from itertools import repeat

_BLOCK = 1 << 20
_SIGNATURES = (b"%PDF", b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"\xd0\xcf\x11\xe0", b"Rar!", b"7z\xbc\xaf")
_THAI_UTF8 = (b"\xe0\xb8", b"\xe0\xb9")


def detect(data: bytes) -> str:
    """``utf-8-bom``, ``utf-8``, ``utf-16`` or ``cp874``.

    Bytes that could be both are UTF-8 only when that gives Thai letters and no others: two TIS-620
    letters can by chance look like one Latin letter of UTF-8.
    """
    if data.startswith(codecs.BOM_UTF8):
        return "utf-8-bom"
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if data.isascii():
        return "cp874"
    thai = False
    for block in _blocks(data):
        try:
            text = block.decode("utf-8")
        except UnicodeDecodeError:
            return "cp874"
        thai = thai or any("\u0e00" <= letter <= "\u0e7f" for letter in text)
    return "utf-8" if thai else "cp874"


def lines(data: bytes, encoding: str, *, width: int) -> Iterator[tuple[str, bool]]:
    """Each line without its end, and whether it is a stray UTF-8 line in a TIS-620 file.

    ``width`` is the length of a record: files without line ends are cut by it.

    What cannot be decoded comes as U+FFFD, so that the check can name the line and the field.
    """
    body = data.removeprefix(codecs.BOM_UTF8).rstrip(b"\x1a\r\n \x00")
    if encoding == "cp874":
        for raws in _raw_lines(body, width):
            yield from _decoded(raws, width)
        return
    for block in _blocks(body):
        text = block.decode("utf-8", "replace")
        yield from zip(_split(text), repeat(False))


def _raw_lines(body: bytes, width: int) -> Iterator[list[bytes]]:
    """The lines of each block."""
    if b"\n" not in body and b"\r" not in body and len(body) > width:
        # Records without line ends, as mainframe tools write them.
        for block in range(0, len(body), _BLOCK // width * width):
            end = min(block + _BLOCK // width * width, len(body))
            yield [body[place : place + width] for place in range(block, end, width)]
        return
    for piece in _blocks(body):
        yield piece.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")


def _decoded(raws: list[bytes], width: int) -> Iterator[tuple[str, bool]]:
    """TIS-620 has one byte a letter: lines that cannot be UTF-8 are decoded together."""
    if max(map(len, raws)) <= width:
        yield from zip(b"\n".join(raws).decode("cp874", "replace").split("\n"), repeat(False))
        return
    for raw in raws:
        stray = _as_stray_utf8(raw, width)
        yield (stray, True) if stray is not None else (raw.decode("cp874", "replace"), False)


def _split(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _as_stray_utf8(raw: bytes, width: int) -> str | None:
    """The line as UTF-8 when it surely is: letters of the Thai block, longer in bytes than a record."""
    if len(raw) <= width or not any(lead in raw for lead in _THAI_UTF8):
        return None
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _blocks(data: bytes) -> Iterator[bytes]:
    """Pieces of about a mebibyte, each without the line end it was cut at."""
    place = 0
    while place < len(data):
        if len(data) - place <= _BLOCK:
            cut = len(data)
        else:
            cut = data.find(b"\n", place + _BLOCK)
            cut = len(data) if cut < 0 else cut
        piece = data[place:cut]
        yield piece[:-1] if piece.endswith(b"\r") and cut < len(data) else piece
        place = cut + 1


def is_binary(data: bytes) -> bool:
    """Whether this cannot be a text filing: a picture, a PDF, an old Excel file."""
    return data.startswith(_SIGNATURES) or b"\x00" in data[:4096].rstrip(b"\x00")
