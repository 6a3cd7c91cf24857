"""What the office sees of contributions on the page of a person."""

from typing import Any

from contributions.selectors import accounts, counts
from registration.public import PersonPanel, register_person_panel
from sso_core import clock
from sso_core.kernel.period import Period

MONTHS = 12


def _months(person_id: int) -> dict[str, Any]:
    now = Period.of(clock.today())
    return {
        "months": accounts.account(person_id, now - (MONTHS - 1), now),
        "count": counts.months_ever(person_id),
    }


def register() -> None:
    register_person_panel(
        "contributions", PersonPanel("เงินสมทบ 12 เดือน", "contributions/person_panel.html", _months)
    )
