"""A file of new staff between its check and the employer's choice: kept as a draft, read again at the choice."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from registration.services import enrol_file
from registration.services.enrolment import Enrol, Enrolment, enrol_people
from sso_core.cases import public as cases
from sso_core.kernel.actor import Actor
from sso_core.kernel.finding import Finding, Severity


@dataclass(frozen=True, slots=True)
class Checked:
    """A file as checked: its rows, every finding, and whether the civil register was silent."""

    filename: str
    rows: tuple[Enrol, ...]
    findings: tuple[Finding, ...]

    @property
    def bad_lines(self) -> frozenset[int]:
        return frozenset(f.line for f in self.findings if f.blocks)

    @property
    def good(self) -> tuple[Enrol, ...]:
        return tuple(row for row in self.rows if row.line not in self.bad_lines)

    @property
    def warned_lines(self) -> frozenset[int]:
        return frozenset(f.line for f in self.findings if not f.blocks) - self.bad_lines

    @property
    def is_whole_file_wrong(self) -> bool:
        return not self.rows and all(f.line == 0 for f in self.findings)


def check(content: bytes, filename: str, *, account: str, by: Actor) -> Checked:
    """Check every cell and every person, enrol nobody, and keep the result for the choice."""
    rows, findings = enrol_file.read(content, account=account)
    done = enrol_people(rows, by=by, keep_good=False, only_check=True) if rows else Enrolment((), ())
    found = sorted((*findings, *done.findings), key=lambda f: f.line)
    checked = Checked(filename, tuple(rows), tuple(found))
    if not checked.is_whole_file_wrong and by.user_id is not None:
        cases.save_draft(by.user_id, _kind(account), _data(checked))
    return checked


def kept(account: str, user_id: int) -> Checked | None:
    """The last file that was checked and waits for a choice."""
    draft = cases.load_draft(user_id, _kind(account))
    return _checked(draft.data) if draft else None


def discard(account: str, user_id: int) -> None:
    cases.discard_draft(user_id, _kind(account))


def enrol_good(account: str, *, by: Actor) -> Enrolment:
    """Enrol the people of the kept file whose rows are good now. Without a kept file nothing happens."""
    assert by.user_id is not None
    checked = kept(account, by.user_id)
    if checked is None:
        return Enrolment((), ())
    done = enrol_people(checked.good, by=by, keep_good=True)
    discard(account, by.user_id)
    return done


def _kind(account: str) -> str:
    return f"enrol:{account}"


def _data(checked: Checked) -> dict[str, Any]:
    return {
        "filename": checked.filename,
        "rows": [_plain(asdict(row)) for row in checked.rows],
        "findings": [_plain(asdict(finding)) for finding in checked.findings],
    }


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {k: str(v) if isinstance(v, date | Decimal) else v for k, v in values.items() if v is not None}


def _checked(data: Mapping[str, Any]) -> Checked:
    return Checked(
        data["filename"],
        tuple(_enrol(row) for row in data["rows"]),
        tuple(Finding(**{**row, "severity": Severity(row["severity"])}) for row in data["findings"]),
    )


def _enrol(row: Mapping[str, Any]) -> Enrol:
    wage = row.get("wage")
    dates = {"starts_on": date.fromisoformat(row["starts_on"])}
    return Enrol(**{**row, **dates, "wage": Decimal(wage) if wage is not None else None})
