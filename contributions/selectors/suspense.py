"""The queue of held money: how old in working days, why, whose, and what is proposed for it."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from contributions.models import (
    ActState,
    Bill,
    BillStatus,
    Reclaim,
    SuspenseAct,
    SuspenseItem,
    SuspenseReason,
    SuspenseStatus,
)
from contributions.services.suspense import expires_on
from sso_core import clock
from sso_core.cases.calendar import office_calendar
from sso_core.clock import BANGKOK

MINE, NOBODYS, PROPOSED = "mine", "nobody", "proposed"


@dataclass(frozen=True, slots=True)
class QueueRow:
    """An item as the queue shows it. ``age`` in working days since it was held."""

    item: SuspenseItem
    age: int
    proposal: SuspenseAct | None
    proposed_bill: Bill | None
    expires_on: date | None


def queue(
    *, reason: str = "", who: str = "", text: str = "", user_id: int | None = None
) -> QuerySet[SuspenseItem]:
    """Held money, oldest first."""
    rows = SuspenseItem.objects.select_related("money_in", "bill").filter(status=SuspenseStatus.OPEN)
    if reason in SuspenseReason.values:
        rows = rows.filter(reason=reason)
    if who == MINE:
        rows = rows.filter(assigned_to_id=user_id)
    elif who == NOBODYS:
        rows = rows.filter(assigned_to_id=None)
    elif who == PROPOSED:
        rows = rows.filter(acts__state=ActState.PROPOSED)
    if text.strip():
        found = text.strip()
        rows = rows.filter(
            Q(money_in__ref1__icontains=found)
            | Q(money_in__ref2__icontains=found)
            | Q(money_in__payer__icontains=found)
            | Q(money_in__txn_id=found)
            | Q(subject=f"employer:{found}")
            | Q(bill__payer_name__icontains=found)
        )
    return rows.order_by("opened_at", "pk")


def queue_row(item: SuspenseItem) -> QueueRow:
    opened = item.opened_at.astimezone(BANGKOK).date()
    return QueueRow(
        item,
        office_calendar().between(opened, clock.today()),
        item.acts.filter(state=ActState.PROPOSED).first(),
        _replacing(item),
        expires_on(item),
    )


def reclaims(*, show: str = "") -> QuerySet[Reclaim]:
    """What payers are to send back, oldest due first; ``show`` those of one standing of the bill."""
    rows = Reclaim.objects.select_related("bill", "reversal__money_in")
    if show in BillStatus.values:
        rows = rows.filter(bill__status=show)
    return rows.order_by("bill__due_on", "pk")


def _replacing(item: SuspenseItem) -> Bill | None:
    """For money of a cancelled bill: the unpaid bill of the same payer, kind and month."""
    old = item.bill
    if old is None or item.reason != SuspenseReason.CANCELLED:
        return None
    same = Bill.objects.filter(
        subject=old.subject, kind=old.kind, period=old.period, status=BillStatus.UNPAID
    )
    return same.order_by("-pk").first()
