"""The tracker: where an application is, in five or six steps, each with a time promised."""

from typing import Any

from django.utils.translation import gettext as _

from sso_core.cases.flow import PublicStatus, Status
from sso_core.cases.registry import type_of
from sso_core.cases.types import CaseView, QuestionView
from sso_core.ui.formats import thai_date, thai_datetime

PAY_DAYS = 3


def steps_of(case: CaseView, question: QuestionView | None, answer_url: str = "") -> list[dict[str, Any]]:
    """Rows for the track component: label, detail, state (done, now, todo), and where to act."""
    steps = [{"label": _("รับคำขอแล้ว"), "detail": thai_datetime(case.opened_at), "state": "done"}]
    if case.status is Status.WITHDRAWN or (case.status is Status.CLOSED and case.decision is None):
        steps.append({"label": _("คุณถอนคำขอแล้ว"), "detail": thai_datetime(case.closed_at), "state": "done"})
        return steps
    if question is not None:
        steps.append(_ask(question, answer_url))
    steps.append(_check(case, waiting=question is not None))
    steps.append(_decided(case))
    if type_of(case.type).pays and (case.decision is None or case.decision.approved):
        steps.append(_paid(case))
    return steps


def _ask(question: QuestionView, answer_url: str) -> dict[str, Any]:
    due = thai_date(question.due_on)
    return {
        "label": _("รอคุณตอบ"),
        "detail": _("%(text)s ตอบภายใน %(due)s ระหว่างรอ เราหยุดนับเวลาพิจารณา")
        % {"text": question.text, "due": due},
        "state": "now",
        "href": answer_url,
        "button": _("ตอบคำถาม"),
    }


def _check(case: CaseView, *, waiting: bool) -> dict[str, Any]:
    if not case.is_open:
        return {"label": _("เจ้าหน้าที่ตรวจแล้ว"), "detail": "", "state": "done"}
    promise = _("แจ้งผลภายใน %(due)s") % {"due": thai_date(case.due_on)}
    detail = _("ต่อจากที่ค้างไว้ทันทีที่ได้คำตอบ") if waiting else promise
    return {"label": _("เจ้าหน้าที่ตรวจ"), "detail": detail, "state": "todo" if waiting else "now"}


def _decided(case: CaseView) -> dict[str, Any]:
    if case.decision is None:
        detail = _("ส่งหนังสือทางข้อความและอีเมล")
        return {"label": _("แจ้งผลและเหตุผล"), "detail": detail, "state": "todo"}
    label = _("อนุมัติแล้ว") if case.decision.approved else _("ไม่อนุมัติ")
    return {"label": label, "detail": thai_datetime(case.decision.decided_at), "state": "done"}


def _paid(case: CaseView) -> dict[str, Any]:
    if case.public_status is PublicStatus.DONE:
        return {"label": _("จ่ายเงินแล้ว"), "detail": thai_date(case.closed_at), "state": "done"}
    promise = _("ไม่เกิน %(n)s วันทำการหลังอนุมัติ") % {"n": PAY_DAYS}
    if case.public_status is PublicStatus.PAYING:
        return {"label": _("กำลังจ่ายเงิน"), "detail": promise, "state": "now"}
    return {"label": _("เงินเข้าบัญชี"), "detail": promise, "state": "todo" if case.decision is None else "now"}
