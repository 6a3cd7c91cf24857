"""Logging in as each role of the demo, in a real browser, by password and code."""

import time
from pathlib import Path

from integrations.simulators.mail import totp
from portal.demo.logins import PASSWORD, second_factor
from sso_core.accounts.public import user_by_name

SHOTS = Path(__file__).resolve().parents[2] / "var" / "screenshots"


class Person:
    """One person at a browser of their own; ``shot`` keeps a picture of the page."""

    def __init__(self, browser, base: str, width: int) -> None:
        self.context = browser.new_context(viewport={"width": width, "height": 844}, locale="th-TH")
        self.page, self.base, self.width = self.context.new_page(), base, width
        self.page.set_default_timeout(20_000)

    def log_in(self, username: str) -> "Person":
        self.page.goto(f"{self.base}/account/login/")
        self.page.get_by_label("เลขประจำตัวประชาชน หรือชื่อผู้ใช้").fill(username)
        self.page.get_by_label("รหัสผ่าน").fill(PASSWORD)
        self.page.get_by_role("button", name="เข้าสู่ระบบ").click()
        if "authenticate" in self.page.url:
            user = user_by_name(username)
            assert user is not None
            self.page.get_by_label("รหัส 6 หลัก").fill(totp(second_factor(user), time.time()))
            self.page.get_by_role("button", name="ยืนยัน").click()
        assert "/account/" not in self.page.url, self.page.inner_text("main")
        return self

    def go(self, path: str) -> "Person":
        response = self.page.goto(self.base + path)
        assert response is not None
        assert response.status < 400, f"{path}: {response.status} {self.page.inner_text('main')[:300]}"
        return self

    def press(self, name: str) -> "Person":
        self.page.get_by_role("button", name=name).first.click()
        return self

    def follow(self, name: str) -> "Person":
        self.page.get_by_role("link", name=name).first.click()
        return self

    def shot(self, name: str) -> "Person":
        SHOTS.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=SHOTS / f"{name}-{self.width}.png", full_page=True)
        return self

    @property
    def text(self) -> str:
        return self.page.inner_text("main")
