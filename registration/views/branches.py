"""The branches of an employer: list, open, change, close, hand over."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from registration import selectors
from registration.establishments import open_branches, places_of
from registration.forms.business import (
    BranchForm,
    CloseBranchForm,
    FoundBranchForm,
    FoundNewBranchForm,
    HandOverForm,
    NewBranchForm,
)
from registration.services import branches, transfers
from registration.values import BranchView
from registration.views.acting import Done, Page, ask, asked_places
from registration.views.employer import employer_or_404
from registration.views.joining import tell_findings
from sso_core import clock
from sso_core.accounts.public import Role, actor_of, employer_accounts_of, employer_required
from sso_core.kernel.finding import Refused
from sso_core.ui.forms import FaceForm


def is_admin(request: HttpRequest, account: str) -> bool:
    return account in employer_accounts_of(request.user, Role.employer_admin)  # type: ignore[arg-type]


def _back(account: str) -> dict[str, str]:
    return {"back": reverse("registration:branches", args=[account]), "back_label": _("สาขา")}


def _or_404(account: str, branch_no: str) -> BranchView:
    found = selectors.branch(account, branch_no)
    if found is None:
        raise Http404
    return found


@employer_required()
@require_GET
def branch_list(request: HttpRequest, account: str) -> HttpResponse:
    """Every branch, and what other employers want to hand over to this one."""
    context = {
        "employer": employer_or_404(account),
        "branches": selectors.branches(account),
        "offered": transfers.transfers_to(account),
        "is_admin": is_admin(request, account),
    }
    return render(request, "registration/branches.html", context)


@employer_required(Role.employer_admin)
@require_http_methods(["GET", "POST"])
def new_branch(request: HttpRequest, account: str) -> HttpResponse:
    def act(told: dict[str, Any]) -> Done:
        done = branches.open_branch(account, **told, by=actor_of(request))
        return _("เปิดสาขา %(number)s แล้ว") % {"number": done.branch.branch_no}, done.findings

    page = Page(
        _("เปิดสาขา"),
        _("เปิดสาขา"),
        **_back(account),
        note=_("สปส.6-15 แจ้งภายในวันที่ 15 ของเดือนถัดจากเดือนที่เปิด"),
        section="44",
    )
    text, places = asked_places(request)
    form = FoundNewBranchForm(places, request.POST or None) if places else NewBranchForm(request.POST or None)
    shown = {"employer": employer_or_404(account), "q": text, "found": places, "hidden": {"q": text}}
    return ask(request, page, form, act, template="registration/placed.html", **shown)


@employer_required(Role.employer_admin)
@require_http_methods(["GET", "POST"])
def branch(request: HttpRequest, account: str, branch_no: str) -> HttpResponse:
    """A branch: where it stood when, and a new name or place for it."""
    one = _or_404(account, branch_no)

    def act(told: dict[str, Any]) -> Done:
        done = branches.change_branch(account, branch_no, **told, by=actor_of(request))
        return _("บันทึกสาขา %(number)s แล้ว") % {"number": branch_no}, done.findings

    page = Page(
        one.name,
        _("บันทึก"),
        **_back(account),
        note=_("ที่เดิมยังใช้กับเดือนก่อนวันที่ย้าย อัตราลดหย่อนตามจังหวัดจึงถูกต้องทุกเดือน"),
        section="44",
    )
    text, found = asked_places(request)
    told = {"name": one.name, "address": one.address, "province": one.province}
    if found:
        form: FaceForm = FoundBranchForm(found, request.POST or None, initial={"name": one.name})
    else:
        form = BranchForm(request.POST or None, initial=told)
    shown = {"employer": employer_or_404(account), "branch": one, "places": places_of(one)}
    shown |= {"q": text, "found": found, "hidden": {"q": text}}
    return ask(request, page, form, act, template="registration/branch.html", **shown)


@employer_required(Role.employer_admin)
@require_http_methods(["GET", "POST"])
def close_branch(request: HttpRequest, account: str, branch_no: str) -> HttpResponse:
    one = _or_404(account, branch_no)

    def act(told: dict[str, Any]) -> Done:
        done = branches.close_branch(account, branch_no, **told, by=actor_of(request))
        return _("ปิดสาขา %(number)s แล้ว") % {"number": branch_no}, done.findings

    page = Page(
        _("ปิดสาขา %(name)s") % {"name": one.name},
        _("ปิดสาขา"),
        **_back(account),
        note=_("หลังวันปิดจะแจ้งเข้างานที่สาขานี้ไม่ได้ ลูกจ้างที่เหลือย้ายไปสาขาอื่นหรือออก"),
        section="44",
        kind="warning",
    )
    others = [b for b in open_branches(account, clock.today()) if b != one and b.closed_on is None]
    form = CloseBranchForm(request.POST or None, branches=others)
    return ask(request, page, form, act, employer=employer_or_404(account))


@employer_required(Role.employer_admin)
@require_http_methods(["GET", "POST"])
def hand_over(request: HttpRequest, account: str, branch_no: str) -> HttpResponse:
    """Ask that the branch with its staff goes to another employer."""
    one = _or_404(account, branch_no)

    def act(told: dict[str, Any]) -> Done:
        case = transfers.ask_transfer(account, branch_no, **told, by=actor_of(request))
        return _("ส่งคำขอโอนแล้ว เลขที่ %(number)s รอผู้รับโอนตกลง") % {"number": case.reference}, ()

    page = Page(
        _("โอน %(name)s ให้นายจ้างอื่น") % {"name": one.name},
        _("ขอโอน"),
        **_back(account),
        note=_("ผู้รับโอนต้องกดตกลงก่อน แล้วเจ้าหน้าที่พิจารณา ลูกจ้างย้ายไปโดยความคุ้มครองไม่ขาด"),
        section="44",
    )
    return ask(request, page, HandOverForm(request.POST or None), act, employer=employer_or_404(account))


@employer_required(Role.employer_admin)
@require_POST
def accept(request: HttpRequest, account: str, reference: str) -> HttpResponse:
    """Agree to take a business over."""
    if not transfers.is_offered(reference, account):
        raise Http404
    try:
        transfers.accept_transfer(reference, by=actor_of(request))
    except Refused as refused:
        tell_findings(request, refused.findings)
    else:
        messages.success(request, _("ตกลงรับโอนแล้ว เจ้าหน้าที่จะพิจารณาต่อ"))
    return redirect("registration:branches", account)
