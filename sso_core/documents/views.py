"""Papers over the web: each behind a permission check; and the page that proves a paper genuine."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from sso_core.accounts.public import actor_of, login_needed, public
from sso_core.audit.public import Purpose, log_access, stated_purpose
from sso_core.documents.pages import page_picture
from sso_core.documents.reading import NotReadable, is_own, issued_with, open_document, still_counts
from sso_core.documents.types import DocumentView
from sso_core.kernel.actor import Actor

NO_CODE_RUNS = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"


@login_needed
@require_GET
def serve(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """The file itself. A stranger's file is sandboxed: nothing in it runs, on our address or another."""
    document, content = _open(request, document_id)
    response = HttpResponse(content, content_type=document.content_type)
    as_attachment = "download" in request.GET
    response["Content-Disposition"] = str(content_disposition_header(as_attachment, document.filename))
    return _guarded(response, NO_CODE_RUNS if document.issued else f"sandbox; {NO_CODE_RUNS}")


@login_needed
@require_GET
def page(request: HttpRequest, document_id: UUID, number: int) -> HttpResponse:
    """One page as a picture, for the viewer beside the form."""
    document, content = _open(request, document_id)
    try:
        zoom, turn = int(request.GET.get("zoom", 1)), int(request.GET.get("turn", 0))
        picture = page_picture(document, content, page=number, zoom=zoom, turn=turn)
    except (LookupError, ValueError):
        raise Http404 from None
    return _guarded(HttpResponse(picture, content_type="image/png"), f"sandbox; {NO_CODE_RUNS}")


def _open(request: HttpRequest, document_id: UUID) -> tuple[DocumentView, bytes]:
    """The paper for this reader; reading another's is logged."""
    by = actor_of(request)
    try:
        document, content = open_document(document_id, by)
    except NotReadable:
        raise Http404 from None
    if not is_own(document, by):
        log_access(
            by,
            subject=document.subject,
            subject_name="",
            purpose=_purpose(document, by),
            what=document.title,
        )
    return document, content


def _purpose(document: DocumentView, by: Actor) -> str:
    """The case it belongs to, the reason that was given for the record, else the work that let it be opened."""
    if document.case_ref:
        return f"คำขอ {document.case_ref}"
    return stated_purpose(by, document.subject) or str(Purpose.CASE.label)


def _guarded(response: HttpResponse, policy: str) -> HttpResponse:
    response["Content-Security-Policy"] = policy
    response["X-Content-Type-Options"] = "nosniff"
    response["X-Frame-Options"] = "SAMEORIGIN"
    response["Cache-Control"] = "private, no-store"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


@public
@require_GET
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """Genuine or not, whether it still counts, what kind and of which day; nothing of the person in it."""
    found = issued_with(code)
    context = {"code": code.upper(), "document": found, "counts": found is not None and still_counts(found)}
    return render(request, "documents/verify.html", context, status=200 if found else 404)


@public
@require_GET
def verify_form(request: HttpRequest) -> HttpResponse:
    """Type the code of a paper."""
    code = "".join(c for c in request.GET.get("code", "").upper() if c.isalnum() or c == "-")
    if code:
        return redirect("documents:verify", code[:40])
    return render(request, "documents/verify_form.html", {"asked": "code" in request.GET})
