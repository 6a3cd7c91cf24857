"""Paying for oneself: one month or several at once, by QR, at the counter, or from the bank."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from contributions.forms import MonthsForm
from contributions.models import BillGroup
from contributions.services import grouping, papers
from contributions.services.voluntary import SECTIONS, payable
from sso_core.accounts.public import member_required
from sso_core.kernel.finding import Refused
from sso_core.kernel.money import ZERO


def choices(person_id: int, section: int) -> list[tuple[str, str]]:
    """Each number of months with the last of them and the sum."""
    found, total = [], ZERO
    for count, month in enumerate(payable(person_id, section), 1):
        total += month.total
        words = {"n": count, "month": month.period.be_label(), "baht": f"{total:,.2f}"}
        label = _("%(n)s เดือน ถึง %(month)s รวม %(baht)s บาท") if count > 1 else _("%(month)s %(baht)s บาท")
        found.append((str(count), label % words))
    return found


@member_required
@require_http_methods(["GET", "POST"])
def months(request: HttpRequest, section: int) -> HttpResponse:
    """How many months to pay at once, the oldest first."""
    if section not in SECTIONS:
        raise Http404
    person_id: int = request.person_id  # type: ignore[attr-defined]
    offered = choices(person_id, section)
    if not offered:
        messages.info(request, _("ตอนนี้ไม่มีเดือนที่จ่ายได้"))
        return redirect(f"contributions:section{section}")
    form = MonthsForm(request.POST or None, months=offered, initial={"months": offered[0][0]})
    if request.method == "POST" and form.is_valid():
        try:
            group = grouping.bill_together(person_id, section, int(form.cleaned_data["months"]))
        except Refused as refused:
            form.add_refusal(refused)
        else:
            return redirect("contributions:pay_group", group.pk)
    context = {"form": form, "section": section}
    return render(request, "contributions/pay_months.html", context, status=422 if form.errors else 200)


def own_group(person_id: int, group_id: int) -> BillGroup:
    return get_object_or_404(BillGroup, person_id=person_id, pk=group_id)


@member_required
@require_GET
def group(request: HttpRequest, group_id: int) -> HttpResponse:
    """Several months with one QR, one barcode and one pair of references."""
    view = grouping.group_view(own_group(request.person_id, group_id))  # type: ignore[attr-defined]
    context: dict[str, Any] = {
        "group": view,
        "section": 39 if view.bills[0].kind == "section39" else 40,
        "references": [(_("รหัสผู้รับชำระ"), settings.BILLER_ID), ("Ref. 1", view.ref1), ("Ref. 2", view.ref2)],
    }
    if view.unpaid:
        context |= {
            "qr": papers.pay_qr(view),
            "barcode": papers.pay_barcode(view),
            "pay_by": min(bill.due_on for bill in view.unpaid),
        }
    return render(request, "contributions/pay_group.html", context)


@member_required
@require_GET
def group_slip(request: HttpRequest, group_id: int) -> HttpResponse:
    view = grouping.group_view(own_group(request.person_id, group_id))  # type: ignore[attr-defined]
    if not view.unpaid:
        messages.info(request, _("จ่ายครบแล้ว"))
        return redirect("contributions:pay_group", group_id)
    name = f"{view.ref1}-{view.ref2}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(papers.group_slip_pdf(view), content_type="application/pdf", headers=headers)
