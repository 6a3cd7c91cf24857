"""The civil register (DOPA) by the government's data exchange: a token, then the person by number.

Protocol as in the exchange's public documents (confidence M); addresses and keys are settings. What the answer
must hold to be believed is checked here: the number asked for, a name, a life that is possible.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from typing import Any

import httpx
from django.conf import settings
from django.core.cache import cache

from integrations.client import as_json, ask, quietly, text_field
from integrations.errors import Nonsense
from sso_core import clock
from sso_core.kernel import thai_id
from sso_core.kernel.thai_calendar import from_be, to_be_year

SYSTEM = "dopa"
TOKEN_SECONDS = 50 * 60  # the exchange drops a token after 60 idle minutes
LINKAGE = {"OfficeID": "00023", "ServiceID": "001", "Version": "01"}
NOBODY = "90001"
OLDEST_YEARS = 130
AT_ONCE = 1_000
BATCH_TIMEOUT = 30.0
"""Seconds for a thousand numbers."""
_SEX = {"1": "M", "2": "F"}
_STATUS = {"0": "alive", "1": "dead"}


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
    marital: str = ""


def dopa_person(national_id: str) -> DopaPerson | None:
    """The person of a number, None when there is none. Raises ``GatewayDown``."""
    digits = thai_id.normalise(national_id)
    params = {**LINKAGE, "CitizenID": digits}

    def question(client: httpx.Client) -> DopaPerson | None:
        response = with_token(client, "/ws/dopa/linkage/v1/link", params)
        if response.status_code == 404 and tells_nobody(response):
            return None
        person = _person(as_json(response))
        if person.national_id != digits:
            raise Nonsense("it is about another number")
        return person

    return ask(SYSTEM, question, base_url=settings.DOPA_URL)


def dopa_people(national_ids: Sequence[str]) -> dict[str, DopaPerson | None]:
    """The persons of many numbers, None for those that nobody has. Raises ``GatewayDown`` for the whole.

    A number that is not named in the answer, or whose entry makes no sense, is left out: nothing is known of it,
    and it stops nobody else. How the exchange takes many numbers was not found; the question is ours (L).
    """
    found: dict[str, DopaPerson | None] = {}
    for piece in batched(dict.fromkeys(map(thai_id.normalise, national_ids)), AT_ONCE):
        found |= _people(piece)
    return found


def _people(numbers: Sequence[str]) -> dict[str, DopaPerson | None]:
    body = {**LINKAGE, "CitizenIDs": list(numbers)}

    def question(client: httpx.Client) -> dict[str, DopaPerson | None]:
        answer = as_json(with_token(client, "/ws/dopa/linkage/v1/links", body=body))
        told, nobody = answer.get("people"), answer.get("unknown")
        if not isinstance(told, list) or not isinstance(nobody, list):
            raise Nonsense("no people")
        named = {text_field(one, "pid"): one for one in told}
        if not {*named, *nobody} <= set(numbers):
            raise Nonsense("it is about other numbers")
        known: dict[str, DopaPerson | None] = dict.fromkeys(nobody)
        for number, one in named.items():
            with suppress(ValueError, LookupError, TypeError):
                known[number] = _person(one)
        return known

    return ask(SYSTEM, question, base_url=settings.DOPA_URL, timeout=BATCH_TIMEOUT)


def dopa_check_laser(
    national_id: str, first_name: str, last_name: str, birth_date: date, laser_code: str
) -> bool:
    """Whether the code on the back of the card fits the person. Raises ``GatewayDown``."""
    params = {
        "CitizenID": thai_id.normalise(national_id),
        "FirstName": first_name,
        "LastName": last_name,
        "BEBirthDate": f"{to_be_year(birth_date)}{birth_date:%m%d}",
        "LaserCode": re.sub(r"[^A-Z0-9]", "", laser_code.upper()),
    }
    if not re.fullmatch(r"[A-Z]{2}\d{10}", params["LaserCode"]):
        return False

    def question(client: httpx.Client) -> bool:
        answer = as_json(with_token(client, "/ws/dopa/verification/personal", params))
        if not isinstance(answer.get("Result"), bool):
            raise Nonsense("no Result")
        return bool(answer["Result"])

    return ask(SYSTEM, question, base_url=settings.DOPA_URL)


def with_token(
    client: httpx.Client,
    path: str,
    params: Mapping[str, str] | None = None,
    *,
    body: Mapping[str, Any] | None = None,
) -> httpx.Response:
    """Ask with the token that we hold; a token that is no longer taken is renewed once."""

    def put(token: str) -> httpx.Response:
        headers = {"Consumer-Key": settings.GDX_CONSUMER_KEY, "Token": token}
        if body is None:
            return client.get(path, params=params, headers=headers)
        return client.post(path, json=body, headers=headers)

    response = put(_token(client))
    return put(_token(client, fresh=True)) if response.status_code == 401 else response


def _token(client: httpx.Client, *, fresh: bool = False) -> str:
    """The token of this consumer, shared by all processes through the cache."""
    place = f"gateway:dopa:token:{client.base_url}:{settings.GDX_CONSUMER_KEY}"
    # without a cache every question asks for a token of its own
    held = None if fresh else quietly(lambda: cache.get(place))
    if isinstance(held, str):
        return held
    params = {"ConsumerSecret": settings.GDX_CONSUMER_SECRET, "AgentID": settings.GDX_AGENT_ID}
    headers = {"Consumer-Key": settings.GDX_CONSUMER_KEY}
    token = text_field(as_json(client.get("/ws/auth/validate", params=params, headers=headers)), "Result")
    if not token:
        raise Nonsense("no token")
    quietly(lambda: cache.set(place, token, TOKEN_SECONDS))
    return token


def tells_nobody(response: httpx.Response) -> bool:
    """A number that nobody has is told by a message of the register, not by any page that is missing."""
    return bool(response.json().get("code") == NOBODY)


def batched(items: Iterable[str], size: int) -> Iterator[list[str]]:
    """Pieces of at most ``size``."""
    walk = iter(items)
    while piece := list(islice(walk, size)):
        yield piece


def _person(body: dict[str, Any]) -> DopaPerson:
    status = _STATUS.get(text_field(body, "statusOfPersonCode"))
    name = text_field(body, "firstName")
    if status is None or not name:
        raise Nonsense("no name or an unknown status")
    born = be_date(text_field(body, "dateOfBirth", default=""))
    told = text_field(body, "dateOfDeath", default="")
    died = _death(told) if status == "dead" else None
    if status == "alive" and be_date(told):
        raise Nonsense("died at an impossible time")
    _possible(born, died)
    return DopaPerson(
        national_id=thai_id.normalise(text_field(body, "pid")),
        title_code=text_field(body, "titleCode"),
        title=text_field(body, "titleDesc"),
        first_name=name,
        last_name=text_field(body, "lastName", default=""),
        birth_date=born,
        sex=_SEX.get(text_field(body, "genderCode", default=""), "U"),
        nationality=text_field(body, "nationalityCode", default="099"),
        status=status,
        died_on=died,
        address=text_field(body, "address", default=""),
        province=text_field(body, "provinceCode", default=""),
        marital=text_field(body, "maritalStatusCode", default=""),
    )


def _possible(born: date | None, died: date | None) -> None:
    today = clock.today() + timedelta(days=1)  # their midnight need not be ours
    if born and not today.year - OLDEST_YEARS <= born.year <= today.year:
        raise Nonsense("born at an impossible time")
    if died and born and died < born:
        raise Nonsense("died at an impossible time")


def _death(text: str) -> date:
    """The day of a death. Where the register does not tell it whole, the last day it can have been.

    So nobody counts as alive for want of a day, nor loses a right by a figure that is missing.
    """
    today = clock.today()
    known = be_date(text)
    if known or text in ("", "0") or text.startswith("0000"):
        return known or today
    year, month = int(text[:4]), int(text[4:6])
    last = (from_be(year + (month in (0, 12)), month % 12 + 1 if month else 1, 1)) - timedelta(days=1)
    return min(last, today)


def be_date(text: str) -> date | None:
    """``yyyymmdd`` B.E.; zeros stand for unknown parts."""
    if text in ("", "0"):
        return None
    if not re.fullmatch(r"\d{8}", text):
        raise Nonsense("a date of another form")
    if text.endswith("00") or text[4:6] == "00":
        return None
    return from_be(int(text[:4]), int(text[4:6]), int(text[6:]))
