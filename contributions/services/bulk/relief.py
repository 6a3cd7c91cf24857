"""The differences of many employers' months at once: divided, posted, billed anew or given back by a statement each.

Together go those of whom nothing else has to be thought: less is owed of everything; and either nothing of the month
is unpaid and what was paid was in time, or the bill of one filing bears it all. Whatever is not exactly that goes one
by one through ``rebill``. A property test holds both ways equal.
"""

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection

from contributions.models import Adjustment, AdjustmentShare, Cause, Refund
from contributions.rules.refund import collect_until
from contributions.rules.surcharge import SurchargeTerms
from contributions.services import differences
from contributions.services.bulk.statements import run, text
from contributions.services.bulk.weights import weights_of
from contributions.services.differences import Why
from contributions.services.due import due_on
from contributions.services.parts import PAYING, Parts
from contributions.services.rebilling import rebill
from finance.public import post_selected
from registration.public import employer_recipients
from sso_core import clock
from sso_core.kernel import case_reference
from sso_core.kernel.money import ZERO
from sso_core.kernel.period import Period
from sso_core.law.public import in_force
from sso_core.messaging.public import tell_many


def write_many(period: Period, accounts: Collection[str], why: Why) -> int:
    """Make what ``contributions_delta`` says permanent, with bills and refunds; returns how many employers changed."""
    ids = differences.adjust(period, accounts, why)
    if not ids:
        return 0
    params = _params(period, accounts, why, ids)
    run("tables")
    run("relief_tables")
    run("split", {**weights_of(period, in_force()), **params}, source=text("relief_standing"))
    run("relief_shares", params)
    post_selected(text("relief_post"), params)
    _hold(period)
    run("relief_fits", params)
    _replace(period, params)
    _give_back(period, params)
    _one_by_one(ids)
    return len(ids)


def _params(period: Period, accounts: Collection[str], why: Why, ids: list[int]) -> dict[str, Any]:
    return {
        "ids": ids, "accounts": list(accounts), "period": period.first, "today": clock.today(), "now": clock.now(),
        "cause": str(Cause(why.cause).label), "label": period.be_label(),
        "collect_by": collect_until(clock.today(), law=in_force()),
    }  # fmt: skip


def _hold(period: Period) -> None:
    """People who are not enrolled are few: theirs goes as ever."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select distinct a.id from contributions_delta d join bulk_share s on true"
            " join contributions_adjustment a on a.id = s.filing_id and a.account_no = d.account_no"
            " where d.person_id is null"
        )
        found = [number for (number,) in cursor.fetchall()]
    made = {one.account_no: one for one in Adjustment.objects.filter(pk__in=found)}
    if made:
        differences.hold(period, made)


def _replace(period: Period, params: dict[str, Any]) -> None:
    """Unpaid bills are cancelled and issued anew for what is left, with the surcharge of today (s.49)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select distinct s.province from bulk_relief r join contributions_filingsection s using (filing_id)"
        )
        provinces = [province for (province,) in cursor.fetchall()]
    if not provinces:
        return
    dues = {province: due_on(period, province) for province in provinces}
    _number(period)
    run("relief_left", {**params, "provinces": list(dues), "dues": list(dues.values())})
    _surcharges(params["today"])
    for name in ("relief_cancel", "relief_bills", "relief_parts"):
        run(name, params)


def _number(period: Period) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select adjustment_id, nextval('contributions_bill_reference') from bulk_relief where bill_id is not null"
        )
        rows = [
            (adjustment, case_reference.make("B", period.first, number)[1:].replace("-", ""))
            for adjustment, number in cursor.fetchall()
        ]
        cursor.execute(
            "update bulk_relief r set ref2 = x.ref2 from unnest(%s::bigint[], %s::text[]) as x(adjustment_id, ref2)"
            " where r.adjustment_id = x.adjustment_id",
            [[adjustment for adjustment, _ in rows], [ref2 for _, ref2 in rows]],
        )


def _surcharges(today: date) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select adjustment_id, due_on, sum(amount) from bulk_left where due_on < %s"
            " group by adjustment_id, branch_no, due_on having sum(amount) > 0",
            [today],
        )
        rows = cursor.fetchall()
        terms = {due: SurchargeTerms.of(due, today, law=in_force()) for due in {due for _, due, _ in rows}}
        sums: dict[int, Decimal] = {}
        for adjustment, due, amount in rows:
            sums[adjustment] = sums.get(adjustment, ZERO) + terms[due].on(amount)
        cursor.execute(
            "update bulk_relief r set surcharge = x.amount"
            " from unnest(%s::bigint[], %s::numeric[]) as x(adjustment_id, amount)"
            " where r.adjustment_id = x.adjustment_id",
            [list(sums), list(sums.values())],
        )


def _give_back(period: Period, params: dict[str, Any]) -> None:
    """What was paid becomes a refund, and its employer is told."""
    with connection.cursor() as cursor:
        cursor.execute("select account_no from bulk_relief where refund_id is not null")
        accounts = [account for (account,) in cursor.fetchall()]
    if not accounts:
        return
    recipients = employer_recipients(accounts)
    names = {account: one.name for account, one in recipients.items()}
    run("relief_refunds", {**params, "named": list(names), "names": list(names.values())})
    run("relief_refund_parts", params)
    post_selected(text("relief_post_refunds"), params)
    made = Refund.objects.filter(adjustment_id__in=params["ids"], period=period.first).order_by("pk")
    tell_many(
        "contributions/refund_due", [(recipients[refund.account_no], {"refund": refund}) for refund in made]
    )


def _one_by_one(ids: list[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select adjustment_id from bulk_relief")
        done = {number for (number,) in cursor.fetchall()}
    rest = Adjustment.objects.filter(pk__in=set(ids) - done).select_related("filing").order_by("pk")
    shares = AdjustmentShare.objects.filter(adjustment__in=rest, payer__in=PAYING)
    parts: dict[int, Parts] = {}
    for one in shares:
        parts.setdefault(one.adjustment_id, {})[one.branch_no, one.payer, one.fund] = one.amount
    for adjustment in rest:
        rebill(adjustment, parts.get(adjustment.pk, {}))
