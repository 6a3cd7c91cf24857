"""The queue, and giving several cases to one officer."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from sso_core import clock
from sso_core.accounts.public import Role, User, actor_of, holders_of, officer_required
from sso_core.cases import queue
from sso_core.cases.forms import AssignForm, QueueFilter
from sso_core.cases.models import Case
from sso_core.cases.permissions import may_lead
from sso_core.cases.registry import type_of
from sso_core.cases.services.work import assign
from sso_core.kernel.finding import Refused

PER_PAGE = 50
LABELS = {
    "mine": lambda: _("ของฉัน"),
    "team": lambda: _("ของทีม"),
    "unassigned": lambda: _("ยังไม่มีคนรับ"),
    "check": lambda: _("รอฉันตรวจคนที่สอง"),
    "late": lambda: _("เกินกำหนด"),
}


@officer_required()
@require_GET
def show(request: HttpRequest) -> HttpResponse:
    user = request.user
    assert isinstance(user, User)
    counts = queue.counts(user)
    name = request.GET.get("view", "")
    if name not in queue.VIEWS:
        name = "mine" if counts["mine"] or not counts["unassigned"] else "unassigned"
    form = QueueFilter(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    page = Paginator(queue.filtered(queue.view_of_queue(name, user), chosen), PER_PAGE).get_page(
        request.GET.get("page")
    )
    return render(
        request,
        "cases/queue.html",
        {
            "view": name,
            "tabs": [
                {"label": LABELS[v](), "href": f"?view={v}", "current": v == name, "count": counts[v]}
                for v in queue.VIEWS
            ],
            "filters": form,
            "chips": [{"label": words, "href": _without(request, field)} for field, words in form.chips()],
            "page": page,
            "rows": queue.rows_of(page.object_list),
            "today": clock.today(),
            "leads": Role.supervisor in _roles(request),
        },
    )


def _roles(request: HttpRequest) -> set[str]:
    offices = getattr(request, "offices", ())
    user = request.user
    assert isinstance(user, User)
    return {Role.supervisor} if any(may_lead(user, office) for office in offices) else set()


def _without(request: HttpRequest, field: str) -> str:
    query = request.GET.copy()
    query.pop(field, None)
    return f"?{query.urlencode()}"


@officer_required(Role.supervisor)
@require_POST
def transfer(request: HttpRequest) -> HttpResponse:
    """Show what would be given to whom, with what is left out; then do it."""
    user = request.user
    assert isinstance(user, User)
    chosen = request.POST.getlist("c")[:PER_PAGE]
    found = [
        case for case in queue.open_cases(user).filter(reference__in=chosen) if may_lead(user, case.office)
    ]
    if not found:
        return redirect(f"{reverse('cases:queue')}?view=team")
    offices = {case.office for case in found}
    if len(offices) > 1:
        return HttpResponseBadRequest(_("เลือกงานของสำนักงานเดียวกัน"))
    officers = holders_of(offices.pop(), *(role for case in found[:1] for role in type_of(case.type).roles))
    form = AssignForm(request.POST if "confirm" in request.POST else None, officers=officers)
    if form.is_bound and form.is_valid() and _assign_all(found, form, request):
        return redirect(f"{reverse('cases:queue')}?view=team")
    left_out = len(set(chosen)) - len(found)
    context = {"form": form, "cases": queue.rows_of(found), "left_out": left_out}
    return render(request, "cases/transfer.html", context)


def _assign_all(cases: list[Case], form: AssignForm, request: HttpRequest) -> bool:
    for case in cases:
        try:
            assign(
                case.reference,
                form.cleaned_data["to"],
                actor_of(request, f"office:{case.office}"),
                reason=form.cleaned_data["reason"],
            )
        except Refused as refused:
            form.add_refusal(refused)
    return not form.errors
