"""The office: months of the past, how far a load is, and whether its totals agree."""

import csv
from collections.abc import Iterator

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from contributions.forms import AcceptForm
from contributions.models import HistoryLoad, LoadStatus
from contributions.selectors import history as read
from contributions.services import history
from sso_core.accounts.public import Role, actor_of, officer_required
from sso_core.kernel.finding import Refused

READERS = (Role.supervisor, Role.auditor)


@officer_required(*READERS)
@require_GET
def loads(request: HttpRequest) -> HttpResponse:
    page = Paginator(read.loads(), read.SHOWN).get_page(request.GET.get("page"))
    return render(request, "contributions/history.html", {"page": page})


@officer_required(*READERS)
@require_GET
def load(request: HttpRequest, load_id: int) -> HttpResponse:
    """One load: progress, totals beside those of the older system, what was kept aside."""
    one = get_object_or_404(HistoryLoad, pk=load_id)
    return _page(request, one, AcceptForm())


@officer_required(Role.supervisor)
@require_http_methods(["POST"])
def decide(request: HttpRequest, load_id: int) -> HttpResponse:
    """Ask to take a differing load, take it as the second person, or refuse it."""
    one = get_object_or_404(HistoryLoad, pk=load_id)
    act = request.POST.get("act")
    form = AcceptForm(request.POST)
    try:
        if act == "ask":
            if not form.is_valid():
                return _page(request, one, form)
            history.ask_to_accept(one.pk, reason=form.cleaned_data["reason"], by=actor_of(request))
            messages.success(request, _("เสนอแล้ว รอคนที่สอง"))
        elif act == "accept":
            history.accept(one.pk, by=actor_of(request))
            messages.success(request, _("รับแล้ว กำลังลงบัญชี"))
        elif act == "refuse":
            history.refuse(one.pk, by=actor_of(request))
            messages.success(request, _("ไม่รับการนำเข้านี้แล้ว ไม่มีรายการใดลงบัญชี"))
        else:
            raise Http404
    except Refused as refused:
        form.add_refusal(refused)
        return _page(request, one, form)
    return redirect("contributions:history_load", one.pk)


def _page(request: HttpRequest, one: HistoryLoad, form: AcceptForm) -> HttpResponse:
    everything = "all" in request.GET
    rows = read.controls(one, only_differing=not everything)
    context = {
        "load": one,
        "runs": read.progress_of(one),
        "page": Paginator(rows, read.SHOWN).get_page(request.GET.get("page")),
        "everything": everything,
        "findings": read.finding_counts(one),
        "form": form,
        "waits": one.status == LoadStatus.DIFFERS,
        "live": one.status in (LoadStatus.STAGING, LoadStatus.LOADING),
    }
    return render(request, "contributions/history_load.html", context)


class _Echo:
    """What ``csv`` writes to: gives each line back."""

    def write(self, value: str) -> str:
        return value


@officer_required(*READERS)
@require_GET
def findings_file(request: HttpRequest, load_id: int) -> StreamingHttpResponse:
    """Everything found in the lines of a load, as CSV, however many there are."""
    one = get_object_or_404(HistoryLoad, pk=load_id)
    writer = csv.writer(_Echo())

    def lines() -> Iterator[str]:
        yield "\ufeff"
        for row in read.finding_lines(one):
            yield writer.writerow(row)

    return StreamingHttpResponse(
        lines(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{one.reference}.csv"'},
    )
