"""Whether a former employee may go on under Section 39, and when that status lapses (SSA s.39, s.41)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from registration.rules.conditions import Condition, told_day
from sso_core.kernel.period import Period
from sso_core.kernel.thai_calendar import add_months, format_date
from sso_core.law.book import Law

READMISSION = "registration.s39.readmission"
NO_CAMPAIGN = "none"


def entry(
    *,
    months33: int,
    unknown_months: int,
    ended_on: date | None,
    insured_now: bool,
    applied_on: date,
    law: Law,
) -> tuple[Condition, ...]:
    """The conditions of s.39: 12 months under Section 33, and at most six months since it ended.

    ``insured_now`` is insured under Section 33 or 39: Section 40 gives way to Section 39.
    """
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
    details = (f"ออกเมื่อ {format_date(ended_on)}", f"Left on {told_day(ended_on)}")
    return Condition("ended", True, "39", *labels, *details)


def _in_time(ended_on: date, applied_on: date, within: int) -> Condition:
    last = add_months(ended_on, within)
    labels = (f"สมัครภายใน {within} เดือน", f"Applied within {within} months")
    details = (f"สมัครได้ถึง {format_date(last)}", f"Open until {told_day(last)}")
    return Condition("in_time", applied_on <= last, "39", *labels, *details)


def readmission(
    *, lapsed_on: date | None, insured_now: bool, applied_on: date, law: Law
) -> tuple[Condition, ...]:
    """The conditions of the campaign that is open on ``applied_on``; none where no campaign is open.

    ``lapsed_on`` is the last day of a Section 39 status that ended for unpaid contributions.
    """
    row = law.at(READMISSION, applied_on)
    if row.text == NO_CAMPAIGN:
        return ()
    first, last = map(date.fromisoformat, row.text.split())
    labels = ("อยู่ในโครงการคืนสิทธิมาตรา 39", "Within the readmission to Section 39")
    span = f"{format_date(first)} ถึง {format_date(last)}", f"{told_day(first)} to {told_day(last)}"
    if lapsed_on is None:
        details = ("ไม่เคยสิ้นสภาพเพราะขาดส่งเงินสมทบ", "Never lapsed for unpaid contributions")
    else:
        details = (
            f"สิ้นสภาพ {format_date(lapsed_on)} ต้องอยู่ในช่วง {span[0]}",
            f"Lapsed on {told_day(lapsed_on)}; must be within {span[1]}",
        )
    met = lapsed_on is not None and first <= lapsed_on <= last
    closes = Condition(
        "campaign_open", True, "39", "สมัครทันช่วงโครงการ", "Applied while it is open",
        f"เปิดถึง {format_date(row.until)}", f"Open until {told_day(row.until)}",
    )  # fmt: skip
    return Condition("lapsed", met, "39", *labels, *details), _not_insured(insured_now), closes


def _not_insured(insured_now: bool) -> Condition:
    labels = ("ไม่ได้เป็นผู้ประกันตนมาตรา 33 หรือ 39 อยู่", "Not insured under Section 33 or 39")
    details = ("เป็นอยู่แล้ว", "Is insured already") if insured_now else ("ไม่ได้เป็น", "Is not")
    return Condition("not_insured", not insured_now, "39", *labels, *details)


@dataclass(frozen=True, slots=True)
class Lapse:
    """How a Section 39 status ended for unpaid contributions.

    ``code`` is ``three_unpaid`` or ``nine_of_twelve``, ``month`` the month that s.41 names, ``last_day`` the
    last insured day.
    """

    code: str
    month: Period
    last_day: date


def lapse(paid: Sequence[tuple[Period, bool]], *, law: Law, on: date) -> Lapse | None:
    """Whether and when the status ended for unpaid contributions (s.41 (4), (5)), as the law stood ``on``.

    ``paid`` are the months due, in order, each with whether it was paid. Three unpaid in a row end the
    status from the first of them; fewer than nine paid within twelve end it in the month where that
    became certain. What came first counts.
    """
    row = int(law.at("contributions.s39.lapse_unpaid_months", on).value)
    least = int(law.at("contributions.s39.lapse_paid_least", on).value)
    for index, (month, _) in enumerate(paid):
        last = paid[max(0, index - row + 1) : index + 1]
        if len(last) == row and not any(is_paid for _, is_paid in last):
            first = last[0][0]
            return Lapse("three_unpaid", first, first.first - timedelta(days=1))
        year = paid[max(0, index - 11) : index + 1]
        if sum(not is_paid for _, is_paid in year) > 12 - least:
            still = law.at("registration.s39.nine_of_twelve_month", on).text == "insured"
            return Lapse("nine_of_twelve", month, month.last if still else month.first - timedelta(days=1))
    return None
