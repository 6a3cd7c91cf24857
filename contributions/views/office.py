"""The office: money that fits no bill."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from contributions.forms import SuspenseForm
from contributions.models import SuspenseItem, SuspenseReason, SuspenseStatus
from contributions.selectors import filings as read
from contributions.services.receiving import apply_suspense
from sso_core.accounts.public import Role, aal2_required, actor_of, officer_required
from sso_core.kernel.finding import Refused

FINANCE = (Role.finance, Role.finance_checker)
SHOWN = 100


@officer_required(*FINANCE)
@require_GET
def suspense(request: HttpRequest) -> HttpResponse:
    """Held money, oldest first, by reason."""
    rows = read.open_suspense()
    counts = read.suspense_counts(rows)
    reason = request.GET.get("reason", "")
    if reason in SuspenseReason.values:
        rows = rows.filter(reason=reason)
    items = [
        {"label": str(label), "value": counts.get(value, 0), "href": f"?reason={value}"}
        for value, label in SuspenseReason.choices
    ]
    return render(
        request, "contributions/suspense.html", {"items": rows[:SHOWN], "counts": items, "reason": reason}
    )


@officer_required(*FINANCE)
@aal2_required
@require_http_methods(["GET", "POST"])
def suspense_item(request: HttpRequest, item_id: int) -> HttpResponse:
    """One held sum: look for its bill and put it there."""
    rows = SuspenseItem.objects.select_related("money_in", "bill", "applied_to")
    item = get_object_or_404(rows, pk=item_id)
    text = request.GET.get("q") or (item.money_in.ref1 if item.status == SuspenseStatus.OPEN else "")
    found = read.bills_found(text) if text.strip() else []
    labels = [(b.pk, f"{b.ref1} / {b.ref2} · {b.payer_name} · {b.total:,.2f} {_('บาท')}") for b in found]
    form = SuspenseForm(request.POST or None, bills=labels)
    if request.method == "POST" and form.is_valid():
        try:
            bill = apply_suspense([item.pk], int(form.cleaned_data["bill"]), by=actor_of(request))
        except Refused as refused:
            form.add_refusal(refused)
        else:
            messages.success(request, _("ใส่เงินเข้าบิล %(ref)s แล้ว") % {"ref": bill.ref2})
            return redirect("contributions:suspense")
    context = {"item": item, "form": form, "found": found, "q": text}
    return render(request, "contributions/suspense_item.html", context)
