"""The applicant's pages, a member's and an employer's: the list, the tracker, the answer."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sso_core.accounts.public import User, actor_of, employer_required, member_required
from sso_core.cases import selectors
from sso_core.cases.forms import AnswerForm
from sso_core.cases.models import Case
from sso_core.cases.registry import type_of
from sso_core.cases.services.drafts import drafts_of
from sso_core.cases.services.letters import RECEIPT, receipt_of
from sso_core.cases.services.work import answer as answer_question
from sso_core.cases.services.work import withdraw as withdraw_case
from sso_core.cases.tracker import steps_of
from sso_core.cases.types import CaseView
from sso_core.documents.public import documents_of_case, qr_svg, store_upload, verify_url
from sso_core.kernel.finding import Refused
from sso_core.kernel.flow import IllegalMove


def _mine(request: HttpRequest, ref: str, account: str = "") -> CaseView:
    """The case, if it is this member's or employer's; else there is none."""
    case = selectors.case(ref)
    if case is None:
        raise Http404
    if account:
        allowed = case.subject == f"employer:{account}"
    else:
        allowed = case.subject == f"person:{request.person_id}" or (  # type: ignore[attr-defined]
            case.applicant_user_id == request.user.pk and not case.employer_account
        )
    if not allowed:
        raise Http404
    return case


def _url(name: str, case: CaseView, account: str) -> str:
    if account:
        return reverse(f"cases:employer_{name}", args=[account, case.reference])
    return reverse(f"cases:{name}", args=[case.reference])


def _base(account: str) -> dict[str, Any]:
    return {"base": "ui/base_employer.html" if account else "ui/base_citizen.html", "account": account}


@member_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    assert isinstance(request.user, User)
    subject = f"person:{request.person_id}"  # type: ignore[attr-defined]
    cases = [*selectors.cases_of(subject), *_applied_for_others(request.user, subject)]
    context = {"cases": cases, "drafts": drafts_of(request.user.pk), **_base("")}
    return render(request, "cases/mine.html", context)


def _applied_for_others(user: User, subject: str) -> list[CaseView]:
    """Applications that this person sent for another, such as a new employer."""
    rows = Case.objects.select_related("assigned_to").filter(applicant_user=user).exclude(subject=subject)
    return [selectors.view_of(row) for row in rows.exclude(subject__startswith="employer:").order_by("-pk")]


@employer_required()
@require_safe
def employer_cases(request: HttpRequest, account: str) -> HttpResponse:
    context = {"cases": selectors.cases_of(f"employer:{account}"), "drafts": (), **_base(account)}
    return render(request, "cases/mine.html", context)


@member_required
@require_safe
def tracker(request: HttpRequest, ref: str) -> HttpResponse:
    return _tracker(request, ref)


@employer_required()
@require_safe
def employer_tracker(request: HttpRequest, account: str, ref: str) -> HttpResponse:
    return _tracker(request, ref, account)


def _tracker(request: HttpRequest, ref: str, account: str = "") -> HttpResponse:
    case = _mine(request, ref, account)
    kind = type_of(case.type)
    question = selectors.open_question(ref)
    panel = None if case.decision else kind.panel(case)
    papers = documents_of_case(ref)
    receipt = next((paper for paper in papers if paper.kind == RECEIPT), None)
    context = {
        "case": case,
        "kind": kind,
        "sent": "sent" in request.GET,
        "question": question,
        "steps": steps_of(case, question, _url("answer", case, account)),
        "worked": case.decision.worked if case.decision else panel and panel.worked,
        "amount": case.decision.amount if case.decision else case.amount,
        "papers": [paper for paper in papers if paper.kind != RECEIPT],
        "receipt": receipt,
        "receipt_url": _url("receipt", case, account),
        "withdraw_url": _url("withdraw", case, account) if case.is_open else "",
        "qr": qr_svg(verify_url(receipt.verification_code), label=_("คิวอาร์สำหรับตรวจสอบคำขอ"))
        if receipt
        else "",
        "entries": [
            {"text": e.text, "when": e.at, "who": _who(e.actor_kind)}
            for e in selectors.timeline(ref, public_only=True)
        ],
        **_base(account),
    }
    return render(request, "cases/tracker.html", context)


def _who(kind: str) -> str:
    """The office speaks as one: the applicant sees that an officer acted, the letter names who decided."""
    return {"officer": _("เจ้าหน้าที่"), "system": _("ระบบ")}.get(kind, _("คุณ"))


@member_required
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, ref: str) -> HttpResponse:
    return _answer(request, ref)


@employer_required()
@require_http_methods(["GET", "POST"])
def employer_answer(request: HttpRequest, account: str, ref: str) -> HttpResponse:
    return _answer(request, ref, account)


def _answer(request: HttpRequest, ref: str, account: str = "") -> HttpResponse:
    case = _mine(request, ref, account)
    question = selectors.open_question(ref)
    if question is None:
        return redirect(_url("tracker", case, account))
    form = AnswerForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            _send_answer(request, case, form, account)
        except Refused as refused:
            form.add_refusal(refused)
        except IllegalMove:
            return redirect(_url("tracker", case, account))
        else:
            messages.success(request, _("ส่งคำตอบแล้ว เรานับเวลาพิจารณาต่อ"))
            return redirect(_url("tracker", case, account))
    context = {
        "case": case,
        "question": question,
        "form": form,
        "back": _url("tracker", case, account),
        **_base(account),
    }
    return render(request, "cases/answer.html", context, status=422 if form.errors else 200)


def _send_answer(request: HttpRequest, case: CaseView, form: AnswerForm, account: str) -> None:
    by = actor_of(request, f"employer:{account}" if account else "")
    papers = []
    if form.cleaned_data["file"]:
        paper = store_upload(
            form.cleaned_data["file"],
            subject=case.subject,
            kind="case_answer",
            by=by,
            case_ref=case.reference,
        )
        papers.append(str(paper.id))
    answer_question(case.reference, form.cleaned_data["text"], by, papers)


@member_required
@require_safe
def receipt(request: HttpRequest, ref: str) -> HttpResponse:
    return redirect(receipt_of(_mine(request, ref).reference).url)


@employer_required()
@require_safe
def employer_receipt(request: HttpRequest, account: str, ref: str) -> HttpResponse:
    return redirect(receipt_of(_mine(request, ref, account).reference).url)


@member_required
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, ref: str) -> HttpResponse:
    return _withdraw(request, ref)


@employer_required()
@require_http_methods(["GET", "POST"])
def employer_withdraw(request: HttpRequest, account: str, ref: str) -> HttpResponse:
    return _withdraw(request, ref, account)


def _withdraw(request: HttpRequest, ref: str, account: str = "") -> HttpResponse:
    """Ask once, then take the application back."""
    case = _mine(request, ref, account)
    back = _url("tracker", case, account)
    if not case.is_open:
        return redirect(back)
    if request.method == "POST":
        try:
            withdraw_case(ref, actor_of(request, f"employer:{account}" if account else ""))
        except IllegalMove:
            messages.error(request, _("ถอนไม่ได้แล้ว คำขอนี้มีผลแล้ว"))
        return redirect(back)
    return render(request, "cases/withdraw.html", {"case": case, "back": back, **_base(account)})
