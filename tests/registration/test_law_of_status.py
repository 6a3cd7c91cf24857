"""The cases of the law about entering and leaving: a row of YAML each, with the section that decides."""

from datetime import date
from pathlib import Path

import pytest
import yaml

from registration.rules import section33, section39, section40
from sso_core.kernel.period import Period
from sso_core.law.public import current

FOLDER = Path(__file__).parent / "law"


def cases(name):
    rows = yaml.safe_load((FOLDER / f"{name}.yaml").read_text())
    assert all(row["section"] for row in rows)
    return pytest.mark.parametrize("case", rows, ids=[row["case"] for row in rows])


def judged(conditions, case):
    """What is not met and not known, against the case; each condition names its section and its words."""
    assert [c.code for c in conditions if c.met is False] == case["unmet"]
    assert [c.code for c in conditions if c.met is None] == case.get("unknown", [])
    for condition in conditions:
        assert condition.section
        assert all((condition.label_th, condition.label_en, condition.detail_th, condition.detail_en))


@cases("section33")
def test_entering_and_reporting_under_section_33(case):
    law, day = current(), case["day"]
    if case["rule"] == "age":
        found = section33.age_fault(born=case["born"], starts_on=day, insured_before=case["before"], law=law)
    else:
        found = getattr(section33, case["rule"])(day, law=law)
    assert found == case["expected"]


@cases("section39")
def test_entering_section_39(case):
    conditions = section39.entry(
        months33=case["months"],
        unknown_months=case["unknown_months"],
        ended_on=case["ended"],
        insured_now=case["now"],
        applied_on=case["day"],
        law=current(),
    )
    judged(conditions, case)


@cases("readmission")
def test_coming_back_to_section_39(case):
    conditions = section39.readmission(
        lapsed_on=case["lapsed"], insured_now=case["now"], applied_on=case["day"], law=current()
    )
    if case["unmet"] is None:
        assert conditions == ()
    else:
        judged(conditions, case)


@cases("lapse")
def test_section_39_lapses(case):
    paid = [(Period(2026, 1) + n, mark == "p") for n, mark in enumerate(case["marks"])]
    found = section39.lapse(paid, law=current(), on=date(2026, 12, 31))
    assert (found and found.last_day) == case["last_day"]
    assert (found and found.code) == case.get("code")


@cases("section40")
def test_entering_section_40(case):
    conditions = section40.entry(
        born=case["born"],
        sections_now=case["sections"],
        excluded=case["excluded"],
        applied_on=case["day"],
        law=current(),
    )
    judged(conditions, case)


@cases("option")
def test_changing_the_option(case):
    conditions = section40.change(
        option=case["option"],
        wanted=case["wanted"],
        changed_on=case["changed"],
        asked_on=case["day"],
        law=current(),
    )
    judged(conditions, case)
    if "holds_from" in case:
        assert section40.change_holds_from(case["day"], law=current()) == case["holds_from"]
