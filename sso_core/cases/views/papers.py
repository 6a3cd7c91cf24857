"""The papers of a case for its officer: the viewer beside the form, and the letter before it is sent."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET, require_POST

from sso_core import clock
from sso_core.accounts.public import User, officer_required
from sso_core.cases import selectors
from sso_core.cases.permissions import may_see
from sso_core.cases.registry import type_of
from sso_core.cases.services.letters import preview_letter
from sso_core.cases.types import CaseView, Decision
from sso_core.documents.public import DocumentView, documents_of_case, read_by

ZOOMS, FULL_TURN, QUARTER = 3, 360, 90


def _case(request: HttpRequest, ref: str) -> tuple[CaseView, User]:
    case = selectors.case(ref)
    user = request.user
    if case is None or not isinstance(user, User) or not may_see(user, case):
        raise Http404
    return case, user


@officer_required()
@require_GET
@xframe_options_sameorigin
def viewer(request: HttpRequest, ref: str) -> HttpResponse:
    """One page of one paper, drawn as a picture; paging, zoom and turning are plain links in a frame of their
    own, so that what the officer is typing beside it stays."""
    case, user = _case(request, ref)
    papers = documents_of_case(case.reference)
    shown = _chosen(papers, request.GET.get("doc", ""))
    seen = read_by(user.pk, [paper.id for paper in papers])
    number = min(_whole(request, "page", 1), shown.pages if shown else 1)
    turn = _whole(request, "turn", 0, low=0) % FULL_TURN // QUARTER * QUARTER
    return render(
        request,
        "cases/viewer.html",
        {
            "case": case,
            "papers": [{"paper": p, "read": p.id in seen or (shown and p.id == shown.id)} for p in papers],
            "shown": shown,
            "number": number,
            "zoom": min(_whole(request, "zoom", 1), ZOOMS),
            "turn": turn,
            "next_turn": (turn + QUARTER) % FULL_TURN,
        },
    )


def _chosen(papers: tuple[DocumentView, ...], wanted: str) -> DocumentView | None:
    """The paper asked for, else the first that was sent in, else the first."""
    try:
        number = UUID(wanted)
    except ValueError:
        sent = [paper for paper in papers if not paper.issued and paper.is_ready]
        return next(iter([*sent, *papers]), None)
    return next((paper for paper in papers if paper.id == number), None)


def _whole(request: HttpRequest, name: str, default: int, *, low: int = 1) -> int:
    try:
        return max(int(request.GET.get(name, default)), low)
    except ValueError:
        return default


@officer_required()
@require_POST
def preview(request: HttpRequest, ref: str) -> HttpResponse:
    """The letter as it would be sent with what the form says now: a real PDF, kept nowhere."""
    case, user = _case(request, ref)
    outcome = request.POST.get("outcome", "approve")
    proposal = selectors.proposal_of(ref)
    content = preview_letter(
        case, proposal or _as_written(case, user, outcome, request.POST.get("reason", ""))
    )
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="preview-{ref}.pdf"'
    response["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"
    )
    response["Cache-Control"] = "private, no-store"
    return response


def _as_written(case: CaseView, user: User, outcome: str, reason: str) -> Decision:
    kind = type_of(case.type)
    panel = kind.panel(case)
    approved = outcome != "reject"
    return Decision(
        id=0,
        outcome="approve" if approved else "reject",
        reason=reason[:4000],
        worked=panel.worked.as_dict() if panel.worked else None,
        amount=panel.amount if approved else None,
        four_eyes=kind.four_eyes(case, panel.amount),
        automatic=False,
        state="waiting",
        maker_id=user.pk,
        maker_name=user.display_name,
        made_at=clock.now(),
    )
