"""Reads QR and bar codes back from the lines that were drawn, and payment texts from their published layout.

Nothing of it is shared with the code that draws: the tables are those of ISO/IEC 18004 and 15417 and of the EMV
layout. No error is corrected: what is drawn must be right without it.
"""

import re
from collections.abc import Iterator

_ALPHANUMERIC = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_ALIGNED = {4: (6, 26), 5: (6, 30), 6: (6, 34), 7: (6, 22, 38), 8: (6, 24, 42)}
# Data words of each block at level M, by version.
_BLOCKS = {4: [32] * 2, 5: [43] * 2, 6: [27] * 4, 7: [31] * 4, 8: [38] * 2 + [39] * 2}
_MASKS = (
    lambda r, c: (r + c) % 2 == 0,
    lambda r, c: r % 2 == 0,
    lambda r, c: c % 3 == 0,
    lambda r, c: (r + c) % 3 == 0,
    lambda r, c: (r // 2 + c // 3) % 2 == 0,
    lambda r, c: r * c % 2 + r * c % 3 == 0,
    lambda r, c: (r * c % 2 + r * c % 3) % 2 == 0,
    lambda r, c: ((r + c) % 2 + r * c % 3) % 2 == 0,
)
_LEVEL_M = 0b00
_BYTE, _ALNUM = 0b0100, 0b0010
Matrix = list[list[bool]]


def read_qr(svg: str) -> str:
    """The text of a drawn QR code of versions 4 to 8 at level M."""
    dark = _modules(svg)
    size = len(dark)
    form = [dark[8][c] for c in (0, 1, 2, 3, 4)]
    bits = int("".join("01"[bit] for bit in form), 2) ^ 0b10101
    assert bits >> 3 == _LEVEL_M, "not error level M"
    mask = _MASKS[bits & 7]
    stream = [dark[r][c] ^ mask(r, c) for r, c in _path(size)]
    words = [int("".join("01"[bit] for bit in stream[n : n + 8]), 2) for n in range(0, len(stream) - 7, 8)]
    return _text(_unwoven(words, _BLOCKS[(size - 17) // 4]))


def _modules(svg: str) -> Matrix:
    """The drawing as rows of dark and light: moves and horizontal strokes, a unit a module."""
    (path,) = re.findall(r'class="qrline"[^>]*\sd="([^"]+)"', svg)
    dark, x, y = set(), 0.0, 0.0
    for step, a, b in re.findall(r"([Mmh])(-?[\d.]+)(?: ?(-?[\d.]+))?", path):
        if step == "h":
            dark |= {(int(y), int(x) + n) for n in range(int(float(a)))}
            x += float(a)
        else:
            x, y = (float(a), float(b)) if step == "M" else (x + float(a), y + float(b))
    top, left = min(r for r, _ in dark), min(c for _, c in dark)
    size = max(r for r, _ in dark) - top + 1
    return [[(r + top, c + left) in dark for c in range(size)] for r in range(size)]


def _path(size: int) -> Iterator[tuple[int, int]]:
    """Where the data stands: two columns at a time from the right, up and down in turn, round what is fixed."""
    fixed = _fixed(size)
    columns = [c for c in range(size - 1, 0, -2) if c > 6] + [5, 3, 1]
    for turn, right in enumerate(columns):
        rows = range(size - 1, -1, -1) if turn % 2 == 0 else range(size)
        for r in rows:
            for c in (right, right - 1):
                if (r, c) not in fixed:
                    yield r, c


def _fixed(size: int) -> set[tuple[int, int]]:
    places = range(size)
    found = {(r, c) for r in places for c in places if r == 6 or c == 6}
    found |= {(r, c) for r in range(9) for c in range(9)}
    found |= {(r, c) for r in range(9) for c in range(size - 8, size)}
    found |= {(r, c) for r in range(size - 8, size) for c in range(9)}
    version = (size - 17) // 4
    for r in _ALIGNED[version]:
        for c in _ALIGNED[version]:
            if (r, c) not in {(6, 6), (6, size - 7), (size - 7, 6)}:
                found |= {(r + n, c + m) for n in range(-2, 3) for m in range(-2, 3)}
    if version >= 7:
        found |= {(r, c) for r in range(6) for c in range(size - 11, size - 8)}
        found |= {(r, c) for r in range(size - 11, size - 8) for c in range(6)}
    return found


def _unwoven(words: list[int], sizes: list[int]) -> list[int]:
    blocks: list[list[int]] = [[] for _ in sizes]
    taken = iter(words)
    for place in range(max(sizes)):
        for block, size in zip(blocks, sizes, strict=True):
            if place < size:
                block.append(next(taken))
    return [word for block in blocks for word in block]


def _text(words: list[int]) -> str:
    bits = "".join(f"{word:08b}" for word in words)
    mode = int(bits[:4], 2)
    if mode == _BYTE:
        count = int(bits[4:12], 2)
        return bytes(int(bits[n : n + 8], 2) for n in range(12, 12 + 8 * count, 8)).decode()
    assert mode == _ALNUM, f"mode {mode}"
    count, place, text = int(bits[4:13], 2), 13, ""
    while count - len(text) >= 2:
        pair = int(bits[place : place + 11], 2)
        text += _ALPHANUMERIC[pair // 45] + _ALPHANUMERIC[pair % 45]
        place += 11
    return text + (_ALPHANUMERIC[int(bits[place : place + 6], 2)] if len(text) < count else "")


# Widths of bars and spaces of Code 128 by value; 103 to 105 begin in sets A to C, 106 ends.
_WIDTHS = (
    "212222222122222221121223121322131222122213122312132212221213221312231212112232122132122231113222123122123221"
    "223211221132221231213212223112312131311222321122321221312212322112322211212123212321232121111323131123131321"
    "112313132113132311211313231113231311112133112331132131113123113321133121313121211331231131213113213311213131"
    "311123311321331121312113312311332111314111221411431111111224111422121124121421141122141221112214112412122114"
    "122411142112142211241211221114413111241112134111111242121142121241114212124112124211411212421112421211212141"
    "214121412121111143111341131141114113114311411113411311113141114131311141411131211412211214211232"
)
_CODE128 = [_WIDTHS[n : n + 6] for n in range(0, len(_WIDTHS), 6)]
_STOP = "2331112"


def read_code128(svg: str) -> str:
    """The text of a drawn Code 128; its check value must be right."""
    (path,) = re.findall(r'<path d="([^"]+)"', svg)
    bars = [(int(x), int(w)) for x, w in re.findall(r"M(\d+) 0h(\d+)v", path)]
    unit = min(width for _, width in bars)
    widths = []
    for (x, width), following in zip(bars, [*bars[1:], None], strict=True):
        widths.append(width // unit)
        if following:
            widths.append((following[0] - x - width) // unit)
    pattern = "".join(map(str, widths))
    assert pattern.endswith(_STOP)
    body = pattern.removesuffix(_STOP)
    values = [_CODE128.index(body[n : n + 6]) for n in range(0, len(body), 6)]
    *told, check = values
    assert check == (told[0] + sum(n * value for n, value in enumerate(told[1:], 1))) % 103
    return "".join(_characters(told))


def _characters(values: list[int]) -> Iterator[str]:
    current = "ABC"[values[0] - 103]
    once = ""
    for value in values[1:]:
        now, once = once or current, ""
        if now == "C" and value < 100:
            yield f"{value:02d}"
        elif value in (99, 100, 101) and "CBA"[value - 99] != now:
            current = "CBA"[value - 99]
        elif value == 98 and now in "AB":
            once = "B" if now == "A" else "A"
        else:
            assert value < 96, f"function {value}"
            yield chr(value + 32 if now == "B" or value < 64 else value - 64)


def read_emv(text: str) -> dict[str, str]:
    """The fields of a merchant-presented payment text; account fields 26 to 51 are opened. The CRC is worked here."""
    assert text[-8:-4] == "6304"
    assert _crc(text[:-4]) == text[-4:], "the CRC is wrong"
    fields: dict[str, str] = {}
    for tag, value in _tlv(text):
        assert tag not in fields, f"field {tag} stands twice"
        fields[tag] = value
        if 26 <= int(tag) <= 51:
            fields |= {f"{tag}-{sub}": inner for sub, inner in _tlv(value)}
    return fields


def _tlv(text: str) -> Iterator[tuple[str, str]]:
    while text:
        tag, size = text[:2], int(text[2:4])
        assert len(text) >= 4 + size, f"field {tag} is cut off"
        yield tag, text[4 : 4 + size]
        text = text[4 + size :]


def _crc(text: str) -> str:
    """CRC-16/CCITT-FALSE bit by bit."""
    register = 0xFFFF
    for byte in text.encode("ascii"):
        register ^= byte << 8
        for _ in range(8):
            register = (register << 1) ^ 0x1021 if register & 0x8000 else register << 1
            register &= 0xFFFF
    return f"{register:04X}"
