"""The finance desk, the reconciliation with the bank, and the accounting periods."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from finance.forms import MonthForm, ReasonForm
from finance.models import AccountingPeriod
from finance.selectors.desk import desk, reconciliation
from finance.services.periods import close_period, reopen_period
from finance.views.access import READING, refusal
from sso_core import clock
from sso_core.accounts.public import Role, aal2_required, actor_of, officer_required
from sso_core.kernel.finding import Refused
from sso_core.kernel.period import Period


@officer_required(*READING)
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "finance/home.html", {"desk": desk()})


@officer_required(*READING)
@require_GET
def reconcile(request: HttpRequest) -> HttpResponse:
    form = MonthForm(request.GET or None)
    period = form.cleaned_data["period"] if form.is_bound and form.is_valid() else None
    found = reconciliation(period or Period.of(clock.today()))
    return render(request, "finance/reconciliation.html", {"found": found, "form": form})


@officer_required(*READING)
@require_GET
def periods(request: HttpRequest) -> HttpResponse:
    changed = {row.month: row for row in AccountingPeriod.objects.all()}
    this = Period.of(clock.today())
    rows = [{"period": this - n, "row": changed.get((this - n).first), "over": n > 0} for n in range(13)]
    return render(request, "finance/periods.html", {"rows": rows, "form": ReasonForm()})


@officer_required(Role.finance_checker)
@aal2_required
@require_POST
def close(request: HttpRequest, month: str) -> HttpResponse:
    try:
        close_period(_period(month), actor_of(request))
        messages.success(request, _("ปิดบัญชีเดือนนี้แล้ว"))
    except Refused as refused:
        refusal(request, refused)
    return redirect("finance:periods")


@officer_required(Role.finance_checker)
@aal2_required
@require_http_methods(["GET", "POST"])
def reopen(request: HttpRequest, month: str) -> HttpResponse:
    period = _period(month)
    form = ReasonForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            reopen_period(period, form.cleaned_data["reason"], actor_of(request))
        except Refused as refused:
            form.add_refusal(refused)
        else:
            messages.success(request, _("เปิดบัญชีเดือนนี้แล้ว"))
            return redirect("finance:periods")
    return render(request, "finance/reopen.html", {"form": form, "period": period})


def _period(month: str) -> Period:
    try:
        return Period.parse(month)
    except ValueError:
        raise Http404 from None
