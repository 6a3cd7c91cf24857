"""Claiming sickness cash, one question a page. Each answer is kept in a draft from the first on."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from benefits.forms.sickness import CertificateForm, DeclareForm, EmployerForm, PayForm, PlaceForm, RestForm
from benefits.selectors import rights_of
from benefits.services import sickness
from benefits.services.sickness import SicknessFacts
from registration import public as registration
from sso_core import clock
from sso_core.accounts.public import aal2_required, actor_of, member_required
from sso_core.cases import public as cases
from sso_core.documents import public as documents
from sso_core.kernel.finding import Refused
from sso_core.ui.formats import thai_date
from sso_core.ui.forms import FaceForm

DRAFT = "benefits.sickness"


@dataclass(frozen=True, slots=True)
class Step:
    name: str
    form: type[FaceForm]
    title: str


STEPS = (
    Step("rest", RestForm, "วันที่แพทย์สั่งให้หยุด"),
    Step("place", PlaceForm, "สถานพยาบาล"),
    Step("employer", EmployerForm, "ค่าจ้างในวันที่หยุด"),
    Step("certificate", CertificateForm, "ใบรับรองแพทย์"),
    Step("pay", PayForm, "วิธีรับเงิน"),
)
LAST = len(STEPS) + 1


@member_required
@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """Who can claim, how much, what to have ready; and where this person stands."""
    right = next(right for right in rights_of(request.person_id) if right.kind == "sickness")  # type: ignore[attr-defined]
    draft = cases.load_draft(request.user.pk, DRAFT)
    return render(request, "benefits/sickness_start.html", {"right": right, "draft": draft})


@member_required
@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, name: str) -> HttpResponse:
    """One question. A right answer is kept and leads on, or back to the check page."""
    number, current = _find(name)
    answers = _answers(request)
    form = _form(request, current, answers)
    if request.method == "POST" and form.is_valid():
        answered = _keep(request, current, form, answers)
        if answered is not None:
            return answered
    context = {
        "form": form,
        "step_name": name,
        "number": number,
        "last": LAST,
        "title": current.title,
        "back": _back(number),
        "documents": _uploaded(request, answers),
    }
    return render(request, "benefits/sickness_step.html", context)


def _find(name: str) -> tuple[int, Step]:
    for number, one in enumerate(STEPS, 1):
        if one.name == name:
            return number, one
    raise Http404


def _answers(request: HttpRequest) -> dict[str, Any]:
    draft = cases.load_draft(request.user.pk, DRAFT)
    return dict(draft.data) if draft else {}


def _form(request: HttpRequest, current: Step, answers: dict[str, Any]) -> FaceForm:
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    extra = {"shown": _destination(request)} if current.form is PayForm else {}
    return current.form(data, files, initial=answers, **extra)


def _keep(
    request: HttpRequest, current: Step, form: FaceForm, answers: dict[str, Any]
) -> HttpResponse | None:
    if current.name == "certificate":
        return _keep_certificate(request, form, answers)
    for field, value in form.cleaned_data.items():
        answers[field] = value.isoformat() if isinstance(value, date) else value
    cases.save_draft(request.user.pk, DRAFT, answers, current.name)
    if answers.get("way") == "change" and current.name == "pay":
        return redirect(
            f"{reverse('registration:payout')}?next={reverse('benefits:sickness_step', args=['pay'])}"
        )
    return _onward(request, current, answers)


def _keep_certificate(request: HttpRequest, form: FaceForm, answers: dict[str, Any]) -> HttpResponse | None:
    upload = form.cleaned_data.get("certificate")
    kept = list(answers.get("certificates", []))
    if upload:
        subject = f"person:{request.person_id}"  # type: ignore[attr-defined]
        try:
            stored = documents.store_upload(
                upload, subject=subject, kind="medical_certificate", by=actor_of(request)
            )
        except Refused as refused:
            for finding in refused.findings:
                form.add_error("certificate", _sentence(finding))
            return None
        answers["certificates"] = [*kept, str(stored.id)]
        cases.save_draft(request.user.pk, DRAFT, answers, "certificate")
        if request.POST.get("then") == "another":
            return redirect("benefits:sickness_step", "certificate")
    elif not kept:
        form.add_error("certificate", _("เลือกไฟล์ใบรับรองแพทย์ ถ่ายด้วยโทรศัพท์ก็ได้"))
        return None
    return _onward(request, _find("certificate")[1], answers)


def _sentence(finding: Any) -> str:
    from sso_core.ui.fields import sentence

    return sentence(finding)


def _onward(request: HttpRequest, current: Step, answers: dict[str, Any]) -> HttpResponse:
    """The next question that has no answer yet; with all answered, the check page."""
    missing = next((one for one in STEPS if not _is_answered(one, answers)), None)
    return (
        redirect("benefits:sickness_step", missing.name) if missing else redirect("benefits:sickness_check")
    )


def _is_answered(one: Step, answers: dict[str, Any]) -> bool:
    needed = {"certificate": ("certificates",), "employer": ("paid",)}.get(
        one.name, tuple(one.form.base_fields)
    )
    return (
        all(answers.get(field) not in (None, "", []) for field in needed) and answers.get("way") != "change"
    )


def _back(number: int) -> str:
    if number == 1:
        return reverse("benefits:sickness")
    return reverse("benefits:sickness_step", args=[STEPS[number - 2].name])


@member_required
@require_POST
def remove_certificate(request: HttpRequest, document: UUID) -> HttpResponse:
    answers = _answers(request)
    answers["certificates"] = [one for one in answers.get("certificates", []) if one != str(document)]
    cases.save_draft(request.user.pk, DRAFT, answers, "certificate")
    return redirect("benefits:sickness_step", "certificate")


def _uploaded(request: HttpRequest, answers: dict[str, Any]) -> list[dict[str, str]]:
    subject = f"person:{request.person_id}"  # type: ignore[attr-defined]
    found = documents.documents_by_id(list(answers.get("certificates", [])), subject=subject)
    return [
        {
            "title": one.title or one.filename,
            "url": one.url,
            "state": one.status_label,
            "remove_url": reverse("benefits:sickness_remove", args=[one.id]),
        }
        for one in found
    ]


def _destination(request: HttpRequest) -> str:
    destination = registration.destination_of(request.person_id)  # type: ignore[attr-defined]
    if destination is None or destination.kind == "promptpay":
        return _("พร้อมเพย์ที่ผูกกับเลขประจำตัวประชาชน")
    hidden = destination.account[-4:].rjust(len(destination.account), "•")
    return _("บัญชีธนาคาร %(account)s") % {"account": hidden}


def _facts(answers: dict[str, Any]) -> SicknessFacts | None:
    try:
        return SicknessFacts(
            first_day=date.fromisoformat(answers["first_day"]),
            days=int(answers["days"]),
            paid_days=int(answers.get("paid_days") or 0),
            hospital=answers["hospital"],
            certificates=tuple(UUID(one) for one in answers["certificates"]),
        )
    except (KeyError, ValueError):
        return None


@member_required
@aal2_required
@require_http_methods(["GET", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """The sum first, then the answers; sending it makes the case."""
    answers = _answers(request)
    facts = _facts(answers)
    missing = next((one for one in STEPS if not _is_answered(one, answers)), None)
    if facts is None or missing is not None:
        return redirect("benefits:sickness_step", missing.name if missing else "rest")
    findings = sickness.check_facts(facts, on=clock.today())
    position = None if findings else sickness.estimate(request.person_id, facts)  # type: ignore[attr-defined]
    form = DeclareForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            claim = sickness.submit(request.person_id, facts, by=actor_of(request), channel="web")  # type: ignore[attr-defined]
        except Refused as refused:
            findings = list(refused.findings)
        else:
            cases.discard_draft(request.user.pk, DRAFT)
            return redirect("benefits:done", claim.reference)
    context = {
        "form": form,
        "findings": findings,
        "position": position,
        "rows": _rows(request, facts),
        "number": LAST,
        "last": LAST,
    }
    return render(request, "benefits/sickness_check.html", context)


def _rows(request: HttpRequest, facts: SicknessFacts) -> list[dict[str, Any]]:
    def row(label: str, value: str, name: str) -> dict[str, Any]:
        return {"label": label, "value": value, "change_url": reverse("benefits:sickness_step", args=[name])}

    until = thai_date(facts.last_day)
    return [
        row(_("วันที่หยุด"), f"{thai_date(facts.first_day)} – {until} ({facts.days}\u00a0{_('วัน')})", "rest"),
        row(_("สถานพยาบาล"), facts.hospital, "place"),
        row(_("นายจ้างจ่ายค่าจ้าง"), f"{facts.paid_days} {_('วัน')}", "employer"),
        row(_("ขอรับเงิน"), f"{facts.claimed_days} {_('วัน')}", "employer"),
        row(_("ใบรับรองแพทย์"), f"{len(facts.certificates)} {_('ไฟล์')}", "certificate"),
        row(_("รับเงินทาง"), _destination(request), "pay"),
    ]
