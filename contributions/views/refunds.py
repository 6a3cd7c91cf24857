"""Refunds: the employer confirms the account and hands the employees' part on; an officer approves."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from contributions.forms import RefundClaimForm, SendBackForm
from contributions.models import Refund, RefundStatus
from contributions.selectors import changes as read
from contributions.services import refunds as services
from contributions.views.filings import FILERS, page
from contributions.views.trace import READING
from finance.public import entries_of, order_of_source
from sso_core.accounts.public import Role, aal2_required, actor_of, employer_required, officer_required
from sso_core.kernel import bank_account
from sso_core.kernel.finding import Refused
from sso_core.ui.fields import sentence

APPROVING = (Role.finance, Role.finance_checker, Role.checker, Role.supervisor)


@employer_required(*FILERS)
@require_GET
def refunds(request: HttpRequest, account: str) -> HttpResponse:
    context = {"refunds": read.refunds_of(account), "adjustments": read.adjustments_of(account)[:50]}
    return page(request, "refunds", account, context)


@employer_required(*FILERS)
@aal2_required
@require_http_methods(["GET", "POST"])
def refund(request: HttpRequest, account: str, refund_id: int) -> HttpResponse:
    """One refund: until when, to which account, and what each employee is to get."""
    found = read.refund_of(account, refund_id)
    if found is None:
        raise Http404
    form = RefundClaimForm(
        request.POST if "claim" in request.POST else None, initial={"account_name": found.payee_name}
    )
    try:
        if "hand_on" in request.POST:
            services.hand_on(refund_id, by=actor_of(request))
            messages.success(request, _("บันทึกว่าส่งต่อลูกจ้างครบแล้ว"))
            return redirect("contributions:refund", account, refund_id)
        if form.is_bound and form.is_valid():
            services.claim(refund_id, by=actor_of(request), **form.cleaned_data)
            messages.success(request, _("ยืนยันบัญชีแล้ว เจ้าหน้าที่จะตรวจและสั่งจ่าย"))
            return redirect("contributions:refund", account, refund_id)
    except Refused as refused:
        form.add_refusal(refused) if form.is_bound else messages.error(request, sentence(refused.findings[0]))
    number = int(request.GET["page"]) if request.GET.get("page", "").isdigit() else 1
    rows = read.hand_on_list(refund_id, page=max(number, 1))
    context = {"refund": found, "form": form, "rows": rows, "bank": bank_account.name(found.bank_code),
               "number": number, "has_next": len(rows) == read.PAGE}  # fmt: skip
    return page(request, "refund", account, context, 422 if form.errors else 200)


@officer_required(*READING)
@require_GET
def office_refunds(request: HttpRequest) -> HttpResponse:
    """Refunds by status, those that wait for an officer first."""
    status = request.GET.get("status", RefundStatus.CLAIMED)
    known = status if status in RefundStatus.values else ""
    context = {"refunds": read.refunds_by_status(known), "status": known, "choices": RefundStatus.choices}
    return render(request, "contributions/office_refunds.html", context)


@officer_required(*READING)
@require_http_methods(["GET", "POST"])
def office_refund(request: HttpRequest, refund_id: int) -> HttpResponse:
    """One refund with what it comes from; approve it, or send it back."""
    row = Refund.objects.select_related("adjustment").filter(pk=refund_id).first()
    if row is None:
        raise Http404
    form = SendBackForm(request.POST if "send_back" in request.POST else None)
    if request.method == "POST":
        answer = _decide(request, refund_id, form)
        if answer is not None:
            return answer
    found = read.refund_view(row)
    context = {
        "refund": found,
        "form": form,
        "adjustment": row.adjustment,
        "rows": read.hand_on_list(refund_id),
        "order": order_of_source(row.source_key),
        "bank": bank_account.name(found.bank_code),
        "entries": entries_of(f"refund:{row}"),
    }
    return render(request, "contributions/office_refund.html", context, status=422 if form.errors else 200)


@officer_required(*APPROVING)
@aal2_required
def _decide(request: HttpRequest, refund_id: int, form: SendBackForm) -> HttpResponse | None:
    try:
        if "approve" in request.POST:
            services.approve(refund_id, by=actor_of(request))
            messages.success(request, _("อนุมัติแล้ว ส่งให้การเงินจ่าย"))
        elif form.is_valid():
            services.send_back(refund_id, why=form.cleaned_data["why"], by=actor_of(request))
            messages.success(request, _("ส่งกลับให้นายจ้างแก้บัญชีแล้ว"))
        else:
            return None
    except Refused as refused:
        messages.error(request, sentence(refused.findings[0]))
    return redirect("contributions:office_refund", refund_id)
