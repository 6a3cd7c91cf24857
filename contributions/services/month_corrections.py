"""A loaded month that is wrong, or that was never loaded, is put right by two officers (with the history of what was).

Only months that no filing of this system gave: a filed month is amended by its employer, and a month that was paid for
oneself is what was paid. Amounts of 0 take the month out of the account.
"""

from datetime import date
from decimal import Decimal

from django.db import transaction

from contributions.models import Cause, FoundAs
from contributions.selectors.accounts import MonthStatus, account
from contributions.services import account_changes
from contributions.services.account_changes import Standing
from contributions.services.differences import Why
from contributions.services.month_searches import Found, government_share, proven
from registration.public import person
from sso_core.cases import public as cases
from sso_core.kernel.actor import Actor, ActorKind
from sso_core.kernel.finding import Finding, Refused
from sso_core.kernel.period import Period

CORRECT = "contributions.correct_month"
AMOUNTS = ("wage", "base", "employee", "employer")


@transaction.atomic
def ask_correction(person_id: int, period: Period, found: Found, *, reason: str, by: Actor) -> cases.CaseView:
    """Ask that a month of the older system become what the papers say. Raises ``Refused``."""
    if not reason.strip():
        raise Refused(Finding("move.reason", field="reason"))
    values = proven(found, may_be_nothing=True)
    now = _standing(found, period)
    if loaded(person_id, period, now) is None:
        (month,) = account(person_id, period, period)
        if month.status != MonthStatus.NOT_LOADED or not found.base:
            told = {"month": period.be_short()}
            raise Refused(Finding("search.not_loaded_only", field="period", params=told, section="49"))
    who = person(person_id)
    payload = {name: None if values[name] is None else str(values[name]) for name in AMOUNTS}
    return cases.open_case(
        CORRECT,
        subject=f"person:{who.id}",
        subject_name=who.full_name,
        subject_ident=who.national_id,
        applicant=by,
        office=who.office,
        payload={
            **payload,
            "period": str(period),
            "section": found.section,
            "account": now.account_no,
            "paid_on": found.paid_on.isoformat() if found.paid_on else "",
            "reason": reason.strip(),
        },
        channel="office",
        tell=False,
    )


def _standing(found: Found, period: Period) -> Standing:
    number = found.account if found.section == 33 else ""
    zero = Decimal("0.00")
    return Standing(
        "history", 0, found.section, number, "000000" if number else "", found.wage, found.base or zero,
        found.employee or zero, found.employer or zero, government_share(found.section, found.wage, period),
        found.paid_on,
    )  # fmt: skip


def loaded(person_id: int, period: Period, now: Standing) -> Standing | None:
    """What was loaded of the month at this employer, as it stands."""
    rows = account_changes.standing(person_id, period, now.account_no)
    return next((row for row in rows if row.origin == "history" and row.section == now.section), None)


def told(case: cases.CaseView) -> tuple[Period, Standing]:
    """The month of a case, and what it is to be."""
    said = case.payload
    amounts = {name: None if said[name] is None else Decimal(said[name]) for name in AMOUNTS}
    found = Found(
        FoundAs.PROVEN,
        account=said["account"],
        section=said["section"],
        wage=amounts["wage"],
        base=amounts["base"],
        employee=amounts["employee"],
        employer=amounts["employer"],
        paid_on=date.fromisoformat(said["paid_on"]) if said["paid_on"] else None,
    )
    period = Period.parse(said["period"])
    return period, _standing(found, period)


def decided(case: cases.CaseView, decision: cases.Decision) -> None:
    if not decision.approved or case.person_id is None:
        return
    period, now = told(case)
    there = loaded(case.person_id, period, now)
    if there is not None:
        now = account_changes.at_branch(now, there.branch_no)
    by = Actor(ActorKind.OFFICER, decision.checker_id, decision.checker_name)
    why = Why(Cause.CORRECTION, f"case:{case.reference}", by, case.payload["reason"])
    account_changes.put_right(period, person(case.person_id), now, why)
