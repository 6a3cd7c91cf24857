"""Whether a right exists: each condition of the law as a check with its figures.

A month that is not loaded is unknown, so a condition that depends on it is unknown, not failed.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q, Sum
from django.utils.translation import gettext as _

from benefits.models import SickLeave
from benefits.rules.average_wage import daily_wage
from benefits.rules.old_age import lump_sum, pension
from benefits.rules.sickness import sickness_cash
from contributions import public as contributions
from registration import public as registration
from sso_core.cases.public import Check, CheckState
from sso_core.kernel.period import Period
from sso_core.kernel.thai_calendar import add_years, age
from sso_core.kernel.worked import Worked
from sso_core.law.public import current
from sso_core.ui.formats import thai_date

PASSED, FAILED, UNKNOWN = CheckState.PASSED, CheckState.FAILED, CheckState.UNKNOWN


@dataclass(frozen=True, slots=True)
class Position:
    """Where a person stands for a benefit: the checks, and the amount if it can be worked out."""

    checks: tuple[Check, ...]
    worked: Worked | None
    details: dict[str, Any] = field(default_factory=dict)

    @property
    def is_met(self) -> bool:
        return all(check.state == PASSED for check in self.checks)

    @property
    def is_refused(self) -> bool:
        return any(check.state == FAILED for check in self.checks)

    @property
    def amount(self) -> Decimal | None:
        return self.worked.amount if self.worked else None


def sickness_position(
    person_id: int, *, first_day: date, days: int, claimed_on: date, except_claim: int | None = None
) -> Position:
    """The conditions of s.62–64 and s.56 for ``days`` of rest from ``first_day``, and the cash worked out."""
    law = current()
    used = _days_used(person_id, first_day.year, except_claim)
    checks = (
        *sickness_right(person_id, first_day),
        _in_time(first_day, claimed_on),
        _days_left(first_day, used),
    )
    bases = contributions.wage_bases(person_id, *_sickness_window(first_day))
    worked = None
    if bases:
        wage = daily_wage(bases, on=first_day, law=law)
        cash = sickness_cash(
            daily_wage=wage["daily_wage"], days=days, on=first_day, law=law, used_this_year=used
        )
        worked = Worked(cash.rule, cash.results, (*wage.steps, *cash.steps), cash.inputs, first_day, law.hash)
    return Position(checks, worked, {"used_this_year": used})


def sickness_right(person_id: int, day: date) -> tuple[Check, Check]:
    """What sickness on ``day`` asks of the person, whatever the illness: insured, and months enough (s.62)."""
    since, until = _sickness_window(day)
    needed = int(current().at("sickness.qualifying_months", day).value)
    paid = contributions.months_paid(person_id, since, until)
    window = _("ใน %(window)s เดือนก่อนเจ็บป่วย") % {"window": until.minus(since) + 1}
    return _insured(person_id, day), _months(paid, needed, window, "62")


def _sickness_window(day: date) -> tuple[Period, Period]:
    month = Period.of(day)
    return month - int(current().at("sickness.window_months", day).value), month.prev()


def _insured(person_id: int, day: date) -> Check:
    ground = registration.insurance(person_id, day).ground_for(registration.Branch.SICKNESS, 33, 39)
    if ground is None:
        return Check(
            _("เป็นผู้ประกันตน"), FAILED, _("ไม่มีความคุ้มครองในวันที่ %(day)s") % {"day": thai_date(day)}, "38"
        )
    detail = _("มาตรา %(section)s ในวันที่ %(day)s") % {"section": ground.section, "day": thai_date(day)}
    return Check(_("เป็นผู้ประกันตน"), PASSED, detail, "38")


def _months(paid: contributions.MonthCount, needed: int, window: str, section: str) -> Check:
    detail = _("ส่งแล้ว %(count)s เดือน%(window)s ต้องมี %(needed)s เดือน") % {
        "count": paid.count,
        "window": window,
        "needed": needed,
    }
    if paid.count >= needed:
        return Check(_("ส่งเงินสมทบครบ"), PASSED, detail, section)
    if paid.count + paid.unknown >= needed:
        missing = _("ยังไม่มีข้อมูล %(n)s เดือน") % {"n": paid.unknown}
        return Check(_("ส่งเงินสมทบครบ"), UNKNOWN, f"{detail} {missing}", section)
    return Check(_("ส่งเงินสมทบครบ"), FAILED, detail, section)


def _in_time(event: date, claimed: date) -> Check:
    years = int(current().at("claim.within_years", event).value)
    limit = add_years(event, years)
    detail = _("เกิดสิทธิ %(event)s ยื่น %(claimed)s ต้องยื่นภายใน %(limit)s") % {
        "event": thai_date(event),
        "claimed": thai_date(claimed),
        "limit": thai_date(limit),
    }
    state = PASSED if claimed <= limit else UNKNOWN  # late with a good reason is an officer's decision (s.56)
    return Check(_("ยื่นภายใน %(years)s ปี") % {"years": years}, state, detail, "56")


def _days_left(first_day: date, used: int) -> Check:
    most = int(current().at("sickness.year_days", first_day).value)
    state = PASSED if used < most else FAILED
    detail = _("ใช้ไปแล้ว %(used)s จาก %(most)s วัน") % {"used": used, "most": most}
    return Check(_("วันหยุดในปีนี้ยังไม่ครบ"), state, detail, "64")


def _days_used(person_id: int, year: int, except_claim: int | None) -> int:
    leaves = SickLeave.objects.filter(person_id=person_id, active=True, days__startswith__year=year)
    if except_claim is not None:
        leaves = leaves.filter(~Q(claim_id=except_claim))
    return int(leaves.aggregate(total=Sum("counted", default=0))["total"])


def pension_months(on: date) -> int:
    """Months that a pension takes (s.77bis)."""
    return int(current().at("old_age.pension_months", on).value)


def old_age_position(person_id: int, *, on: date, returns: Decimal | None = None) -> Position:
    """The conditions of s.77bis on a day: age, status ended, months; and the pension or lump sum.

    ``returns`` are the yearly returns on a lump sum, which the office supplies; without them the lump sum
    from 12 months on is not worked out (law.md: the rates were not found).
    """
    law = current()
    person = registration.person(person_id)
    least_age = int(law.at("old_age.age", on).value)
    needed = pension_months(on)
    months = contributions.months_ever(person_id)
    years = age(person.birth_date, on) if person.birth_date else None
    checks = [_age(years, least_age), _status_ended(person_id, on), _all_months_known(months, needed)]
    worked = None
    details: dict[str, Any] = {
        "months": months.count,
        "unknown_months": months.unknown,
        "age": years,
        "needed": needed,
    }
    if months.count >= needed:
        bases = contributions.average_base(person_id, int(law.at("old_age.average_months", on).value))
        assert bases.average is not None  # there are months, and each has a ceiling
        worked = pension(months=months.count, average_wage=bases.average, on=on, law=law)
        details["kind"] = "pension"
    elif months.count:
        details["kind"] = "lump_sum"
        worked = _lump_sum(person_id, months.count, on, returns, checks)
    return Position(tuple(checks), worked, details)


def _lump_sum(
    person_id: int, months: int, on: date, returns: Decimal | None, checks: list[Check]
) -> Worked | None:
    both_from = int(current().at("old_age.employer_share_months", on).value)
    shares = contributions.old_age_shares(person_id)
    if months >= both_from and returns is None:
        label, detail = _("ผลประโยชน์ตอบแทน"), _("อัตรารายปียังไม่มีในระบบ เจ้าหน้าที่ต้องระบุยอด")
        checks.append(Check(label, UNKNOWN, detail, "77bis"))
        return None
    return lump_sum(
        months=months,
        employee_share=shares.employee,
        employer_share=shares.employer,
        returns=returns or Decimal(0),
        on=on,
        law=current(),
    )


def _age(years: int | None, least: int) -> Check:
    label = _("อายุครบ %(least)s ปี") % {"least": least}
    if years is None:
        return Check(label, UNKNOWN, _("ไม่ทราบวันเกิด"), "77bis")
    state = PASSED if years >= least else FAILED
    return Check(label, state, _("อายุ %(years)s ปี") % {"years": years}, "77bis")


def _status_ended(person_id: int, on: date) -> Check:
    insured = any(
        c.until is None or c.until >= on for c in registration.coverages(person_id) if c.since <= on
    )
    detail = _("ยังเป็นผู้ประกันตนอยู่ ต้องสิ้นสภาพก่อน") if insured else _("ไม่ได้เป็นผู้ประกันตนแล้ว")
    return Check(_("สิ้นสุดความเป็นผู้ประกันตน"), FAILED if insured else PASSED, detail, "77bis")


def _all_months_known(months: contributions.MonthCount, needed: int) -> Check:
    if months.unknown:
        detail = _("นับได้ %(count)s เดือน ยังไม่มีข้อมูลอีก %(unknown)s เดือน") % {
            "count": months.count,
            "unknown": months.unknown,
        }
        return Check(_("ประวัติเงินสมทบครบ"), UNKNOWN, detail, "77bis")
    kind = _("บำนาญ") if months.count >= needed else _("บำเหน็จ")
    detail = _("ส่งแล้ว %(count)s เดือน ได้%(kind)s") % {"count": months.count, "kind": kind}
    return Check(_("ประวัติเงินสมทบครบ"), PASSED if months.count else FAILED, detail, "77bis")
