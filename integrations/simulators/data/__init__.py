"""The invented people and companies that simulators and demo share. All numbers have valid check digits."""

import json
from functools import cache
from pathlib import Path
from typing import Any

_HERE = Path(__file__).parent


@cache
def people() -> tuple[dict[str, Any], ...]:
    """Everybody, with a ``role`` that says what the demo uses the person for."""
    return tuple(json.loads((_HERE / "people.json").read_text(encoding="utf-8")))


@cache
def companies() -> tuple[dict[str, Any], ...]:
    return tuple(json.loads((_HERE / "companies.json").read_text(encoding="utf-8")))


def person(national_id: str) -> dict[str, Any] | None:
    return next((one for one in people() if one["national_id"] == national_id), None)


def by_role(role: str) -> tuple[dict[str, Any], ...]:
    return tuple(one for one in people() if one["role"] == role)
