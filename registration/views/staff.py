"""Staff in and out: forms 1-03 and 6-09, one by one and by file."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from registration import selectors
from registration.establishments import open_branches
from registration.forms import TITLES, CorrectNameForm, EnrolFileForm, EnrolForm, LeaveForm
from registration.services import enrol_draft, enrol_file, enrolment, leaving
from registration.services.enrol_draft import Checked
from registration.values import EmploymentView
from registration.views.employer import employer_or_404
from registration.views.joining import tell_findings
from sso_core import clock
from sso_core.accounts.public import User, actor_of, employer_required
from sso_core.kernel.finding import Finding, Refused
from sso_core.ui.fields import sentence
from sso_core.ui.formats import thai_date

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWS = ("", "check", "all")


@employer_required()
@require_GET
def staff(request: HttpRequest, account: str) -> HttpResponse:
    """Who works here today, who is not confirmed yet, or everybody who ever did."""
    show, text = request.GET.get("show", ""), request.GET.get("q", "").strip()
    show = show if show in SHOWS else ""
    today = clock.today()
    page = selectors.staff_page(account, day=today, text=text, show=show, number=request.GET.get("page"))
    context = {
        "employer": employer_or_404(account),
        "page": page,
        "show": show,
        "q": text,
        "views": _views(account, show, selectors.staff_counts(account, today)),
    }
    return render(request, "registration/staff.html", context)


def _views(account: str, show: str, counts: selectors.StaffCounts) -> list[dict[str, Any]]:
    rows = (
        ("", _("ทำงานอยู่"), counts.working),
        ("check", _("รอตรวจหรือต้องแก้"), counts.waiting + counts.faulty),
        ("all", _("รวมคนที่ออกแล้ว"), None),
    )
    return [
        {"label": label, "href": f"?show={key}", "count": count, "current": key == show}
        for key, label, count in rows
    ]


@employer_required()
@require_http_methods(["GET", "POST"])
def enrol_one(request: HttpRequest, account: str) -> HttpResponse:
    """Form 1-03 for one person."""
    form = EnrolForm(request.POST or None, branches=open_branches(account, clock.today()))
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        command = enrolment.Enrol(account=account, title=dict(TITLES)[told["title_code"]], **told)
        try:
            done = enrolment.enrol(command, by=actor_of(request))
        except Refused as refused:
            form.add_refusal(refused)
        else:
            one = done.enrolled[0]
            words = {"name": one.person_name, "day": thai_date(one.starts_on)}
            messages.success(request, _("ขึ้นทะเบียนแล้ว: %(name)s คุ้มครองตั้งแต่ %(day)s") % words)
            tell_findings(request, done.findings)
            return redirect("registration:staff", account)
    context = {"employer": employer_or_404(account), "form": form}
    return render(request, "registration/enrol.html", context, status=422 if form.errors else 200)


@employer_required()
@require_http_methods(["GET", "POST"])
def enrol_upload(request: HttpRequest, account: str) -> HttpResponse:
    """A file of new staff: it is only checked here; what to do with it is asked on the next page."""
    form = EnrolFileForm(request.POST or None, request.FILES or None)
    findings: tuple[Finding, ...] = ()
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        checked = enrol_draft.check(upload.read(), upload.name, account=account, by=actor_of(request))
        if not checked.is_whole_file_wrong:
            return redirect("registration:enrol_result", account)
        for finding in checked.findings:
            form.add_error("file", sentence(finding))
    context = {"employer": employer_or_404(account), "form": form, "most": enrol_file.MOST_ROWS}
    return render(
        request, "registration/enrol_upload.html", context, status=422 if form.errors or findings else 200
    )


@employer_required()
@require_http_methods(["GET", "POST"])
def enrol_result(request: HttpRequest, account: str) -> HttpResponse:
    """What the check found; the good rows can be enrolled now, or the file mended and sent again."""
    user_id = _user_id(request)
    checked = enrol_draft.kept(account, user_id)
    if checked is None:
        return redirect("registration:staff", account)
    if request.method == "POST":
        if request.POST.get("choice") == "discard":
            enrol_draft.discard(account, user_id)
            return redirect("registration:enrol_upload", account)
        done = enrol_draft.enrol_good(account, by=actor_of(request))
        if done.enrolled:
            messages.success(request, _("ขึ้นทะเบียนแล้ว %(count)s คน") % {"count": len(done.enrolled)})
        tell_findings(request, done.findings)
        return redirect("registration:staff", account)
    context = {"employer": employer_or_404(account), "checked": checked, **_result(checked)}
    return render(request, "registration/enrol_result.html", context)


def _result(checked: Checked) -> dict[str, Any]:
    people = {row.line: row for row in checked.rows}
    worst_first = sorted(checked.findings, key=lambda one: (not one.blocks, one.line))
    rows = [{"finding": one, "person": people.get(one.line), "text": sentence(one)} for one in worst_first]
    return {
        "rows": rows,
        "counts": [
            {"label": _("ผ่าน"), "value": len(checked.good), "unit": _("คน"), "kind": "ok"},
            {"label": _("มีข้อสังเกต"), "value": len(checked.warned_lines), "unit": _("คน"), "kind": "warn"},
            {"label": _("ต้องแก้"), "value": len(checked.bad_lines), "unit": _("แถว"), "kind": "bad"},
        ],
    }


@employer_required()
@require_GET
def enrol_report(request: HttpRequest, account: str) -> HttpResponse:
    """The rows that must be mended, as a spreadsheet."""
    checked = enrol_draft.kept(account, _user_id(request))
    if checked is None:
        raise Http404
    return _xlsx(enrol_file.report(checked.findings, checked.rows), "sso-enrol-findings.xlsx")


@employer_required()
@require_GET
def enrol_template(request: HttpRequest, account: str) -> HttpResponse:
    return _xlsx(enrol_file.template(), f"sso-enrol-v{enrol_file.VERSION}.xlsx")


def _xlsx(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _user_id(request: HttpRequest) -> int:
    assert isinstance(request.user, User)
    return request.user.pk


def _one_of(account: str, employment: int) -> EmploymentView:
    found = selectors.employment(employment)
    if found is None or found.account_no != account:
        raise Http404
    return found


@employer_required()
@require_http_methods(["GET", "POST"])
def leave(request: HttpRequest, account: str, employment: int) -> HttpResponse:
    """Form 6-09."""
    one = _one_of(account, employment)
    form = LeaveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            done = leaving.leave(
                account, one.national_id, **told, by=actor_of(request), employment_id=employment
            )
        except Refused as refused:
            form.add_refusal(refused)
        else:
            words = {"name": one.person_name, "day": thai_date(told["last_day"])}
            messages.success(request, _("แจ้งออกแล้ว: %(name)s ทำงานถึง %(day)s") % words)
            tell_findings(request, done.findings)
            return redirect("registration:staff", account)
    context = {"employer": employer_or_404(account), "form": form, "one": one}
    return render(request, "registration/leave.html", context, status=422 if form.errors else 200)


@employer_required()
@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, account: str, employment: int) -> HttpResponse:
    """Mend the name that the civil register did not know, or take the enrolment back."""
    one = _one_of(account, employment)
    if one.is_checked:
        return redirect("registration:staff", account)
    form = CorrectNameForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            leaving.correct_name(account, employment, **form.cleaned_data, by=actor_of(request))
        except Refused as refused:
            form.add_refusal(refused)
        else:
            messages.success(request, _("แก้ชื่อแล้ว"))
            return redirect("registration:staff", account)
    context = {
        "employer": employer_or_404(account),
        "form": form,
        "one": one,
        "why": sentence(Finding(one.fault)) if one.fault else "",
    }
    return render(request, "registration/correct.html", context, status=422 if form.errors else 200)


@employer_required()
@require_POST
def cancel(request: HttpRequest, account: str, employment: int) -> HttpResponse:
    """Take back an enrolment that the civil register refused."""
    one = selectors.employment(employment)
    if one is None:
        return redirect("registration:staff", account)
    _one_of(account, employment)
    try:
        leaving.cancel_enrolment(account, employment, by=actor_of(request))
    except Refused as refused:
        tell_findings(request, refused.findings)
    else:
        messages.success(request, _("ยกเลิกการขึ้นทะเบียนแล้ว: %(name)s") % {"name": one.person_name})
    return redirect("registration:staff", account)
