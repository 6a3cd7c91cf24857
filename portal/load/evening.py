"""The evening of the deadline: employers upload, mend nothing and submit, while members read their accounts."""

import itertools
import json
import os
import re

from locust import between, task

from portal.load.visitors import PEOPLE, Visitor, token

EMPLOYERS: list[list[str]] = json.loads(os.environ.get("LOAD_EMPLOYERS", "[]"))
MONTHS: list[str] = json.loads(os.environ.get("LOAD_MONTHS", "[]"))
FOLDER = os.environ.get("LOAD_FILES", "")
PAUSE = float(os.environ.get("LOAD_PAUSE", "10"))
_people, _employers = itertools.cycle(PEOPLE), itertools.cycle(EMPLOYERS)


class Reader(Visitor):
    """Looks at each page for a while before asking for the next: from half of the pause to one and a half."""

    abstract = True
    wait_time = between(PAUSE / 2, PAUSE * 1.5)


class Member(Reader):
    """Reads the own account again and again."""

    fixed_count = int(os.environ.get("LOAD_MEMBERS", "300"))

    def on_start(self) -> None:
        self.begin()
        self.sign_in(next(_people))

    @task
    def read(self) -> None:
        self.page("/me/contributions/", "account", sees="15,000.00")


class Employer(Reader):
    """Uploads a month, looks at the result, submits it, sees the bill; then the next month."""

    fixed_count = int(os.environ.get("LOAD_FILERS", "300"))

    def on_start(self) -> None:
        self.begin()
        username, self.account = next(_employers)
        self.months = iter(MONTHS)
        self.sign_in(username)

    @task
    def file(self) -> None:
        month = next(self.months, None)
        base = f"/employer/{self.account}/filings/"
        if month is None:
            self.page(base, "filings", sees="ยื่นแล้ว")
            return
        form = self.page(f"{base}upload/", "upload page")
        self.wait()
        address = self._upload(base, month, token(form))
        if address:
            self.wait()
            self._submit(address)

    def _upload(self, base: str, month: str, csrf: str) -> str:
        year, number = month.split("-")
        with open(os.path.join(FOLDER, f"{self.account}-{month}.txt"), "rb") as source:
            content = source.read()
        body, kind = multipart(
            {"csrfmiddlewaretoken": csrf, "period_0": str(int(number)), "period_1": str(int(year) + 543)},
            "file", f"{month}.txt", content,
        )  # fmt: skip
        headers = self.headers() | {"Content-Type": kind, "Referer": f"{self.host}{base}upload/"}
        with self.client.post(
            f"{base}upload/", data=body, name="upload", headers=headers, catch_response=True
        ) as answer:
            text = self._read(answer, "24")
            found = re.search(r"/filings/(\d+)/submit/", text)
            if not found:
                answer.failure("no filing to submit")
                return ""
            return f"{base}{found[1]}/"

    def _submit(self, address: str) -> None:
        text = self.page(f"{address}submit/", "before submitting")
        self.wait()
        seen = re.search(r'name="seen_total" value="([^"]+)"', text)
        data = {"csrfmiddlewaretoken": token(text), "seen_total": seen[1] if seen else "", "confirmed": "on"}

        self.send(f"{address}submit/", "submit", data, sees="ชำระ")


def multipart(fields: dict[str, str], name: str, filename: str, content: bytes) -> tuple[bytes, str]:
    """A form with a file, as a browser sends it."""
    mark = "load-7MA4YWxkTrZu0gW"
    parts = [
        f'--{mark}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
        for key, value in fields.items()
    ]
    head = (
        f'--{mark}\r\nContent-Disposition: form-data; name="{name}"; filename="{filename}"\r\n'
        "Content-Type: text/plain\r\n\r\n"
    )
    tail = f"\r\n--{mark}--\r\n"
    body = b"".join(parts) + head.encode() + content + tail.encode()
    return body, f"multipart/form-data; boundary={mark}"
