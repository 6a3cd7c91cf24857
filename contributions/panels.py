"""What the office sees of contributions on the pages of a person and of an employer, and the employer on its home."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from contributions.selectors import accounts, counts, month_searches
from contributions.selectors.deadlines import State, calendar_of
from contributions.selectors.receipts import count_of
from contributions.services.collecting import open_case_of
from registration.public import (
    EmployerPanel,
    PersonPanel,
    handovers_of,
    register_employer_panel,
    register_office_panel,
    register_person_panel,
)
from sso_core import clock
from sso_core.kernel.period import Period

MONTHS = 12


def _months(person_id: int) -> dict[str, Any]:
    now = Period.of(clock.today())
    return {
        "months": accounts.account(person_id, now - (MONTHS - 1), now),
        "count": counts.months_ever(person_id),
    }


def _due(account: str) -> dict[str, Any]:
    """The months of the last half year that wait for something, the oldest first, and the one that runs."""
    today = clock.today()
    found = [m for m in calendar_of(account, today, back=6, ahead=0).months if m.state is not State.NOBODY]
    shown = [m for m in reversed(found) if m.needs_doing] or found[:1]
    return {
        "account": account,
        "months": [(m, m.is_late(today)) for m in shown],
        "questions": month_searches.waiting_for(account),
    }


def _office(account: str) -> dict[str, Any]:
    return {
        "account": account,
        "debt": open_case_of(account),
        "receipts": count_of(f"employer:{account}"),
        "handovers": handovers_of(account),
    }


def register() -> None:
    register_office_panel(
        "contributions", EmployerPanel(_("เงินสมทบ"), "contributions/office_panel.html", _office)
    )
    register_employer_panel(
        "contributions", EmployerPanel(_("กำหนดยื่นเงินสมทบ"), "contributions/employer_panel.html", _due)
    )
    register_person_panel(
        "contributions", PersonPanel("เงินสมทบ 12 เดือน", "contributions/person_panel.html", _months)
    )
