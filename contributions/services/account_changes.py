"""Months that no filing gave, loaded or paid for oneself: they are moved or put right by differences.

What was loaded or paid is never edited: a signed row stands beside it, with the cause. No money moves and nothing is
posted: a loaded month was settled in the older system, and a payment of one's own stays in its fund whoever has it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection

from contributions.models import Adjustment, Difference
from contributions.services.differences import Why
from registration.public import PersonView, lock_person
from sso_core import clock
from sso_core.kernel.money import ZERO
from sso_core.kernel.period import Period
from sso_core.law.public import current

AMOUNTS = ("wage", "base", "employee", "employer", "government")
OWN = ""
_STANDING = """
select origin, origin_id, section, account_no, branch_no, wage, base, employee, employer, government, paid_on
  from contributions_account_standing
 where person_id = %s and period = %s and account_no = %s and base > 0
 order by origin, section, branch_no"""


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands of a month in the account beside filings. Amounts in baht; a wage may be unknown."""

    origin: str
    origin_id: int
    section: int
    account_no: str
    branch_no: str
    wage: Decimal | None
    base: Decimal
    employee: Decimal
    employer: Decimal
    government: Decimal
    paid_on: date | None


def standing(person_id: int, period: Period, account: str) -> list[Standing]:
    """The rows of a month at an employer; with a blank account, of what the person paid for itself."""
    with connection.cursor() as cursor:
        cursor.execute(_STANDING, [person_id, period.first, account])
        return [Standing(*row) for row in cursor.fetchall()]


def move(period: Period, source: PersonView, target: PersonView, account: str, why: Why) -> int:
    """Give what stands of the month at ``account`` to ``target``, in the same amounts; returns how many rows."""
    for person_id in sorted((source.id, target.id)):
        lock_person(person_id)
    rows = standing(source.id, period, account)
    for number, one in enumerate(rows):
        made = _adjustment(period, one, why, number, (source, target))
        _write(made, one, source, sign=-1)
        _write(made, one, target, sign=1)
    return len(rows)


def put_right(period: Period, who: PersonView, now: Standing, why: Why) -> Adjustment | None:
    """Make a loaded month what ``now`` says, or bring in one that was never loaded; None where it is so already."""
    lock_person(who.id)
    there = [s for s in standing(who.id, period, now.account_no) if s.section == now.section]
    loaded = next((s for s in there if s.origin == "history" and s.branch_no == now.branch_no), None)
    was = {name: (getattr(loaded, name) if loaded else None) or ZERO for name in AMOUNTS}
    change = replace(
        now,
        origin="history",
        origin_id=loaded.origin_id if loaded else 0,
        wage=None if now.wage is None else now.wage - was["wage"],
        base=now.base - was["base"],
        employee=now.employee - was["employee"],
        employer=now.employer - was["employer"],
        government=now.government - was["government"],
    )
    if not any(getattr(change, name) for name in AMOUNTS):
        return None
    made = _adjustment(period, change, why, 0, (who,), sums=change)
    _write(made, change, who, sign=1)
    return made


def at_branch(one: Standing, branch_no: str) -> Standing:
    """The same at the branch where the month stands."""
    return replace(one, branch_no=branch_no)


def _adjustment(
    period: Period,
    one: Standing,
    why: Why,
    number: int,
    people: Sequence[PersonView],
    *,
    sums: Standing | None = None,
) -> Adjustment:
    """The cause, once a month, employer and row; a move changes no sums."""
    values: dict[str, Any] = {}
    if sums is not None:
        values = {
            "wages": sums.wage or ZERO,
            "employee": sums.employee,
            "employer": sums.employer,
            "government": sums.government,
        }
    return Adjustment.objects.create(
        account_no=one.account_no, period=period.first, cause=why.cause,
        cause_key=f"{why.key}:{one.origin}:{number}", reason=why.reason[:500], people=len(people),
        law_now=current().hash, known_now=clock.today(), by_id=why.by.user_id, by_name=why.by.name,
        at=clock.now(), **values,
    )  # fmt: skip


def _write(made: Adjustment, one: Standing, who: PersonView, *, sign: int) -> None:
    amounts = {name: None if (value := getattr(one, name)) is None else sign * value for name in AMOUNTS}
    Difference.objects.create(
        period=made.period, adjustment_id=made.pk, origin=one.origin, origin_id=one.origin_id,
        section=one.section, account_no=one.account_no, branch_no=one.branch_no, national_id=who.national_id,
        person_id=who.id, paid_on=one.paid_on, **amounts,
    )  # fmt: skip
