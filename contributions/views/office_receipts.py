"""The receipts of an employer in the office: each, and many in one file, for who has said why."""

from typing import Any

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from contributions.forms import PackForm
from contributions.receipt_readers import READING
from contributions.selectors.receipts import receipts_of
from contributions.services.receipt_packs import Pack, packs_of
from contributions.views.receipt_packs import asked, pack_or_404, state_of, zip_response
from contributions.views.receipts import PAGE
from registration.public import EmployerView, employer, is_open_for
from sso_core.accounts.public import actor_of, officer_required
from sso_core.audit.public import Purpose, log_access, stated_purpose
from sso_core.kernel.thai_calendar import format_date


def _page(
    request: HttpRequest, template: str, account: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    values = {"employer": _employer(account), "account": account, **context}
    return render(request, f"contributions/{template}.html", values, status=status)


def _employer(account: str) -> EmployerView:
    found = employer(account)
    if found is None:
        raise Http404
    return found


def _is_open(request: HttpRequest, account: str) -> bool:
    return is_open_for(actor_of(request), f"employer:{account}")


@officer_required(*READING)
@require_http_methods(["GET", "POST"])
def receipts(request: HttpRequest, account: str) -> HttpResponse:
    """Every receipt, the form that puts many into one file, and the packs of before. The reason is asked first."""
    if not _is_open(request, account):
        return redirect("registration:office_employer", account)
    form = PackForm(request.POST or None)
    made = asked(request, account, form)
    if made is not None:
        return redirect("contributions:office_receipt_pack", account, made.run_id)
    page = Paginator(receipts_of(f"employer:{account}"), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "form": form,
        "packs": packs_of(account),
        "pack_page": "contributions:office_receipt_pack",
    }
    return _page(request, "office_receipts", account, context, status=422 if form.errors else 200)


@officer_required(*READING)
@require_GET
def pack(request: HttpRequest, account: str, run_id: int) -> HttpResponse:
    """How far it is; then the file."""
    if not _is_open(request, account):
        return redirect("registration:office_employer", account)
    context = state_of(pack_or_404(account, run_id), "contributions:office_receipt_pack_zip")
    return _page(request, "office_receipt_pack", account, context)


@officer_required(*READING)
@require_GET
def download(request: HttpRequest, account: str, run_id: int) -> FileResponse:
    if not _is_open(request, account):
        raise Http404
    return taken(request, account, pack_or_404(account, run_id))


def taken(request: HttpRequest, account: str, found: Pack) -> FileResponse:
    """The zip. That it was taken, and why, is noted; every receipt in it has the mark that this officer read it."""
    answer = zip_response(account, found, request)
    by, subject = actor_of(request), f"employer:{account}"
    what = f"ใบเสร็จ {format_date(found.since)} – {format_date(found.until)} ในไฟล์เดียว"
    purpose = stated_purpose(by, subject) or str(Purpose.CASE.label)
    log_access(by, subject=subject, subject_name=_employer(account).name, purpose=purpose, what=what)
    return answer
