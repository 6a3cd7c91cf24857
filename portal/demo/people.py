"""The demo's people and employers, each in a situation worth looking at. All invented."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from contributions import public as contributions
from integrations.simulators.data import by_role, companies, people
from registration import public as registration
from sso_core.kernel.actor import SYSTEM
from sso_core.kernel.period import Period, months
from sso_core.law.public import current

FACTORY_ACCOUNT = "1000000016"
FACTORY_SINCE = date(2025, 6, 2)
LEFT_OUT = 2  # people of the sample files who are not enrolled, so that a filing finds them


@dataclass(frozen=True, slots=True)
class Life:
    """A past: an employment, and months paid before this system."""

    role: str
    since: date
    until: date | None
    first: Period
    last: Period
    wage: Decimal
    unknown: tuple[Period, Period] | None = None


LIVES = (
    Life("member138", date(2015, 5, 18), None, Period(2015, 5), Period(2026, 10), Decimal(16800)),
    Life("pension56", date(2009, 1, 5), date(2026, 9, 30), Period(2009, 1), Period(2026, 9), Decimal(24000)),
    Life("lump55", date(2018, 6, 1), date(2026, 9, 30), Period(2018, 6), Period(2026, 9), Decimal(15000)),
    Life(
        "not_loaded", date(2010, 2, 1), None, Period(2021, 1), Period(2026, 10), Decimal(14000),
        (Period(2010, 2), Period(2020, 12)),
    ),
    Life("section39", date(2023, 10, 2), date(2026, 9, 30), Period(2023, 10), Period(2026, 9), Decimal(15500)),
    Life("no_promptpay", date(2023, 1, 4), None, Period(2023, 1), Period(2026, 10), Decimal(18200)),
)  # fmt: skip


def factory() -> Any:
    """The employer of the sample filings, with the people of those files."""
    told = companies()[0]
    employer = registration.employer(FACTORY_ACCOUNT) or registration.open_account(
        account_no=FACTORY_ACCOUNT,
        tax_id=told["juristic_id"],
        name=told["name_th"],
        province=told["province"],
        address=told["address"],
        email="factory@example.co.th",
    )
    staff = [one for one in people() if one["role"].startswith("sample:")]
    for one in staff[:-LEFT_OUT]:
        _enrol(one, FACTORY_ACCOUNT, FACTORY_SINCE)
    _history(staff[:-LEFT_OUT])
    return employer


def _history(staff: list[dict[str, Any]]) -> None:
    """A year of paid months before the sample month, so that the staff have rights."""
    rows: list[contributions.HistoryRow] = []
    for number, one in enumerate(staff):
        found = registration.person_by_national_id(one["national_id"])
        if found is not None:
            wage = Decimal(9000 + 700 * (number % 14))
            rows += paid_months(found.id, FACTORY_ACCOUNT, Period(2025, 6), Period(2026, 5), wage)
    contributions.load_history(rows)


def weavers() -> Any:
    """A second employer, whose people have pasts of every kind."""
    told = companies()[1]
    found = registration.find_employers(told["juristic_id"])
    employer = (
        found[0]
        if found
        else registration.open_account(
            tax_id=told["juristic_id"],
            name=told["name_th"],
            province=told["province"],
            address=told["address"],
            email="weave@example.co.th",
        )
    )
    for life in LIVES:
        _live(life, employer.account_no)
    return employer


def _live(life: Life, account: str) -> None:
    one = by_role(life.role)[0]
    person = _enrol(one, account, life.since)
    if life.until is not None:
        registration.leave(account, one["national_id"], last_day=life.until, reason="1", by=SYSTEM)
    contributions.load_history(paid_months(person.id, account, life.first, life.last, life.wage))
    if life.unknown and not contributions.gap_months(person.id, *life.unknown):
        contributions.note_gap(person.id, *life.unknown, reason="ยังไม่ได้โอนจากระบบเดิม")


def paid_months(
    person_id: int, account: str, first: Period, last: Period, wage: Decimal
) -> Iterator[contributions.HistoryRow]:
    """One row for each month from ``first`` to ``last``, worked out by the law of that month."""
    law = current()
    for period in months(first, last):
        worked = contributions.section33_contribution(wage, period, law=law)
        yield contributions.HistoryRow(
            person_id=person_id,
            period=period,
            section=33,
            wage=wage,
            base=worked["base"],
            employee=worked["employee"],
            employer=worked["employer"],
            government=worked["government"],
            account_no=account,
            branch_no="000000",
            paid_on=period.next().first.replace(day=14),
        )


def _enrol(one: dict[str, Any], account: str, since: date) -> Any:
    present = registration.person_by_national_id(one["national_id"])
    if present and any(e.account_no == account for e in registration.employments_of(present.id)):
        return present
    registration.enrol(
        registration.Enrol(
            national_id=one["national_id"],
            title_code=one["title_code"],
            title=one["title"],
            first_name=one["first_name"],
            last_name=one["last_name"],
            account=account,
            branch_no="000000",
            starts_on=since,
        ),
        by=SYSTEM,
    )
    found = registration.person_by_national_id(one["national_id"])
    assert found is not None
    return found


def proven(role: str, number: int = 0) -> Any:
    """A person of the civil register without employment, entered as at sign-up."""
    one = by_role(role)[number]
    born = date.fromisoformat(one["birth_date"])
    return registration.prove_identity(one["national_id"], one["first_name"], one["last_name"], born)
