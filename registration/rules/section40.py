"""Who may enter Section 40, and when an option may be changed (SSA s.40)."""

from collections.abc import Sequence
from datetime import date

from registration.rules.conditions import Condition, told_day
from sso_core.kernel.period import Period
from sso_core.kernel.thai_calendar import age, format_date
from sso_core.law.book import Law

OPTIONS = (1, 2, 3)


def entry(
    *, born: date | None, sections_now: Sequence[int], excluded: bool | None, applied_on: date, law: Law
) -> tuple[Condition, ...]:
    """The conditions of s.40: the age, no other section, and none of the groups that s.4 leaves out.

    ``excluded`` is what the person says of the groups of s.4; None while not asked.
    """
    return _age(born, applied_on, law), _no_other(sections_now), _not_excluded(excluded)


def _age(born: date | None, on: date, law: Law) -> Condition:
    least = int(law.at("registration.s40.age_least", on).value)
    most = int(law.at("registration.s40.age_most_at_entry", on).value)
    labels = (f"อายุ {least} ถึง {most} ปี", f"Aged {least} to {most}")
    if born is None:
        return Condition("age", None, "40", *labels, "ไม่ทราบวันเกิด", "The birth date is not known")
    years = age(born, on)
    return Condition("age", least <= years <= most, "40", *labels, f"อายุ {years} ปี", f"Aged {years}")


def _no_other(sections: Sequence[int]) -> Condition:
    labels = ("ไม่ได้เป็นผู้ประกันตนอยู่", "Not insured now")
    if not sections:
        return Condition("no_other", True, "40", *labels, "ไม่ได้เป็น", "Is not")
    named = sections[0]
    return Condition(
        "no_other", False, "40", *labels, f"เป็นมาตรา {named} อยู่", f"Insured under Section {named}"
    )


def _not_excluded(excluded: bool | None) -> Condition:
    labels = ("ไม่ใช่ผู้ที่กฎหมายยกเว้น", "Not of a group that the law leaves out")
    told = {
        None: ("ให้คุณรับรองก่อนสมัคร", "You confirm it when you apply"),
        True: ("คุณแจ้งว่าเป็นข้าราชการหรือลูกจ้างประจำของรัฐ", "You told that you are a permanent public servant"),
        False: ("คุณรับรองแล้ว", "You confirmed it"),
    }[excluded]
    return Condition("not_excluded", None if excluded is None else not excluded, "4", *labels, *told)


def change(
    *, option: int, wanted: int, changed_on: Sequence[date], asked_on: date, law: Law
) -> tuple[Condition, ...]:
    """The conditions of a change of option; ``changed_on`` are the days on which it was changed before."""
    most = int(law.at("registration.s40.changes_a_year", asked_on).value)
    this_year = [day for day in changed_on if day.year == asked_on.year]
    other = Condition(
        "other", wanted in OPTIONS and wanted != option, "40", "เป็นทางเลือกอื่น", "Another option",
        f"ตอนนี้ทางเลือก {option}", f"Option {option} now",
    )  # fmt: skip
    details = (f"ปีนี้เปลี่ยนแล้ว {len(this_year)} ครั้ง", f"Changed {len(this_year)} times this year")
    if this_year:
        last = max(this_year)
        details = (f"{details[0]} ล่าสุด {format_date(last)}", f"{details[1]}, last on {told_day(last)}")
    labels = (f"เปลี่ยนได้ปีละ {most} ครั้ง", f"At most {most} change a year")
    return other, Condition("a_year", len(this_year) < most, "40", *labels, *details)


def change_holds_from(asked_on: date, *, law: Law) -> date:
    """The first day of the new option."""
    rule = law.at("registration.s40.change_holds_from", asked_on).text
    return Period.of(asked_on).next().first if rule == "next_month" else asked_on
