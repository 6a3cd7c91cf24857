"""The office: held money, from the queue to its bill, its payer or the Fund."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from contributions import forms
from contributions.models import (
    ActKind,
    ActState,
    BillStatus,
    Reclaim,
    SuspenseAct,
    SuspenseItem,
    SuspenseReason,
    SuspenseStatus,
)
from contributions.selectors import filings as read
from contributions.selectors import suspense as queue
from contributions.services import suspense as held
from contributions.views.bills import slip_response
from sso_core import clock
from sso_core.accounts.public import Role, aal2_required, actor_of, officer_required
from sso_core.kernel.finding import Refused
from sso_core.messaging.public import sentence

FINANCE = (Role.finance, Role.finance_checker)
PAGE = 50


@officer_required(*FINANCE)
@require_GET
def suspense(request: HttpRequest) -> HttpResponse:
    """Held money, oldest first, by reason, by whose work it is, by what is looked for."""
    asked = {name: request.GET.get(name, "") for name in ("reason", "who", "text")}
    rows = queue.queue(**asked, user_id=request.user.pk)
    counts = read.suspense_counts(read.open_suspense())
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    items = [
        {"label": str(label), "value": counts.get(value, 0), "href": f"?reason={value}"}
        for value, label in SuspenseReason.choices
        if counts.get(value)
    ]
    whose = [("", _("ทั้งหมด")), (queue.MINE, _("ของฉัน")), (queue.NOBODYS, _("ยังไม่มีผู้รับผิดชอบ")),
             (queue.PROPOSED, _("รออีกคนตรวจ"))]  # fmt: skip
    context = {
        "page": page,
        "rows": [queue.queue_row(item) for item in page],
        "counts": items,
        "filters": forms.HeldFilterForm(request.GET, whose=whose),
        "reason": asked["reason"],
    }
    return render(request, "contributions/suspense.html", context)


@officer_required(*FINANCE)
@require_GET
def reclaims(request: HttpRequest) -> HttpResponse:
    """Money that had gone back to payers when the bank took their payment: billed, and what has come."""
    show = request.GET.get("show", BillStatus.UNPAID)
    context = {
        "page": Paginator(queue.reclaims(show=show), PAGE).get_page(request.GET.get("page")),
        "tabs": [{"label": str(label), "href": f"?show={value}", "current": value == show}
                 for value, label in BillStatus.choices],
        "today": clock.today(),
    }  # fmt: skip
    return render(request, "contributions/reclaims.html", context)


@officer_required(*FINANCE)
@require_GET
def reclaim_slip(request: HttpRequest, reclaim_id: int) -> HttpResponse:
    """The pay-in slip, for a letter to a payer whom the system cannot tell."""
    found = get_object_or_404(Reclaim.objects.select_related("bill"), pk=reclaim_id)
    if found.bill.status != BillStatus.UNPAID:
        messages.info(request, _("ใบแจ้งนี้ไม่ต้องชำระแล้ว"))
        return redirect("contributions:reclaims")
    return slip_response(found.bill)


@officer_required(*FINANCE)
@aal2_required
@require_http_methods(["GET", "POST"])
def suspense_item(request: HttpRequest, item_id: int) -> HttpResponse:
    """One held sum, and what can be done with it."""
    rows = SuspenseItem.objects.select_related("money_in", "bill", "applied_to")
    item = get_object_or_404(rows, pk=item_id)
    do = request.GET.get("do", ActKind.APPLY)
    do = do if do in ActKind.values else ActKind.APPLY
    text = request.GET.get("q") or (item.money_in.ref1 if item.status == SuspenseStatus.OPEN else "")
    found = read.bills_found(text) if text.strip() else []
    form = _form(do, request.POST or None, found)
    show = request.method == "POST" and "show" in request.POST and do == ActKind.APPLY
    if request.method == "POST" and not show and form.is_valid():
        try:
            act = held.propose(item.pk, form.wish(item), by=actor_of(request))
        except Refused as refused:
            form.add_refusal(refused)
        else:
            done = act.state == ActState.DONE
            messages.success(request, _("ทำแล้ว") if done else _("เสนอแล้ว รอเจ้าหน้าที่อีกคนตรวจและทำ"))
            return redirect("contributions:suspense" if done else request.get_full_path())
    context = {
        "item": item, "row": queue.queue_row(item), "form": form, "found": found, "q": text, "do": do,
        "tabs": [{"label": str(label), "href": f"?do={value}", "current": value == do}
                 for value, label in ActKind.choices],
        "worked": held.division(item, map(int, form.cleaned_data["bill"])) if show and form.is_valid() else None,
        "acts": item.acts.order_by("pk"),
        "is_mine": item.assigned_to_id == request.user.pk,
    }  # fmt: skip
    return render(request, "contributions/suspense_item.html", context)


def _form(do: str, data: Any, found: Any) -> forms.WishForm:
    if do == ActKind.APPLY:
        labels = [(b.pk, f"{b.ref1} / {b.ref2} · {b.payer_name} · {b.total:,.2f} {_('บาท')}") for b in found]
        return forms.SuspenseForm(data, bills=labels)
    return {
        ActKind.REFUND: forms.RefundWishForm,
        ActKind.MOVE: forms.MoveWishForm,
        ActKind.KEEP: forms.KeepWishForm,
        ActKind.EXPIRE: forms.ExpireWishForm,
    }[ActKind(do)](data)


@officer_required(*FINANCE)
@aal2_required
@require_POST
def suspense_check(request: HttpRequest, act_id: int) -> HttpResponse:
    """The second officer does what was proposed, or declines it."""
    act = get_object_or_404(SuspenseAct, pk=act_id)
    try:
        if "decline" in request.POST:
            held.decline(act.pk, request.POST.get("reason", ""), by=actor_of(request))
            messages.success(request, _("ไม่รับข้อเสนอแล้ว"))
        else:
            held.confirm(act.pk, by=actor_of(request))
            messages.success(request, _("ทำแล้ว"))
    except Refused as refused:
        for finding in refused.findings:
            messages.error(request, sentence(finding))
    return redirect("contributions:suspense_item", act.item_id)


@officer_required(*FINANCE)
@require_POST
def suspense_assign(request: HttpRequest, item_id: int) -> HttpResponse:
    """Take an item, or lay it back."""
    item = get_object_or_404(SuspenseItem, pk=item_id)
    try:
        held.assign(item.pk, to=None if item.assigned_to_id == request.user.pk else actor_of(request))
    except Refused as refused:
        for finding in refused.findings:
            messages.error(request, sentence(finding))
    return redirect("contributions:suspense_item", item.pk)
