"""Payout batches: made by one, released by another."""

from django.contrib import messages
from django.db.models import Count, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from finance.forms import BatchForm
from finance.labels import FUND_LABELS
from finance.models import PayoutBatch
from finance.models.payments import ORDER_STATES
from finance.selectors.desk import desk
from finance.selectors.ledger import entries_of
from finance.selectors.payments import batch_view, batches, orders
from finance.services.batches import cancel_batch, make_batch, release_batch
from finance.types import BatchState, Fund
from finance.views.access import ACTING, READING, may, page_of, refusal
from sso_core import clock
from sso_core.accounts.public import Role, aal2_required, actor_of, officer_required
from sso_core.kernel.finding import Refused
from sso_core.kernel.flow import IllegalMove


@officer_required(*READING)
@require_GET
def batch_list(request: HttpRequest) -> HttpResponse:
    return render(
        request,
        "finance/batches.html",
        {"page": page_of(request, batches()), "may_make": may(request, Role.finance)},
    )


@officer_required(Role.finance)
@aal2_required
@require_http_methods(["GET", "POST"])
def batch_new(request: HttpRequest) -> HttpResponse:
    form = BatchForm(request.POST or None, initial={"value_date": clock.today()})
    if form.is_bound and form.is_valid():
        try:
            made = make_batch(form.cleaned_data["value_date"], actor_of(request))
            return redirect("finance:batch", made.reference)
        except Refused as refused:
            form.add_refusal(refused)
    return render(request, "finance/batch_new.html", {"form": form, "desk": desk()})


@officer_required(*READING)
@require_GET
def batch_page(request: HttpRequest, reference: str) -> HttpResponse:
    one = get_object_or_404(PayoutBatch, reference=reference)
    labels = dict(ORDER_STATES)
    view = batch_view(one)
    made = one.state == BatchState.MADE
    context = {
        "batch": view,
        "made_by_id": one.made_by_id,
        "states": [
            {"label": labels[state], "value": count, "unit": _("รายการ")}
            for state, count in view.counts.items()
        ],
        "parts": _parts(one),
        "page": page_of(request, orders(batch=reference)),
        "files": one.files.defer("content").order_by("pk"),
        "entries": entries_of(f"batch:{reference}"),
        "may_release": made and one.made_by_id != request.user.pk and may(request, Role.finance_checker),
        "own": made and one.made_by_id == request.user.pk,
        "may_cancel": made and may(request, *ACTING),
    }
    return render(request, "finance/batch.html", context)


def _parts(one: PayoutBatch) -> list[dict[str, object]]:
    rows = (
        one.orders.values("fund", "kind")
        .annotate(n=Count("pk"), total=Sum("amount"))
        .order_by("fund", "kind")
    )
    ways = {"promptpay": _("พร้อมเพย์"), "bank": _("บัญชีธนาคาร")}
    return [{**row, "fund": FUND_LABELS[Fund(row["fund"])], "kind": ways[row["kind"]]} for row in rows]


@officer_required(Role.finance_checker)
@aal2_required
@require_POST
def release(request: HttpRequest, reference: str) -> HttpResponse:
    try:
        release_batch(reference, actor_of(request))
        messages.success(request, _("ปล่อยเงินแล้ว ไฟล์กำลังไปธนาคาร"))
    except Refused as refused:
        refusal(request, refused)
    except IllegalMove:
        messages.error(request, _("สถานะเปลี่ยนไปแล้ว ตรวจอีกครั้ง"))
    return redirect("finance:batch", reference)


@officer_required(*ACTING)
@aal2_required
@require_POST
def cancel(request: HttpRequest, reference: str) -> HttpResponse:
    try:
        cancel_batch(reference, actor_of(request))
        messages.success(request, _("ยกเลิกชุดจ่ายแล้ว คำสั่งจ่ายรอเข้าชุดใหม่"))
    except Refused as refused:
        refusal(request, refused)
    except IllegalMove:
        messages.error(request, _("สถานะเปลี่ยนไปแล้ว ตรวจอีกครั้ง"))
    return redirect("finance:batch", reference)
