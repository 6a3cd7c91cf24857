"""The member's home, composed of what each subsystem says.

Each part is asked for by itself. A part that does not answer is unknown and is shown so; the others stay.
"""

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Generic, TypeVar

from django.utils import timezone
from django.utils.translation import gettext as _

from benefits import public as benefits
from contributions import public as contributions
from registration import public as registration
from sso_core.cases import public as cases
from sso_core.kernel.period import Period
from sso_core.ui import formats
from sso_core.ui.menus import url_or_nothing

log = logging.getLogger(__name__)
T = TypeVar("T")
MONTHS_SHOWN = 12
EVENTS_SHOWN = 5
CASES_READ = 5


@dataclass(frozen=True, slots=True)
class Part(Generic[T]):
    """What one subsystem said, or that it did not answer."""

    value: T
    known: bool = True


@dataclass(frozen=True, slots=True)
class MemberHome:
    person: Part[Any]
    coverage: Part[dict[str, Any] | None]
    employments: Part[Sequence[Any]]
    months: Part[Sequence[Any]]
    months_ever: Part[Any]
    rights: Part[list[dict[str, str]]]
    actions: Part[list[dict[str, str]]]
    next_payment: Part[dict[str, Any] | None]
    events: Part[list[dict[str, Any]]]


def member_home(person_id: int, *, user_id: int, today: date) -> MemberHome:
    this_month = Period.of(today)
    first = this_month - (MONTHS_SHOWN - 1)
    months: Part[Sequence[Any]] = ask(lambda: contributions.account(person_id, first, this_month), ())
    own_cases: Part[Sequence[Any]] = ask(lambda: cases.cases_of(f"person:{person_id}"), ())
    claims: Part[Sequence[Any]] = ask(lambda: benefits.claims_of(person_id), ())
    return MemberHome(
        person=ask(lambda: registration.person(person_id), None),
        coverage=ask(lambda: coverage(person_id, today), None),
        employments=ask(lambda: current(registration.employments_of(person_id), today), ()),
        months=months,
        months_ever=ask(lambda: contributions.months_ever(person_id), None),
        rights=ask(lambda: rights(benefits.rights_of(person_id)), []),
        actions=ask(
            lambda: [
                *questions(own_cases.value),
                *returned(claims.value),
                *drafts(user_id),
                *unpaid(person_id),
                *gaps(months.value),
            ],
            [],
        ),
        next_payment=ask(lambda: next_payment(person_id, claims.value), None),
        events=ask(lambda: events(own_cases.value, months.value), []),
    )


def ask(question: Callable[[], T], otherwise: T) -> Part[T]:
    """The answer of another subsystem, or ``otherwise`` marked as not known."""
    try:
        return Part(question())
    except Exception:  # whatever fails there must not take the whole page with it
        log.exception("a part of the member's home did not answer")
        return Part(otherwise, known=False)


def coverage(person_id: int, today: date) -> dict[str, Any] | None:
    """Whether and how the person is covered today, as a tag and a sentence."""
    found = registration.coverage_on(person_id, today)
    if found is None:
        return None
    ended = found.until is not None and found.until < today
    if ended:
        words = _("คุ้มครองต่อถึง %(day)s") % {"day": formats.thai_date(found.extended_until)}
        return {"kind": "warn", "label": words, "view": found, "ended": True}
    words = _("คุ้มครองอยู่ · มาตรา %(section)s") % {"section": found.section}
    return {"kind": "ok", "label": words, "view": found, "ended": False}


def current(employments: Iterable[Any], today: date) -> list[Any]:
    """The employments that have not ended."""
    return [e for e in employments if e.ends_on is None or e.ends_on >= today]


RIGHTS = {
    "sickness": ("sick", "benefits:sickness"),
    "maternity": ("birth", "benefits:maternity"),
    "child": ("child", "benefits:child"),
    "invalidity": ("invalid", "benefits:invalidity"),
    "death": ("death", "benefits:death"),
    "old_age": ("old", "benefits:old_age"),
}
STANDING = {"met": "ok", "not_met": "no"}


def rights(found: Iterable[Any]) -> list[dict[str, str]]:
    """One tile a right, with the person's own standing."""
    return [
        {
            "icon": RIGHTS.get(right.kind, ("shield", ""))[0],
            "label": str(right.label),
            "text": standing(right),
            "kind": STANDING.get(right.state, ""),
            "href": url_or_nothing(RIGHTS.get(right.kind, ("", ""))[1]),
        }
        for right in found
    ]


def standing(right: Any) -> str:
    """The reason in words; what hangs on months that are not loaded says so."""
    if right.state != "unknown":
        return str(right.detail)
    return " · ".join(filter(None, [str(right.detail), _("ยังไม่รู้ ข้อมูลไม่ครบ")]))


def questions(own_cases: Iterable[Any]) -> list[dict[str, str]]:
    """What the office waits for from the person, with the day it is due."""
    asked = []
    for case in own_cases:
        if case.public_status != cases.PublicStatus.WAITING_FOR_YOU:
            continue
        question = cases.open_question(case.reference)
        if question:
            asked.append(
                {
                    "icon": "upload",
                    "title": question.text,
                    "text": case.type_label,
                    "due": _("ภายใน %(day)s") % {"day": formats.thai_date(question.due_on)},
                    "href": case_url(case.reference),
                    "button": _("ตอบ"),
                }
            )
    return asked


