"""The daily wage that cash benefits are worked on (SSA s.57)."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from sso_core.kernel.money import Rounding, rounded
from sso_core.kernel.period import Period
from sso_core.kernel.worked import Worked
from sso_core.law.book import Law
from sso_core.law.errors import NotEntitled
from sso_core.law.steps import plain_number, step


def daily_wage(wages: Mapping[Period, Decimal], *, on: date, law: Law) -> Worked:
    """``daily_wage`` in baht: the three highest wage bases of the window before the month of ``on``, ÷ 90.

    ``wages`` are the bases on which contributions were paid, by month. With fewer than three months the
    average is over the days of those months (30 each). Raises ``NotEntitled`` when there is none.
    """
    window = law.at("average_wage.window_months", on)
    best = law.at("average_wage.best_months", on)
    divisor = law.at("average_wage.divisor_days", on)
    month = Period.of(on)
    inside = {p: w for p, w in wages.items() if 1 <= month.minus(p) <= int(window.value)}
    if not inside:
        raise NotEntitled(
            f"no wage on which contributions were paid lies in the {window.value} months before {month}",
            f"ไม่มีค่าจ้างที่นำส่งเงินสมทบใน {window.value} เดือนก่อน{month.be_label()}",
        )
    chosen = sorted(inside.items(), key=lambda row: (-row[1], row[0]))[: int(best.value)]
    total = sum((wage for _, wage in chosen), Decimal(0))
    a_month = law.at("average_wage.days_of_month", on)
    rounding = law.at("average_wage.rounding", on)
    is_full = len(chosen) == int(best.value)
    days = divisor.value if is_full else a_month.value * len(chosen)
    result = rounded(total / days, Rounding(rounding.text))
    months = " ".join(period.be_short() for period, _ in sorted(chosen))
    added = " + ".join(plain_number(wage) for _, wage in sorted(chosen))
    steps = (
        step("best_months", ("ค่าจ้างเดือนที่สูงสุด", "Highest months"), "57", total,
             formula=f"{added} = {plain_number(total)} ({months})",
             law={"window_months": window, "best_months": best}, months=months),
        step("daily_wage", ("ค่าจ้างเฉลี่ยต่อวัน", "Average daily wage"), "57", result, unit="baht_per_day",
             formula=f"{plain_number(total)} ÷ {plain_number(days)} = {plain_number(result)}",
             law={"divisor_days": divisor if is_full else a_month, "rounding": rounding}, total=total),
    )  # fmt: skip
    return Worked("average_wage.daily", {"daily_wage": result}, steps, {"on": on}, on, law.hash)
