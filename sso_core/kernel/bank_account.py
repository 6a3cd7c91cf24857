"""Banks by their three-digit code, and account numbers brought to the eleven digits of bank files.

Thailand has no IBAN and no public check digit an account; only length and the banks' own rules can be judged.
"""

import csv
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sso_core.kernel.digits import bare

WIDTH = 11
_DATA = Path(__file__).parent / "data" / "bank_codes.csv"


@dataclass(frozen=True, slots=True)
class Bank:
    code: str
    name_th: str
    name_en: str
    bic: str
    is_active: bool


@cache
def banks() -> dict[str, Bank]:
    """Every bank by its code; closed ones too, for old records."""
    with _DATA.open(encoding="utf-8") as source:
        return {
            row["code"]: Bank(
                row["code"], row["name_th"], row["name_en"], row["bic8"], row["status"] == "active"
            )
            for row in csv.DictReader(source)
        }


def name(code: str) -> str:
    found = banks().get(code)
    return found.name_th if found else code


def _drop(count: int) -> Callable[[str], str]:
    return lambda digits: digits[count:]


# Accounts longer than eleven digits, by bank and length (standards: in production use at a public integrator).
_LONG: dict[tuple[str, int], Callable[[str], str]] = {
    ("034", 12): _drop(1),
    ("031", 12): _drop(1),
    ("067", 14): _drop(4),
    ("069", 14): _drop(4),
    ("066", 12): _drop(2),
    ("030", 12): lambda digits: f"999{digits}"[4:],
    ("030", 15): _drop(4),
}


def normalise(bank_code: str, text: str) -> str:
    """The account in eleven digits. Raises ``ValueError`` for an unknown or closed bank and a wrong length."""
    bank = banks().get(bank_code)
    if bank is None or not bank.is_active:
        raise ValueError(f"no bank takes payments under code {bank_code!r}")
    digits = bare(text)
    if len(digits) < 6:
        raise ValueError("an account number has at least 6 digits")
    if len(digits) > WIDTH:
        rule = _LONG.get((bank_code, len(digits)))
        if rule is None:
            raise ValueError(f"{bank.name_en} has no account numbers of {len(digits)} digits")
        digits = rule(digits)
    return digits.zfill(WIDTH)


def mask(digits: str) -> str:
    """All but the last four digits hidden."""
    return "•" * max(len(digits) - 4, 0) + digits[-4:]
