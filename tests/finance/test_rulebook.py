"""The chart and the posting rules: what is loaded is whole, and bad data is refused by name."""

import copy
from datetime import date

import pytest
import yaml

from finance.rules import book
from finance.rules.chart import BadRulebook
from finance.rules.posting import NoPostingRule
from finance.types import Fund

CHART = yaml.safe_load((book.FOLDER / "chart.yaml").read_text())
RULES = yaml.safe_load((book.FOLDER / "posting_rules.yaml").read_text())


def test_every_account_is_used_and_every_rule_is_labelled():
    rulebook = book.current()
    used = {code for leg in rulebook.legs() for code in (leg.debit, leg.credit)}
    assert used == set(rulebook.chart)
    assert all(rule.label_th and rule.label_en and rule.section for rule in rulebook.rules.values())


def test_contract_names_are_known():
    rulebook = book.current()
    on = date(2026, 11, 23)
    keys = {name: rulebook.rule(name).at(on).amount_keys() for name in rulebook.rules}
    for payer in ("employee", "employer", "government"):
        for branch in ("sickness_group", "old_age_child", "unemployment", "smid"):
            assert f"{payer}.{branch}" in keys["contribution_assessed"]
    assert set(Fund) - {Fund.COMMON} <= keys["contribution_received"]
    assert {"sickness", "pension", "lump_sum"} <= keys["benefit_awarded"]
    assert keys["money_unmatched"] == keys["bank_receipts"] == {"amount"}


def bad_chart(change):
    chart = copy.deepcopy(CHART)
    change(chart["chart"])
    return chart, RULES


def bad_rules(change):
    rules = copy.deepcopy(RULES)
    change(rules["rules"])
    return CHART, rules


PAIR = {"amount": "x", "debit": "1101", "credit": "2201", "fund": "common"}


def row(**changes):
    return {"from": date(1990, 9, 2), "pairs": [PAIR], **changes}


def dated(since, **changes):
    return row(**{"from": date(since, 1, 1)}, **changes)


def rule(*rows, **changes):
    return {"key": "new", "label": {"th": "ก", "en": "a"}, "section": "1", "values": list(rows), **changes}


@pytest.mark.parametrize(
    ("made", "why"),
    [
        (bad_chart(lambda c: c.append(c[0])), "1101 stands twice"),
        (bad_chart(lambda c: c[0].update(code=1101)), "string of four digits"),
        (bad_chart(lambda c: c[0].update(side="left")), "account 1101"),
        (bad_chart(lambda c: c[0].pop("label")), "account 1101"),
        (bad_chart(lambda c: c[0].update(label={"th": "", "en": "x"})), "both languages"),
        (bad_chart(lambda c: c[0].update(to=date(1980, 1, 1))), "dates are wrong"),
        (bad_chart(lambda c: c.clear()), "empty"),
        (bad_chart(lambda c: c[0].update({"from": date(2020, 1, 1)})), "does not hold over the whole row"),
        (({}, RULES), "chart"),
        ((CHART, {}), "posting rules"),
        (bad_rules(lambda r: r.append(r[0])), "opening_balance stands twice"),
        (bad_rules(lambda r: r.append(rule(row(pairs=[])))), "without pairs"),
        (bad_rules(lambda r: r.append(rule())), "no rows"),
        (bad_rules(lambda r: r.append(rule(row(), section=None, label={"th": "x"}))), "new"),
        (bad_rules(lambda r: r.append(rule(row(pairs=[{**PAIR, "debit": "9999"}])))), "9999 is not in the chart"),
        (bad_rules(lambda r: r.append(rule(row(pairs=[{**PAIR, "credit": "1101"}])))), "one account"),
        (bad_rules(lambda r: r.append(rule(row(pairs=[{**PAIR, "fund": "nothing"}])))), "nothing"),
        (bad_rules(lambda r: r.append(rule(row(pairs=[{**PAIR, "fund": "of key"}])))), "no fund is named"),
        (bad_rules(lambda r: r.append(rule(row(pairs=[{**PAIR, "amount": "{x}"}])))), "no fund is named"),
        (bad_rules(lambda r: r.append(rule(row(pairs=[{**PAIR, "debit": 1101}])))), "in strings"),
        (bad_rules(lambda r: r.append(rule(row(pairs=[{"amount": "x"}])))), "a pair has"),
        (bad_rules(lambda r: r.append(rule(row(pairs=[PAIR, PAIR])))), "a pair stands twice"),
        (bad_rules(lambda r: r.append(rule(row(to=date(2000, 1, 1)), dated(1999)))), "overlap"),
        (bad_rules(lambda r: r.append(rule(row(to=date(2000, 1, 1)), dated(2001)))), "no row between"),
        (bad_rules(lambda r: r.append(rule(row(**{"from": "1990-09-02"})))), "dates of the row"),
    ],
)  # fmt: skip
def test_bad_data_refuses_to_load(made, why):
    with pytest.raises(BadRulebook, match=why):
        book.read(*made)


def test_a_changed_rule_posts_by_its_day():
    _, rules = bad_rules(
        lambda r: r.append(
            rule(
                row(to=date(2026, 12, 31)),
                dated(2027, pairs=[{**PAIR, "credit": "2202"}]),
            )
        )
    )
    new = book.read(CHART, rules).rule("new")
    assert new.at(date(2026, 12, 31)).pairs[0].credit == "2201"
    assert new.at(date(2027, 1, 1)).pairs[0].credit == "2202"
    with pytest.raises(NoPostingRule, match="holds no row on 1980-01-01"):
        new.at(date(1980, 1, 1))
