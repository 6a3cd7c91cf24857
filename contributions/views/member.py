"""The member's pages of Section 39."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from contributions.models import Bill, BillKind
from contributions.selectors.filings import bills_of
from contributions.services import section39
from contributions.views.bills import bill_context
from sso_core import clock
from sso_core.accounts.public import actor_of, member_required
from sso_core.kernel.finding import Refused
from sso_core.ui.fields import sentence


@member_required
@require_GET
def section39_page(request: HttpRequest) -> HttpResponse:
    """Where the person stands: may apply, or what to pay, or how it ended."""
    person_id: int = request.person_id  # type: ignore[attr-defined]
    held = section39.held_coverage(person_id)
    if held is None:
        return render(
            request, "contributions/section39_apply.html", {"standing": section39.standing(person_id)}
        )
    section39.bill_months(person_id)
    bills = [bill for bill in bills_of(f"person:{person_id}") if bill.kind in ("section39", "surcharge")]
    unpaid = [bill for bill in bills if bill.status == "unpaid"]
    context = {"held": held, "bills": bills, "unpaid": unpaid}
    if unpaid:
        context |= bill_context(Bill.objects.get(pk=unpaid[-1].id))
    return render(request, "contributions/section39.html", context)


@member_required
@require_POST
def section39_apply(request: HttpRequest) -> HttpResponse:
    try:
        section39.apply(request.person_id, by=actor_of(request))  # type: ignore[attr-defined]
    except Refused as refused:
        for finding in refused.findings:
            messages.error(request, sentence(finding))
    else:
        messages.success(request, _("คุณเป็นผู้ประกันตนมาตรา 39 แล้ว จ่ายเดือนแรกได้เลย"))
    return redirect("contributions:section39")


@member_required
@require_http_methods(["GET", "POST"])
def section39_resign(request: HttpRequest) -> HttpResponse:
    """Give Section 39 up, after being told what ends and when."""
    person_id: int = request.person_id  # type: ignore[attr-defined]
    held = section39.held_coverage(person_id)
    if held is None:
        return redirect("contributions:section39")
    if request.method == "POST":
        try:
            section39.resign(person_id, by=actor_of(request))
        except Refused as refused:
            messages.error(request, sentence(refused.findings[0]))
        else:
            messages.success(request, _("ลาออกจากมาตรา 39 แล้ว"))
        return redirect("contributions:section39")
    unpaid = Bill.objects.filter(person_id=person_id, kind=BillKind.SECTION39, status="unpaid").count()
    context = {"held": held, "unpaid": unpaid, "today": clock.today()}
    return render(request, "contributions/section39_resign.html", context)
