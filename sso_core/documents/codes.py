"""QR and bar codes as SVG without style attributes, for pages and papers alike."""

import io

import segno
from barcode.codex import Code128
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

INK = "#14233f"
MODULE = 2
QUIET = 10
HEIGHT = 60


def qr_svg(text: str, *, label: str = "คิวอาร์") -> SafeString:
    """A QR code that scales with its box; ``label`` is what a screen reader says."""
    out = io.BytesIO()
    code = segno.make(text, error="m", micro=False)
    code.save(out, kind="svg", xmldecl=False, svgns=True, omitsize=True, scale=5, border=2, dark=INK)
    drawing = mark_safe(out.getvalue().decode().removeprefix("<svg"))  # noqa: S308 - segno draws paths only
    return format_html('<svg role="img" aria-label="{}" focusable="false"{}', label, drawing)


def barcode_svg(text: str, *, label: str = "บาร์โค้ด") -> SafeString:
    """A Code 128 bar code; carriage returns, as in bill-payment codes, are coded as such."""
    bars = Code128(text).build()[0]
    width = len(bars) * MODULE + 2 * QUIET * MODULE
    path, place = [], 0
    for dark, length in _runs(bars):
        if dark:
            x = (QUIET + place) * MODULE
            path.append(f"M{x} 0h{length * MODULE}v{HEIGHT}H{x}z")
        place += length
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}" role="img" aria-label="{}" focusable="false"'
        ' preserveAspectRatio="none" class="barcode"><path d="{}" fill="{}"/></svg>',
        width,
        HEIGHT,
        label,
        "".join(path),
        INK,
    )


def _runs(bars: str) -> list[tuple[bool, int]]:
    runs: list[tuple[bool, int]] = []
    for bar in bars:
        dark = bar == "1"
        if runs and runs[-1][0] is dark:
            runs[-1] = (dark, runs[-1][1] + 1)
        else:
            runs.append((dark, 1))
    return runs
