"""What an upload is, by its content; its name proves nothing."""

import io
import re
import warnings
from dataclasses import dataclass

import filetype
from PIL import Image, UnidentifiedImageError
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from sso_core.kernel.finding import Finding, Refused

MEBIBYTE = 1024 * 1024
MAX_BYTES = 10 * MEBIBYTE
MAX_PAGES = 100
MAX_PIXELS = 80_000_000
MAX_NAME = 150

TYPES = {"application/pdf": ".pdf", "image/jpeg": ".jpg", "image/png": ".png"}
HEIC = {"image/heic", "image/heif", "image/avif"}
_UNSAFE = re.compile(r"[\x00-\x1f\x7f/\\<>:\"|?*\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Upload:
    """An upload found in order."""

    name: str
    content_type: str
    content: bytes
    pages: int


def read_upload(name: str, content: bytes) -> Upload:
    """Check an upload. Raises ``Refused`` with what is wrong and what to do about it."""
    name = safe_name(name)
    if not content:
        raise refused("empty", name)
    if len(content) > MAX_BYTES:
        size = f"{len(content) / MEBIBYTE:.1f}"
        raise refused("too_large", name, size=size, limit=MAX_BYTES // MEBIBYTE)
    kind = filetype.guess_mime(content) or ""
    if kind in HEIC:
        raise refused("heic", name)
    if kind not in TYPES:
        raise refused("type", name)
    pages = _pdf_pages(name, content) if kind == "application/pdf" else _picture(name, content)
    return Upload(_with_suffix(name, TYPES[kind]), kind, content, pages)


def refused(code: str, name: str, **params: object) -> Refused:
    return Refused(Finding(f"document.{code}", field="file", params={"name": name, **params}))


def safe_name(name: str) -> str:
    """The file's own name without path, control marks and marks that turn text round."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return _UNSAFE.sub("", last).strip(" .")[-MAX_NAME:] or "เอกสาร"


def _with_suffix(name: str, suffix: str) -> str:
    """``scan.exe`` that is a PDF is kept as ``scan.exe.pdf``: what it is decides."""
    known = (suffix, ".jpeg") if suffix == ".jpg" else (suffix,)
    return name if name.lower().endswith(known) else name + suffix


def _pdf_pages(name: str, content: bytes) -> int:
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted:
            raise refused("locked", name)
        pages = len(reader.pages)
    except Refused:
        raise
    # pypdf answers damaged files with errors of many kinds; all mean the same to the sender.
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, OSError):
        raise refused("broken", name) from None
    if pages == 0:
        raise refused("broken", name)
    if pages > MAX_PAGES:
        raise refused("too_many_pages", name, pages=pages, limit=MAX_PAGES)
    return pages


def _picture(name: str, content: bytes) -> int:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content)) as picture:
                if picture.width * picture.height > MAX_PIXELS:
                    raise refused("broken", name)
                picture.load()
    except (UnidentifiedImageError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise refused("broken", name) from None
    except (OSError, ValueError, SyntaxError):
        raise refused("broken", name) from None
    return 1
