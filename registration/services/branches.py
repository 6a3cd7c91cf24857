"""Branches open, move and close; their staff goes with them or leaves (SSA s.44, form 6-15)."""

from dataclasses import asdict, dataclass
from datetime import date, timedelta

from django.db import transaction

from registration.models import Branch, ChangedFact, Employer, FormerPlace, LeaveReason
from registration.services.lateness import note_change
from registration.services.staff_moves import end_all, move_all, refuse_work_after, staff_after
from registration.services.stands import Stand, put, stand, stand_of
from registration.values import BranchView, branch_view
from sso_core import clock
from sso_core.audit.public import record
from sso_core.kernel import thai_text
from sso_core.kernel.actor import Actor
from sso_core.kernel.branch_no import HEAD_OFFICE
from sso_core.kernel.finding import Finding, Refused, Severity
from sso_core.kernel.places import office_of, provinces
from sso_core.kernel.thai_calendar import format_date
from sso_core.messaging.public import publish

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class BranchDone:
    """The branch as it is now, and what is worth telling."""

    branch: BranchView
    findings: tuple[Finding, ...] = ()


@transaction.atomic
def open_branch(
    account: str,
    *,
    name: str,
    address: str,
    opened_on: date,
    by: Actor,
    province: str = "",
    subdistrict: str = "",
    postcode: str = "",
) -> BranchDone:
    """Open a further branch with the next number; with a subdistrict ``address`` is the house. Raises ``Refused``."""
    employer = lock_employer(account)
    at = stand(address, province, subdistrict, postcode)
    _refuse_future(opened_on, "opened_on")
    name = thai_text.normalise(name)
    same = Branch.objects.filter(employer=employer, name=name, opened_on=opened_on, closed_on__isnull=True)
    if present := same.filter(address=at.address, province=at.province).first():
        return BranchDone(branch_view(present))
    branch = add_branch(employer, name=name, at=at, opened_on=opened_on)
    findings = note_change(
        employer,
        ChangedFact.BRANCH,
        before="",
        after=f"{branch.branch_no} {name}",
        changed_on=opened_on,
    )
    _record("branch_opened", branch, by)
    return BranchDone(branch_view(branch), findings)


def add_branch(employer: Employer, *, name: str, at: Stand, opened_on: date) -> Branch:
    """Write a branch under the next free number of a locked employer."""
    last = Branch.objects.filter(employer=employer).order_by("-branch_no").first()
    number = f"{int(last.branch_no) + 1:06d}" if last else HEAD_OFFICE
    branch = Branch(employer=employer, branch_no=number, name=name, opened_on=opened_on)
    put(branch, at)
    branch.save()
    return branch


@transaction.atomic
def change_branch(
    account: str,
    branch_no: str,
    *,
    name: str,
    address: str,
    on: date,
    by: Actor,
    province: str = "",
    subdistrict: str = "",
    postcode: str = "",
) -> BranchDone:
    """A branch is called otherwise, or stands elsewhere from ``on``. Raises ``Refused``.

    The head office is changed by ``changes.report_change``, which asks the register of companies.
    """
    employer = lock_employer(account)
    if branch_no == HEAD_OFFICE:
        raise Refused(Finding("head_office_by_change", field="address"))
    branch = _open_branch(employer, branch_no)
    at = stand(address, province, subdistrict, postcode)
    before = _shown(branch)
    branch.name = thai_text.normalise(name)
    findings = move_branch(branch, at, on=on)
    if _shown(branch) == before:
        return BranchDone(branch_view(branch))
    branch.save()
    findings += note_change(employer, ChangedFact.BRANCH, before=before, after=_shown(branch), changed_on=on)
    _record("branch_changed", branch, by)
    return BranchDone(branch_view(branch), findings)


def move_branch(branch: Branch, at: Stand, *, on: date) -> tuple[Finding, ...]:
    """Let a locked branch stand elsewhere from ``on``; the old place stays known. The caller saves.

    A place counts from its day, so a move is neither in the future nor before the last one.
    """
    if (at.address, at.province) == (branch.address, branch.province):
        return ()
    refuse_unfit_move(branch, on)
    moves_province = at.province != branch.province
    FormerPlace.objects.create(branch=branch, last_day=on - DAY, **asdict(stand_of(branch)))
    put(branch, at)
    if not moves_province:
        return ()
    told = {"account_no": branch.employer.account_no, "branch_no": branch.branch_no, "on": on.isoformat()}
    publish("registration.branch_moved", f"{branch.pk}/{on}", told)
    if on >= clock.today().replace(day=1):
        return ()
    return (Finding("moved_in_past", Severity.WARN, "on", {"day": format_date(on)}, "46/1"),)


