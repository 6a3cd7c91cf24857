"""A row of a file of people, and what a cell says. Pure: nothing here asks the register."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sso_core.kernel import employer_account, thai_id, thai_text
from sso_core.kernel.digits import bare
from sso_core.kernel.finding import Finding, Severity
from sso_core.kernel.money import parse_baht
from sso_core.kernel.thai_calendar import BE_OFFSET, LooksLikeCE, parse_date

COME, GO, NAME = "in", "out", "new"
TITLES = {"นาย": "003", "นางสาว": "004", "น.ส.": "004", "นาง": "005"}
TITLE_OF = {"003": "นาย", "004": "นางสาว", "005": "นาง"}
THAI = "099"
EARLIEST_BIRTH = date(1900, 1, 1)
REASONS = ("1", "2", "3", "4", "5", "6", "7")


@dataclass(slots=True)
class Line:
    """One person who comes, goes or is called otherwise, as told.

    ``day`` is the first day of work, the last, or the first of the new name.
    """

    line: int
    kind: str = COME
    national_id: str = ""
    title_code: str = ""
    title: str = ""
    first_name: str = ""
    last_name: str = ""
    birth_date: date | None = None
    sex: str = "U"
    nationality: str = THAI
    branch_no: str = employer_account.HEAD_OFFICE
    day: date | None = None
    reason: str = ""
    wage: Decimal | None = None


@dataclass
class Reading:
    """A file being read: ``rows`` is walked once, ``findings`` fill while it is. Unreadable files have no rows."""

    format: str
    rows: Iterator[Line] = field(default_factory=lambda: iter(()))
    findings: list[Finding] = field(default_factory=list)
    readable: bool = True

    def refuse(self, code: str, **params: Any) -> None:
        self.readable = False
        self.findings.append(Finding(code, field="file", params=params))

    def find(
        self, code: str, line: int, name: str, severity: Severity = Severity.BLOCK, **params: Any
    ) -> None:
        self.findings.append(Finding(code, severity, name, params, line=line))


def text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return " ".join(str(cell).split()) if cell is not None else ""


def national_id(cell: Any) -> str:
    """Thirteen digits. A number typed as a number has lost its leading zeros. Raises ``ValueError``."""
    told = text(cell)
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        told = told.zfill(thai_id.LENGTH)
    return thai_id.normalise(told)


def shown_id(cell: Any) -> str:
    """What stands in a cell that is no number of a person, for the list of findings."""
    try:
        return bare(text(cell))[:30]
    except ValueError:
        return text(cell)[:30]


def day(cell: Any) -> date | None:
    """A date cell, or a text dd/mm/yyyy B.E. Raises ``LooksLikeCE`` and ``ValueError``."""
    if isinstance(cell, datetime):
        return _not_ce_twice(cell.date())
    if isinstance(cell, date):
        return _not_ce_twice(cell)
    told = text(cell)
    return parse_date(told) if told else None


def _not_ce_twice(value: date) -> date:
    """A date cell that holds a B.E. year as if it were C.E.: 2569 is meant as B.E."""
    return value.replace(year=value.year - BE_OFFSET) if value.year > 2400 else value


def packed_day(digits: str) -> date | None:
    """``01112569`` of a text record, B.E.; blank is None.

    Raises ``LooksLikeCE``, ``ValueError``, and ``UnknownPart`` where day or month are 00.
    """
    told = digits.strip()
    if not told or set(told) == {"0"}:
        return None
    if len(told) != 8 or not told.isascii() or not told.isdigit():
        raise ValueError(told)
    if told[:2] == "00" or told[2:4] == "00":
        raise UnknownPart(told)
    return parse_date(f"{told[:2]}/{told[2:4]}/{told[4:]}")


class UnknownPart(ValueError):
    """The day or the month of a date is not known."""


def wage(cell: Any) -> Decimal | None:
    told = repr(cell) if isinstance(cell, float) else text(cell)
    return parse_baht(told) if told else None


def branch_no(cell: Any) -> str:
    told = text(cell)
    return employer_account.normalise_branch(told) if told else employer_account.HEAD_OFFICE


def name(cell: Any) -> str:
    return thai_text.normalise(text(cell))


def birth_finding(born: date | None, today: date) -> str:
    """``born_in_future``, ``born_too_early`` or nothing."""
    if born is None:
        return ""
    if born > today:
        return "born_in_future"
    return "born_too_early" if born < EARLIEST_BIRTH else ""


def date_code(error: Exception) -> str:
    return "cell_year_ce" if isinstance(error, LooksLikeCE) else "cell_date"
