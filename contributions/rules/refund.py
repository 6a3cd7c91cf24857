"""Until when money paid too much can be claimed and collected; after that it is the Fund's (SSA s.47).

Claimed within a year of the day it was remitted, collected within a year of the notice. The office asks no claim
where it owes the money by itself, as after a relief announced later: then only the notice counts.
"""

from datetime import date
from decimal import Decimal

from sso_core.kernel.thai_calendar import add_months, format_date
from sso_core.kernel.worked import Step, Value, Worked
from sso_core.law.book import Law
from sso_core.law.steps import step


def claim_until(remitted: date, *, law: Law) -> date:
    """The last day to ask for money that was remitted on a day."""
    return add_months(remitted, 12 * int(law.at("contributions.refund_claim_years", remitted).value))


def collect_until(noticed: date, *, law: Law) -> date:
    """The last day to collect after notice."""
    return add_months(noticed, 12 * int(law.at("contributions.refund_collect_years", noticed).value))


def refund_window(
    *, remitted: date, asked: date | None, noticed: date, collected: date | None = None, law: Law
) -> Worked:
    """``claimable`` and ``collectable``, 1 or 0: whether asked and collected in time. ``asked`` None: not needed."""
    claim_row = law.at("contributions.refund_claim_years", remitted)
    collect_row = law.at("contributions.refund_collect_years", noticed)
    last_claim, last_collect = claim_until(remitted, law=law), collect_until(noticed, law=law)
    claimable = asked is None or asked <= last_claim
    collectable = claimable and (collected is None or collected <= last_collect)
    steps = (
        _until("claim_until", ("ขอคืนได้ถึง", "May be claimed until"), last_claim, remitted,
               {"years": claim_row}, "remitted", f"{claim_row.value} ปีนับแต่วันนำส่ง {format_date(remitted)}"),
        step("claimable", ("ขอคืนทันกำหนด", "Claimed in time"), "47", Decimal(claimable), unit="yes_no",
             formula="สำนักงานคืนเอง ไม่ต้องขอ" if asked is None else f"ขอเมื่อ {format_date(asked)}"),
        _until("collect_until", ("รับเงินได้ถึง", "May be collected until"), last_collect, noticed,
               {"years": collect_row}, "noticed", f"{collect_row.value} ปีนับแต่วันแจ้ง {format_date(noticed)}"),
        step("collectable", ("รับเงินทันกำหนด", "Collected in time"), "47", Decimal(collectable), unit="yes_no",
             formula="พ้นกำหนดเป็นของกองทุน" if not collectable else "ยังอยู่ในกำหนด"),
    )  # fmt: skip
    inputs: dict[str, Value] = {"remitted": remitted, "noticed": noticed}
    inputs |= {name: day for name, day in (("asked", asked), ("collected", collected)) if day}
    results = {"claimable": Decimal(claimable), "collectable": Decimal(collectable)}
    return Worked("contribution.refund", results, steps, inputs, remitted, law.hash)


def _until(
    key: str,
    labels: tuple[str, str],
    last: date,
    since: date,
    law: dict[str, object],
    name: str,
    formula: str,
) -> Step:
    return step(key, labels, "47", last, unit="date", formula=formula, law=law, **{name: since})  # type: ignore[arg-type]
