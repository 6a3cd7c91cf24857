"""A filing as papers: the file as it came, the lines in the official layouts, the summary of branches."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from contributions.downloads import KINDS, attachment, filed_response
from contributions.models import Filing
from contributions.services import as_filed, summaries
from contributions.views.filings import FILERS, filing_or_404, page
from contributions.views.trace import READING
from sso_core.accounts.public import actor_of, employer_required, officer_required
from sso_core.audit.public import Purpose, log_access
from sso_core.kernel.finding import Refused
from sso_core.ui.fields import sentence


@employer_required(*FILERS)
@require_GET
def filed(request: HttpRequest, account: str, filing_id: int) -> HttpResponse:
    """The file exactly as it was sent."""
    filing_or_404(account, filing_id)
    return filed_response(filing_id)


@officer_required(*READING)
@require_GET
def office_filed(request: HttpRequest, filing_id: int) -> HttpResponse:
    """The same for an officer; that it was taken, and why, is noted."""
    found = Filing.objects.filter(pk=filing_id).first()
    purpose = request.GET.get("purpose", "")
    if found is None or purpose not in Purpose.values:
        raise Http404
    log_access(
        actor_of(request),
        subject=f"employer:{found.account_no}",
        subject_name=found.employer_name,
        purpose=str(Purpose(purpose).label),
        what=f"ไฟล์ สปส.1-10 {found.reference}",
    )
    return filed_response(filing_id)


@employer_required(*FILERS)
@require_GET
def written(request: HttpRequest, account: str, filing_id: int, form: str) -> HttpResponse:
    """The lines in an official layout."""
    found = filing_or_404(account, filing_id)
    if form not in KINDS:
        raise Http404
    try:
        content = as_filed.written(filing_id, form)
    except Refused as refused:
        messages.error(request, sentence(refused.findings[0]))
        return redirect("contributions:filing", account, filing_id)
    ending, kind = KINDS[form]
    return attachment(content, f"1-10_{found.reference}.{ending}", kind)


@employer_required(*FILERS)
@require_GET
def summary(request: HttpRequest, account: str, filing_id: int) -> HttpResponse:
    """Part 1 of the form: the sums of a branch (1-10), or of all branches that are filed together (1-10/1)."""
    found = filing_or_404(account, filing_id)
    return page(request, "summary", account, {"filing": found, "summary": summaries.summary_of(filing_id)})


@employer_required(*FILERS)
@require_GET
def summary_pdf(request: HttpRequest, account: str, filing_id: int) -> HttpResponse:
    found = filing_or_404(account, filing_id)
    made = summaries.summary_pdf(filing_id)
    return attachment(made, f"{found.reference}.pdf", "application/pdf")
