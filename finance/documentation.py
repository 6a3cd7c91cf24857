"""The parts of ``docs/finance`` that are made from data: the chart, the posting rules, the flows."""

from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path

from finance.flow import BATCH_FLOW, ORDER_FLOW
from finance.labels import FUND_LABELS
from finance.rules import book
from finance.rules.posting import Pair, PostingRule
from finance.types import Fund

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "finance"
BEGIN, END = "<!-- made: {} -->", "<!-- end -->"


def chart_table() -> str:
    rows = ["| account | name | | balance |", "| --- | --- | --- | --- |"]
    for one in book.current().chart.values():
        rows.append(f"| {one.code} | {one.label_th} | {one.label_en} | {one.side} |")
    return "\n".join(rows)


def funds_table() -> str:
    return "\n".join(
        ("| fund | |", "| --- | --- |", *(f"| `{fund}` | {FUND_LABELS[fund]} |" for fund in Fund))
    )


def rules_table() -> str:
    rows = ["| event | law | amount | debit | credit | fund |", "| --- | --- | --- | --- | --- | --- |"]
    for rule in book.current().rules.values():
        rows += _rule_rows(rule)
    return "\n".join(rows)


def _rule_rows(rule: PostingRule) -> Iterator[str]:
    label = f"`{rule.key}` {rule.label_th}"
    for row in rule.rows:
        pairs = sorted(row.pairs, key=lambda pair: (_shape(pair), row.pairs.index(pair)))
        ordered = sorted(
            (list(group) for _, group in groupby(pairs, _shape)), key=lambda group: row.pairs.index(group[0])
        )
        for group in ordered:
            keys = ", ".join(f"`{pair.key}`" for pair in group if not _is_alias(pair, group))
            funds = "of the key" if len({pair.fund for pair in group}) > 1 else group[0].fund
            yield f"| {label} | {rule.section} | {keys} | {group[0].debit} | {group[0].credit} | {funds} |"
            label = ""


def _is_alias(pair: Pair, group: list[Pair]) -> bool:
    """A branch's key beside its fund's own key says the same."""
    own = f"{pair.key.rpartition('.')[0]}.{pair.fund}".lstrip(".")
    return pair.fund is not Fund.COMMON and pair.key != own and any(other.key == own for other in group)


def _shape(pair: Pair) -> tuple[str, str, str, bool]:
    """Pairs that differ only by fund are one row of the table."""
    payer = pair.key.partition(".")[0] if "." in pair.key else ""
    return pair.debit, pair.credit, payer, pair.fund is Fund.COMMON


def order_diagram() -> str:
    return f"```mermaid\n{ORDER_FLOW.diagram()}\n```"


def batch_diagram() -> str:
    return f"```mermaid\n{BATCH_FLOW.diagram()}\n```"


MADE: dict[str, Callable[[], str]] = {
    "chart": chart_table,
    "funds": funds_table,
    "rules": rules_table,
    "order flow": order_diagram,
    "batch flow": batch_diagram,
}


def refreshed(text: str) -> str:
    """The page with its made parts made anew."""
    for name, make in MADE.items():
        begin = BEGIN.format(name)
        if begin in text:
            head, _, rest = text.partition(begin)
            _, _, tail = rest.partition(END)
            text = f"{head}{begin}\n{make()}\n{END}{tail}"
    return text
