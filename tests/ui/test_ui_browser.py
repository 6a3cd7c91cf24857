"""The frame and every component in a real browser: accessible, within the width, working with the keyboard."""

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = [pytest.mark.browser, pytest.mark.django_db, pytest.mark.urls("tests.ui.ui_urls")]

PAGES = [
    "/ui/gallery/",
    "/ui/gallery/question/",
    "/ui/gallery/case/",
    "/ui/gallery/404/",
    "/",
    "/help/",
    "/pref/",
]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture
def at(browser, live_server):
    """Open a path at a width, with preferences as cookies; the page's policy is set aside only for axe."""
    contexts = []

    def open_page(path, width=390, **cookies):
        context = browser.new_context(viewport={"width": width, "height": 844}, bypass_csp=True)
        contexts.append(context)
        context.add_cookies(
            [{"name": name, "value": value, "url": live_server.url} for name, value in cookies.items()]
        )
        page = context.new_page()
        page.goto(live_server.url + path)
        return page

    yield open_page
    for context in contexts:
        context.close()


def findings(page):
    result = Axe().run(page, options={"runOnly": RULES}).response
    return [(v["id"], [node["html"][:120] for node in v["nodes"]]) for v in result["violations"]]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing(at, path, width):
    assert findings(at(path, width)) == []


@pytest.mark.parametrize("path", PAGES[:3])
def test_axe_finds_nothing_in_high_contrast(at, path):
    assert findings(at(path, 1280, sso_contrast="high")) == []


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(
    ("width", "text"), [(320, "normal"), (390, "large"), (768, "large"), (1280, "large")]
)
def test_no_sideways_scroll(at, path, width, text):
    page = at(path, width, sso_text=text)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_error_summary_takes_the_focus_and_leads_to_the_field(at):
    page = at("/ui/gallery/question/")
    page.wait_for_function("document.activeElement.classList.contains('govuk-error-summary')")
    page.get_by_role("link", name="ปี 2026 ดูเหมือน ค.ศ.").click()
    assert page.evaluate("document.activeElement.id") == "id_born_2"


def test_text_size_by_link_stays_on_the_page(at):
    page = at("/help/?q=1", 1280)
    page.get_by_role("link", name="ตัวอักษรใหญ่").click()
    assert page.url.endswith("/help/?q=1")
    assert page.locator("html").get_attribute("data-text") == "large"


def test_pages_break_no_rule_of_their_own_policy(browser, live_server):
    """No inline style or script is refused, no file is missing."""
    said = []
    page = browser.new_page()
    page.on(
        "console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None
    )
    page.on("requestfailed", lambda request: said.append(request.url))
    for path in ("/ui/gallery/", "/ui/gallery/question/", "/"):
        # Going on while the icon still comes would count as a file that failed.
        page.goto(live_server.url + path, wait_until="networkidle")
    page.close()
    assert said == []


def test_everything_works_without_script(browser, live_server):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(live_server.url + "/ui/gallery/question/")
    assert page.get_by_role("alert").is_visible()
    assert page.get_by_role("button", name="ดำเนินการต่อ").is_visible()
    context.close()
