"""The officer's case page: what there is to decide, and the legal acts."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from sso_core import clock
from sso_core.accounts.public import User, actor_of, officer_required
from sso_core.audit.public import log_access
from sso_core.cases import selectors
from sso_core.cases.calendar import office_calendar
from sso_core.cases.forms import AssignForm, NoteForm, ReasonForm
from sso_core.cases.permissions import may_check, may_lead, may_see, may_work
from sso_core.cases.services import decide, work
from sso_core.cases.services.rows import Conflict
from sso_core.cases.types import CaseView
from sso_core.cases.views.casepage import candidates, context_of, decision_form
from sso_core.kernel.actor import Actor
from sso_core.kernel.finding import Refused
from sso_core.kernel.flow import IllegalMove

Predicate = Callable[[User, CaseView], bool]


def _case(request: HttpRequest, ref: str, allowed: Predicate = may_see) -> tuple[CaseView, Actor]:
    """The case, for officers of its office who may do this; 404 for all others."""
    case = selectors.case(ref)
    user = request.user
    if case is None or not isinstance(user, User) or not may_see(user, case) or not allowed(user, case):
        raise Http404
    return case, actor_of(request, f"office:{case.office}")


def act(allowed: Predicate) -> Callable[[Callable[..., Any]], Any]:
    """An act on a case by POST: findings go back to the form, a case that moved on to the conflict page."""

    def decorate(view: Callable[..., Any]) -> Any:
        @officer_required()
        @require_POST
        @wraps(view)
        def guarded(request: HttpRequest, ref: str) -> HttpResponse:
            case, by = _case(request, ref, allowed)
            try:
                answer: HttpResponse | None = view(request, case, by)
            except (Conflict, IllegalMove):
                return _conflict(request, case)
            return answer or redirect("cases:office_case", ref)

        return guarded

    return decorate


def _page(
    request: HttpRequest, case: CaseView, by: Actor, *, status: int = 200, **forms: Any
) -> HttpResponse:
    fresh = selectors.case(case.reference) or case
    return render(request, "cases/office_case.html", context_of(request, fresh, by, **forms), status=status)


def _conflict(request: HttpRequest, case: CaseView) -> HttpResponse:
    """Two officers acted on one case: what you were doing, what happened meanwhile."""
    now = selectors.case(case.reference) or case
    context = {
        "case": now,
        "mine": {
            "outcome": request.POST.get("outcome", ""),
            "text": request.POST.get("reason") or request.POST.get("text", ""),
        },
        "events": [
            {"text": e.text, "when": e.at, "who": e.actor_name}
            for e in selectors.timeline(case.reference)[:4]
        ],
    }
    return render(request, "cases/conflict.html", context, status=409)


@officer_required()
@require_GET
def show(request: HttpRequest, ref: str) -> HttpResponse:
    case, by = _case(request, ref)
    log_access(
        by,
        subject=case.subject,
        subject_name=case.subject_name,
        purpose=_("พิจารณาคำขอ %(ref)s") % {"ref": ref},
        what=_("หน้าคำขอ %(kind)s") % {"kind": case.type_label},
    )
    return _page(request, case, by)


@act(may_work)
def take(request: HttpRequest, case: CaseView, by: Actor) -> None:
    work.take(case.reference, by, version=_version(request))


@act(may_work)
def decide_case(request: HttpRequest, case: CaseView, by: Actor) -> HttpResponse | None:
    """Approve, ask or refuse, as the form says."""
    form = decision_form(case, request.POST)
    if not form.is_valid():
        return _page(request, case, by, status=422, form=form)
    given = form.cleaned_data
    try:
        if given["outcome"] == "ask":
            due = office_calendar().add(clock.today(), given["answer_days"] or 10)
            work.ask_applicant(case.reference, given["reason"], due, by, version=given["version"])
        else:
            decide.propose(case.reference, given["outcome"], given["reason"], by, version=given["version"])
    except Refused as refused:
        form.add_refusal(refused)
        return _page(request, case, by, status=422, form=form)
    messages.success(request, _told(given["outcome"], selectors.case(case.reference) or case))
    return None


def _told(outcome: str, case: CaseView) -> str:
    if outcome == "ask":
        return _("ส่งคำถามถึงผู้ขอแล้ว หยุดนับเวลาจนกว่าจะตอบ")
    if case.is_open:
        return _("เสนอคำสั่งแล้ว รอเจ้าหน้าที่คนที่สองตรวจ")
    return _("สั่งแล้ว กำลังส่งหนังสือแจ้งผลถึงผู้ขอ")


@act(may_check)
def confirm(request: HttpRequest, case: CaseView, by: Actor) -> HttpResponse | None:
    try:
        decide.confirm(case.reference, by, version=_version(request))
    except Refused as refused:
        return _page(request, case, by, status=422, findings=refused.findings)
    messages.success(request, _("ยืนยันคำสั่งแล้ว กำลังส่งหนังสือแจ้งผลถึงผู้ขอ"))
    return None


@act(may_check)
def send_back(request: HttpRequest, case: CaseView, by: Actor) -> HttpResponse | None:
    form = ReasonForm(request.POST)
    try:
        if form.is_valid():
            decide.send_back(
                case.reference, form.cleaned_data["reason"], by, version=form.cleaned_data["version"]
            )
            messages.success(request, _("ส่งกลับให้ผู้เสนอแล้ว"))
            return None
    except Refused as refused:
        form.add_refusal(refused)
    return _page(request, case, by, status=422, back_form=form)


@act(may_work)
def stop_waiting(request: HttpRequest, case: CaseView, by: Actor) -> None:
    work.stop_waiting(case.reference, request.POST.get("reason", "")[:200], by, version=_version(request))


@act(may_see)
def note(request: HttpRequest, case: CaseView, by: Actor) -> HttpResponse | None:
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _page(request, case, by, status=422, note_form=form)
    work.note(case.reference, form.cleaned_data["text"], by)
    return None


@act(lambda user, case: may_lead(user, case.office))
def assign(request: HttpRequest, case: CaseView, by: Actor) -> HttpResponse | None:
    form = AssignForm(request.POST, officers=candidates(case))
    try:
        if form.is_valid():
            given = form.cleaned_data
            work.assign(case.reference, given["to"], by, reason=given["reason"])
            return None
    except Refused as refused:
        form.add_refusal(refused)
    return _page(request, case, by, status=422, assign_form=form)


def _version(request: HttpRequest) -> int:
    """The version that the officer saw; a form without one is nobody's form."""
    try:
        return int(request.POST.get("version", ""))
    except ValueError:
        raise Http404 from None
