"""An amount that brings its own explanation.

Every rule of law returns ``Worked``: the results and each step that led to them, with the section
of law. Citizen page, officer page, letter and API print the same steps.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

Value = Decimal | int | str | date | bool


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a calculation: what, by which section, from what, how, and what came out.

    ``formula`` is the arithmetic as a person would write it, with the figures in it.
    ``confidence`` is that of the weakest parameter used: ``H``, ``M`` or ``L``.
    """

    key: str
    label_th: str
    label_en: str
    section: str
    result: Value
    inputs: Mapping[str, Value] = field(default_factory=dict)
    formula: str = ""
    unit: str = "baht"
    confidence: str = "H"
    source: str = ""

    def __post_init__(self) -> None:
        if not self.section:
            raise ValueError(f"step {self.key!r} has no section of law")

    def as_dict(self) -> dict[str, Any]:
        return {
            "key": self.key,
            "label_th": self.label_th,
            "label_en": self.label_en,
            "section": self.section,
            "inputs": {name: plain(value) for name, value in self.inputs.items()},
            "formula": self.formula,
            "result": plain(self.result),
            "unit": self.unit,
            "confidence": self.confidence,
            "source": self.source,
        }


@dataclass(frozen=True, slots=True)
class Worked:
    """The outcome of a rule: named results, the steps in order, and the law it used."""

    rule: str
    results: Mapping[str, Decimal]
    steps: tuple[Step, ...]
    inputs: Mapping[str, Value] = field(default_factory=dict)
    as_of: date | None = None
    law_hash: str = ""

    def __post_init__(self) -> None:
        if not self.steps:
            raise ValueError(f"{self.rule} explains nothing: no steps")

    @property
    def amount(self) -> Decimal:
        """The main result: ``amount`` where there is one, else the last named result."""
        return self.results["amount"] if "amount" in self.results else list(self.results.values())[-1]

    def __getitem__(self, name: str) -> Decimal:
        return self.results[name]

    def __iter__(self) -> Iterator[Step]:
        return iter(self.steps)

    def as_dict(self) -> dict[str, Any]:
        """The shape that the API, ``calculate --json`` and stored decisions share."""
        return {
            "rule": self.rule,
            "inputs": {name: plain(value) for name, value in self.inputs.items()},
            "result": {name: plain(value) for name, value in self.results.items()},
            "steps": [step.as_dict() for step in self.steps],
            "law": {"as_of": plain(self.as_of) if self.as_of else None, "hash": self.law_hash},
        }


def plain(value: Value) -> str | int | bool:
    """A JSON value that loses nothing: decimals and dates as strings."""
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, date):
        return value.isoformat()
    return value
