"""A mailbox for everybody: takes any mail by SMTP and shows it; and the codes of the demo's second factors."""

import base64
import email
import email.policy
import hashlib
import hmac
import html
import json
import struct
import time
from contextlib import suppress
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from integrations.simulators.common import application, page, state_dir

KEPT = 500
CODES = Path("var/demo/authenticator.json")
STEP_SECONDS = 30


class Mailbox:
    """Keeps the last mails in a folder, one file each."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        (self.folder / f"{time.time_ns()}.eml").write_bytes(envelope.content)
        for old in self.names()[KEPT:]:
            with suppress(FileNotFoundError):
                (self.folder / f"{old}.eml").unlink()
        return "250 OK"

    def names(self) -> list[str]:
        return sorted((path.stem for path in self.folder.glob("*.eml")), reverse=True)

    def read(self, name: str) -> EmailMessage | None:
        path = self.folder / f"{Path(name).name}.eml"
        if not path.exists():
            return None
        return email.message_from_bytes(path.read_bytes(), policy=email.policy.default)  # type: ignore[return-value]


def build(smtp_port: int) -> Starlette:
    box = Mailbox(state_dir() / "mail")
    controller = Controller(box, hostname="127.0.0.1", port=smtp_port)
    controller.start()

    async def index(request: Request) -> Response:
        rows = "".join(
            f'<tr><td><a href="/mail/{name}">{html.escape(str(mail["Subject"]))}</a></td>'
            f"<td>{html.escape(str(mail['To']))}</td></tr>"
            for name in box.names()[:100]
            if (mail := box.read(name))
        )
        return page(
            "อีเมลที่ระบบส่ง", f'<div class="card"><table>{rows or "<tr><td>ยังไม่มี</td></tr>"}</table></div>'
        )

    async def show(request: Request) -> Response:
        mail = box.read(request.path_params["name"])
        if mail is None:
            return page("ไม่พบอีเมลนี้", "")
        body = mail.get_body(("plain", "html"))
        text = html.escape(body.get_content()) if body else ""
        return page(
            str(mail["Subject"]), f'<p>ถึง {html.escape(str(mail["To"]))}</p><pre class="card">{text}</pre>'
        )

    async def mails(request: Request) -> Response:
        wanted = request.query_params.get("to", "")
        found = [
            (name, mail) for name in box.names() if (mail := box.read(name)) and wanted in str(mail["To"])
        ]
        return JSONResponse([_as_json(name, mail) for name, mail in found[:100]])

    async def authenticator(request: Request) -> Response:
        known = json.loads(CODES.read_text(encoding="utf-8")) if CODES.exists() else []
        left = STEP_SECONDS - int(time.time()) % STEP_SECONDS
        rows = "".join(
            f'<tr><td>{html.escape(one["label"])}</td><td class="code">{totp(one["secret"])}</td></tr>'
            for one in known
        )
        return page(
            "รหัสยืนยันของบัญชีตัวอย่าง",
            f'<p>รหัสเปลี่ยนใน {left} วินาที</p><div class="card"><table>{rows}</table></div>',
            refresh=left,
        )

    async def codes(request: Request) -> Response:
        known = json.loads(CODES.read_text(encoding="utf-8")) if CODES.exists() else []
        return JSONResponse({one["label"]: totp(one["secret"]) for one in known})

    return application(
        [
            Route("/", index),
            Route("/mail/{name}", show),
            Route("/api/mails", mails),
            Route("/authenticator", authenticator),
            Route("/api/codes", codes),
        ]
    )


def totp(secret: str, at: float | None = None) -> str:
    """The six digits of RFC 6238 for a base32 secret, as a phone would show them."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8), casefold=True)
    counter = int((time.time() if at is None else at) // STEP_SECONDS)
    digest = hmac.new(key, struct.pack(">Q", counter), hashlib.sha1).digest()
    offset = digest[-1] & 15
    number = struct.unpack(">I", digest[offset : offset + 4])[0] & 0x7FFFFFFF
    return f"{number % 10**6:06d}"


def _as_json(name: str, mail: EmailMessage) -> dict[str, Any]:
    body = mail.get_body(("plain", "html"))
    return {
        "id": name,
        "to": str(mail["To"]),
        "subject": str(mail["Subject"]),
        "text": body.get_content() if body else "",
        "attachments": [part.get_filename() for part in mail.iter_attachments()],
    }
