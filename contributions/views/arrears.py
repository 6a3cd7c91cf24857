"""The employer's own page of what it owes: why, what happens next and by when, and what it may ask."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from contributions.collection_flow import COLLECTION, Stage
from contributions.collection_words import event_words
from contributions.models import Bill, CollectionCase
from contributions.selectors import collection as read
from contributions.services.billing import refresh_bill
from contributions.services.collecting import open_case_of
from contributions.services.collection_requests import APPEAL, EXTENSION, INSTALMENTS
from contributions.services.instalments import facts_of
from contributions.views.bills import bill_context, slip_response
from contributions.views.filings import FILERS, page
from sso_core.accounts.public import employer_required
from sso_core.cases import public as cases

NEXT = {
    "pay_now": (_("ยื่นแบบหรือชำระตอนนี้"), _("ยังไม่มีหนังสือเตือน เงินเพิ่มคิดทุกวันจนกว่าจะชำระ")),
    "answer_warning": (_("ยื่นแบบหรือชำระตามหนังสือเตือน"), _("พ้นวันนี้ เดือนที่ไม่ยื่นจะถูกประเมิน เดือนที่ไม่ชำระจะเตือนก่อนยึดทรัพย์")),
    "pay_or_prove": (_("ชำระตามที่ประเมิน หรือยื่นแบบจริง"), _("แบบที่ยื่นใช้แทนการประเมินทันที เงินที่จ่ายแล้วนับเป็นของยอดจริง")),
    "pay_part": (_("จ่ายงวดผ่อนชำระ"), _("ไม่จ่ายภายในวันผ่อนผัน ข้อตกลงสิ้นสุด")),
    "pay_all": (_("ชำระหนี้ที่เหลือทั้งหมด"), _("ข้อตกลงผ่อนชำระสิ้นสุดแล้ว สำนักงานเตือนก่อนยึดทรัพย์ได้")),
    "pay_before_seizure": (_("ชำระก่อนมีคำสั่งยึดทรัพย์"), _("พ้นวันนี้ สำนักงานสั่งยึดและอายัดทรัพย์สินได้")),
    "seized": (_("มีคำสั่งยึดทรัพย์แล้ว"), _("ชำระทั้งหมดแล้ว คำสั่งสิ้นสุด")),
    "held": (_("การเร่งรัดชะลออยู่"), _("เงินเพิ่มยังคิดต่อไป")),
    "settled": (_("ไม่มีหนี้ค้าง"), ""),
}  # fmt: skip
PUBLIC_EVENTS = frozenset(
    {
        "warn", "assess", "warn_seizure", "order_seizure", "end_seizure", "agree_instalments", "default",
        "replaced", "proved", "part_paid", "plan_kept", "hold_begun", "hold_set", "hold_lifted", "hold_ended",
        "requested", "settled",
    }
)  # fmt: skip
"""What the employer sees of the history; notes and assignments are the office's own."""


@employer_required(*FILERS)
@require_GET
def arrears(request: HttpRequest, account: str) -> HttpResponse:
    """What is owed, month by month, and debts of contractors that this employer answers for too."""
    case = open_case_of(account)
    joint = [{"debtor": one, "owed": read.jointly_owed(one)} for one in read.joint_cases_of(account)]
    context: dict[str, Any] = {"case": case, "joint": joint}
    if case is not None:
        context |= case_facts(case)
        context |= {"asks": asks_of(case, account), "requests": _requests(account)}
    return page(request, "arrears", account, context)


def asks_of(case: CollectionCase, account: str) -> list[dict[str, Any]]:
    """What the employer may ask now, as actions."""
    items: list[tuple[str, Any, Any, Any]] = [
        (
            "ask_extension",
            _("มีเหตุจำเป็นที่ทำให้ไม่ทัน"),
            _("ขอได้ภายใน 15 วันหลังเหตุสิ้นสุด ไม่ยกเว้นเงินเพิ่ม"),
            _("ขอขยายเวลา"),
        )
    ]
    if any(move.name == "agree_instalments" for move in COLLECTION.moves_from(Stage(case.stage))):
        ways = (_("จ่ายครั้งเดียวไม่ได้"), _("ขอผ่อนชำระเป็นงวด งวดละเดือน"), _("ขอผ่อนชำระ"))
        items.insert(0, ("ask_instalments", *ways))
    if case.letters.exists():
        items.append(("ask_appeal", _("ไม่เห็นด้วยกับหนังสือ"), _("อุทธรณ์ได้ภายใน 30 วันนับแต่ได้รับ"), _("อุทธรณ์")))
    return [
        {
            "icon": "info",
            "title": title,
            "text": text,
            "button": button,
            "href": reverse(f"contributions:{name}", args=[account]),
        }
        for name, title, text, button in items
    ]


def _requests(account: str) -> list[cases.CaseView]:
    found = cases.cases_of(f"employer:{account}")
    return [one for one in found if one.type in (INSTALMENTS, EXTENSION, APPEAL)]


def case_facts(case: CollectionCase) -> dict[str, Any]:
    """What both the employer and the office see of a case."""
    step = read.next_step(case)
    title, text = NEXT[step.code]
    plan = read.active_plan(case)
    rows = case.events.filter(verb__in=PUBLIC_EVENTS).order_by("-pk")
    return {
        "owed": read.owed(case),
        "next": {"title": title, "text": text, "by": step.by, "code": step.code},
        "plan": plan,
        "parts": facts_of(plan) if plan else [],
        "letters": case.letters.order_by("-pk"),
        "history": [{"text": event_words(e), "when": e.at, "who": ""} for e in rows],
        "holds": case.holds.filter(ended_on=None).order_by("pk"),
    }


def joint_bill_or_404(account: str, bill_id: int) -> Bill:
    """A bill of a contractor for which this employer answers too, as it stands today."""
    owed = (debt for one in read.joint_cases_of(account) for debt in read.jointly_owed(one).debts)
    if bill_id not in {debt.bill_id for debt in owed if debt.total is not None}:
        raise Http404
    return refresh_bill(bill_id)


@employer_required(*FILERS)
@require_GET
def joint_bill(request: HttpRequest, account: str, bill_id: int) -> HttpResponse:
    """How to pay for the contractor: its own references, so that one payment frees both."""
    return page(request, "joint_bill", account, bill_context(joint_bill_or_404(account, bill_id)))


@employer_required(*FILERS)
@require_GET
def joint_slip(request: HttpRequest, account: str, bill_id: int) -> HttpResponse:
    return slip_response(joint_bill_or_404(account, bill_id))
