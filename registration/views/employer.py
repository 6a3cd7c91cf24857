"""The employer's pages: join, staff in and out, who may act for the company."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from registration import selectors
from registration.forms import TITLES, EmployerForm, EnrolFileForm, EnrolForm, GrantForm, LeaveForm
from registration.services import employers, enrol_file, enrolment
from sso_core import clock
from sso_core.accounts.public import (
    Role,
    actor_of,
    employer_accounts_of,
    employer_required,
    holders_of_scope,
    login_needed,
)
from sso_core.cases import public as cases
from sso_core.kernel.finding import Refused
from sso_core.kernel.thai_calendar import format_date
from sso_core.ui.fields import sentence

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@login_needed
@require_http_methods(["GET", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """Form 1-01 on one page."""
    form = EmployerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            case = employers.apply_employer(
                employers.EmployerApplication(**form.cleaned_data), by=actor_of(request)
            )
        except Refused as refused:
            form.add_refusal(refused)
        else:
            return redirect("registration:registered", case.reference)
    return render(request, "registration/register.html", {"form": form})


@login_needed
@require_GET
def registered(request: HttpRequest, reference: str) -> HttpResponse:
    """Confirmation of the application, and what DBD said."""
    try:
        case = cases.case(reference)
    except cases.NoSuchCase:
        raise Http404 from None
    if case.applicant_user_id != request.user.pk:
        raise Http404
    return render(request, "registration/registered.html", {"case": case, "dbd": employers.dbd_of(case)})


@login_needed
@require_GET
def choose(request: HttpRequest) -> HttpResponse:
    """The companies that this person may act for; with one, straight to it."""
    accounts = employer_accounts_of(request.user)  # type: ignore[arg-type]
    if len(accounts) == 1:
        return redirect("registration:employer_home", accounts[0])
    found = [selectors.employer(account) for account in accounts]
    return render(request, "registration/choose.html", {"employers": [one for one in found if one]})


def _employer(account: str) -> Any:
    found = selectors.employer(account)
    if found is None:
        raise Http404
    return found


@employer_required()
@require_GET
def home(request: HttpRequest, account: str) -> HttpResponse:
    staff = selectors.staff_of(account, on=clock.today())
    context = {
        "employer": _employer(account),
        "staff_count": len(staff),
        "unchecked": sum(not one.is_checked for one in staff),
        "branches": selectors.branches(account),
    }
    return render(request, "registration/employer_home.html", context)


@employer_required()
@require_GET
def staff(request: HttpRequest, account: str) -> HttpResponse:
    """Who works here today, or everybody who ever did."""
    everybody = request.GET.get("all") == "1"
    rows = selectors.staff_of(account, on=None if everybody else clock.today())
    return render(
        request,
        "registration/staff.html",
        {"employer": _employer(account), "staff": rows, "everybody": everybody},
    )


@employer_required()
@require_http_methods(["GET", "POST"])
def enrol_one(request: HttpRequest, account: str) -> HttpResponse:
    """Form 1-03 for one person."""
    form = EnrolForm(request.POST or None, branches=selectors.branches(account))
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        command = enrolment.Enrol(account=account, title=dict(TITLES)[told["title_code"]], **told)
        try:
            done = enrolment.enrol(command, by=actor_of(request))
        except Refused as refused:
            form.add_refusal(refused)
        else:
            one = done.enrolled[0]
            since = format_date(one.starts_on)
            messages.success(
                request, _("%(name)s คุ้มครองตั้งแต่ %(day)s") % {"name": one.person_name, "day": since}
            )
            for finding in done.findings:
                messages.warning(request, sentence(finding))
            return redirect("registration:staff", account)
    return render(request, "registration/enrol.html", {"employer": _employer(account), "form": form})


@employer_required()
@require_http_methods(["GET", "POST"])
def enrol_upload(request: HttpRequest, account: str) -> HttpResponse:
    """Many at once by our Excel template; findings by row, nothing half-saved unless asked."""
    form = EnrolFileForm(request.POST or None, request.FILES or None)
    result, findings = None, []
    if request.method == "POST" and form.is_valid():
        rows, findings = enrol_file.read(form.cleaned_data["file"].read(), account=account)
        keep_good = form.cleaned_data["keep_good"]
        if rows and (keep_good or not findings):
            result = enrolment.enrol_people(rows, by=actor_of(request), keep_good=keep_good)
            findings = [*findings, *result.findings]
        findings.sort(key=lambda finding: finding.line)
        if result and result.enrolled and not findings:
            messages.success(request, _("ขึ้นทะเบียน %(count)s คนแล้ว") % {"count": len(result.enrolled)})
            return redirect("registration:staff", account)
    context = {"employer": _employer(account), "form": form, "result": result, "findings": findings}
    return render(request, "registration/enrol_upload.html", context, status=422 if findings else 200)


@employer_required()
@require_GET
def enrol_template(request: HttpRequest, account: str) -> HttpResponse:
    response = HttpResponse(enrol_file.template(), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="sso-enrol-v{enrol_file.VERSION}.xlsx"'
    return response


@employer_required()
@require_http_methods(["GET", "POST"])
def leave(request: HttpRequest, account: str, employment: int) -> HttpResponse:
    """Form 6-09."""
    found = selectors.employment(employment)
    if found is None or found.account_no != account:
        raise Http404
    form = LeaveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            done = enrolment.leave(account, found.national_id, **form.cleaned_data, by=actor_of(request))
        except Refused as refused:
            form.add_refusal(refused)
        else:
            messages.success(request, _("แจ้งออกแล้ว: %(name)s") % {"name": found.person_name})
            for finding in done.findings:
                messages.warning(request, sentence(finding))
            return redirect("registration:staff", account)
    return render(
        request, "registration/leave.html", {"employer": _employer(account), "form": form, "one": found}
    )


@employer_required(Role.employer_admin)
@require_http_methods(["GET", "POST"])
def people(request: HttpRequest, account: str) -> HttpResponse:
    """Who may act for the company; the administrator adds a second person."""
    form = GrantForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            employers.give_right(
                account, told["username"], told["role"], until=told["until"], by=actor_of(request)
            )
        except Refused as refused:
            form.add_refusal(refused)
        else:
            messages.success(request, _("ให้สิทธิแล้ว"))
            return redirect("registration:delegates", account)
    context = {
        "employer": _employer(account),
        "form": form,
        "grants": holders_of_scope(f"employer:{account}"),
    }
    return render(request, "registration/people.html", context)


@employer_required(Role.employer_admin)
@require_POST
def end_right(request: HttpRequest, account: str, grant: int) -> HttpResponse:
    try:
        employers.take_right(account, grant, by=actor_of(request))
    except Refused as refused:
        for finding in refused.findings:
            messages.error(request, sentence(finding))
    else:
        messages.success(request, _("เลิกสิทธิแล้ว"))
    return redirect("registration:delegates", account)
