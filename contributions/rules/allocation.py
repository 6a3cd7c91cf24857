"""To what money goes when it pays several things: which bill first, and what of a bill first (s.47, s.49)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sso_core.kernel.money import ZERO
from sso_core.kernel.worked import Value, Worked
from sso_core.law.book import Law
from sso_core.law.steps import plain_number, step

_BILLS: dict[str, Callable[["Owed"], Any]] = {
    "oldest_due_first": lambda one: (one.due_on, one.key),
    "smallest_first": lambda one: (one.contribution + one.surcharge, one.due_on, one.key),
}


@dataclass(frozen=True, slots=True)
class Owed:
    """A bill as of the day of payment, in baht; ``label`` is what people know it by."""

    key: str
    due_on: date
    contribution: Decimal
    surcharge: Decimal
    label: str = ""


def allocate(amount: Decimal, bills: Sequence[Owed], *, on: date, law: Law) -> Worked:
    """``bill.<key>`` for each bill and ``left``, in baht: one bill after another, part after part.

    A contribution is taken whole or not at all, so that every fund gets what was assessed; the order of bills and of
    parts is dated law of confidence L.
    """
    if amount < 0:
        raise ValueError("an amount is not negative")
    order = law.at("contributions.allocation.bills", on)
    parts = law.at("contributions.allocation.parts", on)
    funds = law.at("contributions.allocation.funds", on)
    left, results, steps = amount, {}, []
    for one in sorted(bills, key=_BILLS[order.text]):
        given = ZERO
        for part in parts.text.split(","):
            owed = one.contribution if part == "contribution" else one.surcharge
            taken = min(left, owed) if part == "surcharge" or left >= owed else ZERO
            if (
                part == "surcharge"
                and one.contribution
                and given < one.contribution
                and parts.text.startswith("contr")
            ):
                taken = ZERO
            left, given = left - taken, given + taken
        results[f"bill.{one.key}"] = given
        steps.append(
            step(f"bill.{one.key}", _labels(one), "47", given,
                 formula=f"{plain_number(one.contribution)} + {plain_number(one.surcharge)}",
                 law={"bills": order, "parts": parts, "funds": funds}, due=one.due_on)
        )  # fmt: skip
    steps.append(step("left", ("เหลือพักไว้", "Left, held"), "47", left, formula=plain_number(amount)))
    results["left"] = left
    inputs: dict[str, Value] = {"amount": amount, "on": on}
    return Worked("contribution.allocation", results, tuple(steps), inputs, on, law.hash)


def _labels(one: Owed) -> tuple[str, str]:
    return f"ตัดชำระใบแจ้งชำระ {one.label}".strip(), f"Put to the bill {one.label}".strip()
