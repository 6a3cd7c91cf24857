"""What an employer that owes may ask on its page: instalments, more time, an appeal."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from contributions.collection_forms import AskAppealForm, AskExtensionForm, AskInstalmentsForm
from contributions.models import CollectionCase
from contributions.rules import collection_terms as terms
from contributions.services import collection_requests as requests
from contributions.services.collecting import open_case_of
from contributions.views.acting import Page, ask
from contributions.views.filings import FILERS
from registration.public import employer
from sso_core import clock
from sso_core.accounts.public import actor_of, employer_required
from sso_core.cases.public import CaseView
from sso_core.law.public import current
from sso_core.ui.formats import thai_date
from sso_core.ui.forms import FaceForm

FORM = "contributions/arrears_act.html"


def appealable(case: CollectionCase) -> list[tuple[str, str]]:
    """Letters whose thirty days have not passed."""
    today, law = clock.today(), current()
    return [
        (letter.number, f"{letter.get_kind_display()} {letter.number} ({thai_date(letter.sent_on)})")
        for letter in case.letters.order_by("-pk")
        if not terms.appeal(letter.sent_on, law=law).is_over(today)
    ]


def _ask(
    request: HttpRequest,
    account: str,
    title: str,
    form: Callable[[CollectionCase, Any], FaceForm],
    act: Callable[..., CaseView],
    *,
    note: str,
    section: str,
) -> HttpResponse:
    case = open_case_of(account)
    if case is None:
        raise Http404
    page = Page(
        title,
        _("ส่งคำขอ"),
        reverse("contributions:arrears", args=[account]),
        _("หนี้ค้าง"),
        note=note,
        section=section,
    )

    def do(told: dict[str, Any]) -> str:
        opened = act(case.pk, **told, by=actor_of(request))
        return _("ส่งคำขอแล้ว เลขที่ %(number)s เจ้าหน้าที่ตอบภายใน %(day)s") % {
            "number": opened.reference,
            "day": thai_date(opened.due_on),
        }

    shown = form(case, request.POST if request.method == "POST" else None)
    return ask(request, page, shown, do, template=FORM, employer=employer(account), account=account)


@employer_required(*FILERS)
@require_http_methods(["GET", "POST"])
def instalments(request: HttpRequest, account: str) -> HttpResponse:
    """Ask to pay the whole debt in parts."""
    first = clock.today() + timedelta(days=15)
    return _ask(
        request,
        account,
        _("ขอผ่อนชำระ"),
        lambda case, data: AskInstalmentsForm(data, initial={"count": 6, "first_due": first}),
        requests.ask_instalments,
        note=_("ผ่อนหนี้ทั้งหมดเป็นงวดเท่ากัน งวดละเดือน เงินเพิ่มของส่วนที่ค้างคิดต่อไปจนชำระครบ"),
        section="49",
    )


@employer_required(*FILERS)
@require_http_methods(["GET", "POST"])
def extension(request: HttpRequest, account: str) -> HttpResponse:
    """Ask for more time because of a necessity (s.84/1)."""
    return _ask(
        request,
        account,
        _("ขอขยายเวลา"),
        lambda case, data: AskExtensionForm(data),
        requests.ask_extension,
        note=_("ใช้เมื่อมีเหตุจำเป็น เช่น น้ำท่วม การขยายเวลาไม่ยกเว้นเงินเพิ่ม"),
        section="84/1",
    )


@employer_required(*FILERS)
@require_http_methods(["GET", "POST"])
def appeal(request: HttpRequest, account: str) -> HttpResponse:
    """Appeal to the Appeal Committee (s.85)."""
    return _ask(
        request,
        account,
        _("อุทธรณ์"),
        lambda case, data: AskAppealForm(data, letters=appealable(case)),
        requests.ask_appeal,
        note=_("ภายใน 30 วันนับแต่ได้รับหนังสือ เงินเพิ่มคิดต่อไประหว่างอุทธรณ์"),
        section="85",
    )
