"""Reading cases."""

from typing import Any

from django.db.models import QuerySet

from sso_core.cases import verbs
from sso_core.cases.flow import OPEN, PublicStatus, Status
from sso_core.cases.models import Case, Proposal, ProposalState, Question
from sso_core.cases.registry import type_of
from sso_core.cases.types import CaseEventView, CaseView, Decision, QuestionView


def type_label(key: str) -> str:
    try:
        return type_of(key).label
    except LookupError:
        return key


def decision_of(row: Proposal) -> Decision:
    return Decision(
        id=row.pk,
        outcome=row.outcome,
        reason=row.reason,
        worked=row.worked,
        amount=row.amount,
        four_eyes=row.four_eyes,
        automatic=row.automatic,
        state=row.state,
        maker_id=row.maker_id,
        maker_name=row.maker_name,
        made_at=row.made_at,
        checker_id=row.checker_id,
        checker_name=row.checker_name,
        checked_at=row.checked_at,
        checker_note=row.checker_note,
    )


def view_of(row: Case, *, with_decision: bool = True) -> CaseView:
    decided = row.proposals.filter(state=ProposalState.DECIDED).first() if with_decision else None
    return CaseView(
        id=row.pk,
        reference=row.reference,
        type=row.type,
        type_label=type_label(row.type),
        subject=row.subject,
        subject_name=row.subject_name,
        subject_ident=row.subject_ident,
        applicant_user_id=row.applicant_user_id,
        applicant_name=row.applicant_name,
        channel=row.channel,
        office=row.office,
        status=Status(row.status),
        public_status=PublicStatus(row.public_status),
        assigned_to=row.assigned_to_id,
        assigned_name=row.assigned_to.display_name if row.assigned_to else "",
        payload=row.payload,
        amount=row.amount,
        alert=row.alert,
        opened_at=row.opened_at,
        sla_days=row.sla_days,
        due_on=row.due_on,
        paused_on=row.paused_on,
        closed_at=row.closed_at,
        version=row.version,
        decision=decision_of(decided) if decided else None,
    )


def case(reference: str) -> CaseView | None:
    """The case, or None."""
    row = Case.objects.select_related("assigned_to").filter(reference=reference).first()
    return view_of(row) if row else None


def cases_of(subject: str, *, type: str = "", open_only: bool = False) -> tuple[CaseView, ...]:
    """Every case of a person or employer, newest first."""
    rows = Case.objects.select_related("assigned_to").filter(subject=subject).order_by("-pk")
    if type:
        rows = rows.filter(type=type)
    if open_only:
        rows = rows.filter(status__in=["received", "checking", "waiting", "proposed"])
    return tuple(view_of(row) for row in rows)


def open_cases(type: str, *, subject_ident: str) -> tuple[CaseView, ...]:
    """Undecided cases of a type about one number, such as a juristic id."""
    return _open(Case.objects.filter(type=type, subject_ident=subject_ident))


def open_cases_telling(type: str, **told: Any) -> tuple[CaseView, ...]:
    """Undecided cases of a type whose application tells all of this."""
    return _open(Case.objects.filter(type=type, payload__contains=told))


def _open(rows: QuerySet[Case]) -> tuple[CaseView, ...]:
    found = rows.filter(status__in=OPEN).select_related("assigned_to").order_by("-pk")
    return tuple(view_of(row) for row in found)


def proposal_of(reference: str) -> Decision | None:
    """The proposal that waits for a second officer."""
    row = Proposal.objects.filter(case__reference=reference, state=ProposalState.WAITING).first()
    return decision_of(row) if row else None


def proposals_of(reference: str) -> tuple[Decision, ...]:
    rows = Proposal.objects.filter(case__reference=reference).order_by("pk")
    return tuple(decision_of(row) for row in rows)


def timeline(reference: str, *, public_only: bool = False) -> tuple[CaseEventView, ...]:
    """What happened, newest first, as sentences."""
    rows = Case.objects.get(reference=reference).events.order_by("-pk")
    if public_only:
        rows = rows.filter(public=True)
    return tuple(
        CaseEventView(
            verb=row.verb,
            text=verbs.sentence(row.verb, row.params),
            at=row.at,
            actor_name=row.actor_name,
            actor_kind=row.actor_kind,
            public=row.public,
            params=row.params,
        )
        for row in rows
    )


def question_view(row: Question) -> QuestionView:
    return QuestionView(
        id=row.pk,
        text=row.text,
        due_on=row.due_on,
        asked_by=row.asked_by,
        asked_at=row.asked_at,
        answer=row.answer,
        documents=tuple(row.documents),
        closed_at=row.closed_at,
    )


def open_question(reference: str) -> QuestionView | None:
    row = Question.objects.filter(case__reference=reference, closed_at=None).first()
    return question_view(row) if row else None


def questions_of(reference: str) -> tuple[QuestionView, ...]:
    return tuple(question_view(r) for r in Question.objects.filter(case__reference=reference).order_by("pk"))
