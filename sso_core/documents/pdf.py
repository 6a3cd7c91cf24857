"""HTML templates as PDF/UA: Sarabun, Thai text layer, nothing fetched from anywhere."""

import io
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import fontpkg_sarabun
from django.template.loader import render_to_string
from django.utils import translation
from PIL import ImageFile
from pypdf import PdfReader
from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from sso_core import clock
from sso_core.documents import thai_pdf
from sso_core.documents.codes import qr_svg

# WeasyPrint switches this on for the whole process; an upload that is cut off must stay an error.
ImageFile.LOAD_TRUNCATED_IMAGES = False

FONTS = Path(fontpkg_sarabun.__file__).parent / "files"
WEIGHTS = frozenset({"Sarabun-Regular.ttf", "Sarabun-SemiBold.ttf", "Sarabun-Bold.ttf"})


class OnlyFonts(URLFetcher):  # type: ignore[misc]
    """A letter may load the three fonts and nothing else, whatever its text says."""

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        scheme, _, name = url.partition(":")
        if scheme != "sso-font" or name not in WEIGHTS:
            raise ValueError(f"a paper may not load {url!r}")
        return URLFetcherResponse(url, body=_font(name), headers={"Content-Type": "font/ttf"})


@cache
def _font(name: str) -> bytes:
    return (FONTS / name).read_bytes()


def pdf_bytes(template: str, context: Mapping[str, Any], *, language: str = "th") -> bytes:
    """Render a template that extends ``letters/base.html``. Without a verification code: a preview."""
    values = {"issued_on": clock.today(), "issued_at": clock.now(), **context}
    if url := values.get("verify_url"):
        values["qr"] = qr_svg(url, label="คิวอาร์ตรวจสอบเอกสาร")
    with translation.override(language):
        return draw(render_to_string(template, values))


def draw(html: str) -> bytes:
    """HTML as PDF/UA."""
    thai_pdf.install()
    paper = HTML(string=html, url_fetcher=OnlyFonts())
    result: bytes = paper.write_pdf(font_config=FontConfiguration(), pdf_variant="pdf/ua-1")
    return result


def page_count(content: bytes) -> int:
    return len(PdfReader(io.BytesIO(content)).pages)