def returned(claims: Iterable[Any]) -> list[dict[str, str]]:
    """Payments that the bank gave back: the person must give another account."""
    return [
        {
            "icon": "stop",
            "title": _("ธนาคารคืนเงินของคุณ"),
            "text": f"{claim.label} {formats.baht(claim.amount)} {_('บาท')}",
            "href": url_or_nothing("benefits:returned", reference=claim.reference),
            "button": _("แก้ช่องทางรับเงิน"),
        }
        for claim in claims
        if claim.pay_state == "returned"
    ]


DRAFTS: dict[str, tuple[str, Callable[[], str]]] = {
    "sickness": ("benefits:sickness", lambda: _("คำขอรับเงินทดแทนเจ็บป่วย")),
    "old_age": ("benefits:old_age", lambda: _("คำขอรับเงินชราภาพ")),
    "section39": ("contributions:section39", lambda: _("สมัครมาตรา 39")),
    "register_employer": (
        "registration:register_employer",
        lambda: _("ขึ้นทะเบียนนายจ้าง"),
    ),
}


def drafts(user_id: int) -> list[dict[str, str]]:
    """Claims begun and not sent, with the day the answers are deleted."""
    shown = []
    for draft in cases.drafts_of(user_id):
        kind = draft.kind.split(".")[-1].split(":")[0].replace("-", "_")
        name, words = DRAFTS.get(kind, ("", lambda: ""))
        href = url_or_nothing(name)
        if href:
            shown.append(
                {
                    "icon": "doc",
                    "title": words(),
                    "text": _("ยังไม่ได้ส่ง"),
                    "due": _("เก็บไว้ถึง %(day)s") % {"day": formats.thai_date(draft.expires_at)},
                    "href": href,
                    "button": _("ทำต่อ"),
                }
            )
    return shown


def unpaid(person_id: int) -> list[dict[str, str]]:
    """Own bills, such as the month of Section 39, with the last day to pay."""
    return [
        {
            "icon": "baht",
            "title": _("จ่ายเงินสมทบ %(month)s") % {"month": formats.period(bill.period, "long")},
            "text": f"{formats.baht(bill.total)} {_('บาท')}",
            "due": _("ภายใน %(day)s") % {"day": formats.thai_date(bill.due_on)},
            "href": url_or_nothing("contributions:section39"),
            "button": _("จ่าย"),
        }
        for bill in contributions.bills_of(f"person:{person_id}")
        if str(bill.status) == "unpaid"
    ]


def gaps(months: Iterable[Any]) -> list[dict[str, str]]:
    """Months that should have been filed and were not found."""
    missing = [month for month in months if str(month.status) == "missing"]
    if not missing:
        return []
    names = _(" และ ").join(formats.period(month.period, "long") for month in missing[:2])
    more = _(" และอีก %(count)s เดือน") % {"count": len(missing) - 2} if len(missing) > 2 else ""
    return [
        {
            "icon": "stop",
            "title": _("ไม่พบเงินสมทบ %(months)s") % {"months": names + more},
            "text": _("คุณไม่เสียสิทธิหากถูกหักค่าจ้างแล้ว แจ้งเราได้ด้วยสลิปเงินเดือน"),
            "href": url_or_nothing("portal:help") + "#missing",
            "button": _("แจ้งเรื่องนี้"),
        }
    ]


def next_payment(person_id: int, claims: Iterable[Any]) -> dict[str, Any] | None:
    """What is on its way to the person: an ordered payment, else the pension in payment."""
    ordered = next((claim for claim in claims if claim.pay_state == "ordered"), None)
    if ordered:
        return {"amount": ordered.amount, "label": ordered.label, "href": case_url(ordered.reference)}
    award = benefits.next_payment(person_id)
    if award:
        return {"amount": award.amount, "label": award.label, "monthly": True, "href": ""}
    return None


def events(own_cases: Sequence[Any], months: Iterable[Any]) -> list[dict[str, Any]]:
    """The newest things that happened: steps of cases, and contributions received."""
    happened: list[tuple[datetime, dict[str, Any]]] = []
    for case in own_cases[:CASES_READ]:
        for event in cases.timeline(case.reference):
            if event.public:
                happened.append((event.at, {"text": event.text, "when": event.at, "who": case.type_label}))
    for month in months:
        paid_on = getattr(month, "paid_on", None)
        if paid_on and month.employee is not None:
            text = _("รับเงินสมทบ %(month)s %(amount)s\u00a0บาท") % {
                "month": formats.period(month.period),
                "amount": formats.baht(month.employee),
            }
            noon = timezone.make_aware(datetime.combine(paid_on, time(12)))
            happened.append((noon, {"text": text, "when": paid_on}))
    newest = sorted(happened, key=lambda pair: pair[0], reverse=True)
    return [event for _at, event in newest[:EVENTS_SHOWN]]


def case_url(reference: str) -> str:
    return url_or_nothing("cases:tracker", ref=reference)
