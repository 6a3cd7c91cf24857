"""Working on a case before it is decided: who has it, notes, questions, withdrawal."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction

from sso_core import clock
from sso_core.accounts.public import holders_of
from sso_core.cases.flow import FLOW, PublicStatus, Status
from sso_core.cases.models import Case, ProposalState, Question
from sso_core.cases.registry import type_of
from sso_core.cases.selectors import view_of
from sso_core.cases.services.rows import locked, move, saved, write
from sso_core.cases.services.telling import tell_applicant
from sso_core.cases.types import CaseView
from sso_core.documents.public import attach
from sso_core.kernel.actor import Actor
from sso_core.kernel.finding import Finding, Refused
from sso_core.messaging.public import publish


@transaction.atomic
def record(ref: str, verb: str, by: Actor, **params: Any) -> None:
    """Write a line of another app's verb into the timeline."""
    write(locked(ref), verb, by, **params)


@transaction.atomic
def note(ref: str, text: str, by: Actor) -> None:
    """An officer's note; the applicant does not see it."""
    if not text.strip():
        raise Refused(Finding("case.note_missing", field="text"))
    write(locked(ref), "noted", by, text=text.strip())


@transaction.atomic
def take(ref: str, by: Actor, *, version: int | None = None) -> CaseView:
    """The officer takes the case from the queue."""
    case = locked(ref, version)
    _not_own(case, by)
    move(case, "take")
    case.assigned_to_id = by.user_id
    write(case, "taken", by, to=by.name)
    return view_of(saved(case))


@transaction.atomic
def assign(ref: str, to: int | None, by: Actor, *, reason: str = "", version: int | None = None) -> CaseView:
    """Give the case to the officer of user number ``to``, or back to the queue with None."""
    case = locked(ref, version)
    kind = type_of(case.type)
    roles = kind.checker_roles if case.status == Status.PROPOSED else kind.roles
    chosen = next((u for u in holders_of(case.office, *roles) if u.pk == to), None)
    if to is not None and (chosen is None or chosen.pk == case.applicant_user_id):
        raise Refused(Finding("case.not_eligible_officer", field="to"))
    case.assigned_to = chosen
    if chosen is None:
        write(case, "released", by, reason=reason)
    else:
        write(case, "assigned", by, to=chosen.display_name, reason=reason)
    return view_of(saved(case))


@transaction.atomic
def ask_applicant(ref: str, question: str, due: date, by: Actor, *, version: int | None = None) -> CaseView:
    """Ask one question; the clock stands still until it is answered."""
    findings = []
    if not question.strip():
        findings.append(Finding("case.question_missing", field="reason"))
    if due <= clock.today():
        findings.append(Finding("case.due_past", field="due"))
    if findings:
        raise Refused(*findings)
    case = locked(ref, version)
    _not_own(case, by)
    move(case, "ask")
    Question.objects.create(case=case, text=question.strip(), due_on=due, asked_by=by.name)
    case.assigned_to_id = case.assigned_to_id or by.user_id
    write(case, "asked", by, text=question.strip(), due=due)
    view = view_of(saved(case))
    tell_applicant(view, type_of(case.type), "question", question=question.strip(), due=due)
    return view


@transaction.atomic
def answer(ref: str, text: str, by: Actor, documents: Sequence[str] = ()) -> CaseView:
    """The applicant answers; the clock runs on and the case comes back to its officer."""
    if not text.strip() and not documents:
        raise Refused(Finding("case.answer_missing", field="text"))
    case = locked(ref)
    move(case, "answer")
    if documents:
        attach(documents, case_ref=ref, subject=case.subject)
    _close_question(case, by, text=text.strip(), documents=documents)
    write(case, "answered", by, text=text.strip())
    return view_of(saved(case))


@transaction.atomic
def stop_waiting(ref: str, reason: str, by: Actor, *, version: int | None = None) -> CaseView:
    """Go on without the answer."""
    case = locked(ref, version)
    move(case, "stop_waiting")
    _close_question(case, by, text="", documents=())
    write(case, "stopped_waiting", by, reason=reason)
    return view_of(saved(case))


@transaction.atomic
def withdraw(ref: str, by: Actor, reason: str = "") -> CaseView:
    """The applicant takes the application back, as long as nothing is decided."""
    case = locked(ref)
    move(case, "withdraw")
    _close_question(case, by, text="", documents=())
    case.proposals.filter(state=ProposalState.WAITING).update(state=ProposalState.DROPPED)
    write(case, "withdrawn", by, reason=reason)
    view = view_of(saved(case))
    kind = type_of(case.type)
    if kind.on_withdrawn:
        kind.on_withdrawn(view)
    publish("cases.withdrawn", ref, {"reference": ref, "type": case.type, "subject": case.subject})
    return view


@transaction.atomic
def set_public_status(ref: str, status: PublicStatus, by: Actor) -> CaseView:
    """What happens after the decision, told by those who do it: paying, done. ``done`` closes the case."""
    case = locked(ref)
    status = PublicStatus(status)
    if case.public_status == status:
        return view_of(case)
    case.public_status = status.value
    if status is PublicStatus.DONE and case.status != Status.CLOSED:
        case.status = FLOW.target(Status(case.status), "close").value
        case.closed_at = case.closed_at or clock.now()
    write(case, "public_status", by, status=status.value, label=status.label)
    return view_of(saved(case))


@transaction.atomic
def update_payload(ref: str, by: Actor, **values: Any) -> CaseView:
    """Add to what the application says, such as a fact an outside register has answered."""
    case = locked(ref)
    case.payload = {**case.payload, **values}
    return view_of(saved(case))


@transaction.atomic
def set_subject(ref: str, subject: str, *, ident: str) -> CaseView:
    """Whose case it is, where that is known only with the decision, such as an employer who had no account."""
    case = locked(ref)
    case.subject, case.subject_ident = subject, ident
    return view_of(saved(case))


@transaction.atomic
def set_amount(ref: str, amount: Any, *, alert: str | None = None) -> CaseView:
    """The sum expected, shown in the queue; None is "not worked out yet"."""
    case = locked(ref)
    case.amount = amount
    if alert is not None:
        case.alert = alert
    return view_of(saved(case))


def _close_question(case: Case, by: Actor, *, text: str, documents: Sequence[str]) -> None:
    case.questions.filter(closed_at=None).update(
        answer=text, documents=[str(d) for d in documents], answered_by=by.name, closed_at=clock.now()
    )


def _not_own(case: Case, by: Actor) -> None:
    if by.user_id is not None and by.user_id == case.applicant_user_id:
        raise Refused(Finding("case.applicant_decides"))
