"""A member has the office look for months that the account does not show, or cannot tell.

One case for a run of months. An officer notes what was found, month by month; two officers agree before the account
changes. A month is found under another number, or proven by papers where the older system's months are not loaded.
What nobody filed is not proven here: the employer is asked for it, and the member's rights stand meanwhile (s.49).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction

from contributions.models import Cause, FoundAs, MonthSearch, SearchState
from contributions.rules import section33
from contributions.selectors.accounts import MonthStatus, account
from contributions.selectors.month_searches import months_to_look_for, stands_elsewhere
from contributions.services import account_changes, office_changes
from contributions.services.account_changes import Standing
from contributions.services.differences import Why
from registration.public import employer, person, person_by_national_id
from sso_core import clock
from sso_core.cases import public as cases
from sso_core.documents.public import attach
from sso_core.kernel.actor import Actor, ActorKind
from sso_core.kernel.finding import Finding, Refused
from sso_core.kernel.money import ZERO
from sso_core.kernel.period import Period
from sso_core.law.public import NoLaw, current

FIND = "contributions.find_months"
MOST_MONTHS = 120
ACCOUNT_DIGITS = 10
NOTABLE = (cases.Status.RECEIVED, cases.Status.CHECKING)


@dataclass(frozen=True, slots=True)
class Found:
    """What an officer found of months: under another number, or on papers. Amounts in baht."""

    found_as: FoundAs
    account: str = ""
    number: str = ""
    section: int = 33
    wage: Decimal | None = None
    base: Decimal | None = None
    employee: Decimal | None = None
    employer: Decimal | None = None
    paid_on: date | None = None


@transaction.atomic
def ask(
    person_id: int,
    since: Period,
    until: Period,
    *,
    employer_no: str = "",
    employer_name: str = "",
    why: str,
    documents: Sequence[str] = (),
    by: Actor,
    channel: str = "web",
) -> cases.CaseView:
    """Have months looked for; those that the account shows are left out. Raises ``Refused``.

    The office of the employer gets the case where the register knows it, else the member's own.
    """
    if not 0 <= until.minus(since) < MOST_MONTHS:
        raise Refused(Finding("search.months", field="until", params={"most": MOST_MONTHS}))
    if not why.strip():
        raise Refused(Finding("search.why", field="why"))
    known = employer(employer_no) if employer_no else None
    if employer_no and known is None:
        raise Refused(Finding("search.employer_unknown", field="employer_no"))
    missing = months_to_look_for(person_id, since, until)
    if not missing:
        raise Refused(Finding("search.nothing_missing", field="since"))
    who = person(person_id)
    opened = cases.open_case(
        FIND,
        subject=f"person:{who.id}",
        subject_name=who.full_name,
        subject_ident=who.national_id,
        applicant=by,
        office=known.office if known else who.office,
        payload={
            "account": employer_no,
            "employer": known.name if known else employer_name.strip(),
            "months": [str(one.period) for one in missing],
            "why": why.strip(),
        },
        channel=channel,
    )
    _keep(opened.reference, person_id, [one.period for one in missing])
    if documents:
        attach(documents, case_ref=opened.reference, subject=opened.subject)
    return opened


def _keep(reference: str, person_id: int, wanted: Sequence[Period]) -> None:
    """A row a month; the database lets a month be looked for once at a time."""
    try:
        with transaction.atomic():
            MonthSearch.objects.bulk_create(
                MonthSearch(case_reference=reference, person_id=person_id, period=month.first)
                for month in wanted
            )
    except IntegrityError:
        raise Refused(Finding("search.open_already", field="since")) from None


@transaction.atomic
def note_found(reference: str, months: Sequence[Period], found: Found, *, by: Actor) -> list[MonthSearch]:
    """Note what was found of some months of a case; noted again, the last counts. Raises ``Refused``."""
    case = cases.case(reference)
    if case is None or case.type != FIND or case.status not in NOTABLE or case.person_id is None:
        raise Refused(Finding("search.closed"))
    if by.user_id is not None and by.user_id == case.applicant_user_id:
        raise Refused(Finding("case.applicant_decides"))
    wanted = {month.first for month in months}
    rows = [
        row
        for row in MonthSearch.objects.select_for_update().filter(case_reference=reference).order_by("period")
        if row.period in wanted
    ]
    if not rows or len(rows) < len(wanted):
        raise Refused(Finding("search.month_not_asked", field="months"))
    values = _elsewhere(case.person_id, found) if found.found_as == FoundAs.ELSEWHERE else proven(found)
    for row in rows:
        row.found_as, row.found_by, row.found_at = found.found_as, by.name, clock.now()
        for name, value in values.items():
            setattr(row, name, value)
        _refuse_unfit(row)
        row.save()
    cases.record(
        reference, "search_found", by, months=", ".join(Period.of(r.period).be_short() for r in rows)
    )
    return rows


def _elsewhere(person_id: int, found: Found) -> dict[str, object]:
    source = person_by_national_id(found.number)
    if source is None:
        raise Refused(Finding("move.nobody", field="number", params={"number": found.number}))
    if source.id == person_id:
        raise Refused(Finding("move.same_person", field="number"))
    nothing = dict.fromkeys(("section", "wage", "base", "employee", "employer", "paid_on"))
    return {**nothing, "source_id": source.id, "account_no": found.account}


def proven(found: Found, *, may_be_nothing: bool = False) -> dict[str, object]:
    """Amounts as the papers have them; a base of 0 only where the month may be taken out. Raises ``Refused``."""
    findings = []
    if found.section not in (33, 39):
        findings.append(Finding("search.section", field="section"))
    if found.section == 33 and not _is_account(found.account):
        findings.append(Finding("search.account", field="account"))
    for name in ("base", "employee", "employer"):
        if (
            (value := getattr(found, name)) is None
            or value < 0
            or (name == "base" and not value and not may_be_nothing)
        ):
            findings.append(Finding("search.amount", field=name))
    if found.paid_on is not None and found.paid_on > clock.today():
        findings.append(Finding("search.paid_later", field="paid_on"))
    if findings:
        raise Refused(*findings)
    return {
        "source_id": None, "section": found.section, "account_no": found.account if found.section == 33 else "",
        "wage": found.wage, "base": found.base, "employee": found.employee, "employer": found.employer,
        "paid_on": found.paid_on,
    }  # fmt: skip


def _is_account(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) == ACCOUNT_DIGITS


def _refuse_unfit(row: MonthSearch) -> None:
    period = Period.of(row.period)
    told = {"month": period.be_short()}
    if row.found_as == FoundAs.ELSEWHERE and not stands_elsewhere(row):
        raise Refused(Finding("search.not_there", field="number", params=told))
    if row.found_as == FoundAs.PROVEN:
        (month,) = account(row.person_id, period, period)
        if month.status != MonthStatus.NOT_LOADED:
            raise Refused(Finding("search.not_loaded_only", field="months", params=told, section="49"))


def decided(case: cases.CaseView, decision: cases.Decision) -> None:
    """Put the account right where two officers agreed, and say of each month what became of it."""
    by = Actor(
        ActorKind.OFFICER,
        decision.checker_id or decision.maker_id,
        decision.checker_name or decision.maker_name,
    )
    why = Why(Cause.CORRECTION, f"case:{case.reference}", by, decision.reason)
    for row in MonthSearch.objects.select_for_update().filter(case_reference=case.reference).order_by("pk"):
        if decision.approved and row.found_as:
            _refuse_unfit(row)
            _apply(row, why)
        row.state = SearchState.FOUND if is_there(row) else SearchState.REFUSED
        row.save(update_fields=["state"])


def is_there(row: MonthSearch) -> bool:
    """Whether the account shows the month now."""
    period = Period.of(row.period)
    (month,) = account(row.person_id, period, period)
    return bool(month.entries)


def _apply(row: MonthSearch, why: Why) -> None:
    period, who = Period.of(row.period), person(row.person_id)
    if row.source_id is not None:
        office_changes.move_month(period, person(row.source_id), who, row.account_no, why)
        return
    assert row.section is not None
    assert row.base is not None
    assert row.employee is not None
    assert row.employer is not None
    now = Standing(
        "history", 0, row.section, row.account_no, "000000" if row.account_no else "", row.wage, row.base,
        row.employee, row.employer, government_share(row.section, row.wage, period), row.paid_on,
    )  # fmt: skip
    account_changes.put_right(period, who, now, why)


def government_share(section: int, wage: Decimal | None, period: Period) -> Decimal:
    """The government's share by the law of the month; 0 for Section 39, and where the law is not known."""
    if section != 33 or not wage:
        return ZERO
    try:
        worked = section33.contribution(wage, period, law=current())
    except NoLaw:
        return ZERO
    return Decimal(worked["government"])


def withdrawn(case: cases.CaseView) -> None:
    MonthSearch.objects.filter(case_reference=case.reference, state=SearchState.OPEN).update(
        state=SearchState.WITHDRAWN
    )
