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
from contributions.collection_forms import (
    AssetForm,
    CollectionNoteForm,
    ConfirmForm,
    CourtForm,
    EndHoldForm,
    EndSeizureForm,
    HoldingForm,
    InstalmentsForm,
    ProofForm,
    SaleForm,
)
from contributions.collection_words import event_words
from contributions.models import CollectionCase
from contributions.selectors import collection as read
from contributions.services import (
    collecting,
    collection_letters,
    collection_requests,
    collection_sharing,
    detecting,
    instalments,
    office_assessing,
    seizing,
)
from contributions.views.acting import Page, ask
from contributions.views.arrears import case_facts
from contributions.views.collection import READING, WORKING, case_or_404
from finance.public import source_url
from registration.public import employer, handovers_of
from sso_core.accounts.public import User, actor_of, may_at, officer_required
from sso_core.audit.public import Purpose, log_access
from sso_core.cases import public as cases
from sso_core.kernel.actor import Actor
from sso_core.kernel.period import Period
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
    needs: Callable[[CollectionCase], object] = lambda case: True

    def is_open(self, case: CollectionCase) -> bool:
        """Whether the act leaves from where the case stands, and has something to act on."""
        stage = Stage(case.stage)
        if self.move:
            return any(one.name == self.move for one in COLLECTION.moves_from(stage))
        return stage in self.stages and bool(self.needs(case))


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
    "assess": Act(
        _("ประเมินเดือนที่ไม่ยื่น"),
        _("ประเมินและส่งหนังสือ"),
        _("ประเมินทุกเดือนที่ไม่ยื่นและพ้นเวลาในหนังสือเตือนแล้ว ออกใบแจ้งชำระและลงบัญชีทันที นายจ้างพิสูจน์ได้ 2 ปี"),
        lambda case, told, by: office_assessing.assess_case(case.pk, by=by),
        _("ประเมินและส่งหนังสือแล้ว"),
        section="47bis",
        move="assess",
    ),
    "instalments": Act(
        _("ตกลงผ่อนชำระ"),
        _("ตกลงและส่งข้อตกลง"),
        _("แบ่งหนี้ทั้งหมดถึงวันนี้เป็นงวดเท่ากันงวดละเดือน เงินเพิ่มของส่วนที่ค้างคิดต่อไป"),
        lambda case, told, by: instalments.agree(case.pk, **told, by=by),
        _("ตกลงผ่อนชำระแล้ว"),
        section="49",
        move="agree_instalments",
        form=lambda case, data: InstalmentsForm(data),
    ),
    "propose-seizure": Act(
        _("เสนอคำสั่งยึดทรัพย์"),
        _("เปิดคำสั่งให้พิจารณา"),
        _("เปิดคำสั่งในคิวงาน เจ้าหน้าที่เสนอ และผู้ตรวจอีกคนยืนยัน คำสั่งจึงมีผล"),
        lambda case, told, by: seizing.propose(case.pk, by=by),
        _("เปิดคำสั่งในคิวงานแล้ว"),
        section="50",
        stages=frozenset({Stage.SEIZURE_WARNED}),
        kind="warning",
    ),
    "asset": Act(
        _("บันทึกทรัพย์ที่ยึด"),
        _("บันทึกทรัพย์"),
        "",
        lambda case, told, by: seizing.record_asset(case.pk, **told, by=by),
        _("บันทึกทรัพย์แล้ว"),
        section="50",
        stages=frozenset({Stage.SEIZED}),
        form=lambda case, data: AssetForm(data),
    ),
    "sale": Act(
        _("บันทึกการขายทรัพย์"),
        _("บันทึกการขาย"),
        _("เงินที่ขายได้นำเข้าธนาคารตามใบแจ้งชำระของนายจ้าง หนี้จึงลดลง"),
        lambda case, told, by: seizing.record_sale(case.pk, **told, by=by),
        _("บันทึกการขายแล้ว"),
        section="50",
        stages=frozenset({Stage.SEIZED}),
        form=lambda case, data: SaleForm(data, assets=_assets(case)),
        needs=lambda case: _assets(case),
    ),
    "end-seizure": Act(
        _("จบคำสั่งยึดทรัพย์"),
        _("จบคำสั่ง"),
        _("เงินที่ขายได้เข้าบิลของนายจ้างแล้ว ส่วนที่เกินหักค่าใช้จ่าย ที่เหลือแจ้งนายจ้างให้มารับภายใน 5 ปี พ้นแล้วเป็นของกองทุน"),
        lambda case, told, by: seizing.end(case.pk, **told, by=by),
        _("จบคำสั่งยึดทรัพย์แล้ว"),
        section="50",
        move="end_seizure",
        form=lambda case, data: EndSeizureForm(data),
    ),
    "court": Act(
        _("บันทึกคดีในศาลแรงงาน"),
        _("บันทึกคดี"),
        _("ฟ้องได้ภายใน 30 วันนับแต่ทราบคำวินิจฉัยอุทธรณ์"),
        lambda case, told, by: collection_requests.record_court(case.pk, **told, by=by),
        _("บันทึกคดีแล้ว"),
        section="87",
        form=lambda case, data: CourtForm(data),
    ),
    "holding": Act(
        _("ให้ชะลอ หรือให้เร่งรัดต่อ"),
        _("บันทึก"),
        _("ระหว่างอุทธรณ์หรือคดีในศาล ชะลอแล้ว เตือนก่อนยึดและสั่งยึดไม่ได้จนกว่าเหตุจบ เงินเพิ่มคิดต่อไปทั้งสองทาง"),
        lambda case, told, by: collection_requests.set_holding(case.pk, **told, by=by),
        _("บันทึกแล้ว"),
        form=lambda case, data: HoldingForm(data, holds=_settable(case)),
        needs=lambda case: _settable(case),
    ),
    "end-hold": Act(
        _("จบเหตุชะลอ"),
        _("จบเหตุนี้"),
        "",
        lambda case, told, by: collection_requests.end_hold(case.pk, **told, by=by),
        _("บันทึกแล้ว"),
        form=lambda case, data: EndHoldForm(data, holds=_holds(case)),
        needs=lambda case: _holds(case),
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


def _assets(case: CollectionCase) -> list[tuple[str, str]]:
    seizure = case.seizures.filter(state="ordered").first()
    unsold = seizure.assets.filter(sold_on=None).order_by("pk") if seizure else ()
    return [(str(asset.pk), asset.what) for asset in unsold]


def _holds(case: CollectionCase) -> list[tuple[str, str]]:
    rows = case.holds.filter(ended_on=None).order_by("pk")
    return [(str(hold.pk), f"{hold.get_kind_display()} {hold.reference}") for hold in rows]


def _settable(case: CollectionCase) -> list[tuple[str, str]]:
    """What an officer may let hold or not, each with how it stands."""
    rows = case.holds.filter(ended_on=None, kind__in=collection_requests.OFFICERS_WORD).order_by("pk")
    states = {True: _("ตอนนี้ชะลอการเร่งรัด"), False: _("ตอนนี้ไม่ชะลอการเร่งรัด")}
    return [(str(one.pk), f"{one.get_kind_display()} {one.reference} · {states[one.holds]}") for one in rows]


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
        "seizure": found.seizures.order_by("-pk").prefetch_related("assets").first(),
        "requests": cases.cases_of(found.subject, open_only=True),
        "handovers": handovers_of(found.account_no),
        "joint": found.joint_debtors.order_by("pk"),
        "standing": found.assessments.filter(replaced_on=None).select_related("bill").order_by("period"),
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
    if chosen.move and not collecting.may_move(user, case, chosen.move):
        raise Http404

    def do(told: dict[str, Any]) -> str:
        chosen.do(case, told, actor_of(request, f"office:{case.office}"))
        detecting.look_again(case.account_no)
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


@officer_required(*WORKING)
@require_http_methods(["GET", "POST"])
def proof(request: HttpRequest, case_id: int, assessment_id: int) -> HttpResponse:
    """Accept a proof that another sum is owed than was assessed (s.47bis)."""
    case = case_or_404(request, case_id)
    one = case.assessments.filter(pk=assessment_id, replaced_on=None).first()
    user = request.user
    assert isinstance(user, User)
    if one is None or not may_at(user, case.office, *WORKING):
        raise Http404

    def do(told: dict[str, Any]) -> str:
        office_assessing.prove(one.pk, **told, by=actor_of(request, f"office:{case.office}"))
        return str(_("รับการพิสูจน์แล้ว นายจ้างได้รับหนังสือ"))

    page = Page(
        f"{_('พิสูจน์ยอดที่ประเมิน')} {Period.of(one.period).be_label()}",
        str(_("รับการพิสูจน์")),
        reverse("contributions:collection_case", args=[case.pk]),
        f"{case.employer_name} {case.reference}",
        note=str(_("ยอดใหม่แทนยอดที่ประเมิน เงินที่ชำระแล้วนับเป็นของยอดใหม่ ส่วนต่างแจ้งให้จ่ายหรือรับคืนใน 30 วัน")),
        section="47bis",
    )
    form = ProofForm(request.POST if request.method == "POST" else None)
    return ask(request, page, form, do, template=FORM, case=case)
