"""Posting rules: which accounts an event moves, on a day. Read from ``statute/finance/posting_rules.yaml``.

A rule has dated rows; a row holds pairs ``(amount key, debit account, credit account, fund)``, so that
whatever is posted balances in every fund by construction. Bad data refuses to load.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from finance.rules.chart import Account, BadRulebook
from finance.types import Fund


class NoPostingRule(LookupError):
    """No posting rule of this name holds on this day, or it does not know an amount."""


@dataclass(frozen=True, slots=True)
class Pair:
    """The amount under ``key`` is debited to one account and credited to another, in one fund."""

    key: str
    debit: str
    credit: str
    fund: Fund


@dataclass(frozen=True, slots=True)
class Row:
    """The pairs that hold from ``since`` to ``until``, both included."""

    since: date
    until: date
    pairs: tuple[Pair, ...]
    note: str = ""

    def amount_keys(self) -> frozenset[str]:
        return frozenset(pair.key for pair in self.pairs)


@dataclass(frozen=True, slots=True)
class PostingRule:
    key: str
    label_th: str
    label_en: str
    section: str
    rows: tuple[Row, ...]

    def at(self, day: date) -> Row:
        for row in self.rows:
            if row.since <= day <= row.until:
                return row
        raise NoPostingRule(f"posting rule {self.key} holds no row on {day.isoformat()}")


def read_rules(document: Mapping[str, Any], chart: Mapping[str, Account]) -> dict[str, PostingRule]:
    """The rules by key. Raises ``BadRulebook`` naming the rule."""
    try:
        names = {
            "fund": {fund: Fund(fund) for fund in document["funds"]},
            "branch": {name: Fund(fund) for name, fund in document["branches"].items()},
        }
        entries = document["rules"]
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BadRulebook(f"posting rules: {error}") from error
    names["branch"] |= {fund.value: fund for fund in names["branch"].values()}
    names["fund"] |= names["branch"]
    rules: dict[str, PostingRule] = {}
    for entry in entries:
        rule = _rule(entry, chart, names)
        if rule.key in rules:
            raise BadRulebook(f"posting rule {rule.key} stands twice")
        rules[rule.key] = rule
    return rules


def _rule(entry: Mapping[str, Any], chart: Mapping[str, Account], names: "Names") -> PostingRule:
    key = entry.get("key", "?")
    try:
        rows = tuple(_row(row, names) for row in entry["values"])
        label = entry["label"]
        rule = PostingRule(key, label["th"], label["en"], str(entry["section"]), rows)
        _refuse_bad_dates(rows)
        _refuse_bad_accounts(rows, chart)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BadRulebook(f"posting rule {key}: {error}") from error
    return rule


Names = dict[str, dict[str, Fund]]


def _row(row: Mapping[str, Any], names: Names) -> Row:
    pairs = tuple(pair for spec in row["pairs"] for pair in _written_out(spec, names))
    if not pairs:
        raise ValueError("a row without pairs")
    seen = [(pair.key, pair.debit, pair.credit, pair.fund) for pair in pairs]
    if len(set(seen)) != len(seen):
        raise ValueError("a pair stands twice")
    return Row(row["from"], row.get("to", date.max), pairs, row.get("note", ""))


def _written_out(spec: Mapping[str, Any], names: Names) -> Iterator[Pair]:
    """A pair of the file, once for each name that its placeholder stands for."""
    if set(spec) != {"amount", "debit", "credit", "fund"}:
        raise ValueError(f"a pair has amount, debit, credit and fund, not {sorted(spec)}")
    if not all(isinstance(value, str) for value in spec.values()):
        raise ValueError(f"a pair is written in strings: {dict(spec)}")
    template, debit, credit = spec["amount"], spec["debit"], spec["credit"]
    if debit == credit:
        raise ValueError(f"{template}: debit and credit are one account")
    placeholder = next((name for name in names if "{" + name + "}" in template), "")
    if not placeholder:
        if spec["fund"] == "of key" or "{" in template:
            raise ValueError(f"{template}: no fund is named in the key")
        yield Pair(template, debit, credit, Fund(spec["fund"]))
        return
    for name, fund in names[placeholder].items():
        key = template.replace("{" + placeholder + "}", name)
        yield Pair(key, debit, credit, fund if spec["fund"] == "of key" else Fund(spec["fund"]))


def _refuse_bad_dates(rows: tuple[Row, ...]) -> None:
    if not rows:
        raise ValueError("no rows")
    for row in rows:
        if type(row.since) is not date or type(row.until) is not date or row.until < row.since:
            raise ValueError(f"the dates of the row from {row.since} are wrong")
    for earlier, later in pairwise(rows):
        if later.since <= earlier.until:
            raise ValueError(f"rows overlap at {later.since}")
        if (later.since - earlier.until).days > 1:
            raise ValueError(f"no row between {earlier.until} and {later.since}")


def _refuse_bad_accounts(rows: tuple[Row, ...], chart: Mapping[str, Account]) -> None:
    for row in rows:
        for code in {code for pair in row.pairs for code in (pair.debit, pair.credit)}:
            account = chart.get(code)
            if account is None:
                raise ValueError(f"account {code} is not in the chart")
            if not (account.since <= row.since and row.until <= account.until):
                raise ValueError(f"account {code} does not hold over the whole row from {row.since}")
