"""How rules and statute are listed for programs: the rows of ``calculate --list --json`` and of the API."""

from typing import Any

from sso_core.law.registry import Calculator, Input


def as_row(one: Calculator) -> dict[str, Any]:
    """A rule with its inputs."""
    return {
        "rule": one.name,
        "title_th": one.title_th,
        "title_en": one.title_en,
        "section": one.section,
        "inputs": [_input(given) for given in one.inputs],
    }


def _input(one: Input) -> dict[str, Any]:
    return {
        "name": one.name,
        "kind": one.kind.value,
        "label_th": one.label_th,
        "label_en": one.label_en,
        "required": one.must_be_given,
        "default": one.default,
        "choices": list(one.choices),
    }
