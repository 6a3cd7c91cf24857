"""Section 40 as a member meets it: what each option costs and insures, and where the person stands."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction

from contributions.rules import section40 as rules
from contributions.services import voluntary
from registration.public import (
    CoverageView,
    change_checks,
    change_option,
    coverages,
    enter_section40,
    option_branches,
    recipient_of,
    resign_section40,
    section40_checks,
)
from sso_core import clock
from sso_core.kernel.actor import Actor
from sso_core.kernel.period import Period
from sso_core.law.public import current
from sso_core.messaging.public import tell


@dataclass(frozen=True, slots=True)
class Option:
    """What an option costs a month, in baht, and what it insures."""

    number: int
    member: Decimal
    government: Decimal
    branches: frozenset[str]


@dataclass(frozen=True, slots=True)
class Standing:
    """The option held and the one that comes, or the conditions of entering."""

    held: CoverageView | None
    coming: CoverageView | None
    conditions: tuple[object, ...]
    may_apply: bool

    @property
    def goes_on(self) -> bool:
        """Held, and not given up yet."""
        return self.held is not None and (self.held.until is None or self.coming is not None)


def options(on: date) -> tuple[Option, ...]:
    """Every option with the contribution of the month of ``on``."""
    return tuple(_option(number, on) for number in rules.OPTIONS)


def _option(number: int, on: date) -> Option:
    worked = rules.contribution(number, Period.of(on), law=current())
    return Option(number, worked["member"], worked["government"], option_branches(number, on))


def standing(person_id: int) -> Standing:
    today = clock.today()
    own = [c for c in coverages(person_id) if c.section == 40 and (c.until is None or c.until >= today)]
    held = next((c for c in own if c.since <= today), None)
    coming = next((c for c in own if c.since > today), None)
    conditions = () if held else section40_checks(person_id, applied_on=today)
    open_to = not any(c.met is False or (c.met is None and c.code != "not_excluded") for c in conditions)
    return Standing(held, coming, tuple(conditions), held is None and open_to)


@transaction.atomic
def apply(person_id: int, option: int, *, excluded: bool, by: Actor) -> CoverageView:
    """Enter Section 40 today; under the same option already, nothing changes. Raises ``Refused`` else."""
    present = standing(person_id).held
    if present is not None and present.option == option:
        voluntary.bill_months(person_id, 40)
        return present
    made = enter_section40(person_id, option=option, excluded=excluded, applied_on=clock.today(), by=by)
    _tell(person_id, "section40_entered", since=made.since, option=option)
    voluntary.bill_months(person_id, 40)
    return made


@transaction.atomic
def change(person_id: int, option: int, *, by: Actor) -> CoverageView:
    """Another option from next month on. Raises ``Refused``."""
    before = standing(person_id).coming
    made = change_option(person_id, option, asked_on=clock.today(), by=by)
    if before is None or before.option != option:
        _tell(person_id, "section40_changed", since=made.since, option=option)
    return made


def may_change(person_id: int) -> tuple[object, ...]:
    """The conditions of changing to any other option."""
    held = standing(person_id).held
    if held is None:
        return ()
    wanted = next(number for number in rules.OPTIONS if number != held.option)
    return tuple(change_checks(person_id, wanted=wanted, asked_on=clock.today()))


@transaction.atomic
def resign(person_id: int, *, by: Actor) -> CoverageView:
    """Give Section 40 up; today is the last insured day. Raises ``Refused``."""
    ended = resign_section40(person_id, on=clock.today(), by=by)
    _tell(person_id, "section40_resigned", last=ended.until)
    return ended


def _tell(person_id: int, template: str, **context: object) -> None:
    more = {"action_url": "/me/section40/", "action_label": "ดูมาตรา 40 ของฉัน"}
    tell(recipient_of(person_id), f"contributions/{template}", {**context, **more})
