"""Taking a case for an act, and writing what the act did."""

from typing import Any

from django.db.models import Model

from sso_core import clock
from sso_core.cases import verbs
from sso_core.cases.calendar import office_calendar
from sso_core.cases.flow import FLOW, PUBLIC, Status
from sso_core.cases.models import Case, CaseEvent
from sso_core.kernel.actor import Actor


class NoSuchCase(LookupError):
    """There is no case of this reference."""


class Conflict(Exception):
    """Someone else acted on this case since the page was opened. Nothing was changed."""

    def __init__(self, reference: str, seen: int, now: int) -> None:
        super().__init__(f"{reference}: version {seen} was seen, {now} is current")
        self.reference, self.seen, self.now = reference, seen, now


def locked(reference: str, version: int | None = None) -> Case:
    """The case's row, locked until the transaction ends; refused if it is not the ``version`` seen."""
    try:
        case = Case.objects.select_for_update(of=("self",)).get(reference=reference)
    except Case.DoesNotExist:
        raise NoSuchCase(reference) from None
    if version is not None and version != case.version:
        raise Conflict(reference, version, case.version)
    return case


def move(case: Case, name: str) -> None:
    """Move by the flow table and keep the clock and the public status in step. Does not save."""
    before = Status(case.status)
    after = FLOW.target(before, name)
    case.status = after.value
    if PUBLIC[after] is not PUBLIC[before] or after is Status.CHECKING:
        case.public_status = PUBLIC[after].value
    _keep_clock(case, before, after)
    if after in {Status.WITHDRAWN, Status.CLOSED, Status.REJECTED}:
        case.closed_at = case.closed_at or clock.now()


def _keep_clock(case: Case, before: Status, after: Status) -> None:
    if after is Status.WAITING:
        case.paused_on = clock.today()
    elif before is Status.WAITING and case.paused_on:
        calendar = office_calendar()
        stood = calendar.between(case.paused_on, clock.today())
        case.due_on = calendar.add(case.due_on, stood)
        case.paused_days += stood
        case.paused_on = None


def saved(case: Case) -> Case:
    """Save an act on the case: its version grows by one."""
    case.version += 1
    case.save()
    return case


def write(case: Case, verb: str, by: Actor, **params: Any) -> CaseEvent:
    """Add a line to the timeline."""
    return CaseEvent.objects.create(
        case=case,
        verb=verb,
        params={name: verbs.storable(value) for name, value in params.items()},
        public=verbs.is_public(verb),
        actor_kind=by.kind.value,
        actor_user=by.user_id,
        actor_name=by.name,
    )


def id_of(row: Model | None) -> int | None:
    return row.pk if row is not None else None
