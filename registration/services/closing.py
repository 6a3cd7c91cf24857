"""A business ends, or goes over to another employer (SSA s.38, s.43, s.44; form 6-15)."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction

from registration.models import (
    Branch,
    ChangedFact,
    ContractorLink,
    Employer,
    Employment,
    LeaveReason,
)
from registration.services.branches import BranchDone, add_branch, lock_employer, shut
from registration.services.lateness import note_change
from registration.services.staff_moves import end_all, move_all, refuse_work_after, staff_after
from registration.services.stands import stand_of
from registration.services.telling import tell_employer
from registration.values import EmployerView, branch_view, employer_view
from sso_core import clock
from sso_core.audit.public import record
from sso_core.kernel.actor import Actor
from sso_core.kernel.finding import Finding, Refused
from sso_core.kernel.period import Period
from sso_core.kernel.thai_calendar import format_date
from sso_core.messaging.public import publish

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Closed:
    """``last_period`` is the wage month of the last filing, ``left`` how many leave with the business."""

    employer: EmployerView
    last_period: Period
    left: int
    findings: tuple[Finding, ...] = ()


@transaction.atomic
def close_business(account: str, *, last_day: date, by: Actor, reason: str = "") -> Closed:
    """Close the account: who still works leaves on ``last_day`` for ``reason``, every branch closes.

    Without a reason all staff must have left before. The wages of the last month are still filed. Raises
    ``Refused``.
    """
    employer = lock_employer(account)
    if last_day > clock.today():
        raise Refused(Finding("change_in_future", field="last_day"))
    if last_day < employer.registered_on:
        params = {"day": format_date(employer.registered_on)}
        raise Refused(Finding("closes_before_opening", field="last_day", params=params))
    left = sum(_close_branch(branch, last_day, reason, by) for branch in _open_branches(employer, last_day))
    ContractorLink.objects.filter(principal=employer, until__isnull=True, since__lte=last_day).update(
        until=last_day
    )
    ContractorLink.objects.filter(contractor=employer, until__isnull=True, since__lte=last_day).update(
        until=last_day
    )
    employer.closed_on = last_day
    employer.save(update_fields=["closed_on"])
    findings = note_change(
        employer, ChangedFact.CLOSING, before="", after=format_date(last_day), changed_on=last_day
    )
    closed = Closed(employer_view(employer), _last_period(employer, last_day), left, findings)
    _tell_closed(closed, by)
    return closed


def _open_branches(employer: Employer, last_day: date) -> list[Branch]:
    rows = Branch.objects.select_for_update(of=("self",)).select_related("employer")
    found = list(rows.filter(employer=employer, closed_on__isnull=True).order_by("branch_no"))
    late = next((b for b in found if b.opened_on is not None and b.opened_on > last_day), None)
    if late is not None:
        params = {"day": format_date(late.opened_on)}
        raise Refused(Finding("closes_before_opening", field="last_day", params=params))
    return found


def _close_branch(branch: Branch, last_day: date, reason: str, by: Actor) -> int:
    refuse_work_after(branch, last_day)
    staying = staff_after(branch, last_day).count()
    if staying and reason not in LeaveReason.values:
        raise Refused(Finding("branch_has_staff", field="reason", params={"count": staying}, section="44"))
    left = end_all(branch, last_day, reason, by=by)
    shut(branch, last_day)
    return left


def _last_period(employer: Employer, last_day: date) -> Period:
    """The month of the last day on which anybody worked there."""
    rows = Employment.objects.filter(branch__employer=employer, ends_on__isnull=False)
    last = rows.order_by("-ends_on").values_list("ends_on", flat=True).first()
    return Period.of(min(last or last_day, last_day))


def _tell_closed(closed: Closed, by: Actor) -> None:
    account, last_day = closed.employer.account_no, closed.employer.closed_on
    assert last_day is not None
    params = {"day": last_day.isoformat(), "left": closed.left, "last_period": str(closed.last_period)}
    record("business_closed", by=by, subject=f"employer:{account}", params=params)
    publish("registration.employer_closed", f"{account}/{last_day}", {"account_no": account, **params})
    tell_employer(
        account,
        "registration/business_closed",
        day=format_date(last_day),
        period=closed.last_period.be_label(),
        left=closed.left,
    )


@transaction.atomic
def hand_over(account: str, branch_no: str, to_account: str, *, on: date, by: Actor) -> BranchDone:
    """A branch with its staff belongs to another employer from ``on``: nobody's insurance has a gap.

    The branch gets a number of the other account; the old one is closed the day before. Raises ``Refused``.
    """
    refuse_unfit_handover(account, branch_no, to_account, on=on)
    first, second = sorted((account, to_account))  # one order for two transfers that cross
    locked = {one: lock_employer(one) for one in (first, second)}
    source = (
        Branch.objects.select_for_update(of=("self",))
        .select_related("employer")
        .get(employer=locked[account], branch_no=branch_no)
    )
    target = add_branch(
        locked[to_account],
        name=f"{source.name} (รับโอนจาก {source.employer.name})"[:200],
        at=stand_of(source),
        opened_on=on,
    )
    moved = move_all(source, target, on, by=by)
    shut(source, on - DAY)
    shown = f"{account} {branch_no} → {to_account} {target.branch_no}"
    findings: tuple[Finding, ...] = ()
    for side in (locked[account], locked[to_account]):
        findings = note_change(side, ChangedFact.TRANSFER, before="", after=shown, changed_on=on)
        told = {"from": account, "to": to_account, "branch": branch_no, "people": moved}
        record("branch_handed_over", by=by, subject=f"employer:{side.account_no}", params=told)
        tell_employer(side.account_no, "registration/handed_over", "branches/", what=shown, people=moved)
    return BranchDone(branch_view(target), findings)


def refuse_unfit_handover(account: str, branch_no: str, to_account: str, *, on: date) -> None:
    """Raise ``Refused`` for what cannot be handed over, asked when it is applied for and when it is decided."""
    if account == to_account:
        raise Refused(Finding("handover_to_self", field="to_account"))
    target = Employer.objects.filter(account_no=to_account).first()
    if target is None:
        raise Refused(Finding("employer_unknown", field="to_account"))
    if target.closed_on is not None:
        raise Refused(Finding("employer_closed", field="to_account"))
    branch = Branch.objects.filter(employer__account_no=account, branch_no=branch_no).first()
    if branch is None:
        raise Refused(Finding("branch_unknown", field="branch_no", params={"branch": branch_no}))
    if branch.closed_on is not None:
        params = {"branch": branch_no, "day": format_date(branch.closed_on)}
        raise Refused(Finding("branch_closed", field="branch_no", params=params))
    if on > clock.today():
        raise Refused(Finding("change_in_future", field="on"))
    if branch.opened_on is not None and on <= branch.opened_on:
        params = {"day": format_date(branch.opened_on)}
        raise Refused(Finding("closes_before_opening", field="on", params=params))
