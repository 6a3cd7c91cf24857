"""Cards that apps above add to the officer's page of a person or an employer, and to the home of an employer."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Words = str | _StrPromise

log = logging.getLogger(__name__)


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


@dataclass(frozen=True, slots=True)
class EmployerPanel:
    """A card on the home of an employer, or on the office's page of it; the context is asked for an account."""

    title: Words
    template: str
    context: Callable[[str], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A card with what it shows; ``context`` is None when its app did not answer."""

    title: Words
    template: str
    context: dict[str, Any] | None


_employer_panels: dict[str, EmployerPanel] = {}
_office_panels: dict[str, EmployerPanel] = {}


def register_employer_panel(key: str, panel: EmployerPanel) -> None:
    _employer_panels[key] = panel


def register_office_panel(key: str, panel: EmployerPanel) -> None:
    _office_panels[key] = panel


def employer_panels(account: str) -> tuple[Drawn, ...]:
    """Each card asked by itself: one that fails is unknown and is shown so; the others stay."""
    return tuple(_drawn(panel, account) for panel in _employer_panels.values())


def office_panels(account: str) -> tuple[Drawn, ...]:
    """The same for the office's page of the employer."""
    return tuple(_drawn(panel, account) for panel in _office_panels.values())


def _drawn(panel: EmployerPanel, account: str) -> Drawn:
    try:
        return Drawn(panel.title, panel.template, panel.context(account))
    except Exception:  # whatever fails there must not take the whole page with it
        log.exception("a card about the employer did not answer")
        return Drawn(panel.title, panel.template, None)
