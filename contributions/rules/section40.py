"""Section 40: the flat monthly contribution of the self-employed, and what the government adds (SSA s.40)."""

from datetime import date
from decimal import Decimal

from sso_core.kernel.money import baht
from sso_core.kernel.period import Period
from sso_core.kernel.worked import Value, Worked
from sso_core.law.book import Law
from sso_core.law.steps import step

OPTIONS = (1, 2, 3)


def contribution(option: int, period: Period, *, law: Law) -> Worked:
    """``member`` and ``government`` in baht for a month of an option. Raises ``NoLaw``, ``ValueError``."""
    if option not in OPTIONS:
        raise ValueError("Section 40 has options 1, 2 and 3")
    member = law.at(f"contributions.s40.option{option}.member", period.first)
    government = law.at(f"contributions.s40.option{option}.government", period.first)
    steps = (
        step("member", ("เงินสมทบผู้ประกันตน", "Insured person's contribution"), "40", baht(member.value),
             formula=f"ทางเลือก {option}", law={"member": member}, option=option),
        step("government", ("รัฐบาลสมทบเพิ่ม", "Government adds"), "40", baht(government.value),
             formula=f"ทางเลือก {option}", law={"government": government}, option=option),
    )  # fmt: skip
    results = {"member": baht(member.value), "government": baht(government.value)}
    inputs: dict[str, Value] = {"option": option, "period": str(period)}
    return Worked("contribution.s40", results, steps, inputs, period.first, law.hash)


def pay_until(period: Period, *, law: Law) -> date:
    """The last day on which a month can be paid (s.40): who pays later pays for another month.

    Raises ``NoLaw``; ``ValueError`` for a rule that is not known here.
    """
    rule = law.at("contributions.s40.pay_until", period.first).text
    if rule != "month_end":
        raise ValueError(f"no such rule: {rule}")
    return period.last


def saving_most(option: int, period: Period, *, law: Law) -> Decimal:
    """The most that may be saved beside the contribution of a month, in baht; 0 where nothing may. Raises ``NoLaw``."""
    return baht(law.at(f"contributions.s40.option{option}.saving_most", period.first).value)
