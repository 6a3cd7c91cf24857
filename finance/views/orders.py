"""Payment orders: the list, one order, approving one or a group, taking back."""

from datetime import date
from decimal import Decimal, InvalidOperation

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from finance.forms import OrderFilter, ReasonForm
from finance.models import BankAnswer, PaymentOrder
from finance.reasons import reason_text
from finance.selectors.desk import approval_groups
from finance.selectors.ledger import entries_by_ref
from finance.selectors.payments import orders
from finance.services.orders import approve_order, approve_orders, cancel_order
from finance.sources import source_url
from finance.types import OrderState
from finance.views.access import ACTING, READING, may, note_reading, page_of, refusal
from sso_core.accounts.public import aal2_required, actor_of, officer_required
from sso_core.kernel import bank_account
from sso_core.kernel.finding import Refused
from sso_core.kernel.flow import IllegalMove


@officer_required(*READING)
@require_GET
def order_list(request: HttpRequest) -> HttpResponse:
    form = OrderFilter(request.GET or None)
    wanted = form.cleaned_data if form.is_bound and form.is_valid() else {}
    found = orders(text=wanted.get("text", ""), state=wanted.get("state", ""), fund=wanted.get("fund", ""))
    return render(request, "finance/orders.html", {"page": page_of(request, found), "form": form})


@officer_required(*READING)
@require_GET
def order_page(request: HttpRequest, reference: str) -> HttpResponse:
    one = get_object_or_404(
        PaymentOrder.objects.select_related("batch", "reissue_of", "reissued_as"), reference=reference
    )
    note_reading(request, one)
    root = one.root_key.replace("/", ":", 1)
    refs = [f"order:{one.reference}", *([f"batch:{one.batch.reference}"] if one.batch else [])]
    context = {
        "order": one,
        "bank": bank_account.name(one.bank_code) if one.bank_code else "",
        "reason": reason_text(one.reason_code, one.reason) if one.reason_code or one.reason else "",
        "answers": BankAnswer.objects.filter(reference=one.reference)
        .select_related("file")
        .defer("file__content"),
        "entries": entries_by_ref(refs),
        "source": source_url(root) or source_url(one.subject),
        "subject_url": source_url(one.subject),
        "may_approve": one.state == OrderState.ORDERED
        and one.ordered_by_id != request.user.pk
        and may(request, *ACTING),
        "own": one.state == OrderState.ORDERED and one.ordered_by_id == request.user.pk,
        "may_cancel": one.state in (OrderState.ORDERED, OrderState.APPROVED) and may(request, *ACTING),
        "replacement": getattr(one, "reissued_as", None),
    }
    return render(request, "finance/order.html", context)


@officer_required(*ACTING)
@aal2_required
@require_POST
def approve(request: HttpRequest, reference: str) -> HttpResponse:
    try:
        approve_order(reference, actor_of(request))
        messages.success(request, _("อนุมัติคำสั่งจ่ายแล้ว"))
    except Refused as refused:
        refusal(request, refused)
    except IllegalMove:
        messages.error(request, _("สถานะเปลี่ยนไปแล้ว ตรวจอีกครั้ง"))
    return redirect("finance:order", reference)


@officer_required(*ACTING)
@aal2_required
@require_http_methods(["GET", "POST"])
def cancel(request: HttpRequest, reference: str) -> HttpResponse:
    one = get_object_or_404(PaymentOrder, reference=reference)
    form = ReasonForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            cancel_order(reference, form.cleaned_data["reason"], actor_of(request))
            messages.success(request, _("ยกเลิกคำสั่งจ่ายแล้ว"))
            return redirect("finance:order", reference)
        except Refused as refused:
            form.add_refusal(refused)
        except IllegalMove:
            messages.error(request, _("สถานะเปลี่ยนไปแล้ว ตรวจอีกครั้ง"))
            return redirect("finance:order", reference)
    return render(request, "finance/order_cancel.html", {"order": one, "form": form})


@officer_required(*ACTING)
@aal2_required
@require_http_methods(["GET", "POST"])
def approvals(request: HttpRequest) -> HttpResponse:
    """Groups of waiting orders, as a pension run makes them, approved with the sum that was shown."""
    if request.method == "POST":
        benefit, fund, due_on, count, total = _shown(request)
        try:
            done = approve_orders(benefit, fund, due_on, actor_of(request), count=count, total=total)
            messages.success(request, _("อนุมัติคำสั่งจ่ายแล้ว %(n)s รายการ") % {"n": f"{done:,}"})
        except Refused as refused:
            refusal(request, refused)
        return redirect("finance:approvals")
    return render(request, "finance/approvals.html", {"groups": approval_groups(request.user.pk)})


def _shown(request: HttpRequest) -> tuple[str, str, date, int, Decimal]:
    """The group as the page showed it. A form that was meddled with finds nothing."""
    try:
        return (
            request.POST["benefit"],
            request.POST["fund"],
            date.fromisoformat(request.POST["due_on"]),
            int(request.POST["count"]),
            Decimal(request.POST["total"]),
        )
    except (KeyError, ValueError, InvalidOperation):
        raise Http404 from None
