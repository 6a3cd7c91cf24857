"""Many paid months of Sections 39 and 40 at once, such as a file of standing debits, by a statement for each step.

What a month comes to depends on month, option and sum alone, so the law is asked once for each of them.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection

from contributions.models import Bill, BillKind
from contributions.rules import section39
from contributions.rules.section33 import split_by_branch
from contributions.services.bulk.statements import run, statement, text
from contributions.services.section39_terms import government_share
from contributions.services.voluntary_terms import government40
from finance.public import post_selected
from sso_core.kernel.money import ZERO
from sso_core.kernel.period import Period
from sso_core.law.public import NoLaw, current

Amounts = Mapping[str, Decimal]


def terms_of_matched() -> list[dict[str, Any]]:
    """The terms of each month, option and sum among the matched payments; without those that the law does not tell."""
    with connection.cursor() as cursor:
        cursor.execute(statement("pay_own_terms"))
        rows = cursor.fetchall()
    found = []
    for kind, period, option, contribution in rows:
        try:
            told = (
                _terms39(period, contribution)
                if kind == BillKind.SECTION39
                else _terms40(period, option, contribution)
            )
        except NoLaw:
            told = {"kind": "", "period": period.isoformat()}
        found.append(told)
    return found


def _terms39(period: date, contribution: Decimal) -> dict[str, Any]:
    month, law = Period.of(period), current()
    funds = split_by_branch(contribution, section39.branch_weights(month, law=law))
    government = government_share(month)
    posted = {
        "section39_received": _told(funds),
        "contribution_assessed": {f"government.{fund}": str(amount) for fund, amount in government.items()},
    }
    return {
        "kind": BillKind.SECTION39, "period": period.isoformat(), "option": None, "contribution": str(contribution),
        "section": 39, "base": str(section39.contribution(month, law=law)["base"]),
        "government": str(sum(government.values(), ZERO)), "allocated": _told(funds), "posted": posted,
    }  # fmt: skip


def _terms40(period: date, option: int, contribution: Decimal) -> dict[str, Any]:
    government = government40(Bill(period=period, option=option))
    amounts = {"section40.member": contribution, "section40.government": government}
    return {
        "kind": BillKind.SECTION40, "period": period.isoformat(), "option": option, "contribution": str(contribution),
        "section": 40, "base": str(contribution), "government": str(government),
        "allocated": {"section40": str(contribution)}, "posted": {"section40_received": _told(amounts)},
    }  # fmt: skip


def _told(amounts: Amounts) -> dict[str, str]:
    return {key: str(amount) for key, amount in amounts.items()}


def settle(params: Mapping[str, Any]) -> None:
    """Allocations, ledger and accounts of the matched months; ``terms`` as JSON, and ``today``."""
    part = {"voluntary": statement("voluntary")}
    terms = {"terms": params["terms"]}
    run("pay_own_allocations", terms, **part)
    post_selected(text("pay_own_post", **part), {**terms, "today": params["today"]})
    run("pay_own_accounts", terms, **part)
