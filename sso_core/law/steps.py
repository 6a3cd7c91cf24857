"""Writing steps: a parameter used becomes part of the step's inputs, confidence and source."""

from collections.abc import Mapping
from decimal import Decimal

from sso_core.kernel.worked import Step, Value
from sso_core.law.book import Dated

_ORDER = "HML"


def step(
    key: str,
    labels: tuple[str, str],
    section: str,
    result: Value,
    *,
    formula: str = "",
    unit: str = "baht",
    law: Mapping[str, Dated] | None = None,
    **inputs: Value,
) -> Step:
    """A step whose ``law`` rows are shown as inputs, and whose confidence is that of the weakest row."""
    rows = law or {}
    used: dict[str, Value] = {**inputs, **{name: _shown(row) for name, row in rows.items()}}
    weakest = max((row.confidence for row in rows.values()), key=_ORDER.index, default="H")
    sources = "; ".join(dict.fromkeys(_source(row) for row in rows.values()))
    return Step(key, *labels, section, result, used, formula, unit, weakest, sources)


def plain_number(number: Decimal) -> str:
    """``17,500`` or ``82.50``: satang only where there are some."""
    return f"{number:,.0f}" if number == number.to_integral_value() else f"{number:,.2f}"


def percent(ratio: Decimal) -> str:
    """``5%`` or ``2.75%``."""
    return f"{(ratio * 100).normalize():f}%"


def _source(row: Dated) -> str:
    return f"{row.source} ({row.note})" if row.note else row.source


def _shown(row: Dated) -> Value:
    return row.text if row.number is None else row.number
