"""The rulebook: chart and posting rules together, loaded once."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import astuple, dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from finance.rules.chart import Account, BadRulebook, read_chart
from finance.rules.posting import NoPostingRule, PostingRule, read_rules
from finance.types import Fund

FOLDER = Path(__file__).resolve().parents[2] / "statute" / "finance"


@dataclass(frozen=True, slots=True)
class Leg:
    """One pair of a dated rule row, as the posting statement takes it."""

    rule: str
    since: date
    until: date
    key: str
    number: int
    debit: str
    credit: str
    fund: Fund


@dataclass(frozen=True, slots=True)
class Rulebook:
    chart: Mapping[str, Account]
    rules: Mapping[str, PostingRule]

    def rule(self, key: str) -> PostingRule:
        try:
            return self.rules[key]
        except KeyError:
            raise NoPostingRule(f"no posting rule {key!r}") from None

    def check(self, rule: str, on: date, amounts: Mapping[str, Decimal]) -> None:
        """Refuse an event that no row of the rule can post whole."""
        unknown = set(amounts) - self.rule(rule).at(on).amount_keys()
        if unknown:
            raise NoPostingRule(f"posting rule {rule} knows no amount {', '.join(sorted(unknown))}")

    def legs(self) -> Iterator[Leg]:
        """Every pair of every rule, numbered in the order of the file."""
        for rule in self.rules.values():
            for row in rule.rows:
                for number, pair in enumerate(row.pairs, 1):
                    yield Leg(
                        rule.key, row.since, row.until, pair.key, number, pair.debit, pair.credit, pair.fund
                    )

    def account_label(self, code: str) -> str:
        account = self.chart.get(code)
        return account.label_th if account else code

    def rule_label(self, key: str) -> str:
        rule = self.rules.get(key)
        return rule.label_th if rule else key


def read(chart: Mapping[str, Any], rules: Mapping[str, Any]) -> Rulebook:
    """The rulebook of two documents. Raises ``BadRulebook``."""
    try:
        accounts = read_chart(chart["chart"])
    except (KeyError, TypeError) as error:
        raise BadRulebook(f"chart: {error}") from error
    return Rulebook(accounts, read_rules(rules, accounts))


def load(folder: Path) -> Rulebook:
    return read(
        *(yaml.safe_load((folder / f"{name}.yaml").read_text()) for name in ("chart", "posting_rules"))
    )


@cache
def current() -> Rulebook:
    """The rulebook of this release."""
    return load(FOLDER)


@cache
def legs_json() -> str:
    """Every pair of this release's rules as the posting statement takes them: told thousands of times, made once."""
    names = ("rule", "since", "until", "amount_key", "number", "debit", "credit", "fund")
    return json.dumps(
        [dict(zip(names, astuple(leg), strict=True)) for leg in current().legs()],
        default=str,
        ensure_ascii=False,
    )
