"""What an employer that owes may ask: instalments, more time (s.84/1), an appeal (s.85); and the court (s.87).

Each request is a case of the office with its own queue and letter. Approved, it does what it says, in the same
transaction. More time and an appeal never stop the surcharge.
"""

from datetime import date
from typing import Any

from django.db import transaction

from contributions.models import CollectionCase, CollectionHold, CollectionLetter, HoldKind
from contributions.rules import collection_terms as terms
from contributions.services import collecting, instalments
from sso_core import clock
from sso_core.cases import public as cases
from sso_core.kernel.actor import SYSTEM, Actor
from sso_core.kernel.finding import Finding, Refused
from sso_core.kernel.thai_calendar import format_date
from sso_core.law.public import current

INSTALMENTS, EXTENSION, APPEAL = (
    "contributions.instalments", "contributions.extension", "contributions.appeal",
)  # fmt: skip
OFFICERS_WORD: dict[str, str] = {HoldKind.APPEAL: "85", HoldKind.COURT: "87"}
"""What an officer may let hold the collection or not, with its section."""
_WORDS = {INSTALMENTS: "ผ่อนชำระ", EXTENSION: "ขยายเวลา", APPEAL: "อุทธรณ์"}


@transaction.atomic
def ask_instalments(case_id: int, *, count: int, first_due: date, why: str, by: Actor) -> cases.CaseView:
    """Ask to pay in parts. Raises ``Refused``: for a plan that could not be agreed, and where one is asked already."""
    case = _locked(case_id, why)
    collecting.refuse_illegal(case, "agree_instalments")
    owed, _ = instalments.divided(case, count, first_due)
    told = {"count": count, "first_due": first_due.isoformat(), "why": why.strip()}
    return _open(case, INSTALMENTS, told, by=by, amount=owed.total)


@transaction.atomic
def ask_extension(case_id: int, *, necessity: str, ended_on: date, until: date, by: Actor) -> cases.CaseView:
    """Ask for more time because of a necessity, within 15 days after it ended (s.84/1). Raises ``Refused``."""
    case = _locked(case_id, necessity, field="necessity")
    today = clock.today()
    findings = []
    if ended_on > today:
        findings.append(Finding("collection.day_in_future", field="ended_on"))
    if until <= today:
        findings.append(Finding("collection.until_past", field="until"))
    term = terms.extension_request(ended_on, law=current())
    if term.is_over(today):
        params = {"until": format_date(term.until)}
        findings.append(Finding("collection.extension_late", field="ended_on", params=params, section="84/1"))
    if findings:
        raise Refused(*findings)
    told = {"why": necessity.strip(), "ended_on": ended_on.isoformat(), "until": until.isoformat()}
    return _open(case, EXTENSION, told, by=by)


@transaction.atomic
def ask_appeal(case_id: int, *, letter: str, why: str, by: Actor) -> cases.CaseView:
    """Appeal against what a letter ordered, within 30 days of it (s.85). Raises ``Refused``.

    Whether the appeal holds the collection is the law's word; an officer may hold a single case beside it.
    """
    case = _locked(case_id, why)
    found = CollectionLetter.objects.filter(case=case, number=letter).first()
    if found is None:
        raise Refused(Finding("collection.letter_unknown", field="letter"))
    today, law = clock.today(), current()
    term = terms.appeal(found.sent_on, law=law)
    if term.is_over(today):
        params = {"until": format_date(term.until)}
        raise Refused(Finding("collection.appeal_late", field="letter", params=params, section="85"))
    opened = _open(case, APPEAL, {"why": why.strip(), "letter": letter}, by=by)
    _hold(
        case,
        HoldKind.APPEAL,
        opened.reference,
        holds=terms.holds("appeal", today, law=law),
        until=None,
        by=by,
    )
    return opened


def _locked(case_id: int, why: str, *, field: str = "why") -> CollectionCase:
    if not why.strip():
        raise Refused(Finding("collection.reason_missing", field=field))
    return collecting.locked(case_id)


def _open(
    case: CollectionCase, kind: str, told: dict[str, Any], *, by: Actor, amount: Any = None
) -> cases.CaseView:
    waiting = cases.open_cases_telling(kind, collection=case.pk)
    if waiting:
        raise Refused(Finding("collection.request_open", params={"reference": waiting[0].reference}))
    opened = cases.open_case(
        kind,
        subject=case.subject,
        subject_name=case.employer_name,
        subject_ident=case.account_no,
        applicant=by,
        office=case.office,
        payload={"collection": case.pk, **told},
        amount=amount,
    )
    collecting.write(case, "requested", by, kind=_WORDS[kind], reference=opened.reference)
    return opened


def decided_instalments(opened: cases.CaseView, decision: cases.Decision) -> None:
    """The office agrees: the plan is made of the debt of that day."""
    if not decision.approved:
        return
    told = opened.payload
    first = max(date.fromisoformat(told["first_due"]), clock.today() + instalments.DAY)
    instalments.agree(
        told["collection"], told["count"], first, by=_decider(decision), request=opened.reference
    )


