"""Our own icons, drawn inline so that they take the colour of their words."""

import re
from functools import cache
from pathlib import Path

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

FOLDER = Path(__file__).parent / "icons"
_INSIDE = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)


@cache
def _inside(name: str) -> SafeString:
    """The strokes of one icon. An unknown name is a mistake of the page and raises."""
    drawing = _INSIDE.search((FOLDER / f"{name}.svg").read_text(encoding="utf-8"))
    if not drawing:
        raise ValueError(f"icon {name!r} is not an svg")
    return mark_safe(drawing[1].strip())  # noqa: S308 - files of this project


def icon(name: str, classes: str = "") -> SafeString:
    """An icon beside words: hidden from screen readers."""
    return format_html(
        '<svg class="icon {}" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{}</svg>',
        classes,
        _inside(name),
    )


def mark() -> SafeString:
    """The symbol of the service: three threads and the gold one."""
    return format_html(
        '<svg class="brand__mark" viewBox="0 0 44 44" aria-hidden="true" focusable="false">{}</svg>',
        _inside("mark"),
    )


def cloth() -> SafeString:
    """The woven band of the front page and the log-in page; only ornament."""
    return format_html(
        '<svg viewBox="0 0 640 168" width="100%" height="100%" aria-hidden="true" focusable="false" '
        'preserveAspectRatio="xMidYMid slice">{}</svg>',
        _inside("cloth"),
    )


def names() -> list[str]:
    return sorted(path.stem for path in FOLDER.glob("*.svg") if path.stem not in ("mark", "cloth"))
