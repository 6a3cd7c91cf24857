"""Who is married to whom and whose child one is, as the civil register links people.

How the exchange answers this was not found: path and fields are ours (confidence L).
"""

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, get_args

import httpx
from django.conf import settings

from integrations.client import as_json, ask, text_field
from integrations.dopa import LINKAGE, SYSTEM, be_date, tells_nobody, with_token
from integrations.errors import Nonsense
from sso_core.kernel import thai_id

Relation = Literal["spouse", "child", "parent"]


@dataclass(frozen=True, slots=True)
class Relative:
    """One person of the family; ``since`` is the day of the marriage or of the adoption where there is one."""

    relation: Relation
    national_id: str
    first_name: str
    last_name: str
    birth_date: date | None = None
    since: date | None = None


def dopa_family(national_id: str) -> tuple[Relative, ...]:
    """Spouse, children and parents of a number; empty when the register links nobody. Raises ``GatewayDown``."""
    digits = thai_id.normalise(national_id)
    params = {**LINKAGE, "CitizenID": digits}

    def question(client: httpx.Client) -> tuple[Relative, ...]:
        response = with_token(client, "/ws/dopa/linkage/v1/family", params)
        if response.status_code == 404 and tells_nobody(response):
            return ()
        return _family(as_json(response), digits)

    return ask(SYSTEM, question, base_url=settings.DOPA_URL)


def _family(body: dict[str, Any], asked: str) -> tuple[Relative, ...]:
    if text_field(body, "pid") != asked:
        raise Nonsense("it is about another number")
    rows = body.get("relatives")
    if not isinstance(rows, list):
        raise Nonsense("no relatives")
    found = tuple(map(_relative, rows))
    numbers = [one.national_id for one in found]
    if asked in numbers or len(set(numbers)) < len(numbers):
        raise Nonsense("a person is there twice")
    return found


def _relative(row: dict[str, Any]) -> Relative:
    relation, name = text_field(row, "relation"), text_field(row, "firstName")
    if relation not in get_args(Relation) or not name:
        raise Nonsense("no name or an unknown relation")
    return Relative(
        relation=relation,  # type: ignore[arg-type] # compared with the words above
        national_id=thai_id.normalise(text_field(row, "pid")),
        first_name=name,
        last_name=text_field(row, "lastName", default=""),
        birth_date=be_date(text_field(row, "dateOfBirth", default="")),
        since=be_date(text_field(row, "since", default="")),
    )
