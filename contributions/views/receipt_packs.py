"""An employer, or an officer for it, has many receipts put into one file, and fetches it when it is ready."""

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from contributions.forms import PackForm
from contributions.services.receipt_packs import Pack, ask_pack, pack_of, packs_of, written
from contributions.views.filings import FILERS, page
from sso_core.accounts.public import actor_of, employer_required
from sso_core.batch.public import RunStatus
from sso_core.kernel.finding import Refused


def pack_or_404(account: str, run_id: int) -> Pack:
    found = pack_of(account, run_id)
    if found is None:
        raise Http404
    return found


@employer_required(*FILERS)
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, account: str) -> HttpResponse:
    """Which days; and the packs that were asked for before."""
    form = PackForm(request.POST or None)
    made = asked(request, account, form)
    if made is not None:
        return redirect("contributions:receipt_pack", account, made.run_id)
    context = {"form": form, "packs": packs_of(account), "pack_page": "contributions:receipt_pack"}
    return page(request, "receipt_packs", account, context, status=422 if form.errors else 200)


def asked(request: HttpRequest, account: str, form: PackForm) -> Pack | None:
    """The pack that the form asks for; None while it is not sent, or refused: the form then says why."""
    if request.method != "POST" or not form.is_valid():
        return None
    told = form.cleaned_data
    try:
        return ask_pack(account, told["since"], told["until"], by=actor_of(request))
    except Refused as refused:
        form.add_refusal(refused)
        return None


@employer_required(*FILERS)
@require_GET
def pack(request: HttpRequest, account: str, run_id: int) -> HttpResponse:
    """How far it is; then the file."""
    found = pack_or_404(account, run_id)
    return page(request, "receipt_pack", account, state_of(found, "contributions:receipt_pack_zip"))


def state_of(pack: Pack, zip_page: str) -> dict[str, Any]:
    """What the page of a pack shows; ``zip_page`` is the address of the file."""
    return {"pack": pack, "live": pack.progress.status == RunStatus.RUNNING, "zip_page": zip_page}


@employer_required(*FILERS)
@require_GET
def download(request: HttpRequest, account: str, run_id: int) -> FileResponse:
    return zip_response(account, pack_or_404(account, run_id), request)


def zip_response(account: str, found: Pack, request: HttpRequest) -> FileResponse:
    """The zip; 404 until every receipt is printed."""
    if not found.is_ready:
        raise Http404
    name = f"receipts_{account}_{found.since}_{found.until}.zip"
    content = written(found, by=actor_of(request))
    return FileResponse(content, as_attachment=True, filename=name, content_type="application/zip")
