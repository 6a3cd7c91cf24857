"""A month typed on the page: begun, typed twenty people at a time, people added; then checked like a file."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from contributions.forms import BeginForm, NewcomerForm, SheetForm
from contributions.models import Filing
from contributions.selectors import sheets as read
from contributions.services import sheets, typed_lines, uploads
from contributions.services.totals import staged_totals
from contributions.views.filings import FILERS, filing_or_404, page
from registration.public import branches
from sso_core import clock
from sso_core.accounts.public import actor_of, employer_required
from sso_core.kernel.finding import Refused
from sso_core.kernel.period import Period
from sso_core.law.public import NoLaw


def places_of(account: str, only: str = "") -> list[tuple[str, str]]:
    """The branches to choose from, as number and words."""
    return [
        (one.branch_no, f"{one.branch_no} {one.name}")
        for one in branches(account)
        if not only or one.branch_no == only
    ]


@employer_required(*FILERS)
@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest, account: str) -> HttpResponse:
    """Which month, which branches, and from what: the register, or last month."""
    start = "last" if request.GET.get("start") == "last" else "register"
    initial = {"period": _asked_month(request), "start": start, "branch_no": ""}
    form = BeginForm(request.POST or None, places=places_of(account), initial=initial)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            begun = sheets.begin(
                account,
                told["period"],
                branch_no=told.get("branch_no", ""),
                take_over=told["start"] == "last",
                by=actor_of(request),
            )
        except Refused as refused:
            form.add_refusal(refused)
        else:
            if not begun.is_new:
                messages.info(request, _("มีแบบของงวดนี้ที่กรอกค้างไว้ เราเปิดให้ทำต่อ"))
            return redirect("contributions:sheet", account, begun.filing_id)
    return page(request, "begin", account, {"form": form}, status=422 if form.errors else 200)


def _asked_month(request: HttpRequest) -> Period:
    """The month of the link that led here, else last month."""
    try:
        return Period.parse(request.GET.get("period", ""))
    except ValueError:
        return Period.of(clock.today()).prev()


@employer_required(*FILERS)
@require_http_methods(["GET", "POST"])
def sheet(request: HttpRequest, account: str, filing_id: int) -> HttpResponse:
    """Twenty people: the wage of each, and what follows from it."""
    found = filing_or_404(account, filing_id)
    whole = read.sheet_of(filing_id)
    if whole is None or not found.is_open:
        return redirect("contributions:filing", account, filing_id)
    uploads.ensure_staged(Filing.objects.get(pk=filing_id))
    rows = read.rows_of(filing_id, request.GET.get("page"))
    form = SheetForm(request.POST or None, rows=list(rows))
    if request.method == "POST" and form.is_valid():
        try:
            typed_lines.save_wages(filing_id, form.wages())
        except Refused as refused:
            form.add_refusal(refused)
        else:
            return _saved(request, account, filing_id, rows)
    context = {
        "filing": found,
        "sheet": whole,
        "form": form,
        "rows": rows,
        "fields": [(row, form[f"wage_{row.line}"], form[f"none_{row.line}"], form[f"seen_{row.line}"]) for row in rows],
        "totals": _totals(filing_id),
        "several": len(places_of(account, whole.only_branch)) > 1,
    }  # fmt: skip
    return page(request, "sheet", account, context, status=422 if form.errors else 200)


def _saved(request: HttpRequest, account: str, filing_id: int, rows: Any) -> HttpResponse:
    """On to the next page, to who is still open, or to the result; or home, to go on another day."""
    if "later" in request.POST:
        messages.success(request, _("บันทึกแล้ว ทำต่อได้จากเครื่องใดก็ได้"))
        return redirect("contributions:filings", account)
    left = read.sheet_of(filing_id)
    if rows.has_next():
        number = rows.next_page_number()
    elif left is not None and left.open:
        messages.warning(request, _("ยังเหลือ %(n)s คนที่ไม่ได้กรอกค่าจ้าง") % {"n": left.open})
        number = left.first_open_page
    else:
        return redirect("contributions:filing", account, filing_id)
    response = redirect("contributions:sheet", account, filing_id)
    response["Location"] += f"?page={number}"
    return response


def _totals(filing_id: int) -> Any:
    try:
        return staged_totals(Filing.objects.get(pk=filing_id), as_of=clock.today(), passing_only=True)
    except NoLaw:
        return None


@employer_required(*FILERS)
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, account: str, filing_id: int) -> HttpResponse:
    """One person more: enrolled here, in the register, or to be enrolled from the line."""
    found = filing_or_404(account, filing_id)
    whole = read.sheet_of(filing_id)
    if whole is None or not found.is_open:
        raise Http404
    form = NewcomerForm(request.POST or None, places=places_of(account, whole.only_branch))
    if request.method == "POST" and form.is_valid():
        try:
            typed_lines.add_person(filing_id, typed_lines.Newcomer(**form.cleaned_data))
        except Refused as refused:
            form.add_refusal(refused)
        else:
            messages.success(request, _("เพิ่มคนแล้ว"))
            return redirect("contributions:sheet", account, filing_id)
    return page(
        request, "add_person", account, {"filing": found, "form": form}, status=422 if form.errors else 200
    )
