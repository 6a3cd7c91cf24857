"""A mobile operator: asks on a telephone by OpenID CIBA, poll mode. Its first page is everybody's telephone.

Numbers that begin with 08 0000 belong to no customer. Who answers is chosen on the page, or by ``POST /_press``.
"""

import base64
import binascii
import hmac
import html
import os
import secrets
import time
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from integrations.simulators.data import people
from integrations.simulators.faults import application
from integrations.simulators.pages import form_text, page
from integrations.simulators.register import full_name
from integrations.simulators.state import Kept, state_dir
from integrations.simulators.thaid_keys import Keys

LIVES_SECONDS, TOKEN_SECONDS, INTERVAL_SECONDS = 120, 300, 2
NOBODY = "tel:+6680000"
CHOICES = {"agree": "agreed", "refuse": "refused"}


class Operator:
    """Requests by id: the telephone, the words, and what its holder pressed."""

    def __init__(self, folder: Path) -> None:
        self.id = os.environ.get("MOBILE_CLIENT_ID", "sso-core")
        self.secret = os.environ.get("MOBILE_CLIENT_SECRET", "")
        self.keys = Keys(folder / "keys.json")
        self.asked = Kept(folder / "asked.json")

    def _knows(self, request: Request) -> bool:
        scheme, _, value = request.headers.get("Authorization", "").partition(" ")
        try:
            told, _, secret = base64.b64decode(value, validate=True).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError):
            return False
        right = hmac.compare_digest(secret.encode(), self.secret.encode())
        return scheme.lower() == "basic" and told == self.id and right

    async def start(self, request: Request) -> Response:
        if not self._knows(request):
            return _error("invalid_client", 401)
        form = await request.form()
        hint, words = form_text(form, "login_hint"), form_text(form, "binding_message")
        if not hint.startswith("tel:+66") or hint.startswith(NOBODY):
            return _error("unknown_user_id")
        fresh = secrets.token_urlsafe(18)
        self.asked.put(fresh, {"phone": hint[4:], "words": words, "state": "waiting", "at": time.time()})
        return JSONResponse({"auth_req_id": fresh, "expires_in": LIVES_SECONDS, "interval": INTERVAL_SECONDS})

    async def token(self, request: Request) -> Response:
        if not self._knows(request):
            return _error("invalid_client", 401)
        request_id = form_text(await request.form(), "auth_req_id")
        kept = self.asked.get(request_id)
        if kept is None:
            return _error("invalid_grant")
        if kept["state"] == "waiting" and time.time() - kept["at"] <= LIVES_SECONDS:
            return _error("authorization_pending")
        self.asked.pop(request_id)
        if kept["state"] == "agreed":
            return JSONResponse({"token_type": "Bearer", "id_token": self._sign(kept, _issuer(request))})
        return _error("access_denied" if kept["state"] == "refused" else "expired_token")

    def _sign(self, kept: dict[str, Any], issuer: str) -> str:
        now = int(time.time())
        times = {"iat": now, "exp": now + TOKEN_SECONDS, "auth_time": int(kept["pressed_at"])}
        who = {"sub": kept["phone"], "pid": kept["pid"], "ial": "2.3", "aal": "2.2", "amr": ["sim", "pin"]}
        return self.keys.sign({"iss": issuer, "aud": self.id, **times, **who})

    async def press(self, request: Request) -> Response:
        """What the holder does: JSON or the page's form with ``phone`` or ``request``, ``choice`` and ``pid``."""
        is_json = request.headers.get("content-type", "").startswith("application/json")
        told = await request.json() if is_json else dict(await request.form())
        state = CHOICES.get(str(told.get("choice")))
        found = [
            (key, row)
            for key, row in self.asked.rows.items()
            if row["state"] == "waiting" and (told.get("request") == key or told.get("phone") == row["phone"])
        ]
        if state is None or not found:
            return JSONResponse({"error": "nothing waits there"}, status_code=400)
        key, row = found[-1]
        own = {"state": state, "pid": str(told.get("pid", "")), "pressed_at": time.time()}
        self.asked.put(key, {**row, **own})
        return JSONResponse({"pressed": state}) if is_json else RedirectResponse("/", 303)

    async def jwks(self, request: Request) -> Response:
        return JSONResponse(self.keys.jwks())

    async def telephones(self, request: Request) -> Response:
        waiting = [(key, row) for key, row in self.asked.rows.items() if row["state"] == "waiting"]
        shown = "".join(_telephone(key, row) for key, row in waiting)
        return page("โทรศัพท์", shown or '<div class="card"><p>ไม่มีคำขอยืนยันตัวตน</p></div>', refresh=5)


def _telephone(key: str, row: dict[str, Any]) -> str:
    able = [one for one in people() if one["status"] == "0"]
    options = "".join(
        f'<option value="{one["national_id"]}">{html.escape(full_name(one))}</option>' for one in able
    )
    return f"""<form class="card" method="post" action="/_press"><h2>{html.escape(row["phone"])}</h2>
<p>{html.escape(row["words"])}</p><input type="hidden" name="request" value="{html.escape(key)}">
<label for="{key}">เจ้าของซิม</label><select id="{key}" name="pid">{options}</select>
<button name="choice" value="agree">ยืนยันด้วย PIN ของซิม</button>
<button class="plain" name="choice" value="refuse">ไม่ใช่ฉัน</button></form>"""


def _issuer(request: Request) -> str:
    return os.environ.get("MOBILE_URL") or f"{request.url.scheme}://{request.url.netloc}"


def _error(code: str, status: int = 400) -> Response:
    return JSONResponse({"error": code}, status_code=status)


def build() -> Starlette:
    operator = Operator(state_dir("mobile"))
    return application(
        "mobile",
        [
            Route("/", operator.telephones),
            Route("/bc-authorize", operator.start, methods=["POST"]),
            Route("/token", operator.token, methods=["POST"]),
            Route("/jwks", operator.jwks),
            Route("/_press", operator.press, methods=["POST"]),
        ],
    )
