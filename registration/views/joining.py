"""An employer joins (form 1-01): number, details, check, done. Answers are kept as a draft from the first one."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from integrations.public import GatewayDown
from registration.forms import EmployerForm, TaxIdForm
from registration.selectors import employer_of_tax_id
from registration.services import employers
from sso_core.accounts.public import User, actor_of, login_needed
from sso_core.cases import public as cases
from sso_core.kernel import thai_id
from sso_core.kernel.finding import Refused
from sso_core.kernel.places import provinces
from sso_core.ui.fields import sentence
from sso_core.ui.formats import thai_date

DRAFT = "register_employer"


def _user_id(request: HttpRequest) -> int:
    assert isinstance(request.user, User)
    return request.user.pk


def _draft(request: HttpRequest) -> dict[str, Any]:
    found = cases.load_draft(_user_id(request), DRAFT)
    return dict(found.data) if found else {}


@login_needed
@require_http_methods(["GET", "POST"])
def number(request: HttpRequest) -> HttpResponse:
    """Which employer: the number is looked up at once, and the answer prefills the next page."""
    kept = _draft(request)
    form = TaxIdForm(request.POST or None, initial={"tax_id": kept.get("tax_id", "")})
    if request.method == "POST" and form.is_valid():
        tax_id = form.cleaned_data["tax_id"]
        try:
            said: dict[str, Any] | None = employers.look_up(tax_id)
        except GatewayDown:
            said = None
        except Refused as refused:
            form.add_refusal(refused)
            return render(request, "registration/join_number.html", {"form": form}, status=422)
        same = kept if kept.get("tax_id") == tax_id else {}
        data = {**same, "tax_id": tax_id, "said": said}
        cases.save_draft(_user_id(request), DRAFT, data, "details")
        return redirect("registration:join_details")
    return render(request, "registration/join_number.html", {"form": form})


@login_needed
@require_http_methods(["GET", "POST"])
def details(request: HttpRequest) -> HttpResponse:
    """What no register tells; address and province come prefilled where one does."""
    kept = _draft(request)
    if not kept:
        return redirect("registration:register_employer")
    said = kept["said"] or {}
    initial = {"address": said.get("address"), "province": said.get("province"), **kept.get("told", {})}
    form = EmployerForm(request.POST or None, initial=initial, knows_name=bool(said))
    if request.method == "POST" and form.is_valid():
        told = {k: v.isoformat() if isinstance(v, date) else v for k, v in form.cleaned_data.items()}
        cases.save_draft(_user_id(request), DRAFT, {**kept, "told": told}, "check")
        return redirect("registration:join_check")
    context = {"form": form, "said": said, "tax_id": kept["tax_id"]}
    return render(request, "registration/join_details.html", context)


@login_needed
@require_http_methods(["GET", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Answers once more, then send."""
    kept = _draft(request)
    if not kept.get("told"):
        return _last_sent(request) or redirect("registration:register_employer")
    told, said = kept["told"], kept["said"] or {}
    findings: tuple[Any, ...] = ()
    if request.method == "POST":
        application = employers.EmployerApplication(
            tax_id=kept["tax_id"],
            name=said.get("name") or told["name"],
            address=told["address"],
            province=told["province"],
            email=told["email"],
            phone=told["phone"],
            first_employee_on=date.fromisoformat(told["first_employee_on"]),
            employees=told["employees"],
        )
        try:
            case = employers.apply_employer(application, by=actor_of(request))
        except Refused as refused:
            if sent := _last_sent(request):
                return sent
            findings = refused.findings
        else:
            cases.discard_draft(_user_id(request), DRAFT)
            return redirect("registration:registered", case.reference)
    context = {"rows": _rows(kept["tax_id"], told, said), "said": said, "findings": findings}
    return render(request, "registration/join_check.html", context, status=422 if findings else 200)


def _last_sent(request: HttpRequest) -> HttpResponse | None:
    """A double click sends twice: the second leads to what the first one opened."""
    sent = employers.open_application_of(by=actor_of(request)) if request.method == "POST" else None
    return redirect("registration:registered", sent.reference) if sent else None


def _rows(tax_id: str, told: dict[str, Any], said: dict[str, Any]) -> list[dict[str, Any]]:
    change = reverse("registration:join_details")
    source = _("จาก DBD") if employers.is_company(tax_id) else _("จากทะเบียนราษฎร")
    name = {"label": _("ชื่อนายจ้าง"), "value": said.get("name") or told["name"]}
    asked = (
        (_("ที่อยู่"), told["address"]),
        (_("จังหวัด"), provinces().get(told["province"], "")),
        (_("อีเมล"), told["email"]),
        (_("โทรศัพท์"), told["phone"]),
        (_("มีลูกจ้างคนแรกเมื่อ"), thai_date(date.fromisoformat(told["first_employee_on"]))),
        (_("ลูกจ้างทั้งหมด"), _("%(count)s คน") % {"count": told["employees"]}),
    )
    return [
        {
            "label": _("เลข 13 หลัก"),
            "value": thai_id.format_id(tax_id),
            "change_url": reverse("registration:register_employer"),
        },
        {**name, "source": source} if said else {**name, "change_url": change},
        *({"label": label, "value": value, "change_url": change} for label, value in asked),
    ]


@login_needed
@require_GET
def registered(request: HttpRequest, reference: str) -> HttpResponse:
    """The application: received, then decided; the page can be kept and opened again."""
    case = cases.case(reference)
    if case is None or case.type != employers.CASE_TYPE or case.applicant_user_id != _user_id(request):
        raise Http404
    said = employers.register_said(case)
    approved = case.decision is not None and case.decision.approved
    opened = employer_of_tax_id(case.payload["tax_id"]) if approved else None
    context = {
        "case": case,
        "said": said,
        "opened": opened,
        "is_company": employers.is_company(case.payload["tax_id"]),
    }
    return render(request, "registration/registered.html", context)


def tell_findings(request: HttpRequest, findings: Any) -> None:
    """Warnings of an act that was done, above the next page; the same words once."""
    for words in dict.fromkeys(sentence(finding) for finding in findings):
        messages.warning(request, words)
