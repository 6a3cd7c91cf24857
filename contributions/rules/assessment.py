"""What an employer owes for a month that it did not file, as the office assesses it (SSA s.47bis).

(1) Who once paid a month in full owes the amount of the last such month. (2) Who never did owes what the
wages told to the register give; for who has no wage told, the daily minimum wage of the place times 30.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from contributions.rules.section33 import contribution
from sso_core.kernel.money import ZERO, baht
from sso_core.kernel.period import Period
from sso_core.kernel.worked import Step, Value, Worked
from sso_core.law.book import Law
from sso_core.law.errors import NoLaw
from sso_core.law.steps import plain_number, step

SECTION = "47bis"
RULE = "contribution.assessment"


@dataclass(frozen=True, slots=True)
class PaidMonth:
    """The last month paid in full: both shares, in baht."""

    period: Period
    employee: Decimal
    employer: Decimal


@dataclass(frozen=True, slots=True)
class Worker:
    """Somebody on the register in the month. ``wage`` is what was told of the month's wage, None if nothing."""

    wage: Decimal | None
    province: str


def assessment(
    period: Period, *, law: Law, last_paid: PaidMonth | None = None, workers: Sequence[Worker] = ()
) -> Worked:
    """``employee``, ``employer`` and ``amount`` in baht for ``period``.

    Raises ``ValueError`` where there is neither a paid month nor anybody on the register, ``NoLaw`` where
    the minimum wage or the rate of the month is not known.
    """
    if last_paid is not None:
        return _as_last_month(period, last_paid, law)
    if not workers:
        raise ValueError("nobody is on the register in this month")
    return _by_wages(period, workers, law)


def _as_last_month(period: Period, paid: PaidMonth, law: Law) -> Worked:
    if paid.period >= period:
        raise ValueError("the month paid in full comes before the month assessed")
    amount = paid.employee + paid.employer
    steps = (
        step("last_paid_month", ("เดือนสุดท้ายที่นำส่งเต็มจำนวน", "Last month paid in full"), SECTION, amount,
             formula=f"งวด {paid.period.be_label()} ผู้ประกันตน {plain_number(paid.employee)} + "
             f"นายจ้าง {plain_number(paid.employer)} = {plain_number(amount)}",
             period=str(paid.period), employee=paid.employee, employer=paid.employer),
        step("amount", ("เงินสมทบที่ประเมิน", "Contributions assessed"), SECTION, amount,
             formula=f"เดือนที่ไม่ยื่นเท่ากับเดือนนั้น = {plain_number(amount)}"),
    )  # fmt: skip
    return _worked(period, steps, paid.employee, paid.employer, law, way="last_paid", people=0)


def _by_wages(period: Period, workers: Sequence[Worker], law: Law) -> Worked:
    told = [(w.wage, w.province) for w in workers if w.wage is not None]
    untold = sorted({w.province for w in workers if w.wage is None})
    steps: list[Step] = []
    employee = employer = ZERO
    if told:
        ours = [contribution(wage, period, law=law, province=place or None) for wage, place in told]
        shares = sum((w["employee"] for w in ours), ZERO), sum((w["employer"] for w in ours), ZERO)
        steps.append(_told_step(len(told), sum((wage for wage, _ in told), ZERO), *shares))
        employee, employer = employee + shares[0], employer + shares[1]
    for place in untold:
        people = sum(w.wage is None and w.province == place for w in workers)
        found, wage = _minimum_wage(period, place, law)
        one = contribution(wage, period, law=law, province=place or None)
        steps += [found, _minimum_step(people, wage, one["employee"], one["employer"], place)]
        employee, employer = employee + one["employee"] * people, employer + one["employer"] * people
    amount = employee + employer
    steps.append(
        step("amount", ("เงินสมทบที่ประเมิน", "Contributions assessed"), SECTION, amount,
             formula=f"ผู้ประกันตน {plain_number(employee)} + นายจ้าง {plain_number(employer)} = {plain_number(amount)}")
    )  # fmt: skip
    way = "minimum_wage" if not told else "told_wages"
    return _worked(period, tuple(steps), employee, employer, law, way=way, people=len(workers))


def _told_step(people: int, wages: Decimal, employee: Decimal, employer: Decimal) -> Step:
    amount = employee + employer
    return step(
        "told_wages", ("ตามค่าจ้างที่แจ้งไว้", "By the wages told"), SECTION, amount,
        formula=f"{people} คน ค่าจ้างรวม {plain_number(wages)} คิดรายคนตามมาตรา 46 = "
        f"{plain_number(employee)} + {plain_number(employer)}",
        people=people, wages=wages,
    )  # fmt: skip


def _minimum_wage(period: Period, province: str, law: Law) -> tuple[Step, Decimal]:
    daily = law.at("contributions.minimum_daily_wage", period.first, area=province or None)
    days = law.at("contributions.assessment_days_of_month", period.first)
    wage = baht(daily.value * days.value)
    found = step(
        "minimum_wage", ("ค่าจ้างขั้นต่ำ × 30", "Minimum wage × 30"), SECTION, wage,
        formula=f"{plain_number(daily.value)} × {plain_number(days.value)} = {plain_number(wage)} ต่อคน",
        law={"daily": daily, "days": days}, province=province,
    )  # fmt: skip
    return found, wage


def _minimum_step(people: int, wage: Decimal, employee: Decimal, employer: Decimal, province: str) -> Step:
    one = employee + employer
    return step(
        "without_wage", ("คนที่ไม่มีค่าจ้างแจ้งไว้", "People without a wage told"), SECTION, one * people,
        formula=f"{people} คน × ({plain_number(employee)} + {plain_number(employer)}) = {plain_number(one * people)}",
        people=people, wage=wage, province=province,
    )  # fmt: skip


def _worked(
    period: Period,
    steps: tuple[Step, ...],
    employee: Decimal,
    employer: Decimal,
    law: Law,
    *,
    way: str,
    people: int,
) -> Worked:
    results = {"employee": employee, "employer": employer, "amount": employee + employer}
    inputs: dict[str, Value] = {"period": str(period), "way": way, "people": people}
    return Worked(RULE, results, steps, inputs, period.first, law.hash)


def assessment_asked(
    period: Period,
    *,
    law: Law,
    last_amount: Decimal | None = None,
    people: int | None = None,
    wage: Decimal | None = None,
    province: str | None = None,
) -> Worked:
    """As anybody may ask: the last paid amount of both, or a number of people who earn the same."""
    if last_amount is not None:
        half = baht(last_amount / 2)
        return assessment(period, law=law, last_paid=PaidMonth(period.prev(), last_amount - half, half))
    if not people:
        raise NoLaw("nobody is on the register in this month", "ไม่มีลูกจ้างในทะเบียนเดือนนี้ ประเมินไม่ได้")
    return assessment(period, law=law, workers=[Worker(wage, province or "")] * people)
