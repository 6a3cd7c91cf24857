"""Files to and from the bank, what was found in them, and the answers that need a person."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from finance.files.notice_layout import layouts
from finance.forms import BankFileForm, NoteForm
from finance.models import BankException, BankFile
from finance.selectors.desk import exceptions, files
from finance.selectors.ledger import entries_of
from finance.services.exceptions import resolve_exception
from finance.services.uploading import upload_file
from finance.views.access import ACTING, READING, may, page_of, told
from sso_core.accounts.public import aal2_required, actor_of, officer_required
from sso_core.audit.public import record
from sso_core.kernel.finding import Finding, Refused
from sso_core.messaging.public import sentence


@officer_required(*READING)
@require_GET
def file_list(request: HttpRequest) -> HttpResponse:
    context = {"page": page_of(request, files()), "may_upload": may(request, *ACTING)}
    return render(request, "finance/files.html", context)


@officer_required(*ACTING)
@aal2_required
@require_http_methods(["GET", "POST"])
def file_upload(request: HttpRequest) -> HttpResponse:
    """Hand in a file that did not come through the drop; what was found is shown on its page."""
    form = BankFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data["file"]
        try:
            file, is_new = upload_file(told.name, told.read(), by=actor_of(request))
        except Refused as refused:
            form.add_refusal(refused)
        else:
            if not is_new:
                messages.info(request, _("ไฟล์นี้เคยรับแล้ว ไม่นับซ้ำ"))
            return redirect("finance:file", file.pk)
    return render(request, "finance/upload.html", {"form": form, "layouts": layouts()})


@officer_required(*READING)
@require_GET
def file_page(request: HttpRequest, file_id: int) -> HttpResponse:
    file = _file(file_id)
    is_receipts = file.kind == BankFile.Kind.BILL_PAYMENT
    rows = file.receipts.order_by("line") if is_receipts else file.answers.order_by("line")
    context = {
        "file": file,
        "findings": told(file.findings),
        "page": page_of(request, rows),
        "is_receipts": is_receipts,
        "reversals": file.reversals.select_related("receipt").order_by("line"),
        "exceptions": [_told(one) for one in file.exceptions.order_by("line")[:100]],
        "entries": entries_of(f"file:{file.pk}"),
        "may_download": may(request, *ACTING),
    }
    return render(request, "finance/file.html", context)


@officer_required(*ACTING)
@require_GET
def file_content(request: HttpRequest, file_id: int) -> HttpResponse:
    """The bytes as they were sent or received. Names of many are in them, so it is noted who took it."""
    file = get_object_or_404(BankFile, pk=file_id)
    record(
        "finance.file_downloaded", by=actor_of(request), subject=f"file:{file.pk}", params={"name": file.name}
    )
    ending = "xml" if bytes(file.content[:1]) == b"<" else "txt"
    return HttpResponse(
        bytes(file.content),
        content_type="application/octet-stream",
        headers={"Content-Disposition": f'attachment; filename="bank-file-{file.pk}.{ending}"'},
    )


@officer_required(*READING)
@require_GET
def exception_list(request: HttpRequest) -> HttpResponse:
    is_open = request.GET.get("show") != "closed"
    page = page_of(request, exceptions(is_open=is_open))
    rows = [_told(one) for one in page]
    return render(request, "finance/exceptions.html", {"page": page, "rows": rows, "is_open": is_open})


@officer_required(*ACTING)
@require_http_methods(["GET", "POST"])
def exception_page(request: HttpRequest, exception_id: int) -> HttpResponse:
    one = get_object_or_404(
        BankException.objects.select_related("file").defer("file__content"), pk=exception_id
    )
    form = NoteForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            resolve_exception(one.pk, form.cleaned_data["note"], actor_of(request))
            messages.success(request, _("บันทึกว่าจัดการแล้ว"))
            return redirect("finance:exceptions")
        except Refused as refused:
            form.add_refusal(refused)
    return render(request, "finance/exception.html", {"one": _told(one), "form": form})


def _told(one: BankException) -> dict[str, object]:
    return {"row": one, "text": sentence(Finding(one.code, params=one.params, line=one.line))}


def _file(file_id: int) -> BankFile:
    file = files().filter(pk=file_id).first()
    if file is None:
        raise Http404
    return file
