"""Looking for months: the member asks from a month, an officer notes what was found or asks, the employer answers."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from contributions.search_forms import AnswerForm, AskEmployerForm, FoundForm, LookForm
from contributions.selectors import accounts
from contributions.selectors import month_searches as read
from contributions.selectors.counts import FIRST_MONTH
from contributions.services import employer_questions, month_searches
from contributions.views.acting import Page, ask
from contributions.views.filings import FILERS
from registration.public import employer
from sso_core import clock
from sso_core.accounts.public import (
    Role,
    User,
    actor_of,
    employer_required,
    may_at,
    member_required,
    officer_required,
)
from sso_core.cases import public as cases
from sso_core.documents.public import store_upload
from sso_core.kernel.finding import Refused
from sso_core.kernel.period import Period
from sso_core.ui.formats import thai_date

WORKING = (Role.officer,)
ANSWER_DAYS = 15


def month_of(text: str) -> Period:
    """A month that an account may have; 404 for any other."""
    try:
        period = Period.parse(text)
    except ValueError:
        raise Http404 from None
    if not FIRST_MONTH <= period <= Period.of(clock.today()):
        raise Http404
    return period


@member_required
@require_http_methods(["GET", "POST"])
def look(request: HttpRequest, text: str) -> HttpResponse:
    """Have this month, or a run of months from it, looked for."""
    person_id: int = request.person_id  # type: ignore[attr-defined]
    since = month_of(text)
    (month,) = accounts.account(person_id, since, since)
    if not read.may_look(month, read.searches_of(person_id).get(since)):
        return redirect("contributions:me_month", text)
    then = read.employers_then(person_id, since, since)
    form = LookForm(
        request.POST or None, request.FILES or None, employers=then,
        initial={"until": since, "employer_no": then[0][0] if len(then) == 1 else ""},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            case = _ask(request, person_id, since, dict(form.cleaned_data))
        except Refused as refused:
            form.add_refusal(refused)
        else:
            told = {"ref": case.reference, "day": thai_date(case.due_on)}
            messages.success(request, _("ส่งคำขอ %(ref)s แล้ว เจ้าหน้าที่ตอบภายใน %(day)s") % told)
            return redirect("contributions:me_month", text)
    context = {"month": month, "form": form}
    return render(request, "contributions/look.html", context, status=422 if form.errors else 200)


@transaction.atomic
def _ask(request: HttpRequest, person_id: int, since: Period, told: dict[str, Any]) -> cases.CaseView:
    by, paper, until = actor_of(request), told.pop("paper"), told.pop("until")
    documents = []
    if paper:
        kept = store_upload(paper, subject=f"person:{person_id}", kind="contributions.evidence", by=by)
        documents.append(str(kept.id))
    return month_searches.ask(person_id, since, until, documents=documents, by=by, **told)


def _worked_case(request: HttpRequest, reference: str) -> cases.CaseView:
    """The open search, for an officer who may work on it; 404 for all others."""
    case = cases.case(reference)
    user = request.user
    if case is None or case.type != month_searches.FIND or not case.is_open:
        raise Http404
    if not isinstance(user, User) or not may_at(user, case.office, *WORKING):
        raise Http404
    return case


def _office_page(case: cases.CaseView, title: str, button: str, note: str) -> Page:
    return Page(title, button, reverse("cases:office_case", args=[case.reference]), case.reference, note=note)


@officer_required(*WORKING)
@require_http_methods(["GET", "POST"])
def found(request: HttpRequest, reference: str) -> HttpResponse:
    """Note what was found of some months."""
    case = _worked_case(request, reference)
    months = [Period.of(row.period) for row in read.rows_of(reference)]
    chosen = [str(month) for month in months] if len(months) == 1 else []
    initial = {"account": case.payload["account"], "months": chosen}
    form = FoundForm(request.POST or None, months=months, initial=initial)

    def act(told: dict[str, Any]) -> str:
        month_searches.note_found(reference, *form.found(), by=actor_of(request))
        return _("บันทึกแล้ว เสนอผลในหน้าคำขอ เจ้าหน้าที่อีกคนยืนยันก่อนแก้บัญชี")

    note = _("บัญชียังไม่เปลี่ยนจนกว่าเจ้าหน้าที่อีกคนยืนยัน")
    page = _office_page(case, _("บันทึกเดือนที่พบ"), _("บันทึก"), note)
    return ask(request, page, form, act, template="contributions/search_act.html", case=case)


@officer_required(*WORKING)
@require_http_methods(["GET", "POST"])
def ask_employer(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask an employer about the months."""
    case = _worked_case(request, reference)
    initial = {"account": case.payload["account"], "due_on": clock.today() + timedelta(days=ANSWER_DAYS)}
    form = AskEmployerForm(request.POST or None, initial=initial)

    def act(told: dict[str, Any]) -> str:
        employer_questions.ask_employer(reference, **told, by=actor_of(request))
        return _("ถามนายจ้างแล้ว คำตอบจะอยู่ในหน้าคำขอ")

    note = _("นายจ้างเห็นชื่อ เลขประจำตัว และเดือนที่ถาม ไม่เห็นเอกสารของผู้ขอ")
    page = _office_page(case, _("ถามนายจ้าง"), _("ส่งคำถาม"), note)
    return ask(request, page, form, act, template="contributions/search_act.html", case=case)


@employer_required(*FILERS)
@require_GET
def questions(request: HttpRequest, account: str) -> HttpResponse:
    """What the office asks this employer about people's months."""
    context = {"account": account, "employer": employer(account), "rows": read.questions_to(account)}
    return render(request, "contributions/questions.html", context)


@employer_required(*FILERS)
@require_http_methods(["GET", "POST"])
def question(request: HttpRequest, account: str, question_id: int) -> HttpResponse:
    """One question, and its answer."""
    row = next((one for one in read.questions_to(account) if one.id == question_id), None)
    if row is None:
        raise Http404
    back = reverse("contributions:questions", args=[account])
    page = Page(_("คำถามของสำนักงานประกันสังคม"), _("ส่งคำตอบ"), back, _("คำถามของสำนักงาน"))
    form = AnswerForm(request.POST or None)

    def act(told: dict[str, Any]) -> str:
        employer_questions.answer(question_id, account, **told, by=actor_of(request))
        return _("ส่งคำตอบแล้ว")

    context = {"question": row, "account": account, "employer": employer(account)}
    return ask(request, page, form, act, template="contributions/question.html", **context)
