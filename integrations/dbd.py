"""Juristic persons at the Department of Business Development (confidence M for the protocol)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import httpx
from django.conf import settings

from integrations.client import as_json, ask, text_field
from integrations.errors import Nonsense
from sso_core.kernel import thai_id

SYSTEM = "dbd"
FOUND, NONE, BAD_NUMBER = "1000", "1004", "1051"
_FIELD = "cd:OrganizationJuristic"


@dataclass(frozen=True, slots=True)
class DbdCompany:
    """What DBD says of a juristic person; ``status`` is its own word, as it stands there."""

    juristic_id: str
    name_th: str
    name_en: str
    type: str
    registered_on: date | None
    status: str
    capital: str
    address: str
    province: str


def dbd_company(juristic_id: str) -> DbdCompany | None:
    """The juristic person of a 13-digit number, None when there is none. Raises ``GatewayDown``."""
    digits = thai_id.normalise(juristic_id)

    def question(client: httpx.Client) -> DbdCompany | None:
        body = as_json(client.get(f"/api/v1/juristic_person/{digits}"))
        code = str(body["status"]["code"])
        if code in (NONE, BAD_NUMBER):
            return None
        if code != FOUND:
            raise Nonsense("an unknown code")
        return _company(body["data"], digits)

    return ask(SYSTEM, question, base_url=settings.DBD_URL)


def _company(rows: list[dict[str, Any]], juristic_id: str) -> DbdCompany:
    row = rows[0][f"{_FIELD}Person"]
    if row[f"{_FIELD}ID"] != juristic_id:
        raise Nonsense("it is about another number")
    name, status = text_field(row, f"{_FIELD}NameTH"), text_field(row, f"{_FIELD}Status")
    if not name or not status:
        raise Nonsense("no name or no status")
    address = row.get(f"{_FIELD}Address") or {}
    return DbdCompany(
        juristic_id=juristic_id,
        name_th=name,
        name_en=text_field(row, f"{_FIELD}NameEN", default=""),
        type=text_field(row, f"{_FIELD}Type", default=""),
        registered_on=_date(text_field(row, f"{_FIELD}RegisterDate", default="")),
        status=status,
        capital=str(row.get(f"{_FIELD}RegisterCapital") or ""),
        address=text_field(address, "text", default=""),
        province=text_field(address, "provinceCode", default=""),
    )


def _date(text: str) -> date | None:
    """``yyyymmdd`` C.E."""
    if not text:
        return None
    if len(text) != 8 or not text.isdigit():
        raise Nonsense("a date of another form")
    return date(int(text[:4]), int(text[4:6]), int(text[6:]))
