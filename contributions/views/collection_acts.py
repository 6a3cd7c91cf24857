"""What an officer does in one case of collection: an act a page, what it means above the button, its law beside."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from contributions.collection_flow import COLLECTION, Stage
from contributions.collection_forms import CollectionNoteForm, ConfirmForm
from contributions.collection_words import event_words
from contributions.models import CollectionCase
from contributions.selectors import collection as read
from contributions.services import collecting, collection_letters, collection_sharing
from contributions.views.acting import Page, ask
from contributions.views.arrears import case_facts
from contributions.views.collection import READING, WORKING, case_or_404
from finance.public import source_url
from registration.public import employer
from sso_core.accounts.public import User, actor_of, may_at, officer_required
from sso_core.audit.public import Purpose, log_access
from sso_core.kernel.actor import Actor
from sso_core.ui.forms import FaceForm

FORM = "contributions/collection_act.html"


@dataclass(frozen=True, slots=True)
class Act:
    """An act: its words, its law, its form, and the service. ``move`` is the move of the flow that it makes."""

    title: Any
    button: Any
    note: Any
    do: Callable[[CollectionCase, dict[str, Any], Actor], Any]
    done: Any
    section: str = ""
    move: str = ""
    stages: frozenset[Stage] = frozenset(Stage) - {Stage.SETTLED}
    form: Callable[[CollectionCase, Any], FaceForm] = lambda case, data: ConfirmForm(data)
    kind: str = ""

    def is_open(self, case: CollectionCase) -> bool:
        """Whether the act leaves from where the case stands."""
        stage = Stage(case.stage)
        if self.move:
            return any(one.name == self.move for one in COLLECTION.moves_from(stage))
        return stage in self.stages


ACTS: dict[str, Act] = {
    "warn": Act(
        _("ส่งหนังสือเตือน"),
        _("ส่งหนังสือเตือน"),
        _("เตือนทุกเดือนที่ยังไม่เคยเตือน ให้เวลา 30 วัน นายจ้างได้รับทันที หนังสือเก็บตามที่ส่ง"),
        lambda case, told, by: collection_letters.warn(case.pk, by=by),
        _("ส่งหนังสือเตือนแล้ว"),
        section="47bis",
        move="warn",
    ),
    "warn-seizure": Act(
        _("เตือนก่อนยึดทรัพย์"),
        _("ส่งหนังสือเตือนก่อนยึดทรัพย์"),
        _("เตือนหนี้ที่ทราบยอดและพ้นเวลาที่ให้ไว้ ให้เวลา 30 วัน พ้นแล้วจึงเสนอคำสั่งยึดได้"),
        lambda case, told, by: collection_letters.warn_of_seizure(case.pk, by=by),
        _("ส่งหนังสือเตือนก่อนยึดทรัพย์แล้ว"),
        section="50",
        move="warn_seizure",
        kind="warning",
    ),
    "note": Act(
        _("บันทึก"),
        _("บันทึก"),
        "",
        lambda case, told, by: collection_sharing.note(case.pk, told["text"], by=by),
        _("บันทึกแล้ว"),
        form=lambda case, data: CollectionNoteForm(data),
    ),
}


def acts_for(user: User, case: CollectionCase) -> list[dict[str, Any]]:
    """The acts that this user may do now, as links."""
    if not may_at(user, case.office, *WORKING):
        return []
    return [
        {"label": act.title, "href": reverse("contributions:collection_act", args=[case.pk, name])}
        for name, act in ACTS.items()
        if act.is_open(case)
    ]


@officer_required(*READING)
@require_GET
def case(request: HttpRequest, case_id: int) -> HttpResponse:
    """Everything of one employer's debt: months, letters, promises, payments, history, and what may be done."""
    found = case_or_404(request, case_id)
    log_access(
        actor_of(request),
        subject=found.subject,
        subject_name=found.employer_name,
        purpose=str(Purpose.FINANCE.label),
        what=f"เรื่องเร่งรัดหนี้ {found.reference}",
    )
    context = {
        "case": found,
        "employer": employer(found.account_no),
        "employer_url": source_url(found.subject),
        **case_facts(found),
        "history": [
            {"text": event_words(e), "when": e.at, "who": e.by_name} for e in found.events.order_by("-pk")
        ],
        "payments": read.payments_of(found.account_no),
        "joint": found.joint_debtors.order_by("pk"),
        "assessments": found.assessments.select_related("bill").order_by("-period", "-pk"),
    }
    user = request.user
    assert isinstance(user, User)
    context["acts"] = acts_for(user, found)
    return render(request, "contributions/collection_case.html", context)


@officer_required(*WORKING)
@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, case_id: int, name: str) -> HttpResponse:
    """One act: what it does, its form, and back to the case."""
    case = case_or_404(request, case_id)
    chosen = ACTS.get(name)
    user = request.user
    assert isinstance(user, User)
    if chosen is None or not may_at(user, case.office, *WORKING):
        raise Http404
    if chosen.move and collecting.may_move(user, case, chosen.move) is False and name != "propose-seizure":
        raise Http404

    def do(told: dict[str, Any]) -> str:
        chosen.do(case, told, actor_of(request, f"office:{case.office}"))
        return str(chosen.done)

    page = Page(
        chosen.title,
        chosen.button,
        reverse("contributions:collection_case", args=[case.pk]),
        f"{case.employer_name} {case.reference}",
        note=chosen.note,
        section=chosen.section,
        kind=chosen.kind,
    )
    return ask(
        request,
        page,
        chosen.form(case, request.POST if request.method == "POST" else None),
        do,
        template=FORM,
        case=case,
    )
