"""Cards that apps above add to the officer's page of a person."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class PersonPanel:
    """A card: its title, the template that draws it and what the template gets."""

    title: str
    template: str
    context: Callable[[int], dict[str, Any]]


_panels: dict[str, PersonPanel] = {}


def register_person_panel(key: str, panel: PersonPanel) -> None:
    _panels[key] = panel


def person_panels() -> tuple[PersonPanel, ...]:
    return tuple(_panels.values())
