"""Due dates and the division over branches, as ``contributions.yaml`` tells them."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from contributions.rules import section33, section39
from contributions.rules.surcharge import due_date
from sso_core.kernel.period import Period
from sso_core.law.public import current

CASES: dict[str, list[dict[str, Any]]] = yaml.load(
    Path(__file__).with_name("contributions.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader
)


@pytest.mark.parametrize(
    "case", CASES["due_dates"], ids=lambda c: f"{c['period']} {c.get('province', '')} {c['why']}"
)
def test_due_date(case):
    found = due_date(Period.parse(case["period"]), law=current(), province=case.get("province"))
    assert found == date.fromisoformat(case["due"])


@pytest.mark.parametrize("case", CASES["shares"], ids=lambda c: f"{c['payer']} {c['period']} {c['share']}")
def test_share_by_branch(case):
    period, payer = Period.parse(case["period"]), case["payer"]
    weights = (
        section39.branch_weights(period, law=current())
        if payer == "member39"
        else section33.branch_weights(payer, period, law=current())
    )
    parts = section33.split_by_branch(Decimal(case["share"]), weights)
    assert list(parts) == list(section39.BRANCHES if payer == "member39" else section33.BRANCHES)
    assert list(parts.values()) == [Decimal(part) for part in case["parts"]]