def refuse_unfit_move(branch: Branch, on: date, *, field: str = "on") -> None:
    """Raise ``Refused`` for a move in the future, or on or before the day since when the branch stands here."""
    _refuse_future(on, field)
    last = FormerPlace.objects.filter(branch=branch).order_by("-last_day").first()
    known_since = last.last_day + DAY if last else branch.opened_on
    if known_since is not None and on <= known_since:
        raise Refused(Finding("move_before_last", field=field, params={"day": format_date(known_since)}))


@transaction.atomic
def close_branch(
    account: str, branch_no: str, *, last_day: date, by: Actor, reason: str = "", to_branch: str = ""
) -> BranchDone:
    """Close a branch; ``last_day`` is its last. Staff still there leaves for ``reason`` (form 6-09), or goes on
    at ``to_branch`` the day after without a gap. Raises ``Refused``; closed already, nothing changes.
    """
    employer = lock_employer(account)
    if branch_no == HEAD_OFFICE:
        raise Refused(Finding("head_office_stays", field="last_day"))
    branch = _branch(employer, branch_no)
    if branch.closed_on == last_day:
        return BranchDone(branch_view(branch))
    branch = _open_branch(employer, branch_no)
    _refuse_closing_day(branch, last_day)
    if staff_after(branch, last_day).exists():
        _settle_staff(employer, branch, last_day, reason=reason, to_branch=to_branch, by=by)
    shut(branch, last_day)
    findings = note_change(
        employer, ChangedFact.BRANCH, before=_shown(branch), after="ปิดสาขา", changed_on=last_day
    )
    _record("branch_closed", branch, by, day=last_day.isoformat())
    return BranchDone(branch_view(branch), findings)


def _settle_staff(
    employer: Employer, branch: Branch, last_day: date, *, reason: str, to_branch: str, by: Actor
) -> None:
    if to_branch:
        target = _open_branch(employer, to_branch)
        if target == branch:
            raise Refused(Finding("branch_same", field="to_branch"))
        move_all(branch, target, last_day + DAY, by=by)
        return
    if reason not in LeaveReason.values:
        count = staff_after(branch, last_day).count()
        raise Refused(Finding("branch_has_staff", field="reason", params={"count": count}, section="44"))
    refuse_work_after(branch, last_day)
    end_all(branch, last_day, reason, by=by)


def shut(branch: Branch, last_day: date) -> None:
    branch.closed_on = last_day
    branch.save(update_fields=["closed_on"])


def lock_employer(account: str) -> Employer:
    """Hold an open employer for the rest of the transaction. Raises ``Refused``."""
    # No key lock: what only points at the employer, such as a report that came late, need not wait.
    employer = Employer.objects.select_for_update(no_key=True).filter(account_no=account).first()
    if employer is None:
        raise Refused(Finding("employer_unknown"))
    if employer.closed_on is not None:
        raise Refused(Finding("employer_closed"))
    return employer


def set_office(employer: Employer, head: Branch) -> None:
    """The office that looks after an employer is that of its head office."""
    employer.office = office_of(head.province)
    employer.save(update_fields=["office"])


def _branch(employer: Employer, branch_no: str) -> Branch:
    rows = Branch.objects.select_for_update(of=("self",)).select_related("employer")
    branch = rows.filter(employer=employer, branch_no=branch_no).first()
    if branch is None:
        raise Refused(Finding("branch_unknown", params={"branch": branch_no}))
    return branch


def _open_branch(employer: Employer, branch_no: str) -> Branch:
    branch = _branch(employer, branch_no)
    if branch.closed_on is not None:
        params = {"branch": branch_no, "day": format_date(branch.closed_on)}
        raise Refused(Finding("branch_closed", params=params, section="44"))
    return branch


def _refuse_future(day: date, field: str) -> None:
    if day > clock.today():
        raise Refused(Finding("change_in_future", field=field))


def _refuse_closing_day(branch: Branch, last_day: date) -> None:
    _refuse_future(last_day, "last_day")
    if branch.opened_on is not None and last_day < branch.opened_on:
        params = {"day": format_date(branch.opened_on)}
        raise Refused(Finding("closes_before_opening", field="last_day", params=params))


def _shown(branch: Branch) -> str:
    return f"{branch.branch_no} {branch.name} {branch.address} {provinces()[branch.province]}"


def _record(verb: str, branch: Branch, by: Actor, **more: str) -> None:
    params = {"branch": branch.branch_no, "name": branch.name, **more}
    record(verb, by=by, subject=f"employer:{branch.employer.account_no}", params=params)
