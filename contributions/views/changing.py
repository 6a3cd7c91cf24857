"""The employer changes what was filed: single people, or a whole filing taken back."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from contributions.files.checks import block
from contributions.forms import ConfirmChangeForm, WithdrawForm
from contributions.models import Filing, FilingKind
from contributions.selectors import changes as read
from contributions.services import amending, changing, office_changes, uploads
from contributions.services.amending import NewWage
from contributions.services.submitting import submit_filing
from contributions.views.filings import FILERS, page
from contributions.views.months import period_of
from sso_core.accounts.public import actor_of, employer_required
from sso_core.kernel.finding import Refused
from sso_core.kernel.money import parse_baht
from sso_core.kernel.period import Period
from sso_core.ui.fields import sentence

FIELD = "wage:"


@employer_required(*FILERS)
@require_http_methods(["GET", "POST"])
def people(request: HttpRequest, account: str, month: str) -> HttpResponse:
    """Who is in the month, with a place for another wage; then the difference; then the act."""
    period = period_of(month)
    number = _page(request)
    rows = read.people_of_month(account, period, text=request.GET.get("q", "").strip(), page=number)
    if not rows and number == 1 and "q" not in request.GET:
        raise Http404
    context: dict[str, Any] = {
        "month": period,
        "rows": [(row, request.POST.get(f"{FIELD}{row.branch_no}:{row.national_id}", "")) for row in rows],
        "q": request.GET.get("q", ""),
        "number": number,
        "has_next": len(rows) == read.PAGE,
    }
    if request.method == "POST":
        answer = _asked(request, account, period, context)
        if answer is not None:
            return answer
    return page(request, "change_people", account, context, 422 if "error" in context else 200)


def _asked(
    request: HttpRequest, account: str, period: Period, context: dict[str, Any]
) -> HttpResponse | None:
    """Show the difference, or file it; None: something is wrong and told in ``context``."""
    try:
        wages = _wages(request)
        query = changing.preview(account, period, wages)
        form = ConfirmChangeForm(request.POST if "confirm" in request.POST else None)
        if form.is_valid():
            changing.change_people(
                account, period, wages, seen=form.cleaned_data["seen"], by=actor_of(request)
            )
            messages.success(request, _("ยื่นแก้ไขแล้ว"))
            return redirect("contributions:filings", account)
        summed = query.summed()
        if not summed.people:
            raise Refused(block("nothing_changes", 0, ""))
    except Refused as refused:
        context["error"] = [sentence(finding) for finding in refused.findings]
        return None
    form.initial = {"seen": summed.contribution}
    shown = {"month": period, "form": form, "rows": query.shown(limit=changing.MOST), "sum": summed,
             "wages": [(f"{FIELD}{one.branch_no}:{one.national_id}", one.wage) for one in wages]}  # fmt: skip
    return page(request, "change_confirm", account, shown, 422 if form.errors else 200)


def _wages(request: HttpRequest) -> list[NewWage]:
    """Every wage that was typed; empty places are people who stay as they are."""
    found = []
    for name, text in request.POST.items():
        if not name.startswith(FIELD) or not str(text).strip():
            continue
        branch, _sep, national_id = name.removeprefix(FIELD).partition(":")
        found.append(NewWage(national_id, branch, _amount(str(text))))
    return found


def _amount(text: str) -> Decimal:
    """What was typed; what is no amount is told as such by the service, beside the person."""
    try:
        return parse_baht(text)
    except (ValueError, InvalidOperation):
        return Decimal(-1)


def _page(request: HttpRequest) -> int:
    text = request.GET.get("page", "1")
    return max(int(text), 1) if text.isdigit() else 1


@employer_required(*FILERS)
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, account: str, filing_id: int) -> HttpResponse:
    """Take a whole filing back, with the reason."""
    row = Filing.objects.filter(account_no=account, pk=filing_id).first()
    if row is None or not changing.may_withdraw(row):
        raise Http404
    form = WithdrawForm(request.POST or None)
    paid = changing.is_paid(row)
    if request.method == "POST" and form.is_valid():
        try:
            office_changes.ask_withdrawal(filing_id, reason=form.cleaned_data["reason"], by=actor_of(request))
        except Refused as refused:
            form.add_refusal(refused)
        else:
            told = _("ส่งคำขอถอนให้เจ้าหน้าที่แล้ว") if paid else _("ถอนแบบแล้ว")
            messages.success(request, told)
            return redirect("contributions:filings", account)
    return page(request, "withdraw", account, {"filing": row, "form": form, "paid": paid})


@employer_required(*FILERS)
@require_http_methods(["GET", "POST"])
def submit_amended(request: HttpRequest, account: str, filing_id: int) -> HttpResponse:
    """What a file that is the whole month anew changes, person by person; then the act."""
    row = Filing.objects.filter(account_no=account, pk=filing_id, kind=FilingKind.AMENDED).first()
    if row is None:
        raise Http404
    if not row.is_open:
        return redirect("contributions:filing", account, filing_id)
    uploads.ensure_staged(row)
    query = amending.whole_month(row)
    summed = query.summed()
    form = ConfirmChangeForm(request.POST or None, initial={"seen": summed.contribution})
    if request.method == "POST" and form.is_valid():
        try:
            submit_filing(filing_id, seen_total=form.cleaned_data["seen"], by=actor_of(request))
        except Refused as refused:
            form.add_refusal(refused)
        else:
            messages.success(request, _("ยื่นแก้ไขแล้ว"))
            return redirect("contributions:filing", account, filing_id)
    number = _page(request)
    rows = query.shown(limit=read.PAGE, offset=(number - 1) * read.PAGE)
    context = {"filing": row, "month": Period.of(row.period), "form": form, "rows": rows, "sum": summed,
               "number": number, "has_next": len(rows) == read.PAGE}  # fmt: skip
    return page(request, "change_confirm", account, context, 422 if form.errors else 200)
