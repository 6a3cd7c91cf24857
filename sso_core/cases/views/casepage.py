"""What the officer's case page shows."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from sso_core import clock
from sso_core.accounts.public import User, holders_of
from sso_core.cases import queue, selectors
from sso_core.cases.flow import Status
from sso_core.cases.forms import AssignForm, DecisionForm, NoteForm, ReasonForm
from sso_core.cases.offices import office_name
from sso_core.cases.permissions import may_check, may_lead, may_work
from sso_core.cases.registry import type_of
from sso_core.cases.types import CaseEventView, CasePanel, CaseView, Decision
from sso_core.documents.public import DocumentView, documents_of_case, read_by
from sso_core.kernel.actor import Actor
from sso_core.kernel.finding import Finding
from sso_core.messaging.public import messages_about

TABS = ("decide", "documents", "letters", "history")
SHORT_HISTORY = 6


def candidates(case: CaseView) -> tuple[User, ...]:
    kind = type_of(case.type)
    roles = kind.checker_roles if case.status is Status.PROPOSED else kind.roles
    return tuple(user for user in holders_of(case.office, *roles) if user.pk != case.applicant_user_id)


def decision_form(
    case: CaseView, data: QueryDict | None = None, panel: CasePanel | None = None
) -> DecisionForm:
    panel = panel or type_of(case.type).panel(case)
    amount = "" if panel.amount is None else f" {panel.amount:,.2f} {_('บาท')}"
    return DecisionForm(data, approve=f"{_('อนุมัติ')}{amount}", initial={"version": case.version})


def context_of(
    request: HttpRequest,
    case: CaseView,
    by: Actor,
    *,
    form: DecisionForm | None = None,
    back_form: ReasonForm | None = None,
    note_form: NoteForm | None = None,
    assign_form: AssignForm | None = None,
    findings: Sequence[Finding] = (),
) -> dict[str, Any]:
    """Everything on the page. Forms that were refused come in bound."""
    user = request.user
    assert isinstance(user, User)
    kind = type_of(case.type)
    panel = kind.panel(case)
    proposal = selectors.proposal_of(case.reference)
    four_eyes = kind.four_eyes(case, panel.amount)
    papers = documents_of_case(case.reference)
    issued = [paper for paper in papers if paper.issued]
    events = selectors.timeline(case.reference)
    works, checks = may_work(user, case), may_check(user, case)
    at_hand = case.status in {Status.RECEIVED, Status.CHECKING}
    tab = request.GET.get("tab", "decide")
    return {
        "case": case,
        "kind": kind,
        "panel": panel,
        "office": office_name(case.office),
        "due": queue.due_of(case, clock.today()) if case.is_open else None,
        "tab": tab if tab in TABS else "decide",
        "tabs": _tabs(tab, len(papers), len(issued), len(events)),
        "proposal": proposal,
        "changed": _changed(proposal, panel),
        "seats": _seats(case, proposal, by, four_eyes=four_eyes),
        "four_eyes": four_eyes,
        "why_four_eyes": kind.why_four_eyes if four_eyes else "",
        "can_take": works and case.status is Status.RECEIVED and case.assigned_to is None,
        "can_decide": works and at_hand,
        "can_check": checks and proposal is not None and proposal.maker_id != user.pk,
        "is_maker": proposal is not None and proposal.maker_id == user.pk,
        "can_stop_waiting": works and case.status is Status.WAITING,
        "question": selectors.open_question(case.reference),
        "questions": [q for q in selectors.questions_of(case.reference) if q.closed_at],
        "form": form or (decision_form(case, panel=panel) if works and at_hand else None),
        "back_form": back_form or ReasonForm(initial={"version": case.version}),
        "note_form": note_form or NoteForm(),
        "assign_form": _assign_form(assign_form, user, case),
        "findings": findings,
        "papers": _with_marks(papers, user),
        "issued": issued,
        "sent": messages_about(case.reference),
        "entries": _lines(events),
        "recent": _lines(events[:SHORT_HISTORY]),
        "applied_by_other": _applied_by_other(case),
    }


def _lines(events: Sequence[CaseEventView]) -> list[dict[str, Any]]:
    return [{"text": event.text, "when": event.at, "who": event.actor_name} for event in events]


def _applied_by_other(case: CaseView) -> bool:
    """Did someone else than the person in question send it, such as an officer at the counter?"""
    if case.person_id is None or case.applicant_user_id is None:
        return True
    return not User.objects.filter(pk=case.applicant_user_id, person_id=case.person_id).exists()


def _tabs(current: str, papers: int, letters: int, events: int) -> list[dict[str, Any]]:
    labels = [
        ("decide", _("พิจารณา"), None),
        ("documents", _("เอกสาร"), papers),
        ("letters", _("หนังสือ"), letters),
        ("history", _("ประวัติ"), events),
    ]
    chosen = current if current in TABS else "decide"
    return [
        {"label": words, "href": f"?tab={name}", "current": name == chosen, "count": count}
        for name, words, count in labels
    ]


def _changed(proposal: Decision | None, panel: CasePanel) -> bool:
    """Has the sum changed since it was proposed? The checker must see that."""
    return proposal is not None and proposal.amount is not None and proposal.amount != panel.amount


def _seats(case: CaseView, proposal: Decision | None, by: Actor, *, four_eyes: bool) -> dict[str, str] | None:
    """Who sits in the two seats: shown whenever two are needed."""
    made = proposal or case.decision
    if made is None:
        return {"maker": "", "checker": ""} if four_eyes else None
    if not made.four_eyes:
        return None
    return {"maker": made.maker_name, "checker": made.checker_name if made.state == "decided" else ""}


def _assign_form(given: AssignForm | None, user: User, case: CaseView) -> AssignForm | None:
    if not case.is_open or not may_lead(user, case.office):
        return None
    return given or AssignForm(officers=candidates(case), initial={"to": case.assigned_to})


def _with_marks(papers: Sequence[DocumentView], user: User) -> list[dict[str, Any]]:
    seen = read_by(user.pk, [paper.id for paper in papers])
    return [{"paper": paper, "read": paper.id in seen} for paper in papers]
