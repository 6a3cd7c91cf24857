"""What a check found: a code, a place and the figures for a sentence.

Sentences live in each app's ``messages.py``; the page, the API and the returned spreadsheet all
print the same one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from dataclasses import field as attribute
from enum import StrEnum
from typing import Any


class Severity(StrEnum):
    """How much a finding weighs: ``block`` stops, ``waivable`` needs two people, ``warn`` only tells."""

    BLOCK = "block"
    WAIVABLE = "waivable"
    WARN = "warn"


@dataclass(frozen=True, slots=True)
class Finding:
    """One fact found wrong or worth telling. ``line`` counts from 1 in the file; 0 is the whole input."""

    code: str
    severity: Severity = Severity.BLOCK
    field: str = ""
    params: Mapping[str, Any] = attribute(default_factory=dict)
    section: str = ""
    line: int = 0

    @property
    def blocks(self) -> bool:
        return self.severity is Severity.BLOCK


class Refused(Exception):
    """A service refuses: nothing was changed. Carries the findings that say why."""

    def __init__(self, *findings: Finding) -> None:
        super().__init__(", ".join(f.code for f in findings))
        self.findings = findings


def refuse_if_blocked(findings: Iterable[Finding]) -> None:
    """Raise ``Refused`` with every blocking finding, if there is one."""
    blocking = tuple(f for f in findings if f.blocks)
    if blocking:
        raise Refused(*blocking)
