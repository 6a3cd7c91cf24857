"""The chart of accounts, read from ``statute/finance/chart.yaml``. Bad data refuses to load."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any


class BadRulebook(ValueError):
    """The chart or the posting rules break a rule of the loader; nothing is loaded."""


class Side(StrEnum):
    DEBIT = "debit"
    CREDIT = "credit"


@dataclass(frozen=True, slots=True)
class Account:
    """One account. ``side`` is where its balance normally stands."""

    code: str
    side: Side
    label_th: str
    label_en: str
    since: date
    until: date

    def holds_on(self, day: date) -> bool:
        return self.since <= day <= self.until


def read_chart(rows: Iterable[Mapping[str, Any]]) -> dict[str, Account]:
    """The accounts by code. Raises ``BadRulebook`` naming the account."""
    chart: dict[str, Account] = {}
    for row in rows:
        account = _account(row)
        if account.code in chart:
            raise BadRulebook(f"account {account.code} stands twice")
        chart[account.code] = account
    if not chart:
        raise BadRulebook("the chart is empty")
    return chart


def _account(row: Mapping[str, Any]) -> Account:
    code = row.get("code")
    if not isinstance(code, str) or not (len(code) == 4 and code.isdecimal() and code.isascii()):
        raise BadRulebook(f"account code {code!r} must be a string of four digits")
    try:
        label = row["label"]
        account = Account(
            code, Side(row["side"]), label["th"], label["en"], row["from"], row.get("to", date.max)
        )
    except (KeyError, TypeError, ValueError) as error:
        raise BadRulebook(f"account {code}: {error}") from error
    if type(account.since) is not date or type(account.until) is not date or account.until < account.since:
        raise BadRulebook(f"account {code}: its dates are wrong")
    if not account.label_th or not account.label_en:
        raise BadRulebook(f"account {code}: it needs a label in both languages")
    return account
