"""Refusing by conditions: each that is not met is told with its figures."""

from collections.abc import Iterable

from registration.rules.conditions import Condition
from sso_core.kernel.finding import Finding, Refused

WORDS = ("label_th", "label_en", "detail_th", "detail_en")


def refuse_unmet(conditions: Iterable[Condition]) -> None:
    """Raises ``Refused`` naming each condition that is not met, or not known to be."""
    unmet = [condition for condition in conditions if not condition.met]
    if unmet:
        raise Refused(*map(_finding, unmet))


def _finding(condition: Condition) -> Finding:
    params = {name: getattr(condition, name) for name in WORDS}
    return Finding("condition_unmet", params=params, section=condition.section)
