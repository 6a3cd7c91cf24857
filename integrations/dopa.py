"""The civil register (DOPA) by the government's data exchange: a token, then the person by number.

Protocol as in the exchange's public documents (confidence M); addresses are settings.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

import httpx
from django.conf import settings

from integrations.client import Nonsense, as_json, ask
from sso_core.kernel import thai_id
from sso_core.kernel.thai_calendar import from_be, to_be_year

SYSTEM = "dopa"
_SEX = {"1": "M", "2": "F"}


@dataclass(frozen=True, slots=True)
class DopaPerson:
    """What the civil register says of a number."""

    national_id: str
    title_code: str
    title: str
    first_name: str
    last_name: str
    birth_date: date | None
    sex: str
    nationality: str
    status: str
    died_on: date | None = None
    address: str = ""
    province: str = ""


def dopa_person(national_id: str) -> DopaPerson | None:
    """The person of a number, None when there is none. Raises ``GatewayDown``."""
    digits = thai_id.normalise(national_id)

    def question(client: httpx.Client) -> DopaPerson | None:
        params = {"OfficeID": "00023", "ServiceID": "001", "Version": "01", "CitizenID": digits}
        response = client.get("/ws/dopa/linkage/v1/link", params=params, headers=_headers(client))
        if response.status_code == 404:
            return None
        person = _person(as_json(response))
        if person.national_id != digits:
            raise Nonsense("the answer is about another number")
        return person

    return ask(SYSTEM, question, base_url=settings.DOPA_URL)


def dopa_check_laser(
    national_id: str, first_name: str, last_name: str, birth_date: date, laser_code: str
) -> bool:
    """Whether the code on the back of the card fits the person. Raises ``GatewayDown``."""
    params = {
        "CitizenID": national_id,
        "FirstName": first_name,
        "LastName": last_name,
        "BEBirthDate": f"{to_be_year(birth_date)}{birth_date:%m%d}",
        "LaserCode": re.sub(r"[^A-Z0-9]", "", laser_code.upper()),
    }

    def question(client: httpx.Client) -> bool:
        answer = as_json(
            client.get("/ws/dopa/verification/personal", params=params, headers=_headers(client))
        )
        if not isinstance(answer.get("Result"), bool):
            raise Nonsense("no Result in the answer")
        return bool(answer["Result"])

    return ask(SYSTEM, question, base_url=settings.DOPA_URL)


def _headers(client: httpx.Client) -> dict[str, str]:
    params = {"ConsumerSecret": settings.GDX_CONSUMER_SECRET, "AgentID": settings.GDX_AGENT_ID}
    key = {"Consumer-Key": settings.GDX_CONSUMER_KEY}
    answer = as_json(client.get("/ws/auth/validate", params=params, headers=key))
    token = answer.get("Result")
    if not isinstance(token, str) or not token:
        raise Nonsense("no token in the answer")
    return {**key, "Token": token}


def _person(body: dict[str, Any]) -> DopaPerson:
    status = body["statusOfPersonCode"]
    if status not in ("0", "1"):
        raise Nonsense(f"status {status!r} of a person")
    return DopaPerson(
        national_id=thai_id.normalise(body["pid"]),
        title_code=str(body["titleCode"]),
        title=str(body["titleDesc"]),
        first_name=str(body["firstName"]),
        last_name=str(body.get("lastName", "")),
        birth_date=_date(str(body.get("dateOfBirth", ""))),
        sex=_SEX.get(str(body.get("genderCode", "")), "U"),
        nationality=str(body.get("nationalityCode", "099")),
        status="dead" if status == "1" else "alive",
        died_on=_date(str(body.get("dateOfDeath", ""))),
        address=str(body.get("address", "")),
        province=str(body.get("provinceCode", "")),
    )


def _date(text: str) -> date | None:
    """``yyyymmdd`` B.E.; zeros stand for unknown parts."""
    if not re.fullmatch(r"\d{8}", text) or text.endswith("00") or text[4:6] == "00":
        return None
    return from_be(int(text[:4]), int(text[4:6]), int(text[6:]))
