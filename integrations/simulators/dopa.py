"""The civil register behind the data exchange: token, person by number, laser code."""

import hashlib
import os
import secrets

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from integrations.simulators.common import application
from integrations.simulators.data import person
from sso_core.kernel import thai_id
from sso_core.kernel.thai_calendar import to_be_year

_FIRST = ("สมมติ", "ทดสอบ", "ตัวอย่าง", "จำลอง", "ลองดู")
_LAST = ("ไม่มีจริง", "ในระบบจำลอง", "ทดลองใช้", "ตัวอย่างงาม")


def build() -> Starlette:
    tokens: set[str] = set()

    async def token(request: Request) -> Response:
        if not request.headers.get("Consumer-Key"):
            return JSONResponse({"error": "no Consumer-Key"}, status_code=401)
        fresh = secrets.token_hex(16)
        tokens.add(fresh)
        return JSONResponse({"Result": fresh})

    async def link(request: Request) -> Response:
        if request.headers.get("Token") not in tokens:
            return JSONResponse({"error": "token"}, status_code=401)
        found = find(request.query_params.get("CitizenID", ""))
        if found is None:
            return JSONResponse({"code": "90001", "message": "not found"}, status_code=404)
        return JSONResponse(found)

    async def laser(request: Request) -> Response:
        if request.headers.get("Token") not in tokens:
            return JSONResponse({"error": "token"}, status_code=401)
        asked = request.query_params
        found = find(asked.get("CitizenID", ""))
        names = found and (asked.get("FirstName"), asked.get("LastName")) == (
            found["firstName"],
            found["lastName"],
        )
        fits = bool(found and names and asked.get("LaserCode") == laser_code(found["pid"]))
        return JSONResponse({"Result": fits, **({} if fits else {"Error": "[4] mismatch"})})

    return application(
        [
            Route("/ws/auth/validate", token),
            Route("/ws/dopa/linkage/v1/link", link),
            Route("/ws/dopa/verification/personal", laser),
        ]
    )


def laser_code(national_id: str) -> str:
    """The code on the back of an invented card: two letters and ten digits."""
    number = int(hashlib.sha256(national_id.encode()).hexdigest()[:12], 16)
    return f"JT{number % 10**10:010d}"


def find(national_id: str) -> dict[str, str] | None:
    """The person as the exchange writes it; with ``SIM_DOPA_OPEN=1`` any valid number is somebody."""
    if not thai_id.is_valid(national_id):
        return None
    known = person(national_id) or (
        _invented(national_id) if os.environ.get("SIM_DOPA_OPEN") == "1" else None
    )
    if known is None:
        return None
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


def _be(text: str) -> str:
    from datetime import date

    if not text:
        return ""
    day = date.fromisoformat(text)
    return f"{to_be_year(day)}{day:%m%d}"


def _invented(national_id: str) -> dict[str, str]:
    number = int(hashlib.sha256(national_id.encode()).hexdigest()[:8], 16)
    return {
        "national_id": national_id,
        "title_code": "003",
        "title": "นาย",
        "first_name": _FIRST[number % 5],
        "last_name": _LAST[number % 4],
        "birth_date": f"{1975 + number % 28}-{1 + number % 12:02d}-{1 + number % 28:02d}",
        "sex": "1",
        "nationality": "099",
        "status": "0",
        "died_on": "",
        "address": "1 หมู่ 1 ตำบลตัวอย่าง",
        "province": "10",
    }
