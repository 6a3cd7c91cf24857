"""When Section 33 contributions are due, and what the employer adds when late (SSA s.47, s.49)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from sso_core.kernel.money import Rounding, rounded
from sso_core.kernel.period import Period
from sso_core.kernel.thai_calendar import add_months
from sso_core.kernel.worked import Value, Worked
from sso_core.law.book import Dated, Law
from sso_core.law.steps import percent, plain_number, step

DAYS_OF_A_MONTH = 30
PART_MONTH_DAYS = 15


def due_date(
    period: Period,
    *,
    law: Law,
    province: str | None = None,
    is_working: Callable[[date], bool] | None = None,
) -> date:
    """The last day to remit a wage month: the 15th of the next month unless extended for month and place.

    Whether a day that is a holiday moves is not told by s.47: a dated parameter, of confidence L, says that it
    stays. Where it moves, the calendar of working days is needed; raises ``ValueError`` without one.
    """
    extended = law.at("contributions.due_date", period.first, area=province)
    if extended.text != "normal":
        day = date.fromisoformat(extended.text)
    else:
        day = period.next().first.replace(day=int(law.at("contributions.due_day", period.first).value))
    if law.at("contributions.due_on_holiday", period.first).text == "stays":
        return day
    if is_working is None:
        raise ValueError("a due date that moves needs the calendar of working days")
    while not is_working(day):
        day += timedelta(days=1)
    return day


@dataclass(frozen=True, slots=True)
class SurchargeTerms:
    """What the law says of being late from ``due`` to ``paid``, for any number of amounts (s.49)."""

    rate: Dated
    cap: Dated
    way: Dated
    rounding: Dated
    days: int
    months: int

    @classmethod
    def of(cls, due: date, paid: date, *, law: Law) -> "SurchargeTerms":
        return cls(
            law.at("contributions.surcharge.rate", due),
            law.at("contributions.surcharge.cap_ratio", max(paid, due)),
            law.at("contributions.surcharge.part_month", due),
            law.at("contributions.surcharge.rounding", due),
            max((paid - due).days, 0),
            whole_months(due, paid, counts_from_days=PART_MONTH_DAYS),
        )

    @property
    def by_day(self) -> bool:
        return self.way.text == "by_day"

    def uncapped(self, amount: Decimal) -> Decimal:
        """The division comes last, so that nothing is lost. Raises ``ValueError`` for a negative amount."""
        if amount < 0:
            raise ValueError("an amount is not negative")
        a_month = amount * self.rate.value
        exact = a_month * self.days / DAYS_OF_A_MONTH if self.by_day else a_month * self.months
        return rounded(exact, Rounding(self.rounding.text))

    def on(self, amount: Decimal) -> Decimal:
        """The surcharge on ``amount`` in baht, never more than the law's part of it."""
        uncapped = self.uncapped(amount)
        if self.cap.text == "none":
            return uncapped
        return min(uncapped, rounded(amount * self.cap.value, Rounding(self.rounding.text)))


def surcharge(amount: Decimal, *, due: date, paid: date, law: Law) -> Worked:
    """``surcharge`` in baht on ``amount`` unpaid from the day after ``due`` to ``paid`` (s.49).

    2% a month, never more than the contribution (since Act No.4). How a part month counts is not in the
    text of s.49 and is a dated parameter of confidence L; the division comes last, so that nothing is lost.
    """
    terms = SurchargeTerms.of(due, paid, law=law)
    uncapped, result = terms.uncapped(amount), terms.on(amount)
    rate, cap, way, days = terms.rate, terms.cap, terms.way, terms.days
    count = f"{days} ÷ {DAYS_OF_A_MONTH}" if terms.by_day else str(terms.months)
    limit = "ไม่มีเพดาน" if cap.text == "none" else f"ไม่เกินเงินสมทบที่ค้าง {plain_number(amount)}"
    steps = (
        step("late_days", ("จำนวนวันที่ล่าช้า", "Days late"), "49", Decimal(days), unit="days",
             formula="นับจากวันถัดจากวันครบกำหนดถึงวันจ่าย", due=due, paid=paid),
        step("uncapped", ("เงินเพิ่มตามจำนวนวัน", "Surcharge by days"), "49", uncapped,
             formula=f"{plain_number(amount)} × {percent(rate.value)} × {count} = {plain_number(uncapped)}",
             law={"rate": rate, "part_month": way, "rounding": terms.rounding}, amount=amount, days=days),
        step("surcharge", ("เงินเพิ่ม", "Surcharge"), "49", result,
             formula=limit, law={"cap_ratio": cap}, uncapped=uncapped),
    )  # fmt: skip
    inputs: dict[str, Value] = {"amount": amount, "due": due, "paid": paid}
    return Worked("contribution.surcharge", {"surcharge": result}, steps, inputs, due, law.hash)


def whole_months(due: date, paid: date, *, counts_from_days: int) -> int:
    """Months from ``due`` to ``paid``; a part of at least ``counts_from_days`` days is one more (s.39)."""
    if paid <= due:
        return 0
    whole = 0
    while add_months(due, whole + 1) <= paid:
        whole += 1
    return whole + ((paid - add_months(due, whole)).days >= counts_from_days)
