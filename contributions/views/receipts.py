"""The receipts of an employer and of a member: what was paid, what no longer counts, each as PDF."""

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from contributions.selectors.receipts import ReceiptView, receipts_of
from contributions.views.filings import FILERS, page
from sso_core.accounts.public import employer_required, member_required

PAGE = 50


def _page_of(request: HttpRequest, subject: str) -> Page[ReceiptView]:
    return Paginator(receipts_of(subject), PAGE).get_page(request.GET.get("page"))


@employer_required(*FILERS)
@require_GET
def employer_receipts(request: HttpRequest, account: str) -> HttpResponse:
    return page(request, "receipts", account, {"page": _page_of(request, f"employer:{account}")})


@member_required
@require_GET
def my_receipts(request: HttpRequest) -> HttpResponse:
    subject = f"person:{request.person_id}"  # type: ignore[attr-defined]
    return render(request, "contributions/me_receipts.html", {"page": _page_of(request, subject)})
