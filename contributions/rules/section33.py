"""Section 33: what insured person, employer and government pay for a wage month (SSA s.46).

The wage is brought within the floor and the ceiling of the month, then each share is rounded a person.
Relief by province follows the place of the establishment. A month without wage has no deduction (s.47).
"""

from collections.abc import Mapping
from decimal import ROUND_DOWN, Decimal

from sso_core.kernel.money import SATANG, ZERO, Rounding, rounded
from sso_core.kernel.period import Period
from sso_core.kernel.worked import Step, Value, Worked
from sso_core.law.book import Dated, Law
from sso_core.law.steps import percent, plain_number, step

BRANCHES = ("sickness_group", "old_age_child", "unemployment")
PAYERS = ("employee", "employer", "government")
_LABELS = {
    "employee": ("เงินสมทบผู้ประกันตน", "Insured person's contribution"),
    "employer": ("เงินสมทบนายจ้าง", "Employer's contribution"),
    "government": ("เงินสมทบรัฐบาล", "Government's contribution"),
}


def contribution(wage: Decimal, period: Period, *, law: Law, province: str | None = None) -> Worked:
    """Shares for one person at one employer: ``base``, ``employee``, ``employer``, ``government`` in baht.

    Employee and employer are rounded to the whole baht a person, 50 satang up (s.46). Raises ``NoLaw``
    for months whose rate is not known, ``ValueError`` for a negative wage.
    """
    if wage < 0:
        raise ValueError("a wage is not negative")
    rows = {name: law.at(f"contributions.s33.{name}", period.first, area=province) for name in _NAMES}
    base_step = _base(wage, rows)
    base = base_step.result
    assert isinstance(base, Decimal)
    shares = [_share(payer, base, rows) for payer in PAYERS]
    results = {"base": base} | {s.key: s.result for s in shares if isinstance(s.result, Decimal)}
    inputs: dict[str, Value] = {"wage": wage, "period": str(period), "province": province or ""}
    return Worked("contribution.s33", results, (base_step, *shares), inputs, period.first, law.hash)


_NAMES = (
    "wage_floor",
    "wage_ceiling",
    "employee_rate",
    "employer_rate",
    "government_rate",
    "rounding",
    "government_rounding",
)


def _base(wage: Decimal, rows: Mapping[str, Dated]) -> Step:
    floor, ceiling = rows["wage_floor"].value, rows["wage_ceiling"].value
    base = ZERO if wage == 0 else min(max(wage, floor), ceiling)
    if wage == 0:
        formula = "ไม่มีค่าจ้างในเดือนนี้ = 0"
    elif base == wage:
        formula = f"{plain_number(wage)} อยู่ระหว่าง {plain_number(floor)} ถึง {plain_number(ceiling)}"
    else:
        limit = "ขั้นต่ำ" if base == floor else "สูงสุด"
        formula = f"ค่าจ้าง {plain_number(wage)} ใช้ฐาน{limit} {plain_number(base)}"
    return step(
        "base",
        ("ค่าจ้างที่ใช้คิดเงินสมทบ", "Wage that contributions are worked on"),
        "46",
        base.quantize(SATANG),
        formula=formula,
        law={"wage_floor": rows["wage_floor"], "wage_ceiling": rows["wage_ceiling"]},
        wage=wage,
    )


def _share(payer: str, base: Decimal, rows: Mapping[str, Dated]) -> Step:
    rate = rows[f"{payer}_rate"]
    rule = Rounding(rows["government_rounding" if payer == "government" else "rounding"].text)
    exact = base * rate.value
    amount = rounded(exact, rule)
    formula = f"{plain_number(base)} × {percent(rate.value)} = {plain_number(exact)}"
    if amount != exact:
        formula += f" ปัดเป็น {plain_number(amount)}"
    section = "46/1" if rate.area else "46"
    return step(
        payer, _LABELS[payer], section, amount, formula=formula, law={"rate": rate}, base=base, rounding=rule
    )


def split_by_branch(total: Decimal, weights: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """Split ``total`` baht by weights to the satang; the parts add up to the total.

    Each part is cut to the satang, and the satang left over go to the largest remainders, in order.
    """
    whole = sum(weights.values(), Decimal(0))
    exact = {name: total * weight / whole for name, weight in weights.items()}
    parts = {name: amount.quantize(SATANG, ROUND_DOWN) for name, amount in exact.items()}
    missing = int((total - sum(parts.values(), ZERO)) / SATANG)
    by_remainder = sorted(exact, key=lambda name: (parts[name] - exact[name], list(exact).index(name)))
    for name in by_remainder[:missing]:
        parts[name] += SATANG
    return parts


def branch_weights(payer: str, period: Period, *, law: Law) -> dict[str, Decimal]:
    """How a payer's share divides over the branches of benefit in a wage month."""
    return {b: law.at(f"contributions.s33.{payer}_weight.{b}", period.first).value for b in BRANCHES}
