"""The officer's acts about employers: late reports, an inquiry, enrolling, opening an account again."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from registration import duties, selectors
from registration.acts import acts_of
from registration.caseload import is_open_for
from registration.establishments import open_branches
from registration.forms import TITLES
from registration.forms.business import InquiryForm, OfficeEnrolForm, ReopenForm
from registration.models import LateKind
from registration.services import ex_officio, reopening
from registration.services.enrolment import Enrol
from registration.values import EmployerView
from registration.views.acting import Done, Page, ask
from sso_core import clock
from sso_core.accounts.public import Role, actor_of, officer_required

FORM = "registration/office_act.html"


def _employer(account: str) -> EmployerView:
    found = selectors.employer(account)
    if found is None:
        raise Http404
    return found


def _back(account: str) -> dict[str, str]:
    one = _employer(account)
    return {"back": reverse("registration:office_employer", args=[account]), "back_label": one.name}


@officer_required()
@require_GET
def late(request: HttpRequest) -> HttpResponse:
    """What the employers of the officer's offices reported late."""
    kind = request.GET.get("kind", "")
    page = duties.late_page(request.offices, kind=kind, number=request.GET.get("page"))  # type: ignore[attr-defined]
    kinds: list[tuple[str, Any]] = [("", _("ทั้งหมด")), *LateKind.choices]
    tabs = [{"label": label, "href": f"?kind={key}", "current": key == kind} for key, label in kinds]
    return render(request, "registration/office_late.html", {"page": page, "tabs": tabs})


@officer_required()
@require_GET
def acts(request: HttpRequest, account: str) -> HttpResponse:
    """Who did what for the employer, for who has said why."""
    if not is_open_for(actor_of(request), f"employer:{account}"):
        return redirect("registration:office_employer", account)
    page = acts_of(account, number=request.GET.get("page"))
    return render(request, "registration/office_acts.html", {"employer": _employer(account), "page": page})


@officer_required(Role.officer)
@require_http_methods(["GET", "POST"])
def inquiry(request: HttpRequest) -> HttpResponse:
    """The record of an inquiry (s.37); two officers decide on it."""

    def act(told: dict[str, Any]) -> Done:
        case = ex_officio.open_inquiry(ex_officio.Inquiry(**told), by=actor_of(request))
        return _("บันทึกการสอบสวนแล้ว เลขที่ %(number)s รอเจ้าหน้าที่สองคน") % {"number": case.reference}, ()

    page = Page(
        _("สอบสวนนายจ้างที่ไม่ขึ้นทะเบียน"),
        _("ส่งให้พิจารณา"),
        reverse("registration:office_employers"),
        _("ค้นหานายจ้าง"),
        note=_("เสนอและอนุมัติโดยเจ้าหน้าที่สองคน แล้วนายจ้างได้รับหนังสือ"),
        section="37",
    )
    return ask(request, page, InquiryForm(request.POST or None), act, template=FORM)


@officer_required(Role.officer)
@require_http_methods(["GET", "POST"])
def enrol(request: HttpRequest, account: str) -> HttpResponse:
    """Enrol a person whom the employer did not (s.37)."""

    def act(told: dict[str, Any]) -> Done:
        found = told.pop("found")
        command = Enrol(account=account, title=dict(TITLES)[told["title_code"]], **told)
        done = ex_officio.enrol_ex_officio(command, found=found, by=actor_of(request))
        words = _("ขึ้นทะเบียนแล้ว: %(name)s นายจ้างได้รับแจ้ง") % {"name": done.enrolled[0].person_name}
        return words, done.findings

    page = Page(
        _("ขึ้นทะเบียนลูกจ้างโดยสำนักงาน"),
        _("ขึ้นทะเบียน"),
        **_back(account),
        note=_("ใช้เมื่อสอบสวนแล้วพบว่านายจ้างไม่แจ้งเข้างาน"),
        section="37",
    )
    form = OfficeEnrolForm(request.POST or None, branches=open_branches(account, clock.today()))
    return ask(request, page, form, act, template=FORM)


@officer_required(Role.officer)
@require_http_methods(["GET", "POST"])
def reopen(request: HttpRequest, account: str) -> HttpResponse:
    """Ask that a closed account be opened again."""

    def act(told: dict[str, Any]) -> Done:
        case = reopening.ask_reopening(account, **told, by=actor_of(request))
        return _("ส่งคำขอ %(ref)s แล้ว เจ้าหน้าที่อีกคนตัดสิน") % {"ref": case.reference}, ()

    page = Page(
        _("เปิดบัญชีอีกครั้ง"),
        _("ส่งให้พิจารณา"),
        **_back(account),
        note=_("เจ้าหน้าที่อีกคนตัดสิน แล้วเปิดสำนักงานใหญ่ด้วย ลูกจ้างต้องแจ้งเข้าใหม่"),
        section="44",
    )
    return ask(request, page, ReopenForm(request.POST or None), act, template=FORM)
