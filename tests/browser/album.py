"""Every page that is looked at: pictures at a phone's and a desk's width, and what is wrong with it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT

FOLDER = Path(__file__).resolve().parents[2] / "var" / "screenshots"
PHONE, DESK, NARROWEST = 390, 1280, 320
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
VIOLATIONS = """
rules => axe.run(rules).then(found => found.violations.map(
    broken => [broken.id, ...broken.nodes.slice(0, 5).map(node => node.html.slice(0, 160))]))
"""

# What a mouse can press but Tab does not come to. Radios of a group are one stop; hidden things are none.
OUT_OF_REACH = """
() => [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]')]
    .filter(e => e.checkVisibility({visibilityProperty: true}) && !e.disabled)
    .filter(e => e.tabIndex > 0 || (e.tabIndex < 0 && e.matches('a, button, input, select, textarea, summary')))
    .map(e => e.outerHTML.slice(0, 120))
"""


class Album:
    """Pictures go to ``var/screenshots``; ``faults`` must be empty at the end of a story."""

    def __init__(self) -> None:
        self.faults: list[tuple[str, ...]] = []

    def watch(self, page: Any) -> None:
        """Scripts and styles that fail or are refused by the page's own policy are faults too."""
        page.on("pageerror", lambda error: self.faults.append((page.url, "script", str(error))))
        page.on("console", lambda said: self._heard(page.url, said))

    def _heard(self, url: str, said: Any) -> None:
        # The browser also reports answers like 422, which a story asks for on purpose.
        if said.type == "error" and not said.text.startswith("Failed to load resource"):
            self.faults.append((url, "console", said.text))

    def keep(self, page: Any, name: str) -> None:
        """Judge the page as the person sees it, and keep a picture at either width."""
        FOLDER.mkdir(parents=True, exist_ok=True)
        own = page.viewport_size
        # A click does not wait for the stylesheet, and a page without it is judged wrong.
        page.wait_for_load_state("load")
        page.evaluate("document.fonts.ready.then(() => true)")
        page.evaluate(AXE_SCRIPT)
        self.faults += [(name, *found) for found in _wrong(page)]
        for width in (NARROWEST, PHONE, DESK):
            page.set_viewport_size({"width": width, "height": 844})
            if page.evaluate("document.documentElement.scrollWidth") > width:
                self.faults.append((name, "sideways", str(width)))
            if width != NARROWEST:
                page.screenshot(path=FOLDER / f"{name}-{width}.png", full_page=True)
        page.set_viewport_size(own)

    def keep_paper(self, content: bytes, name: str) -> None:
        FOLDER.mkdir(parents=True, exist_ok=True)
        (FOLDER / f"{name}.pdf").write_bytes(content)


def _wrong(page: Any) -> Iterator[tuple[str, ...]]:
    yield from (tuple(broken) for broken in page.evaluate(VIOLATIONS, RULES))
    if unreached := page.evaluate(OUT_OF_REACH):
        yield "keyboard", *unreached
