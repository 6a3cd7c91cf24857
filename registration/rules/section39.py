"""Whether a former employee may go on under Section 39, and when that status lapses (SSA s.39, s.41)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sso_core.kernel.period import Period
from sso_core.kernel.thai_calendar import add_months, format_date
from sso_core.law.book import Law


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition with the figures that decide it. ``met`` is None while a figure is not known."""

    code: str
    met: bool | None
    section: str
    label_th: str
    label_en: str
    detail_th: str
    detail_en: str


def entry(
    *,
    months33: int,
    unknown_months: int,
    ended_on: date | None,
    insured_now: bool,
    applied_on: date,
    law: Law,
) -> tuple[Condition, ...]:
    """The conditions of s.39: 12 months under Section 33, and at most six months since it ended."""
    needed = int(law.at("contributions.s39.entry_months", applied_on).value)
    within = int(law.at("contributions.s39.apply_within_months", applied_on).value)
    conditions = [_months(months33, unknown_months, needed), _ended(ended_on, insured_now)]
    if ended_on is not None:
        conditions.append(_in_time(ended_on, applied_on, within))
    return tuple(conditions)


def _months(months33: int, unknown: int, needed: int) -> Condition:
    met: bool | None = months33 >= needed
    th, en = f"ส่งแล้ว {months33} เดือน ต้องมี {needed} เดือน", f"{months33} months paid, {needed} needed"
    if not met and months33 + unknown >= needed:
        met = None
        th, en = f"{th} ยังไม่มีข้อมูล {unknown} เดือน", f"{en}; {unknown} months are not known yet"
    labels = ("ส่งเงินสมทบมาตรา 33 ครบ", "Months paid under Section 33")
    return Condition("months", met, "39", *labels, th, en)


def _ended(ended_on: date | None, insured_now: bool) -> Condition:
    labels = ("ออกจากงานแล้ว", "No longer at work")
    if ended_on is None or insured_now:
        details = ("ยังเป็นผู้ประกันตนอยู่หรือไม่เคยเป็น", "Still insured, or never was")
        return Condition("ended", False, "39", *labels, *details)
    details = (f"ออกเมื่อ {format_date(ended_on)}", f"Left on {_english(ended_on)}")
    return Condition("ended", True, "39", *labels, *details)


def _in_time(ended_on: date, applied_on: date, within: int) -> Condition:
    last = add_months(ended_on, within)
    labels = (f"สมัครภายใน {within} เดือน", f"Applied within {within} months")
    details = (f"สมัครได้ถึง {format_date(last)}", f"Open until {_english(last)}")
    return Condition("in_time", applied_on <= last, "39", *labels, *details)


def _english(day: date) -> str:
    return f"{day:%-d %b %Y}"


def lapses_from(paid: Sequence[tuple[Period, bool]], *, law: Law, on: date) -> Period | None:
    """The month from which the status ends for unpaid contributions, or None (s.41 (4), (5)).

    ``paid`` are the months due, in order, each with whether it was paid. Three unpaid in a row end the
    status from the first of them; fewer than nine paid within twelve end it in the month where that
    became certain.
    """
    row = int(law.at("contributions.s39.lapse_unpaid_months", on).value)
    least = int(law.at("contributions.s39.lapse_paid_least", on).value)
    for index in range(len(paid)):
        last = paid[max(0, index - row + 1) : index + 1]
        if len(last) == row and not any(is_paid for _, is_paid in last):
            return last[0][0]
        year = paid[max(0, index - 11) : index + 1]
        if sum(not is_paid for _, is_paid in year) > 12 - least:
            return paid[index][0]
    return None
