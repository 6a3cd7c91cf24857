"""Transfers of a business that an employer reported, decided or not: what who asks after its debts has to know."""

from dataclasses import dataclass
from datetime import date

from registration.selectors import employer_names
from sso_core.cases import public as cases
from sso_core.cases.public import Status

CASE_TYPE = "registration.transfer"
_NOTHING_CAME = frozenset({Status.REJECTED, Status.WITHDRAWN})


@dataclass(frozen=True, slots=True)
class Handover:
    """A branch that goes to another account from a day; ``is_open`` while an officer has not decided."""

    reference: str
    branch_no: str
    to_account: str
    to_name: str
    on: date
    is_open: bool


def handovers_of(account: str) -> tuple[Handover, ...]:
    """What this employer reported to hand over, the newest first, without what was refused or taken back."""
    found = [
        one
        for one in cases.cases_of(f"employer:{account}", type=CASE_TYPE)
        if one.status not in _NOTHING_CAME
    ]
    names = employer_names({one.payload["to_account"] for one in found})
    return tuple(_handover(one, names) for one in found)


def _handover(case: cases.CaseView, names: dict[str, str]) -> Handover:
    told = case.payload
    to = told["to_account"]
    day = date.fromisoformat(told["on"])
    return Handover(case.reference, told["branch_no"], to, names.get(to, ""), day, case.is_open)
