"""A person sees who opened the own record, and why."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from sso_core.accounts.public import member_required
from sso_core.audit.public import accesses_of


@member_required
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    found = accesses_of(f"person:{request.person_id}")  # type: ignore[attr-defined]
    page = Paginator(found, 30).get_page(request.GET.get("page"))
    return render(request, "audit/mine.html", {"page": page})
