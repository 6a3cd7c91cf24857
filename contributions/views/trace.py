"""The way back from the ledger: a filing with the lines that were filed, a bill with the money that paid it."""

from collections.abc import Iterable

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from contributions.models import Bill, Filing, FilingLine, FilingStatus
from contributions.selectors import changes
from contributions.selectors import filings as read
from contributions.services import as_filed, recomputing
from finance.public import entries_of, source_url
from sso_core.accounts.public import Role, actor_of, officer_required
from sso_core.audit.public import Purpose, log_access
from sso_core.kernel.period import Period
from sso_core.law.public import NoLaw

READING = (Role.finance, Role.finance_checker, Role.officer, Role.checker, Role.supervisor, Role.auditor)
SHOWN = 100


@officer_required(*READING)
@require_GET
def filing(request: HttpRequest, filing_id: int) -> HttpResponse:
    """A submitted filing, line by line, as it was assessed."""
    found = Filing.objects.filter(pk=filing_id).first()
    if found is None:
        raise Http404
    lines = FilingLine.objects.filter(period=found.period, filing_id=found.pk).order_by("branch_no", "line")
    log_access(
        actor_of(request),
        subject=f"employer:{found.account_no}",
        subject_name=found.employer_name,
        purpose=str(Purpose.FINANCE.label),
        what=f"แบบ สปส.1-10 {found.reference}",
    )
    page = Paginator(lines, SHOWN).get_page(request.GET.get("page"))
    context = {
        "filing": read.filing_view(found),
        "row": found,
        "page": page,
        "kept": as_filed.kept_of(found.pk),
        "purposes": Purpose.choices,
        "bills": read.bills_of_filing(found.pk),
        "entries": entries_of(f"filing:{found.reference}"),
        "changes": changes.adjustments_of(found.account_no, Period.of(found.period)),
        "anew": _anew(found, page),
        "employer_url": source_url(f"employer:{found.account_no}"),
    }
    return render(request, "contributions/office_filing.html", context)


def _anew(found: Filing, lines: Iterable[FilingLine]) -> list[recomputing.Recomputed]:
    """The lines that come out otherwise as the law is known now; none where the rates are not known."""
    if found.status != FilingStatus.SUBMITTED:
        return []
    try:
        worked = [recomputing.recompute_line(found, line) for line in lines]
    except NoLaw:
        return []
    return [one for one in worked if one.both or one.still_open]


@officer_required(*READING)
@require_GET
def bill(request: HttpRequest, ref2: str) -> HttpResponse:
    """A bill: what it asks, the bank's lines that paid it, and its entries."""
    found = Bill.objects.filter(ref2=ref2).select_related("filing").order_by("-pk").first()
    if found is None:
        raise Http404
    log_access(
        actor_of(request),
        subject=found.subject,
        subject_name=found.payer_name,
        purpose=str(Purpose.FINANCE.label),
        what=f"ใบแจ้งชำระ {found.ref2}",
    )
    money = [(one, source_url(f"bank_line:{one.bank_line_id}")) for one in found.money_in.order_by("pk")]
    context = {
        "bill": read.bill_view(found),
        "row": found,
        "money": money,
        "entries": entries_of(f"bill:{found.ref2}"),
        "subject_url": source_url(found.subject),
    }
    return render(request, "contributions/office_bill.html", context)
