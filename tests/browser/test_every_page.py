"""Pages that no story passes: public ones, a person's own, the office's and finance's; and the keyboard."""

import pytest

from tests.browser.album import DESK

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MEMBER, NOT_LOADED = "1990000000019", "1990000000043"

PUBLIC = {
    "help": "/help/",
    "privacy": "/privacy/",
    "accessibility": "/accessibility/",
    "preferences": "/pref/",
    "verify": "/verify/",
    "law": "/law/",
    "law-value": "/law/contributions.s33.employee_rate/",
    "law-calculate": "/law/calculate/contribution.s33/",
}
OWN = {
    "profile": "/me/profile/",
    "payout": "/me/payout/",
    "cases-none": "/me/cases/",
    "inbox-none": "/me/inbox/",
    "access-none": "/me/access/",
    "security": "/account/security/",
    "sessions": "/account/sessions/",
    "password": "/account/password/change/",
    "logout": "/account/logout/",
}
OFFICE = {
    "people-none": "/office/people/",
    "people": "/office/people/?q=แก้วมณี",
    "employers": "/office/employers/?q=ทอใจ",
    "employer-purpose": "/office/employers/1000000016/",
    "runs-none": "/office/batches/",
}
FINANCE = {
    "home": "/office/finance/",
    "orders-none": "/office/finance/orders/",
    "batches-none": "/office/finance/batches/",
    "files-none": "/office/finance/files/",
    "exceptions-none": "/office/finance/exceptions/",
    "entries": "/office/finance/entries/",
    "trial": "/office/finance/trial-balance/",
    "reconciliation": "/office/finance/reconciliation/",
    "periods": "/office/finance/periods/",
    "suspense-none": "/office/suspense/",
}


def look_at_all(who, pages, kind):
    for name, path in pages.items():
        who.go(path).look(f"8-{kind}-{name}")


def test_public_pages(visitor, simulators):
    who = visitor()
    look_at_all(who, PUBLIC, "public")
    who.page.goto(f"{who.base}/no-such-page/")
    who.look("8-public-not-found")
    who.page.goto(f"{who.base}/verify/ABCDEFGH/")
    who.look("8-public-verify-unknown")


def test_pages_of_a_person_the_office_and_finance(someone):
    member = someone(MEMBER)
    look_at_all(member, OWN, "own")
    member.page.goto(f"{member.base}/office/")
    member.look("8-own-refused")

    officer = someone("maker", DESK)
    look_at_all(officer, OFFICE, "office")
    officer.go("/office/people/?q=แก้วมณี").main.locator("tbody a").first.click()
    officer.look("8-office-purpose").main.locator("input[name=purpose]").first.check()
    officer.press("เปิดข้อมูล").sees("ส่งมาแล้วทั้งหมด 12 เดือน").look("8-office-person")
    someone("lead", DESK).go("/office/outbox/").look("8-office-outbox")

    clerk = someone("finance", DESK)
    look_at_all(clerk, FINANCE, "finance")
    clerk.go("/office/finance/entries/").main.locator("tbody a").first.click()
    clerk.look("8-finance-entry")


def test_months_not_loaded_are_shown_as_not_known_and_tab_comes_everywhere(someone):
    member = someone(NOT_LOADED).go("/me/").look("4-home-not-loaded")
    member.go("/me/contributions/").sees("ยังไม่มีข้อมูล", "ไม่ได้แปลว่าเป็น 0").look("4-contributions-not-loaded")
    member.go("/me/section39/").look("4-section39-not-yet")
    for path in ("/me/", "/me/profile/", "/me/contributions/"):
        comes_everywhere(member.go(path).page)


PLACE = "[...document.querySelectorAll('*')].indexOf(document.activeElement)"
STOPS = """
() => [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary')]
    .filter(e => e.checkVisibility({visibilityProperty: true}) && !e.disabled).length
"""


def comes_everywhere(page):
    """Tab reaches everything that can be used, each once, and the focus is seen."""
    seen = []
    for _ in range(page.evaluate(STOPS)):
        page.keyboard.press("Tab")
        seen.append(page.evaluate(PLACE))
        ring = page.evaluate(
            "(s => s.boxShadow !== 'none' || s.outlineStyle !== 'none' || s.backgroundColor)"
            "(getComputedStyle(document.activeElement))"
        )
        assert ring, f"no focus to be seen on {seen[-1]}"
    assert len(set(seen)) == len(seen), "the focus goes round before it has been everywhere"
