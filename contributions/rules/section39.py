"""Section 39: the monthly contribution of a former employee, and its surcharge (SSA s.39, s.46)."""

from datetime import date
from decimal import Decimal

from contributions.rules.surcharge import whole_months
from sso_core.kernel.money import baht
from sso_core.kernel.period import Period
from sso_core.kernel.worked import Value, Worked
from sso_core.law.book import Law
from sso_core.law.steps import percent, plain_number, step

BRANCHES = ("sickness_group", "old_age_child")


def contribution(period: Period, *, law: Law, province: str | None = None) -> Worked:
    """What a Section 39 person pays for a month: ``amount`` in baht, as announced for the month and place.

    Raises ``NoLaw`` for reliefs whose amount is not known.
    """
    base = law.at("contributions.s39.base", period.first)
    rate = law.at("contributions.s39.rate", period.first)
    announced = law.at("contributions.s39.amount", period.first, area=province)
    normal = baht(base.value * rate.value)
    steps = [
        step(
            "normal",
            ("เงินสมทบตามอัตราปกติ", "Contribution at the normal rate"),
            "46",
            normal,
            formula=f"{plain_number(base.value)} × {percent(rate.value)} = {plain_number(normal)}",
            law={"base": base, "rate": rate},
        ),
        step(
            "amount",
            ("เงินสมทบของเดือนนี้", "Contribution of this month"),
            "46/1" if announced.area else "39",
            baht(announced.value),
            formula="ตามอัตราปกติ" if announced.value == normal else "ตามประกาศลดเงินสมทบของเดือนนี้",
            law={"announced": announced},
        ),
    ]
    inputs: dict[str, Value] = {"period": str(period), "province": province or ""}
    results = {"base": baht(base.value), "amount": baht(announced.value)}
    return Worked("contribution.s39", results, tuple(steps), inputs, period.first, law.hash)


def surcharge(amount: Decimal, *, due: date, paid: date, law: Law) -> Worked:
    """Surcharge on a late Section 39 contribution: 2% a month, 15 days and more count as a month (s.39)."""
    if amount < 0:
        raise ValueError("an amount is not negative")
    rate = law.at("contributions.s39.surcharge_rate", due)
    threshold = law.at("contributions.s39.surcharge_month_from_days", due)
    months = whole_months(due, paid, counts_from_days=int(threshold.value))
    result = baht(amount * rate.value * months)
    one = step(
        "surcharge",
        ("เงินเพิ่ม", "Surcharge"),
        "39",
        result,
        formula=f"{plain_number(amount)} × {percent(rate.value)} × {months} เดือน = {plain_number(result)}",
        law={"rate": rate, "month_from_days": threshold},
        amount=amount,
        due=due,
        paid=paid,
        months=months,
    )
    inputs: dict[str, Value] = {"amount": amount, "due": due, "paid": paid}
    return Worked("contribution.s39_surcharge", {"surcharge": result}, (one,), inputs, due, law.hash)


def relief(period: Period, *, known_then: date, law: Law, province: str | None = None) -> Worked:
    """What an announcement that came after a month was billed changes: ``difference`` in baht.

    Less than 0 is given back. ``known_then`` is the day as of which the month was billed. Raises ``NoLaw``.
    """
    then = contribution(period, law=law.as_known(known_then), province=province)["amount"]
    worked = contribution(period, law=law, province=province)
    now = worked["amount"]
    was = step(
        "before",
        ("ที่แจ้งไว้ตอนนั้น", "As billed then"),
        "39",
        then,
        known=known_then,
    )
    difference = step(
        "difference",
        ("ผลต่าง", "Difference"),
        "46/1",
        now - then,
        formula=f"{plain_number(now)} − {plain_number(then)} = {plain_number(now - then)}",
    )
    inputs: dict[str, Value] = {"period": str(period), "known_then": known_then, "province": province or ""}
    results = {"before": then, "amount": now, "difference": now - then}
    return Worked(
        "contribution.s39_relief", results, (was, *worked, difference), inputs, period.first, law.hash
    )


def branch_weights(period: Period, *, law: Law) -> dict[str, Decimal]:
    """How the contribution divides over the branches; Section 39 has no unemployment branch (s.54)."""
    return {b: law.at(f"contributions.s39.member_weight.{b}", period.first).value for b in BRANCHES}
