"""The NDID node of a relying party, with the apps of two banks: who is asked answers on its page.

Everybody of the civil register who lives is known to the first bank; who has a number that ends in an even digit, to
the second too. Numbers that begin with 00 are known to none.
"""

import html
import secrets
import time
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from integrations.simulators.data import person
from integrations.simulators.faults import application
from integrations.simulators.pages import page
from integrations.simulators.register import full_name
from integrations.simulators.state import Kept, state_dir

BANKS = {
    "idp-bank-one": ("ธนาคารตัวอย่างหนึ่ง", "Example Bank One"),
    "idp-bank-two": ("ธนาคารตัวอย่างสอง", "Example Bank Two"),
}
LEVELS = {"ial": 2.3, "aal": 2.2}
CHOICES = {"agree": "accept", "refuse": "reject"}
WANTED = {"mode", "reference_id", "callback_url", "request_message", "min_ial", "min_aal", "request_timeout"}


class Node:
    """Requests by id, as long as this process keeps them."""

    def __init__(self, folder: Path) -> None:
        self.asked = Kept(folder / "asked.json")

    async def providers(self, request: Request) -> Response:
        number = request.path_params["number"]
        able = all(float(request.query_params.get(f"min_{name}", 0)) <= most for name, most in LEVELS.items())
        return JSONResponse([_bank(key) for key in _banks_of(number) if able])

    async def start(self, request: Request) -> Response:
        number, told = request.path_params["number"], await request.json()
        if not set(told) >= WANTED or told["mode"] not in (2, 3):
            return _error(20003, "invalid parameters")
        banks = [bank for bank in told.get("idp_id_list", []) if bank in _banks_of(number)]
        if not banks:
            return _error(20005, "no identity provider has this identity")
        fresh = secrets.token_hex(32)
        self.asked.put(fresh, {
            "bank": banks[0], "number": number, "words": told["request_message"], "status": "pending",
            "reference": told["reference_id"], "until": time.time() + told["request_timeout"], "closed": False,
        })  # fmt: skip
        return JSONResponse({"request_id": fresh, "initial_salt": secrets.token_hex(8)}, status_code=202)

    async def status(self, request: Request) -> Response:
        key = request.path_params["key"]
        row = self.asked.get(key)
        if row is None:
            return JSONResponse({"error": {"code": 15002, "message": "request not found"}}, status_code=404)
        late = row["status"] == "pending" and time.time() > row["until"]
        answered = [_response(row)] if row["status"] in ("completed", "rejected") else []
        return JSONResponse({
            "request_id": key, "status": row["status"], "mode": 2, "min_ial": 2.3, "min_aal": 2.2,
            "response_list": answered, "closed": row["closed"] or bool(answered), "timed_out": late,
        })  # fmt: skip

    async def close(self, request: Request) -> Response:
        told = await request.json()
        row = self.asked.get(told.get("request_id", ""))
        if row is None or row["reference"] != told.get("reference_id"):
            return _error(20026, "unknown reference")
        self.asked.put(told["request_id"], {**row, "closed": True})
        return JSONResponse({}, status_code=202)

    async def press(self, request: Request) -> Response:
        """What the holder does in the bank's app: JSON or the page's form, ``request`` or ``number``, ``choice``."""
        is_json = request.headers.get("content-type", "").startswith("application/json")
        told = await request.json() if is_json else dict(await request.form())
        choice = CHOICES.get(str(told.get("choice")))
        found = [
            key
            for key, row in self._waiting()
            if told.get("request") == key or told.get("number") == row["number"]
        ]
        if choice is None or not found:
            return JSONResponse({"error": "nothing waits there"}, status_code=400)
        levels = {name: told[name] for name in ("ial", "aal", "valid_signature", "idp_id") if name in told}
        state = "completed" if choice == "accept" else "rejected"
        self.asked.put(found[-1], {**self.asked.get(found[-1]), "status": state, "told": levels})
        return JSONResponse({"pressed": choice}) if is_json else RedirectResponse("/", 303)

    def _waiting(self) -> list[tuple[str, dict[str, Any]]]:
        now = time.time()
        return [
            (key, row) for key, row in self.asked.rows.items()
            if row["status"] == "pending" and not row["closed"] and now <= row["until"]
        ]  # fmt: skip

    async def apps(self, request: Request) -> Response:
        shown = "".join(_app(key, row) for key, row in self._waiting())
        return page("แอปธนาคาร (NDID)", shown or '<div class="card"><p>ไม่มีคำขอยืนยันตัวตน</p></div>', refresh=5)


def _banks_of(number: str) -> tuple[str, ...]:
    known = person(number)
    if known is None or known["status"] != "0":
        return ()
    return tuple(BANKS) if int(number[-1]) % 2 == 0 else tuple(BANKS)[:1]


def _bank(key: str) -> dict[str, Any]:
    thai, english = BANKS[key]
    return {
        "node_id": key, "node_name": english, "display_name_th": thai, "display_name_en": english,
        "max_ial": LEVELS["ial"], "max_aal": LEVELS["aal"], "supported_request_message_data_url_type_list": [],
    }  # fmt: skip


def _response(row: dict[str, Any]) -> dict[str, Any]:
    accepted = row["status"] == "completed"
    own = {"idp_id": row["bank"], **LEVELS, "valid_signature": True, "valid_ial": True}
    return {
        **own,
        "signature": secrets.token_urlsafe(32),
        "status": "accept" if accepted else "reject",
        **row["told"],
    }


def _app(key: str, row: dict[str, Any]) -> str:
    known = person(row["number"])
    assert known is not None
    return f"""<form class="card" method="post" action="/_press"><h2>{html.escape(BANKS[row["bank"]][0])}</h2>
<p>{html.escape(full_name(known))}</p><p>{html.escape(row["words"])}</p>
<input type="hidden" name="request" value="{key}">
<button name="choice" value="agree">ยืนยันด้วยใบหน้าและ PIN</button>
<button class="plain" name="choice" value="refuse">ไม่ใช่ฉัน</button></form>"""


def _error(code: int, message: str) -> Response:
    return JSONResponse({"error": {"code": code, "message": message}}, status_code=400)


def build() -> Starlette:
    node = Node(state_dir("ndid"))
    return application(
        "ndid",
        [
            Route("/", node.apps),
            Route("/utility/idp/citizen_id/{number}", node.providers),
            Route("/rp/requests/citizen_id/{number}", node.start, methods=["POST"]),
            Route("/rp/requests/close", node.close, methods=["POST"]),
            Route("/utility/requests/{key}", node.status),
            Route("/_press", node.press, methods=["POST"]),
        ],
    )
