"""The officer's work queue: which cases, in which order, and what each row says."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from sso_core import clock
from sso_core.accounts.public import Role, User, offices_of
from sso_core.cases.calendar import office_calendar
from sso_core.cases.flow import OPEN, Status
from sso_core.cases.models import Case, ProposalState
from sso_core.cases.registry import all_types
from sso_core.cases.selectors import type_label
from sso_core.kernel.thai_calendar import format_date

VIEWS = ("mine", "team", "unassigned", "check", "late")
SOON = 1


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline in working days: words and state (late, soon, stop or nothing)."""

    label: str
    state: str


@dataclass(frozen=True, slots=True)
class QueueRow:
    reference: str
    subject_name: str
    type_label: str
    due: Due
    waited: int
    next_step: str
    amount: Decimal | None
    alert: str
    assigned_name: str
    version: int


def due_of(row: Case | Any, today: date) -> Due:
    """``เกิน 1 วัน``, ``วันนี้``, ``พรุ่งนี้``, a date, or ``หยุดนับ`` while the applicant is asked."""
    if row.paused_on is not None:
        return Due(_("หยุดนับ"), "stop")
    left = office_calendar().between(today, row.due_on)
    if row.due_on < today:
        return Due(_("เกิน %(n)s วัน") % {"n": max(-left, 1)}, "late")
    if left <= 0:
        return Due(_("วันนี้"), "soon")
    if left == SOON:
        return Due(_("พรุ่งนี้"), "soon")
    return Due(format_date(row.due_on), "")


def next_step(status: str) -> str:
    words = {
        Status.RECEIVED: _("รับงาน"),
        Status.CHECKING: _("ตัดสิน"),
        Status.WAITING: _("รอผู้ขอตอบ"),
        Status.PROPOSED: _("ตรวจคนที่สอง"),
    }
    return words.get(Status(status), "")


def open_cases(user: User) -> QuerySet[Case]:
    """Open cases of the officer's offices."""
    offices = offices_of(user)
    rows = Case.objects.filter(status__in=[status.value for status in OPEN])
    return rows if "*" in offices else rows.filter(office__in=offices)


def view_of_queue(name: str, user: User) -> QuerySet[Case]:
    """The cases of one tab."""
    rows = open_cases(user)
    if name == "mine":
        return rows.filter(assigned_to=user).exclude(status=Status.PROPOSED)
    if name == "unassigned":
        return rows.filter(assigned_to=None).exclude(status=Status.PROPOSED)
    if name == "check":
        return _to_check(rows, user)
    if name == "late":
        return rows.filter(due_on__lt=clock.today(), paused_on=None)
    return rows


def _to_check(rows: QuerySet[Case], user: User) -> QuerySet[Case]:
    """What this officer may confirm: of a type and office where they check, and not made by them."""
    mine = Q(pk__in=[])
    for kind in all_types():
        offices = offices_of(user, *(Role(role) for role in kind.checker_roles))
        if offices:
            place = Q() if "*" in offices else Q(office__in=offices)
            mine |= Q(type=kind.key) & place
    made = Q(proposals__maker=user, proposals__state=ProposalState.WAITING)
    return rows.filter(mine, status=Status.PROPOSED).exclude(made).exclude(applicant_user=user)


def counts(user: User) -> dict[str, int]:
    return {name: view_of_queue(name, user).count() for name in VIEWS}


def filtered(rows: QuerySet[Case], chosen: Mapping[str, str]) -> QuerySet[Case]:
    """Apply the filter form; sorted by due date, what waits for the applicant last."""
    today, calendar = clock.today(), office_calendar()
    if kind := chosen.get("type"):
        rows = rows.filter(type=kind)
    if step := chosen.get("step"):
        rows = rows.filter(status=step)
    if chosen.get("due") == "tomorrow":
        rows = rows.filter(due_on__lte=calendar.add(today, 1), paused_on=None)
    elif chosen.get("due") == "week":
        rows = rows.filter(due_on__lte=calendar.add(today, 5), paused_on=None)
    if office := chosen.get("office"):
        rows = rows.filter(office=office)
    return rows.select_related("assigned_to").order_by(F("paused_on").asc(nulls_first=True), "due_on", "pk")


def rows_of(cases: Iterable[Case]) -> list[QueueRow]:
    today, calendar = clock.today(), office_calendar()
    return [
        QueueRow(
            reference=row.reference,
            subject_name=row.subject_name,
            type_label=type_label(row.type),
            due=due_of(row, today),
            waited=max(calendar.between(_day(row), row.paused_on or today) - row.paused_days, 0),
            next_step=next_step(row.status),
            amount=row.amount,
            alert=row.alert,
            assigned_name=row.assigned_to.display_name if row.assigned_to else "",
            version=row.version,
        )
        for row in cases
    ]


def _day(row: Case) -> date:
    return row.opened_at.astimezone(clock.BANGKOK).date()
