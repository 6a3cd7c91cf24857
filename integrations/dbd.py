"""Juristic persons at the Department of Business Development (confidence M for the protocol)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import httpx
from django.conf import settings

from integrations.client import Nonsense, as_json, ask

SYSTEM = "dbd"
FOUND, NONE = "1000", "1004"


@dataclass(frozen=True, slots=True)
class DbdCompany:
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

    def question(client: httpx.Client) -> DbdCompany | None:
        body = as_json(client.get(f"/api/v1/juristic_person/{juristic_id}"))
        code = str(body["status"]["code"])
        if code == NONE:
            return None
        if code != FOUND:
            raise Nonsense(f"status {code}")
        return _company(body["data"], juristic_id)

    return ask(SYSTEM, question, base_url=settings.DBD_URL)


def _company(rows: list[dict[str, Any]], juristic_id: str) -> DbdCompany:
    row = rows[0]["cd:OrganizationJuristicPerson"]
    if row["cd:OrganizationJuristicID"] != juristic_id:
        raise Nonsense("the answer is about another number")
    address = row.get("cd:OrganizationJuristicAddress", {})
    day = str(row.get("cd:OrganizationJuristicRegisterDate", ""))
    return DbdCompany(
        juristic_id=juristic_id,
        name_th=row["cd:OrganizationJuristicNameTH"],
        name_en=row.get("cd:OrganizationJuristicNameEN", ""),
        type=row.get("cd:OrganizationJuristicType", ""),
        registered_on=datetime.strptime(day, "%Y%m%d").date() if day else None,  # noqa: DTZ007 - a day, not a time
        status=row["cd:OrganizationJuristicStatus"],
        capital=str(row.get("cd:OrganizationJuristicRegisterCapital", "")),
        address=address.get("text", ""),
        province=address.get("provinceCode", ""),
    )
