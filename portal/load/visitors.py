"""What every visitor of a load test does: sign in by the page, wait in the queue where there is one, look around."""

import itertools
import json
import os
import re
import time

import gevent
from locust import FastHttpUser
from locust.contrib.fasthttp import FastResponse

LOGIN = "/account/login/"
PASSWORD = os.environ.get("LOAD_PASSWORD", "")
PEOPLE: list[str] = json.loads(os.environ.get("LOAD_PEOPLE", "[]"))
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
_addresses = itertools.count(1)
_QUEUE = "คุณอยู่ในคิวแล้ว"


class Visitor(FastHttpUser):
    """Somebody with a browser: keeps cookies, follows redirects, comes from an address of their own."""

    abstract = True
    network_timeout = 60.0
    connection_timeout = 60.0

    def begin(self) -> None:
        """A new browser at another address. The web host believes its proxy, which the load test plays."""
        self.client.cookiejar.clear()
        number = next(_addresses)
        self.address = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"

    def page(self, path: str, name: str, *, sees: str = "") -> str:
        """A page that answers 200 and shows what it must; anything else is an error of the load test."""
        with self.client.get(path, name=name, headers=self.headers(), catch_response=True) as answer:
            return self._read(answer, sees)

    def send(self, path: str, name: str, data: dict[str, str], *, sees: str = "") -> str:
        with self.client.post(
            path,
            data=data,
            name=name,
            headers=self.headers() | {"Referer": self.host + path},
            catch_response=True,
        ) as answer:
            return self._read(answer, sees)

    def headers(self) -> dict[str, str]:
        return {"X-Forwarded-For": self.address, "X-Forwarded-Proto": "http"}

    def _read(self, answer: FastResponse, sees: str) -> str:
        text = answer.text or ""
        if answer.status_code != 200:
            answer.failure(f"answered {answer.status_code}")
        elif sees and sees not in text:
            answer.failure(f"does not show {sees!r}")
        return text

    def sign_in(self, username: str) -> None:
        """By password, waiting for one's turn as often as the page says."""
        text = self.page(LOGIN, "sign-in page")
        waited = time.monotonic()
        while _QUEUE in text:
            gevent.sleep(self._refresh(text))
            text = self.page(LOGIN, "queue page")
        if time.monotonic() - waited > 1:
            self.environment.events.request.fire(
                request_type="WAIT", name="in the queue", response_time=(time.monotonic() - waited) * 1000,
                response_length=0, exception=None, context={},
            )  # fmt: skip
        data = {"login": username, "password": PASSWORD, "csrfmiddlewaretoken": token(text)}
        self.send(LOGIN, "sign in", data, sees="ออกจากระบบ")

    def _refresh(self, text: str) -> float:
        """What a browser does with the header; its seconds stand on the page too."""
        found = re.search(r'data-refresh="(\d+)"', text)
        return float(found[1]) if found else 5.0


def token(text: str) -> str:
    found = _TOKEN.search(text)
    return found[1] if found else ""


__all__ = ["PEOPLE", "Visitor", "token"]
