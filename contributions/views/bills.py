"""Bills: how to pay, until when, what being late costs; the slip as PDF."""

from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from contributions.models import Bill
from contributions.selectors.filings import bill_view
from contributions.services import papers
from contributions.services.billing import refresh_bill, surcharge_on
from contributions.services.totals import late
from contributions.views.filings import FILERS, page
from sso_core import clock
from sso_core.accounts.public import employer_required, member_required

A_MONTH = timedelta(days=30)  # what 2% a month is told by; months differ in days


def bill_or_404(subject: str, bill_id: int) -> Bill:
    """The bill of this subject as it stands today."""
    if not Bill.objects.filter(subject=subject, pk=bill_id).exists():
        raise Http404
    return refresh_bill(bill_id)


def bill_context(bill: Bill) -> dict[str, object]:
    """What a bill's page shows. The cost of delay is what one month more adds."""
    after_due = max(bill.due_on, clock.today())
    month_later = after_due + A_MONTH
    rows = [(_("รหัสผู้รับชำระ"), settings.BILLER_ID), ("Ref. 1", bill.ref1), ("Ref. 2", bill.ref2)]
    unpaid = bill.status == "unpaid"
    return {
        "bill": bill_view(bill),
        "qr": papers.pay_qr(bill) if unpaid else "",
        "barcode": papers.pay_barcode(bill) if unpaid else "",
        "references": rows,
        "late_cost": surcharge_on(bill, month_later) - surcharge_on(bill, after_due)
        if bill.contribution
        else None,
        "surcharge_worked": (
            late(bill.contribution, bill.due_on, bill.worked_on)
            if bill.surcharge and bill.kind == "filing"
            else None
        ),
        "due": _due(bill) if unpaid else None,
    }


def _due(bill: Bill) -> dict[str, str]:
    days = (bill.due_on - clock.today()).days
    if days < 0:
        return {"label": _("เกินกำหนด %(n)s วัน") % {"n": -days}, "state": "late"}
    if days <= 3:
        return {"label": _("อีก %(n)s วัน") % {"n": days} if days else _("วันนี้วันสุดท้าย"), "state": "soon"}
    return {"label": _("อีก %(n)s วัน") % {"n": days}, "state": ""}


def slip_response(bill: Bill) -> HttpResponse:
    return HttpResponse(
        papers.slip_pdf(bill),
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{bill.ref1}-{bill.ref2}.pdf"'},
    )


@employer_required(*FILERS)
@require_GET
def employer_bill(request: HttpRequest, account: str, bill_id: int) -> HttpResponse:
    bill = bill_or_404(f"employer:{account}", bill_id)
    return page(request, "bill", account, bill_context(bill))


@employer_required(*FILERS)
@require_GET
def employer_slip(request: HttpRequest, account: str, bill_id: int) -> HttpResponse:
    return slip_response(bill_or_404(f"employer:{account}", bill_id))


@member_required
@require_GET
def member_slip(request: HttpRequest, bill_id: int) -> HttpResponse:
    return slip_response(bill_or_404(f"person:{request.person_id}", bill_id))  # type: ignore[attr-defined]
