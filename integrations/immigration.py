"""Foreigners who may work: passport and work permit, as the Department of Employment keeps them (confidence L)."""

import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings

from integrations.client import text_field
from integrations.errors import GatewayDown, Nonsense
from integrations.offices import day, look_up, word
from sso_core.kernel import thai_id

SYSTEM = "immigration"
AT_ONCE = 8
BUDGET = 30.0
"""Seconds for all who are asked for at once; what is late then is asked again, each by itself."""
STATUSES = ("valid", "expired", "cancelled")


@dataclass(frozen=True, slots=True)
class ForeignWorker:
    """A work permit and its holder; ``national_id`` is the 00-number or that of the pink card, empty without one."""

    permit_no: str
    status: str
    valid_from: date
    valid_to: date
    passport_no: str
    nationality: str
    first_name: str
    last_name: str
    birth_date: date
    sex: str
    national_id: str = ""
    employer_account: str = ""
    employer_name: str = ""

    def may_work(self, on: date) -> bool:
        """Whether the permit holds on a day."""
        return self.status == "valid" and self.valid_from <= on <= self.valid_to


def worker_by_passport(passport_no: str, nationality: str) -> ForeignWorker | None:
    """The worker of a passport of a three-digit nationality, None when there is none. Raises ``GatewayDown``."""
    return _ask({"passport": passport_no.strip().upper(), "nationality": nationality})


def worker_by_permit(permit_no: str) -> ForeignWorker | None:
    """The worker of a work permit, None when there is none. Raises ``GatewayDown``."""
    return _ask({"permit": permit_no.strip().upper()})


def worker_by_number(national_id: str) -> ForeignWorker | None:
    """The worker of a 00-number or pink card, None when there is none. Raises ``GatewayDown``."""
    return _ask({"pid": thai_id.normalise(national_id)})


def workers_by_numbers(national_ids: Iterable[str]) -> dict[str, ForeignWorker | GatewayDown | None]:
    """The workers of many numbers, some at once; ``GatewayDown`` stands where nobody answered in ``BUDGET``.

    The office has no question for many (none was found), so each number is asked for by itself.
    """
    numbers = list(dict.fromkeys(national_ids))
    late = time.monotonic() + BUDGET

    def one(digits: str) -> ForeignWorker | GatewayDown | None:
        if time.monotonic() > late:
            return GatewayDown(SYSTEM, "too many were asked for at once; asking again later")
        try:
            return worker_by_number(digits)
        except GatewayDown as down:
            return down

    with ThreadPoolExecutor(max_workers=AT_ONCE) as pool:
        return dict(zip(numbers, pool.map(one, numbers), strict=True))


def _ask(asked: dict[str, str]) -> ForeignWorker | None:
    def read(body: dict[str, Any]) -> ForeignWorker:
        found = _worker(body)
        held = {
            "passport": found.passport_no,
            "nationality": found.nationality,
            "permit": found.permit_no,
            "pid": found.national_id,
        }
        if not asked.items() <= held.items():
            raise Nonsense("it is about somebody else")
        return found

    return look_up(SYSTEM, settings.IMMIGRATION_URL, "/v1/workers", asked, read)


def _worker(body: dict[str, Any]) -> ForeignWorker:
    number = text_field(body, "pid", default="")
    found = ForeignWorker(
        permit_no=text_field(body, "permit"),
        status=word(body, "status", STATUSES),
        valid_from=day(body, "validFrom"),
        valid_to=day(body, "validTo"),
        passport_no=text_field(body, "passport"),
        nationality=text_field(body, "nationality"),
        first_name=text_field(body, "firstName"),
        last_name=text_field(body, "lastName", default=""),
        birth_date=day(body, "birthDate"),
        sex=word(body, "sex", ("M", "F")),
        national_id=thai_id.normalise(number) if number else "",
        employer_account=text_field(body, "employerAccount", default=""),
        employer_name=text_field(body, "employerName", default=""),
    )
    if not found.first_name or found.valid_to < found.valid_from or found.birth_date > found.valid_from:
        raise Nonsense("no name or impossible days")
    return found
