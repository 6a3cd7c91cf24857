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
    label: str
    met: bool | None
    detail: str
    section: str


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
    enough: bool | None = months33 >= needed
    if not enough and months33 + unknown_months >= needed:
        enough = None
    detail = f"ส่งแล้ว {months33} เดือน ต้องมี {needed} เดือน"
    if enough is None:
        detail += f" ยังไม่มีข้อมูล {unknown_months} เดือน"
    conditions = [
        Condition("months", "ส่งเงินสมทบมาตรา 33 ครบ", enough, detail, "39"),
        Condition(
            "ended",
            "ออกจากงานแล้ว",
            ended_on is not None and not insured_now,
            f"ออกเมื่อ {format_date(ended_on)}"
            if ended_on and not insured_now
            else "ยังเป็นผู้ประกันตนอยู่หรือไม่เคยเป็น",
            "39",
        ),
    ]
    if ended_on is not None:
        last = add_months(ended_on, within)
        detail = f"สมัครได้ถึง {format_date(last)}"
        conditions.append(Condition("in_time", f"สมัครภายใน {within} เดือน", applied_on <= last, detail, "39"))
    return tuple(conditions)


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
