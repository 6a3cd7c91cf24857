"""One's family: what the civil register links, and a relative added by a paper."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from integrations.public import GatewayDown
from registration.forms.records import KinForm
from registration.services import family as service
from registration.services.family import Kin
from sso_core.accounts.public import actor_of, member_required
from sso_core.cases import public as cases
from sso_core.documents.public import store_upload
from sso_core.kernel.finding import Refused
from sso_core.messaging.public import sentence


@member_required
@require_http_methods(["GET", "POST"])
def family(request: HttpRequest) -> HttpResponse:
    """The family as known; posting asks the civil register."""
    person_id = request.person_id  # type: ignore[attr-defined]
    if request.method == "POST":
        try:
            changed = service.take_from_civil_register(person_id, by=actor_of(request))
        except GatewayDown:
            messages.error(request, _("ทะเบียนราษฎรยังไม่ตอบ ลองใหม่อีกครั้งภายหลัง"))
        except Refused as refused:
            messages.error(request, sentence(refused.findings[0]))
        else:
            words = _("รับข้อมูลจากทะเบียนราษฎรแล้ว") if changed else _("ทะเบียนราษฎรไม่มีข้อมูลใหม่")
            messages.success(request, words)
        return redirect("registration:family")
    waiting = [
        case
        for case in cases.cases_of(f"person:{person_id}")
        if case.type == service.CASE_TYPE and case.is_open
    ]
    context = {"family": service.family_of(person_id), "waiting": waiting}
    return render(request, "registration/family.html", context)


@member_required
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """A relative by a paper; an officer compares."""
    form = KinForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            case = _ask(request, dict(form.cleaned_data))
        except Refused as refused:
            form.add_refusal(refused)
        else:
            messages.success(request, _("ส่งคำขอ %(ref)s แล้ว เจ้าหน้าที่ตรวจกับเอกสาร") % {"ref": case.reference})
            return redirect("registration:family")
    status = 422 if form.errors else 200
    return render(request, "registration/add_family.html", {"form": form}, status=status)


@transaction.atomic
def _ask(request: HttpRequest, told: dict[str, Any]) -> Any:
    person_id = request.person_id  # type: ignore[attr-defined]
    by, paper, evidence = actor_of(request), told.pop("paper"), told.pop("evidence")
    kept = store_upload(paper, subject=f"person:{person_id}", kind="family", by=by)
    return service.ask(person_id, Kin(**told), evidence=evidence, documents=(str(kept.id),), by=by)
