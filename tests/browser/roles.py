"""Each role of the demo at a browser of its own, logged in by password and code."""

import re
import time
from io import BytesIO
from typing import Any

from django.conf import settings
from django.test import Client
from pypdf import PdfReader

from integrations.simulators.mail import totp
from portal.demo.logins import PASSWORD, second_factor
from sso_core.accounts.public import user_by_name
from tests.browser.album import PHONE, Album
from tests.registration.factories import strong_session


class Person:
    """One person at a browser of their own. Acts return the person, so that a story reads as sentences."""

    def __init__(self, browser: Any, base: str, album: Album, width: int = PHONE, **context: Any) -> None:
        self.context = browser.new_context(
            viewport={"width": width, "height": 844}, locale="th-TH", **context
        )
        self.page, self.base, self.album = self.context.new_page(), base, album
        self.page.set_default_timeout(20_000)
        album.watch(self.page)

    def log_in(self, username: str) -> "Person":
        self.go("/account/login/")
        self.fill("เลขประจำตัวประชาชน หรือชื่อผู้ใช้", username)
        self.fill("รหัสผ่าน", PASSWORD)
        self.press("เข้าสู่ระบบ")
        for _ in range(2):  # a code may have run out on the way: then the next one is typed
            if "authenticate" in self.page.url:
                self.fill("รหัส 6 หลัก", _code(username)).press("ยืนยัน")
        assert "/account/" not in self.page.url, self.text
        return self

    def enter(self, username: str) -> "Person":
        """Come in by a session made here: each log-in by password and code takes a second, and is lived elsewhere."""
        user = user_by_name(username)
        assert user is not None
        cookie = strong_session(Client(), user).cookies[settings.SESSION_COOKIE_NAME]
        self.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": self.base}])
        return self

    def go(self, path: str) -> "Person":
        response = self.page.goto(path if path.startswith("http") else self.base + path)
        assert response is not None
        assert response.status < 400, f"{path}: {response.status} {self.text[:300]}"
        return self

    def press(self, name: str) -> "Person":
        self.main.get_by_role("button", name=name).first.click()
        return self

    def follow(self, name: str | re.Pattern[str]) -> "Person":
        self.main.get_by_role("link", name=name).first.click()
        return self

    def fill(self, label: str, value: str) -> "Person":
        self.main.get_by_label(label).first.fill(value)
        return self

    def pick(self, label: str) -> "Person":
        self.main.get_by_label(label).first.check()
        return self

    def fill_date(self, field: str, day: str, month: str, year: str) -> "Person":
        for part, value in enumerate((day, month, year)):
            self.page.locator(f"#id_{field}_{part}").fill(value)
        return self

    def attach(self, name: str, content: bytes) -> "Person":
        self.page.set_input_files(
            "input[type=file]", {"name": name, "mimeType": "application/octet-stream", "buffer": content}
        )
        return self

    def look(self, name: str) -> "Person":
        """Keep pictures of the page and note what is wrong with it."""
        self.album.keep(self.page, name)
        return self

    def sees(self, *words: str) -> "Person":
        for word in words:
            assert word in self.text, f"{word!r} is not on {self.page.url}:\n{self.text}"
        return self

    def paper(self, link: str, name: str) -> str:
        """Open a PDF by its link, keep it, and read its text."""
        address = self.main.get_by_role("link", name=link).first.get_attribute("href")
        return self._read_paper(self.context.request.get(self.base + address), name)

    def press_for_paper(self, button: str, name: str) -> str:
        """Send the form of a button that answers with a PDF, keep the paper, and read its text."""
        form = self.main.get_by_role("button", name=button).first.locator("xpath=ancestor::form")
        token = form.locator("input[name=csrfmiddlewaretoken]").get_attribute("value")
        answer = self.context.request.post(
            self.base + form.get_attribute("action"),
            form={"csrfmiddlewaretoken": token},
            headers={"Referer": self.page.url},
        )
        return self._read_paper(answer, name)

    def _read_paper(self, answer: Any, name: str) -> str:
        assert answer.headers["content-type"] == "application/pdf", answer.status
        self.album.keep_paper(answer.body(), name)
        return "\n".join(page.extract_text() for page in PdfReader(BytesIO(answer.body())).pages)

    @property
    def path(self) -> str:
        return str(self.page.url).removeprefix(self.base)

    @property
    def main(self) -> Any:
        return self.page.locator("main")

    @property
    def text(self) -> str:
        return str(self.main.inner_text()).replace("\u00a0", " ")


def _code(username: str) -> str:
    """What the authenticator app of this person shows now."""
    user = user_by_name(username)
    assert user is not None
    return totp(second_factor(user), time.time())
