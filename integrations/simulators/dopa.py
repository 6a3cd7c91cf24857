"""The civil register behind the data exchange: token, person by number, family, laser code."""

import html
import re
import secrets
import time
from datetime import date
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from integrations.simulators.data import people
from integrations.simulators.families import relatives
from integrations.simulators.faults import application
from integrations.simulators.pages import page
from integrations.simulators.register import find, full_name, laser_code
from integrations.simulators.state import Kept, state_dir
from sso_core.kernel import thai_id
from sso_core.kernel.thai_calendar import format_date, to_be_year

IDLE_SECONDS = 60 * 60
LINKAGE = {"OfficeID", "ServiceID", "Version", "CitizenID"}
MOST = 1_000
VOID, MISMATCH = "[2] card void", "[4] mismatch"

__all__ = ["build", "laser_code"]


def build() -> Starlette:
    tokens = Tokens(Kept(state_dir("dopa") / "tokens.json"))

    async def token(request: Request) -> Response:
        asked = request.query_params
        key = request.headers.get("Consumer-Key", "")
        if not key or "ConsumerSecret" not in asked or not asked.get("AgentID"):
            return JSONResponse({"Code": "40100", "Message": "Consumer-Key"}, status_code=401)
        return JSONResponse({"Result": tokens.issue(key)})

    async def link(request: Request) -> Response:
        if not tokens.holds(request):
            return JSONResponse({"Code": "40101", "Message": "Token"}, status_code=401)
        if not set(request.query_params) >= LINKAGE:
            return JSONResponse({"Code": "40000", "Message": "missing parameter"}, status_code=400)
        found = find(request.query_params["CitizenID"])
        if found is None:
            return JSONResponse({"code": "90001", "message": "not found"}, status_code=404)
        return JSONResponse(entry(found))

    async def links(request: Request) -> Response:
        if not tokens.holds(request):
            return JSONResponse({"Code": "40101", "Message": "Token"}, status_code=401)
        asked = (await request.json()).get("CitizenIDs")
        if not isinstance(asked, list) or len(asked) > MOST:
            return JSONResponse({"Code": "40000", "Message": "CitizenIDs"}, status_code=400)
        found = {number: find(str(number)) for number in asked}
        people = [entry(one) for one in found.values() if one is not None]
        unknown = [number for number, one in found.items() if one is None]
        return JSONResponse({"people": people, "unknown": unknown})

    async def family(request: Request) -> Response:
        if not tokens.holds(request):
            return JSONResponse({"Code": "40101", "Message": "Token"}, status_code=401)
        found = find(request.query_params.get("CitizenID", ""))
        if found is None:
            return JSONResponse({"code": "90001", "message": "not found"}, status_code=404)
        return JSONResponse(family_entry(found))

    async def laser(request: Request) -> Response:
        if not tokens.holds(request):
            return JSONResponse({"Code": "40101", "Message": "Token"}, status_code=401)
        wrong = mismatch(dict(request.query_params))
        return JSONResponse({"Result": not wrong, **({"Error": wrong} if wrong else {})})

    return application(
        "dopa",
        [
            Route("/", cards),
            Route("/ws/auth/validate", token),
            Route("/ws/dopa/linkage/v1/link", link),
            Route("/ws/dopa/linkage/v1/links", links, methods=["POST"]),
            Route("/ws/dopa/linkage/v1/family", family),
            Route("/ws/dopa/verification/personal", laser),
        ],
    )


class Tokens:
    """Tokens of a consumer; one that was idle for an hour is dropped."""

    def __init__(self, kept: Kept) -> None:
        self.kept = kept

    def issue(self, key: str) -> str:
        fresh = secrets.token_hex(16)
        old = [token for token, row in self.kept.rows.items() if time.time() - row["used"] > IDLE_SECONDS]
        self.kept.drop(old)
        self.kept.put(fresh, {"key": key, "used": time.time()})
        return fresh

    def holds(self, request: Request) -> bool:
        row = self.kept.get(request.headers.get("Token", ""))
        if row is None or row["key"] != request.headers.get("Consumer-Key"):
            return False
        if time.time() - row["used"] > IDLE_SECONDS:
            return False
        row["used"] = time.time()
        return True


def mismatch(asked: dict[str, str]) -> str:
    """Why a card is not taken, or nothing."""
    found = find(asked.get("CitizenID", ""))
    if found is None:
        return MISMATCH
    if found["status"] != "0":
        return VOID
    told = tuple(asked.get(name, "") for name in ("FirstName", "LastName", "BEBirthDate", "LaserCode"))
    real = (
        found["first_name"],
        found["last_name"],
        _be(found["birth_date"]),
        laser_code(found["national_id"]),
    )
    same = told[:2] == real[:2] and _same_day(told[2], real[2]) and told[3] == real[3]
    return "" if same else MISMATCH


def entry(known: dict[str, Any]) -> dict[str, str]:
    """The person as the exchange writes it."""
    return {
        "pid": known["national_id"],
        "titleCode": known["title_code"],
        "titleDesc": known["title"],
        "firstName": known["first_name"],
        "lastName": known["last_name"],
        "dateOfBirth": _be(known["birth_date"]),
        "genderCode": known["sex"],
        "nationalityCode": known["nationality"],
        "statusOfPersonCode": known["status"],
        "dateOfDeath": _be(known["died_on"]),
        "address": known["address"],
        "provinceCode": known["province"],
        "maritalStatusCode": known.get("marital", ""),
    }


def family_entry(known: dict[str, Any]) -> dict[str, Any]:
    """The relatives of a person as we suppose that the exchange writes them."""
    rows = [
        {
            "relation": relation,
            "pid": other["national_id"],
            "firstName": other["first_name"],
            "lastName": other["last_name"],
            "dateOfBirth": _be(other["birth_date"]),
            "since": _be(since),
        }
        for relation, other, since in relatives(known["national_id"])
    ]
    return {"pid": known["national_id"], "relatives": rows}


async def cards(request: Request) -> Response:
    """The cards of the invented people, so that a form can be tried by hand."""
    known = sorted(people(), key=lambda one: one["role"].startswith(("sample", "extra")))
    return page("ทะเบียนราษฎร", "<p>คนทั้งหมดนี้สมมติขึ้น</p>" + "".join(map(_card, known)))


def _card(one: dict[str, Any]) -> str:
    born = format_date(date.fromisoformat(one["birth_date"]))
    return (
        f'<div class="card"><h2>{html.escape(full_name(one))}</h2><p class="dim">{html.escape(one["story"])}</p>'
        f"<p>เลขประจำตัว {thai_id.format_id(one['national_id'])}<br>เกิด {born}<br>"
        f"หลังบัตร {laser_code(one['national_id'])}</p></div>"
    )


def _be(text: str) -> str:
    """``yyyymmdd`` B.E. of an ISO date; empty stays empty."""
    if not text:
        return ""
    day = date.fromisoformat(text)
    return f"{to_be_year(day)}{day:%m%d}"


def _same_day(told: str, real: str) -> bool:
    """Parts that are told as zeros are not compared."""
    if not re.fullmatch(r"\d{8}", told):
        return False
    parts = ((0, 4), (4, 6), (6, 8))
    return all(int(told[a:b]) == 0 or told[a:b] == real[a:b] for a, b in parts) and int(told[:4]) > 0
