"""Old age: a monthly pension from 180 months, else a lump sum (SSA s.77bis).

The 60-month formula is in force. The CARE formula was a draft in the material read and is not used.
"""

from datetime import date
from decimal import Decimal

from sso_core.kernel.money import Rounding, baht, rounded
from sso_core.kernel.worked import Value, Worked
from sso_core.law.book import Law
from sso_core.law.errors import NotEntitled
from sso_core.law.steps import percent, plain_number, step


def pension(*, months: int, average_wage: Decimal, on: date, law: Law) -> Worked:
    """``amount`` in baht a month: 20% of the 60-month average wage, and 1.5% for each 12 months over 180.

    ``on`` is the day the right arises; before 2007 the older rates hold. Raises ``NotEntitled`` below 180
    months, ``ValueError`` for negative input.
    """
    if months < 0 or average_wage < 0:
        raise ValueError("months and wage are not negative")
    needed = law.at("old_age.pension_months", on)
    if months < needed.value:
        raise NotEntitled(
            f"a pension needs {needed.value} months; {months} give a lump sum (old_age.lump_sum)",
            f"บำนาญต้องส่งเงินสมทบครบ {needed.value} เดือน ส่งแล้ว {months} เดือน ได้รับเป็นบำเหน็จ",
            field="months",
        )
    base, extra = law.at("old_age.base_rate", on), law.at("old_age.step_rate", on)
    size = law.at("old_age.step_months", on)
    rounding = law.at("old_age.pension_rounding", on)
    full = (months - int(needed.value)) // int(size.value)
    rate = base.value + extra.value * full
    amount = rounded(average_wage * rate, Rounding(rounding.text))
    steps = (
        step("extra_years", ("เงินสมทบส่วนที่เกิน 180 เดือน ครบทุก 12 เดือน", "Full 12 months over 180"), "77bis",
             Decimal(full), unit="times",
             formula=f"({months} − {needed.value}) ÷ {size.value} = {full} เศษไม่นับ",
             law={"pension_months": needed, "step_months": size}, months=months),
        step("rate", ("อัตราบำนาญ", "Pension rate"), "77bis", rate, unit="ratio",
             formula=f"{percent(base.value)} + {percent(extra.value)} × {full} = {percent(rate)}",
             law={"base_rate": base, "step_rate": extra}),
        step("amount", ("บำนาญต่อเดือน", "Pension a month"), "77bis", amount, unit="baht_per_month",
             formula=f"{plain_number(average_wage)} × {percent(rate)} = {plain_number(amount)}",
             law={"rounding": rounding}, average_wage=average_wage),
    )  # fmt: skip
    inputs: dict[str, Value] = {"months": months, "average_wage": average_wage, "on": on}
    return Worked("old_age.pension", {"rate": rate, "amount": amount}, steps, inputs, on, law.hash)


def lump_sum(
    *, months: int, employee_share: Decimal, employer_share: Decimal, returns: Decimal, on: date, law: Law
) -> Worked:
    """``amount`` in baht below 180 months: own shares; from 12 months the employer's and the returns too.

    Raises ``NotEntitled`` without any month, or with enough months for a pension.
    """
    if months < 0 or min(employee_share, employer_share, returns) < 0:
        raise ValueError("months and shares are not negative")
    needed = law.at("old_age.pension_months", on)
    both_from = law.at("old_age.employer_share_months", on)
    if months >= needed.value:
        raise NotEntitled(
            f"{months} months give a pension (old_age.pension), not a lump sum",
            f"ส่งเงินสมทบ {months} เดือน ได้รับเป็นบำนาญ ไม่ใช่บำเหน็จ",
            field="months",
        )
    if months == 0:
        raise NotEntitled(
            "a lump sum needs at least one month of contributions",
            "บำเหน็จต้องส่งเงินสมทบอย่างน้อยหนึ่งเดือน",
            field="months",
        )
    both = months >= both_from.value
    amount = baht(employee_share + (employer_share + returns if both else Decimal(0)))
    whose = "ทั้งสองฝ่ายและผลประโยชน์" if both else "ส่วนของผู้ประกันตน"
    parts = f"{plain_number(employee_share)} + {plain_number(employer_share)} + {plain_number(returns)}"
    steps = (
        step("parts", ("ส่วนที่ได้รับ", "Parts paid"), "77bis", whose,
             unit="text", formula=f"ส่งเงินสมทบ {months} เดือน เทียบกับ {both_from.value} เดือน",
             law={"employer_share_months": both_from, "pension_months": needed}, months=months),
        step("amount", ("บำเหน็จชราภาพ", "Old-age lump sum"), "77bis", amount,
             formula=f"{parts if both else plain_number(employee_share)} = {plain_number(amount)}",
             employee_share=employee_share, employer_share=employer_share, returns=returns),
    )  # fmt: skip
    inputs: dict[str, Value] = {
        "on": on,
        "months": months,
        "employee_share": employee_share,
        "employer_share": employer_share,
        "returns": returns,
    }
    return Worked("old_age.lump_sum", {"amount": amount}, steps, inputs, on, law.hash)
