"""The office's work of collection: the queue by urgency, an employer's whole case, and bulk acts without money."""

from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from contributions.collection_flow import Stage
from contributions.collection_forms import BulkForm, GiveForm, QueueForm
from contributions.models import CollectionCase
from contributions.selectors import collection as read
from contributions.services import collection_letters, collection_sharing, detecting
from sso_core import clock
from sso_core.accounts.public import Role, User, actor_of, holders_of, may_at, officer_required
from sso_core.kernel.finding import Finding, Refused
from sso_core.ui.fields import sentence

READING = (Role.officer, Role.checker, Role.supervisor, Role.finance, Role.finance_checker, Role.auditor)
WORKING = (Role.officer, Role.supervisor)
PER_PAGE = 50
MOST_LETTERS = 20_000


def case_or_404(request: HttpRequest, case_id: int) -> CollectionCase:
    """A case of the officer's offices; of another office it is as if there were none."""
    found = CollectionCase.objects.select_related("assigned_to").filter(pk=case_id).first()
    offices: tuple[str, ...] = request.offices  # type: ignore[attr-defined]
    if found is None or not ("*" in offices or found.office in offices):
        raise Http404
    return found


def wanted_of(request: HttpRequest, form: QueueForm) -> read.Filter:
    told = form.cleaned_data if form.is_valid() else {}
    whose = told.get("whose", "")
    least = told.get("least")
    return read.Filter(
        offices=request.offices,  # type: ignore[attr-defined]
        stage=told.get("stage", ""),
        mine=request.user.pk if whose == "mine" else None,
        unassigned=whose == "none",
        older_than=told.get("age") or 0,
        least=Decimal(least) if least else None,
        text=told.get("text", ""),
    )


@officer_required(*READING)
@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    """Open cases, the most urgent first."""
    form = QueueForm(request.GET)
    rows = read.queue(wanted_of(request, form))
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "filters": form,
        "chips": _chips(request, form),
        "page": page,
        "today": clock.today(),
        "works": may_work_anywhere(request),
        "counts": _counts(request),
        "warnable": read.warnable(rows).count(),
        "query": request.GET.urlencode(),
        "last_run": detecting.last_run(),
    }
    return render(request, "contributions/collection_queue.html", context)


def may_work_anywhere(request: HttpRequest) -> bool:
    user = request.user
    assert isinstance(user, User)
    return any(may_at(user, office, *WORKING) for office in request.offices)  # type: ignore[attr-defined]


def _counts(request: HttpRequest) -> list[dict[str, Any]]:
    counts = read.counts(request.offices)  # type: ignore[attr-defined]
    shown = (Stage.DETECTED, Stage.WARNED, Stage.ASSESSED, Stage.SEIZURE_WARNED)
    return [
        {"label": stage.label, "value": f"{counts.get(stage.value, 0):,}", "href": f"?stage={stage.value}"}
        for stage in shown
    ]


def _chips(request: HttpRequest, form: QueueForm) -> list[dict[str, str]]:
    """The filters in use, each with the list without it."""
    chips = []
    for name in form.fields:
        value = request.GET.get(name, "")
        if value:
            query = request.GET.copy()
            query.pop(name)
            choices = dict(getattr(form.fields[name], "choices", ()))
            label = f"{form.fields[name].label}: {choices.get(value, value)}"
            chips.append({"label": label, "href": f"?{query.urlencode()}"})
    return chips


@officer_required(*WORKING)
@require_http_methods(["GET", "POST"])
def warn_many(request: HttpRequest) -> HttpResponse:
    """Warning letters for the list as filtered, or for what was ticked: first how many, then sent."""
    ticked = [int(n) for n in request.GET.getlist("c") if n.isdecimal()]
    cases = _warnable(request, ticked)
    numbers = list(cases.order_by("pk").values_list("pk", flat=True)[:MOST_LETTERS])
    form = BulkForm(request.POST or None, initial={"seen": len(numbers)})
    if request.method == "POST" and form.is_valid():
        try:
            run_id = _send(request, numbers, form.cleaned_data["seen"])
        except Refused as refused:
            form = BulkForm(initial={"seen": len(numbers)})
            messages.warning(request, sentence(refused.findings[0]))
        else:
            return redirect("batch:run", run_id)
    context = {
        "form": form,
        "count": len(numbers),
        "left_out": len(set(ticked)) - len(numbers) if ticked else 0,
        "cases": cases.order_by("-score", "pk")[:20],
        "query": request.GET.urlencode(),
    }
    return render(request, "contributions/collection_warn.html", context)


def _warnable(request: HttpRequest, ticked: list[int]) -> QuerySet[CollectionCase]:
    wanted = wanted_of(request, QueueForm(request.GET))
    rows = read.warnable(read.queue(wanted))
    offices: tuple[str, ...] = request.offices  # type: ignore[attr-defined]
    if "*" not in offices:
        rows = rows.filter(office__in=offices)
    return rows.filter(pk__in=ticked) if ticked else rows


def _send(request: HttpRequest, numbers: list[int], seen: int) -> int:
    if not numbers:
        raise Refused(Finding("collection.nothing_to_warn"))
    if seen != len(numbers):
        raise Refused(Finding("collection.preview_changed", params={"seen": seen, "now": len(numbers)}))
    by = actor_of(request)
    return collection_letters.start_warning_run(numbers, by=by).pk


@officer_required(*WORKING)
@require_http_methods(["GET", "POST"])
def give(request: HttpRequest) -> HttpResponse:
    """Give ticked cases of one office to an officer."""
    ticked = [int(n) for n in (request.GET.getlist("c") or request.POST.getlist("c")) if n.isdecimal()]
    offices: tuple[str, ...] = request.offices  # type: ignore[attr-defined]
    cases = list(read.queue(read.Filter(offices=offices)).filter(pk__in=ticked))
    if len({one.office for one in cases}) != 1:
        messages.warning(request, _("เลือกเรื่องของสำนักงานเดียวกันอย่างน้อย 1 เรื่อง"))
        return redirect("contributions:collection")
    officers = holders_of(cases[0].office, *WORKING)
    form = GiveForm(request.POST or None, officers=officers)
    if request.method == "POST" and form.is_valid():
        try:
            given = collection_sharing.assign(
                [one.pk for one in cases], form.cleaned_data["to"], by=actor_of(request)
            )
        except Refused as refused:
            form.add_refusal(refused)
        else:
            messages.success(request, _("มอบงานแล้ว %(n)s เรื่อง") % {"n": given})
            return redirect("contributions:collection")
    context = {"form": form, "cases": cases, "hidden": urlencode([("c", one.pk) for one in cases])}
    return render(request, "contributions/collection_give.html", context)


@officer_required(Role.supervisor)
@require_POST
def share(request: HttpRequest) -> HttpResponse:
    """Give what nobody has to whom the rule of each office says."""
    offices: tuple[str, ...] = request.offices  # type: ignore[attr-defined]
    given = sum(
        collection_sharing.share_out(office, by=actor_of(request)) for office in read.offices_waiting(offices)
    )
    messages.success(request, _("แจกงานตามกติกาแล้ว %(n)s เรื่อง") % {"n": given})
    return redirect("contributions:collection")


@officer_required(*WORKING)
@require_POST
def detect(request: HttpRequest) -> HttpResponse:
    """Begin the look over every employer now, instead of tonight."""
    return redirect("batch:run", detecting.start_detection(by=actor_of(request)).pk)
