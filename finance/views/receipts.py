"""Payments as the banks told them, and what a paper of a bank takes back: noted by one officer, done by another."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from finance.forms import ReceiptFilter, ReversalNoteForm
from finance.models import BankReceipt, ReversalNote
from finance.selectors import desk
from finance.selectors.ledger import entries_of
from finance.services import noted_reversals
from finance.services.noted_reversals import BankPaper
from finance.views.access import ACTING, READING, may, page_of, refusal
from sso_core.accounts.public import aal2_required, actor_of, officer_required
from sso_core.kernel.finding import Refused


@officer_required(*READING)
@require_GET
def receipt_list(request: HttpRequest) -> HttpResponse:
    form = ReceiptFilter(request.GET or None)
    asked = form.cleaned_data if form.is_bound and form.is_valid() else {}
    context = {"form": form, "page": page_of(request, desk.receipts(**asked))}
    return render(request, "finance/receipts.html", context)


@officer_required(*READING)
@require_GET
def receipt_page(request: HttpRequest, receipt_id: int) -> HttpResponse:
    """One payment: what the bank told, what was noted of it, and what the ledger has."""
    receipt = get_object_or_404(desk.receipts(), pk=receipt_id)
    notes = list(receipt.notes.order_by("-pk"))
    waiting = next((one for one in notes if one.state == ReversalNote.State.PROPOSED), None)
    is_acting = may(request, *ACTING)
    context = {
        "receipt": receipt,
        "reversal": getattr(receipt, "reversal", None),
        "notes": notes,
        "waiting": waiting if is_acting else None,
        "is_maker": waiting is not None and waiting.made_by_id == request.user.pk,
        "may_note": is_acting and waiting is None and not hasattr(receipt, "reversal"),
        "entries": entries_of(f"bank_line:{receipt.pk}"),
    }
    return render(request, "finance/receipt.html", context)


@officer_required(*ACTING)
@aal2_required
@require_http_methods(["GET", "POST"])
def take_back(request: HttpRequest, receipt_id: int) -> HttpResponse:
    """Note what the paper says; another officer checks it."""
    receipt = get_object_or_404(BankReceipt, pk=receipt_id)
    form = ReversalNoteForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        paper = BankPaper(told["txn_id"], told["on"], told["reason"])
        try:
            noted_reversals.note(receipt.pk, paper, told["paper"], by=actor_of(request))
        except Refused as refused:
            form.add_refusal(refused)
        else:
            messages.success(request, _("บันทึกแล้ว รอเจ้าหน้าที่อีกคนตรวจและทำ"))
            return redirect("finance:receipt", receipt.pk)
    context = {"form": form, "receipt": receipt}
    return render(request, "finance/take_back.html", context, status=422 if form.errors else 200)


@officer_required(*ACTING)
@aal2_required
@require_POST
def check(request: HttpRequest, note_id: int) -> HttpResponse:
    """The second officer does it, or says why not."""
    note = get_object_or_404(ReversalNote, pk=note_id)
    try:
        if "decline" in request.POST:
            noted_reversals.decline(note.pk, request.POST.get("reason", ""), by=actor_of(request))
            messages.success(request, _("ไม่รับบันทึกแล้ว ไม่มีเงินขยับ"))
        else:
            noted_reversals.confirm(note.pk, by=actor_of(request))
            messages.success(request, _("เรียกคืนแล้ว ใบเสร็จถูกยกเลิกและผู้ชำระได้รับแจ้ง"))
    except Refused as refused:
        refusal(request, refused)
    return redirect("finance:receipt", note.receipt_id)
