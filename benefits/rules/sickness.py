"""Sickness cash: half of the daily wage for the days a doctor orders rest (SSA s.62–64)."""

from datetime import date
from decimal import Decimal

from sso_core.kernel.money import Rounding, baht, rounded
from sso_core.kernel.worked import Value, Worked
from sso_core.law.book import Law
from sso_core.law.steps import percent, plain_number, step


def sickness_cash(
    *, daily_wage: Decimal, days: int, on: date, law: Law, used_this_year: int = 0, chronic: bool = False
) -> Worked:
    """``amount`` in baht for ``days`` of rest ordered, without those on which the employer paid wages.

    At most 90 days an episode and 180 a calendar year (365 for a listed chronic disease); ``on`` is the
    first day of rest. The daily amount is rounded to the satang. Raises ``ValueError`` for negative input.
    """
    if daily_wage < 0 or days < 0 or used_this_year < 0:
        raise ValueError("wage and days are not negative")
    rate = law.at("sickness.replacement_rate", on)
    episode = law.at("sickness.episode_days", on)
    year = law.at("sickness.chronic_year_days" if chronic else "sickness.year_days", on)
    left = max(int(year.value) - used_this_year, 0)
    payable = min(days, left) if chronic else min(days, int(episode.value), left)
    rounding = law.at("sickness.daily_rounding", on)
    daily = rounded(daily_wage * rate.value, Rounding(rounding.text))
    amount = baht(daily * payable)
    steps = (
        step("daily", ("เงินทดแทนต่อวัน", "Replacement a day"), "64", daily, unit="baht_per_day",
             formula=f"{plain_number(daily_wage)} × {percent(rate.value)} = {plain_number(daily)}",
             law={"rate": rate, "rounding": rounding}, daily_wage=daily_wage),
        step("payable_days", ("วันที่จ่ายได้", "Days payable"), "64", Decimal(payable), unit="days",
             formula=f"แพทย์สั่งหยุด {days} วัน ใช้ไปแล้วในปีนี้ {used_this_year} วัน จ่ายได้ {payable} วัน",
             law={"episode_days": episode, "year_days": year}, days=days, used_this_year=used_this_year),
        step("amount", ("เงินทดแทนการขาดรายได้", "Sickness cash"), "64", amount,
             formula=f"{plain_number(daily)} × {payable} = {plain_number(amount)}",
             daily=daily, payable_days=payable),
    )  # fmt: skip
    inputs: dict[str, Value] = {
        "daily_wage": daily_wage,
        "days": days,
        "on": on,
        "used_this_year": used_this_year,
        "chronic": chronic,
    }
    results = {"daily": daily, "days": Decimal(payable), "amount": amount}
    return Worked("sickness.cash", results, steps, inputs, on, law.hash)
