"""Law cases: a situation, its inputs, what the law gives, by which section."""

from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from sso_core.law import public, registry

FOLDER = Path(__file__).parent / "cases"
CASES = [
    pytest.param(case, id=f"{path.stem}: {case['situation']}")
    for path in sorted(FOLDER.glob("*.yaml"))
    for case in yaml.load(
        path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader
    )  # every value stays text; "on" is no boolean
]


@pytest.mark.parametrize("case", CASES)
def test_law_case(case):
    rule = registry.find(case["rule"])
    if "refused" in case:
        with pytest.raises(getattr(public, case["refused"])) as refused:
            rule.work(case["inputs"], law=public.current())
        assert refused.value.th
        return
    worked = rule.work(case["inputs"], law=public.current())
    assert {name: worked[name] for name in case["expected"]} == {
        name: Decimal(value) for name, value in case["expected"].items()
    }
    assert case["section"] in {step.section for step in worked}


def test_every_rule_has_a_case():
    assert {case.values[0]["rule"] for case in CASES} == {one.name for one in registry.calculators()}
