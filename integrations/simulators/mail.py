"""A mailbox for everybody: takes any mail by SMTP and shows it; and the codes of the demo's second factors."""

import asyncio
import html
import re
from typing import Any
from urllib.parse import quote

from aiosmtpd.controller import Controller
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from integrations.simulators import authenticator
from integrations.simulators.authenticator import totp
from integrations.simulators.faults import Fault, application
from integrations.simulators.mailbox import Mail, Mailbox
from integrations.simulators.pages import moment, page
from integrations.simulators.state import state_dir

SHOWN = 100
LARGEST_MAIL = 40 * 2**20

__all__ = ["build", "totp"]


class Taker:
    """What aiosmtpd calls for each mail."""

    def __init__(self, box: Mailbox, fault: Fault) -> None:
        self.box, self.fault = box, fault

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        if self.fault.mode == "slow":
            await asyncio.sleep(self.fault.seconds)
        if self.fault.mode == "down":
            return "451 4.3.0 try again later"
        if self.fault.mode == "nonsense":
            return "299 scheduled maintenance"
        self.box.add(envelope.content, list(envelope.rcpt_tos))
        return "250 OK"


def build(smtp_port: int) -> Starlette:
    fault, box = Fault(), Mailbox(state_dir("mail"))
    Controller(Taker(box, fault), hostname="127.0.0.1", port=smtp_port, data_size_limit=LARGEST_MAIL).start()

    async def index(request: Request) -> Response:
        return page("อีเมลที่ระบบส่ง", _list(box.all()[:SHOWN], request.query_params.get("to", "")), refresh=15)

    async def show(request: Request) -> Response:
        mail = box.read(request.path_params["name"])
        return page("ไม่พบอีเมลนี้", "", status=404) if mail is None else page(mail.subject, _mail(mail))

    async def attachment(request: Request) -> Response:
        mail = box.read(request.path_params["name"])
        files = mail.attachments() if mail else []
        place = request.path_params["place"]
        if place >= len(files):
            return page("ไม่พบไฟล์นี้", "", status=404)
        name, kind, content = files[place]
        disposition = f"inline; filename*=UTF-8''{quote(name)}"
        # an attachment is a stranger's: it runs nothing and is taken for nothing else
        head = {
            "Content-Disposition": disposition,
            "Content-Security-Policy": "sandbox",
            "X-Content-Type-Options": "nosniff",
        }
        return Response(content, media_type=kind, headers=head)

    async def mails(request: Request) -> Response:
        wanted = request.query_params.get("to", "").lower()
        found = [mail.as_json() for mail in box.all() if wanted in mail.to.lower()]
        return JSONResponse(found[: int(request.query_params.get("limit", SHOWN))])

    async def clear(request: Request) -> Response:
        for name in box.names():
            box.remove(name)
        return Response(status_code=204)

    return application(
        "mail",
        [
            Route("/", index),
            Route("/mail/{name}", show),
            Route("/mail/{name}/attachments/{place:int}", attachment),
            Route("/api/mails", mails),
            Route("/api/mails", clear, methods=["DELETE"]),
            Route("/authenticator", authenticator.show),
            Route("/api/codes", authenticator.codes),
        ],
        fault,
    )


def _list(mails: list[Mail], wanted: str) -> str:
    cards = "".join(
        f'<div class="card"><h2><a href="/mail/{mail.name}">{html.escape(mail.subject)}</a></h2>'
        f'<p class="dim">ถึง {html.escape(mail.to)} · {moment(mail.taken_at)}</p></div>'
        for mail in mails
        if wanted.lower() in mail.to.lower()
    )
    links = '<p><a href="/authenticator">รหัสยืนยันของบัญชีตัวอย่าง</a></p>'
    return links + (cards or '<div class="card"><p>ยังไม่มีอีเมล</p></div>')


def _mail(mail: Mail) -> str:
    files = "".join(
        f'<li><a href="/mail/{mail.name}/attachments/{place}">{html.escape(name)}</a> ({len(raw):,} ไบต์)</li>'
        for place, (name, _, raw) in enumerate(mail.attachments())
    )
    head = (
        f'<p><a href="/">อีเมลทั้งหมด</a></p><div class="card"><p>จาก {html.escape(str(mail.message["From"] or ""))}'
        f"<br>ถึง {html.escape(mail.to)}<br>{moment(mail.taken_at)}</p></div>"
    )
    text = f'<div class="card"><pre>{_linked(mail.text)}</pre></div>' if mail.text else ""
    # the mail's own page may run no script and reach nothing of this one
    framed = f'<iframe sandbox="allow-popups" title="เนื้อหา HTML" srcdoc="{html.escape(mail.html)}"></iframe>'
    attached = f'<div class="card"><h2>ไฟล์แนบ</h2><ul>{files}</ul></div>' if files else ""
    return head + attached + text + (framed if mail.html else "")


def _linked(text: str) -> str:
    """Plain text with its addresses as links."""
    escaped = html.escape(text)
    return re.sub(r"(https?://[^\s<>\"']+)", r'<a href="\1">\1</a>', escaped)
