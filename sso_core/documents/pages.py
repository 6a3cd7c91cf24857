"""Pages of a paper as pictures: a stranger's PDF never runs in an officer's browser."""

import io
from threading import Lock

import pypdfium2
from PIL import Image, ImageOps

from sso_core.documents import storage
from sso_core.documents.types import DocumentView

WIDTHS = {1: 900, 2: 1500, 3: 2200}
TURNS = (0, 90, 180, 270)
# PDFium is not thread-safe.
_pdfium = Lock()


def page_picture(document: DocumentView, content: bytes, *, page: int, zoom: int, turn: int) -> bytes:
    """PNG of one page, kept once drawn. Raises ``LookupError`` for a page that is not there."""
    if not 1 <= page <= document.pages or zoom not in WIDTHS or turn not in TURNS:
        raise LookupError(page)
    sha256 = storage.digest(content)
    target = storage.path(storage.PAGES, sha256) / f"{page}-{zoom}-{turn}.png"
    if not target.exists():
        picture = _pdf_page(content, page, zoom) if document.content_type == "application/pdf" else None
        picture = picture or _photograph(content, zoom)
        out = io.BytesIO()
        picture.rotate(-turn, expand=True).save(out, "PNG")
        storage.write_whole(target, out.getvalue())
    return target.read_bytes()


def _pdf_page(content: bytes, page: int, zoom: int) -> Image.Image:
    with _pdfium:
        paper = pypdfium2.PdfDocument(content)
        try:
            sheet = paper[page - 1]
            scale = WIDTHS[zoom] / max(sheet.get_width(), sheet.get_height() / 2, 1)
            picture: Image.Image = sheet.render(scale=scale).to_pil()
            return picture.convert("RGB")
        finally:
            paper.close()


def _photograph(content: bytes, zoom: int) -> Image.Image:
    with Image.open(io.BytesIO(content)) as original:
        picture = ImageOps.exif_transpose(original).convert("RGB")
    picture.thumbnail((WIDTHS[zoom], WIDTHS[zoom] * 2))
    return picture
