"""Many people by file: send it, watch it being checked, choose, and take the findings along."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from registration import files
from registration.bulk import excel
from registration.forms import EnrolFileForm
from registration.models import EnrolFile
from registration.services import enrol_files
from registration.views.employer import employer_or_404
from sso_core.accounts.public import actor_of, employer_required
from sso_core.kernel.finding import Refused
from sso_core.ui.fields import sentence

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_IN_REPORT = 100_000


def file_or_404(account: str, file_id: int) -> EnrolFile:
    found = files.enrol_file(account, file_id)
    if found is None:
        raise Http404
    return found


@employer_required()
@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest, account: str) -> HttpResponse:
    """A file of people who come and go: it is only checked; what to do with it is asked on its page."""
    form = EnrolFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["file"]
        try:
            file = enrol_files.send(account, sent.read(), sent.name, by=actor_of(request))
        except Refused as refused:
            form.add_refusal(refused)
        else:
            if file.status != "unreadable":
                return redirect("registration:enrol_file", account, file.pk)
            for found in files.findings_of(file.pk):
                form.add_error("file", found.text)
            enrol_files.discard(file.pk, by=actor_of(request))
    context = {"employer": employer_or_404(account), "form": form, "files": files.newest_files(account)}
    status = 422 if form.errors else 200
    return render(request, "registration/enrol_upload.html", context, status=status)


@employer_required()
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, account: str, file_id: int) -> HttpResponse:
    """How far the file is, what was found, and what to do with it."""
    file = file_or_404(account, file_id)
    if request.method == "POST":
        return _chosen(request, account, file)
    if file.is_working:
        context = {"employer": file.employer, "file": file, "progress": files.progress_of_file(file)}
        return render(request, "registration/enrol_working.html", context)
    found = files.findings_of(file.pk)
    context = {"employer": file.employer, "file": file, "found": found, "counts": _counts(file)}
    context["more"] = len(found) == files.SHOWN
    return render(request, "registration/enrol_result.html", context)


def _chosen(request: HttpRequest, account: str, file: EnrolFile) -> HttpResponse:
    try:
        if request.POST.get("choice") == "discard":
            enrol_files.discard(file.pk, by=actor_of(request))
            return redirect("registration:enrol_upload", account)
        done = enrol_files.keep(file.pk, by=actor_of(request))
    except Refused as refused:
        for finding in refused.findings:
            messages.error(request, sentence(finding))
        return redirect("registration:enrol_file", account, file.pk)
    if done.done_at:
        messages.success(request, _("บันทึกแล้ว %(count)s คน") % {"count": done.enrolled})
    return redirect("registration:enrol_file", account, file.pk)


def _counts(file: EnrolFile) -> list[dict[str, Any]]:
    if file.done_at:
        kept = {"label": _("บันทึกแล้ว"), "value": file.enrolled, "unit": _("คน"), "kind": "ok"}
        return [kept, {"label": _("ต้องแก้"), "value": file.bad, "unit": _("แถว"), "kind": "bad"}]
    return [
        {"label": _("ผ่าน"), "value": file.good, "unit": _("คน"), "kind": "ok"},
        {"label": _("มีข้อสังเกต"), "value": file.warned, "unit": _("คน"), "kind": "warn"},
        {"label": _("ต้องแก้"), "value": file.bad, "unit": _("แถว"), "kind": "bad"},
    ]


@employer_required()
@require_GET
def findings(request: HttpRequest, account: str, file_id: int) -> HttpResponse:
    """The rows that must be mended, as a spreadsheet."""
    file = file_or_404(account, file_id)
    found = files.findings_of(file.pk, severity="block", most=MOST_IN_REPORT)
    return xlsx(files.report(found), "sso-enrol-findings.xlsx")


@employer_required()
@require_GET
def template(request: HttpRequest, account: str) -> HttpResponse:
    return xlsx(excel.template(), f"sso-enrol-v{excel.VERSION}.xlsx")


def xlsx(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