def decided_extension(opened: cases.CaseView, decision: cases.Decision) -> None:
    """More time: the office does not go on until then. The surcharge does (s.84/1)."""
    if not decision.approved:
        return
    case = collecting.locked(opened.payload["collection"])
    until = date.fromisoformat(opened.payload["until"])
    _hold(case, HoldKind.EXTENSION, opened.reference, holds=True, until=until, by=_decider(decision))


def decided_appeal(opened: cases.CaseView, decision: cases.Decision) -> None:
    """The Appeal Committee has decided: its hold ends, and 30 days for the labour court begin (s.87)."""
    held = CollectionHold.objects.select_for_update().get(kind=HoldKind.APPEAL, reference=opened.reference)
    _end(held, "ให้ตามอุทธรณ์" if decision.approved else "ยกอุทธรณ์", by=_decider(decision))


def withdrawn(opened: cases.CaseView) -> None:
    """An appeal that was taken back holds nothing."""
    for held in CollectionHold.objects.filter(reference=opened.reference, ended_on=None):
        _end(held, "ถอนอุทธรณ์", by=SYSTEM)


@transaction.atomic
def record_court(case_id: int, *, number: str, filed_on: date, holds: bool, by: Actor) -> CollectionHold:
    """Note a case at the labour court; ``holds`` where the court ordered it, or the law says so. Raises ``Refused``."""
    case = _locked(case_id, number, field="number")
    if filed_on > clock.today():
        raise Refused(Finding("collection.day_in_future", field="filed_on"))
    appeal = case.holds.filter(kind=HoldKind.APPEAL).exclude(ended_on=None).order_by("-pk").first()
    if appeal is not None and appeal.ended_on is not None:
        term = terms.court(appeal.ended_on, law=current())
        if term.is_over(filed_on):
            params = {"until": format_date(term.until)}
            raise Refused(Finding("collection.court_late", field="filed_on", params=params, section="87"))
    by_law = terms.holds("court", filed_on, law=current())
    return _hold(
        case, HoldKind.COURT, number.strip(), holds=holds or by_law, until=None, by=by, since=filed_on
    )


@transaction.atomic
def end_hold(case_id: int, hold_id: int, *, outcome: str, by: Actor) -> None:
    """What held the collection is over. Raises ``Refused``."""
    case = _locked(case_id, outcome, field="outcome")
    held = case.holds.select_for_update(of=("self",)).filter(pk=hold_id, ended_on=None).first()
    if held is not None:
        _end(held, outcome.strip(), by=by)


@transaction.atomic
def set_holding(case_id: int, hold_id: int, *, holds: bool, why: str, by: Actor) -> None:
    """An officer lets one appeal or court case hold the collection, or go on beside it. Raises ``Refused``.

    More time that was agreed runs until its day, and where the law itself holds nobody lifts it.
    """
    case = _locked(case_id, why)
    rows = case.holds.select_for_update(of=("self",)).filter(kind__in=OFFICERS_WORD, ended_on=None)
    held = rows.filter(pk=hold_id).first()
    if held is None:
        raise Refused(Finding("collection.hold_over", field="hold_id"))
    if held.holds == holds:
        raise Refused(Finding("collection.hold_stands_so", field="holds"))
    if not holds and terms.holds(held.kind, held.since, law=current()):
        raise Refused(Finding("collection.held_by_law", field="holds", section=OFFICERS_WORD[held.kind]))
    held.holds = holds
    held.save(update_fields=["holds"])
    facts = {"kind": str(held.get_kind_display()), "reference": held.reference, "why": why.strip()}
    collecting.write(case, "hold_set" if holds else "hold_lifted", by, **facts)


def _hold(
    case: CollectionCase,
    kind: HoldKind,
    reference: str,
    *,
    holds: bool,
    until: date | None,
    by: Actor,
    since: date | None = None,
) -> CollectionHold:
    made, is_new = CollectionHold.objects.get_or_create(
        kind=kind,
        reference=reference,
        defaults={"case": case, "holds": holds, "since": since or clock.today(), "until": until},
    )
    if is_new:
        collecting.write(case, "hold_begun", by, kind=str(kind.label), reference=reference)
    return made


def _end(held: CollectionHold, outcome: str, *, by: Actor) -> None:
    held.ended_on, held.outcome = clock.today(), outcome[:200]
    held.save(update_fields=["ended_on", "outcome"])
    facts = {"kind": str(held.get_kind_display()), "reference": held.reference, "outcome": outcome}
    collecting.write(held.case, "hold_ended", by, **facts)


def _decider(decision: cases.Decision) -> Actor:
    name = decision.checker_name or decision.maker_name
    return Actor(SYSTEM.kind, decision.checker_id or decision.maker_id, name)
