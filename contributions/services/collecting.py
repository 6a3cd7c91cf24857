"""One case of collection: taken for an act, moved by the table, and written down. The only writer of ``stage``."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from contributions.collection_flow import COLLECTION, MAY, Stage
from contributions.models import CollectionCase, CollectionEvent
from sso_core import clock
from sso_core.accounts.public import Role, User, may_at
from sso_core.kernel.actor import Actor
from sso_core.kernel.finding import Finding, Refused
from sso_core.kernel.flow import IllegalMove


def locked(case_id: int) -> CollectionCase:
    """The case's row, locked until the transaction ends. Raises ``CollectionCase.DoesNotExist``."""
    return CollectionCase.objects.select_for_update(of=("self",)).get(pk=case_id)


def open_case_of(account: str, *, lock: bool = False) -> CollectionCase | None:
    """The open case of an employer, if it owes."""
    rows = CollectionCase.objects.exclude(stage=Stage.SETTLED)
    if lock:
        rows = rows.select_for_update(of=("self",))
    return rows.filter(account_no=account).first()


def may_move(user: User, case: CollectionCase, name: str) -> bool:
    """Whether a user may make this move at the case's office; whether the case stands for it is another matter."""
    roles = [Role(role) for role in MAY[COLLECTION[name].needs]]
    return bool(roles) and may_at(user, case.office, *roles)


def moves_for(user: User, case: CollectionCase) -> tuple[str, ...]:
    """The moves that leave from where the case stands and that this user may make."""
    return tuple(m.name for m in COLLECTION.moves_from(Stage(case.stage)) if may_move(user, case, m.name))


def move(
    case: CollectionCase, name: str, *, by: Actor, answer_by: date | None = None, **params: Any
) -> CollectionCase:
    """Move a locked case and write the line. Raises ``Refused`` for a move that does not leave from its stage."""
    before = Stage(case.stage)
    refuse_illegal(case, name)
    after = COLLECTION.target(before, name)
    case.stage, case.answer_by = after.value, answer_by
    case.save(update_fields=["stage", "answer_by"])
    write(case, name, by, before=before.value, after=after.value, **params)
    return case


def refuse_illegal(case: CollectionCase, name: str) -> None:
    """Raise ``Refused`` where the move does not leave from the stage, before anything is made for it."""
    try:
        COLLECTION.target(Stage(case.stage), name)
    except IllegalMove:
        raise Refused(Finding("collection.wrong_stage", params={"stage": Stage(case.stage).label})) from None


def write(
    case: CollectionCase, verb: str, by: Actor, *, before: str = "", after: str = "", **params: Any
) -> CollectionEvent:
    """Add a line to what was done."""
    return CollectionEvent.objects.create(
        case=case,
        verb=verb,
        before=before,
        after=after,
        params={key: _storable(value) for key, value in params.items()},
        by_id=by.user_id,
        by_name=by.name,
        at=clock.now(),
    )


def refuse_held(case: CollectionCase) -> None:
    """Raise ``Refused`` while an extension, an appeal or the court holds the collection."""
    today = clock.today()
    for hold in case.holds.filter(holds=True, ended_on=None):
        if hold.until is None or hold.until >= today:
            params = {"why": str(hold.get_kind_display()), "reference": hold.reference}
            raise Refused(Finding("collection.held", params=params))


def _storable(value: Any) -> Any:
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value
