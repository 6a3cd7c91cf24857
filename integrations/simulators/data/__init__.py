"""The invented people and companies that simulators and demo share. All numbers have valid check digits.

A person's ``role`` says what the demo uses the person for, ``months`` how many months of contributions the story
needs; roles ``sample:…`` are the staff of the sample filings. Nothing here is of a living person.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

_HERE = Path(__file__).parent


@cache
def people() -> tuple[dict[str, Any], ...]:
    """Everybody of the simulated civil register."""
    return tuple(json.loads((_HERE / "people.json").read_text(encoding="utf-8")))


@cache
def companies() -> tuple[dict[str, Any], ...]:
    """Every juristic person; the first is the employer of the sample filings, the last is dissolved."""
    return tuple(json.loads((_HERE / "companies.json").read_text(encoding="utf-8")))


@cache
def _people_by_number() -> dict[str, dict[str, Any]]:
    return {one["national_id"]: one for one in people()}


def person(national_id: str) -> dict[str, Any] | None:
    """The person of a number."""
    return _people_by_number().get(national_id)


def company(juristic_id: str) -> dict[str, Any] | None:
    """The juristic person of a number."""
    return next((one for one in companies() if one["juristic_id"] == juristic_id), None)


def by_role(role: str) -> tuple[dict[str, Any], ...]:
    """The people of a role, in order."""
    return tuple(one for one in people() if one["role"] == role)
