"""The facts of an employer, what is due, who did what, contractors, and the end of the business."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from registration import duties, selectors
from registration.acts import acts_of
from registration.forms.business import (
    CloseBusinessForm,
    ContractorForm,
    EmployerContactForm,
    EndContractorForm,
    FactsForm,
    FoundFactsForm,
)
from registration.services import changes, closing, contractors
from registration.views.acting import Done, Page, ask, asked_places
from registration.views.branches import is_admin
from registration.views.employer import employer_or_404
from sso_core import clock
from sso_core.accounts.public import Role, actor_of, employer_required
from sso_core.cases import public as cases
from sso_core.kernel.branch_no import HEAD_OFFICE
from sso_core.ui.formats import thai_date
from sso_core.ui.forms import FaceForm


def _back(account: str) -> dict[str, str]:
    return {"back": reverse("registration:facts", args=[account]), "back_label": _("ข้อมูลนายจ้าง")}


@employer_required()
@require_GET
def facts(request: HttpRequest, account: str) -> HttpResponse:
    """What the register holds of the employer, and what changed when."""
    context = {
        "employer": employer_or_404(account),
        "head": selectors.branch(account, HEAD_OFFICE),
        "changes": duties.changes_of(account),
        "open_changes": cases.cases_of(f"employer:{account}", type=changes.CASE_TYPE, open_only=True),
        "is_admin": is_admin(request, account),
    }
    return render(request, "registration/facts.html", context)


@employer_required(Role.employer_admin)
@require_http_methods(["GET", "POST"])
def contact(request: HttpRequest, account: str) -> HttpResponse:
    one = employer_or_404(account)

    def act(told: dict[str, Any]) -> Done:
        changes.set_employer_contacts(account, **told, by=actor_of(request))
        return _("เปลี่ยนช่องทางติดต่อแล้ว"), ()

    page = Page(
        _("ช่องทางติดต่อ"),
        _("บันทึก"),
        **_back(account),
        note=_("มีผลทันที ถ้าเปลี่ยนอีเมล เราแจ้งไปที่อีเมลเดิมด้วย"),
    )
    form = EmployerContactForm(request.POST or None, initial={"email": one.email, "phone": one.phone})
    return ask(request, page, form, act, employer=one)


@employer_required(Role.employer_admin)
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, account: str) -> HttpResponse:
    """Form 6-15."""
    one = employer_or_404(account)

    def act(told: dict[str, Any]) -> Done:
        done = changes.report_change(account, changes.Change(**told), by=actor_of(request))
        if done.case.is_open:
            words = _("ส่งแล้ว เลขที่ %(number)s รอเจ้าหน้าที่ตรวจ") % {"number": done.case.reference}
        else:
            words = _("เปลี่ยนแล้ว ตรงกับทะเบียน ไม่ต้องรอเจ้าหน้าที่")
        return words, done.findings

    page = Page(
        _("แจ้งเปลี่ยนข้อเท็จจริง"),
        _("แจ้งเปลี่ยน"),
        **_back(account),
        note=_("สปส.6-15 แจ้งภายในวันที่ 15 ของเดือนถัดจากเดือนที่เปลี่ยน แก้เฉพาะข้อที่เปลี่ยน"),
        section="44",
    )
    head = selectors.branch(account, HEAD_OFFICE)
    text, places = asked_places(request)
    present = {"name": one.name, "directors": "\n".join(one.directors)}
    if places:
        form: FaceForm = FoundFactsForm(places, request.POST or None, initial=present)
    else:
        if head is not None:
            present |= {"address": head.address, "province": head.province}
        form = FactsForm(request.POST or None, initial=present)
    shown = {"employer": one, "q": text, "found": places, "hidden": {"q": text}}
    return ask(request, page, form, act, template="registration/placed.html", **shown)


@employer_required(Role.employer_admin)
@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, account: str) -> HttpResponse:
    """The business ends."""
    one = employer_or_404(account)

    def act(told: dict[str, Any]) -> Done:
        done = closing.close_business(account, **told, by=actor_of(request))
        words = _("เลิกกิจการแล้ว งวดสุดท้ายที่ต้องยื่นเงินสมทบคือ %(month)s") % {"month": done.last_period.be_label()}
        return words, done.findings

    counts = selectors.staff_counts(account, clock.today())
    page = Page(
        _("เลิกกิจการ"),
        _("เลิกกิจการ"),
        **_back(account),
        note=_("ลูกจ้างที่เหลือ %(count)s คนจะออกในวันนั้น ทุกสาขาและบัญชีปิด เปิดใหม่ได้โดยเจ้าหน้าที่เท่านั้น")
        % {"count": counts.working},
        section="44",
        kind="warning",
    )
    return ask(request, page, CloseBusinessForm(request.POST or None), act, employer=one)


@employer_required()
@require_GET
def deadlines(request: HttpRequest, account: str) -> HttpResponse:
    """What must still be reported, and what came late."""
    today = clock.today()
    context = {
        "employer": employer_or_404(account),
        "duties": [(duty, duty.is_late(today)) for duty in duties.duties_of(account, today)],
        "late": duties.late_of(account),
    }
    return render(request, "registration/deadlines.html", context)


@employer_required()
@require_GET
def acts(request: HttpRequest, account: str) -> HttpResponse:
    """Who did what, and for whom."""
    page = acts_of(account, number=request.GET.get("page"))
    context = {"employer": employer_or_404(account), "page": page}
    return render(request, "registration/acts.html", context)


@employer_required()
@require_http_methods(["GET", "POST"])
def contractor_list(request: HttpRequest, account: str) -> HttpResponse:
    """The contractors for labour, and the principals of this employer; an administrator declares one."""
    if request.method == "POST" and not is_admin(request, account):
        raise Http404

    def act(told: dict[str, Any]) -> Done:
        made = contractors.declare_contractor(
            account, told["contractor"], work=told["work"], since=told["since"], by=actor_of(request)
        )
        return _("แจ้งผู้รับเหมาแล้ว: %(name)s") % {"name": made.contractor.name}, ()

    page = Page(
        _("ผู้รับเหมาค่าแรง"),
        _("แจ้งผู้รับเหมา"),
        reverse("registration:contractors", args=[account]),
        _("ผู้รับเหมาค่าแรง"),
        section="35",
    )
    context = {
        "employer": employer_or_404(account),
        "below": contractors.contractors_of(account),
        "above": contractors.principals_of(account),
        "is_admin": is_admin(request, account),
    }
    form = ContractorForm(request.POST or None)
    return ask(request, page, form, act, template="registration/contractors.html", **context)


@employer_required(Role.employer_admin)
@require_http_methods(["GET", "POST"])
def end_contractor(request: HttpRequest, account: str, link: int) -> HttpResponse:
    found = next((one for one in contractors.contractors_of(account) if one.id == link), None)
    if found is None:
        raise Http404

    def act(told: dict[str, Any]) -> Done:
        contractors.end_contractor(account, link, **told, by=actor_of(request))
        return _("สิ้นสุดงานของ %(name)s เมื่อ %(day)s") % {
            "name": found.other.name,
            "day": thai_date(told["last_day"]),
        }, ()

    page = Page(
        _("สิ้นสุดงานของ %(name)s") % {"name": found.other.name},
        _("บันทึก"),
        reverse("registration:contractors", args=[account]),
        _("ผู้รับเหมาค่าแรง"),
    )
    form = EndContractorForm(request.POST or None)
    return ask(request, page, form, act, employer=employer_or_404(account))
