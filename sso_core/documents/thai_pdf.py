"""Thai text in PDFs that copies, searches and reads aloud as written.

WeasyPrint keeps the first text that it sees for a glyph. HarfBuzz draws SARA AM as two glyphs, so
the plain SARA AA glyph is often recorded as SARA AM and the whole letter reads wrong afterwards.
Seeding the map from the font's own glyph names, before any text is drawn, removes the guess; the
text then equals the source after NFKC. To be deleted once WeasyPrint does it itself (issue 2841);
tests/documents/test_thai_pdf.py says when.
"""

import io
import re
from functools import lru_cache
from typing import Any

from fontTools.ttLib import TTFont
from weasyprint.pdf import fonts as weasy_fonts

_THAI = re.compile(r"uni((?:0E[0-5][0-9A-F])+)(?:\..+)?$")
_SARA_AM, _NIKHAHIT = 0x0E33, 0x0E4D


@lru_cache(maxsize=16)
def glyph_texts(font: bytes, index: int = 0) -> dict[int, str]:
    """The Thai text of each glyph, from its name."""
    texts: dict[int, str] = {}
    for glyph, name in enumerate(TTFont(io.BytesIO(font), fontNumber=index).getGlyphOrder()):
        if not (match := _THAI.match(name)):
            continue
        codes = [int(match[1][i : i + 4], 16) for i in range(0, len(match[1]), 4)]
        if codes == [_SARA_AM]:
            continue
        if len(codes) == 2 and codes[0] == _NIKHAHIT:
            codes.reverse()  # a tone mark comes before the nikhahit half of SARA AM
        texts[glyph] = "".join(map(chr, codes))
    return texts


def install() -> None:
    """Seed the map of every font that WeasyPrint embeds. Safe to call again."""
    original = weasy_fonts.Font.__init__
    if getattr(original, "seeds_thai", False):
        return

    def seeded(self: Any, *args: Any, **kwargs: Any) -> None:
        original(self, *args, **kwargs)
        for glyph, text in glyph_texts(self.file_content, self.index).items():
            self.to_unicode.setdefault(glyph, text)

    seeded.seeds_thai = True  # type: ignore[attr-defined]
    weasy_fonts.Font.__init__ = seeded
