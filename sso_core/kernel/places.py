"""The 77 provinces by their code of the civil register, and the office that looks after each."""

import csv
from functools import cache
from pathlib import Path

_DATA = Path(__file__).parent / "data" / "provinces.csv"
BANGKOK_OFFICE = "1001"


@cache
def provinces() -> dict[str, str]:
    """Thai name by two-digit code."""
    with _DATA.open(encoding="utf-8") as source:
        return {row["code"]: row["name_th"] for row in csv.DictReader(source)}


def office_of(province: str) -> str:
    """The office of a province. The provincial codes were not found: the province with 00 stands for them."""
    return BANGKOK_OFFICE if province in ("", "10") else f"{province}00"
