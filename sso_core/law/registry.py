"""The rules that anybody may ask: by ``manage.py calculate``, by the API and on the public pages.

An app registers its own in ``<app>/calculators.py``. Inputs come as text and are read here, so that the
three faces refuse the same things in the same words.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sso_core.kernel.digits import arabic
from sso_core.kernel.money import parse_baht
from sso_core.kernel.period import Period
from sso_core.kernel.thai_calendar import BE_OFFSET
from sso_core.kernel.worked import Worked


class Kind(StrEnum):
    """How an input is written."""

    BAHT = "baht"
    PERIOD = "period"
    DATE = "date"
    COUNT = "count"
    PROVINCE = "province"
    OPTION = "option"


class BadInput(ValueError):
    """An input is missing, unknown or cannot be read. The message names it."""


@dataclass(frozen=True, slots=True)
class Input:
    """One input of a rule. ``default`` stands where nothing is given; without one it is required."""

    name: str
    kind: Kind
    label_th: str
    label_en: str
    default: str | None = None
    required: bool = True


@dataclass(frozen=True, slots=True)
class Calculator:
    name: str
    title_th: str
    title_en: str
    inputs: tuple[Input, ...]
    rule: Callable[..., Worked]

    def read(self, given: Mapping[str, str]) -> dict[str, Any]:
        """The rule's arguments from text. Raises ``BadInput`` for the first thing that is wrong."""
        unknown = set(given) - {one.name for one in self.inputs}
        if unknown:
            allowed = ", ".join(one.name for one in self.inputs)
            raise BadInput(f"{self.name} does not take {sorted(unknown)[0]}; it takes {allowed}")
        return {one.name: _value(one, given.get(one.name)) for one in self.inputs}

    def work(self, given: Mapping[str, str], *, law: Any) -> Worked:
        """Read ``given`` and apply the rule. Raises ``BadInput``, ``NoLaw`` or the rule's ``ValueError``."""
        return self.rule(**self.read(given), law=law)


_known: dict[str, Calculator] = {}


def calculator(
    name: str, title_th: str, title_en: str, *inputs: Input
) -> Callable[[Callable[..., Worked]], Callable[..., Worked]]:
    """Register a rule under ``name``; it is called with the read inputs and ``law``."""

    def register(rule: Callable[..., Worked]) -> Callable[..., Worked]:
        _known[name] = Calculator(name, title_th, title_en, inputs, rule)
        return rule

    return register


def calculators() -> tuple[Calculator, ...]:
    return tuple(_known[name] for name in sorted(_known))


def find(name: str) -> Calculator:
    """The rule of that name. Raises ``BadInput``."""
    try:
        return _known[name]
    except KeyError:
        raise BadInput(f"there is no rule {name}; --list shows the rules") from None


def _value(one: Input, text: str | None) -> Any:
    if text is None or not text.strip():
        if one.default is not None:
            text = one.default
        elif one.required:
            raise BadInput(f"{one.name} is missing")
        else:
            return None
    try:
        return _READERS[one.kind](arabic(text.strip()))
    except ValueError as error:
        raise BadInput(f"{one.name}: {error}") from None


def _date(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"a date is written YYYY-MM-DD, not {text!r}") from None
    if day.year >= 2400:
        raise ValueError(f"the year is C.E.: {day.year - BE_OFFSET}, not {day.year}")
    return day


def _count(text: str) -> int:
    if not text.isdigit():
        raise ValueError(f"a whole number is expected, not {text!r}")
    return int(text)


def _province(text: str) -> str:
    if text not in PROVINCES:
        raise ValueError(f"a province is two digits of the civil register, such as 10 or 90; not {text!r}")
    return text


def _baht(text: str) -> Decimal:
    return parse_baht(text)


_READERS: dict[Kind, Callable[[str], Any]] = {
    Kind.BAHT: _baht,
    Kind.PERIOD: Period.parse,
    Kind.DATE: _date,
    Kind.COUNT: _count,
    Kind.PROVINCE: _province,
    Kind.OPTION: _count,
}
_CODES = """
    10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 30 31 32 33 34 35 36 37 38 39 40 41
    42 43 44 45 46 47 48 49 50 51 52 53 54 55 56 57 58 60 61 62 63 64 65 66 67 70 71 72 73 74
    75 76 77 80 81 82 83 84 85 86 90 91 92 93 94 95 96
"""
PROVINCES = frozenset(_CODES.split())
