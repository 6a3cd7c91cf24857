"""The month of Sections 39 and 40 for everybody: one statement bills a range of people; again, nothing is added."""

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import connection

from contributions.rules import section39
from contributions.services.law_sql import sort_in_memory
from contributions.services.voluntary import KINDS, SECTIONS
from contributions.services.voluntary_terms import MonthTerms, terms_table
from sso_core import clock
from sso_core.batch.models import BatchRun
from sso_core.batch.public import start_run
from sso_core.kernel.actor import Actor
from sso_core.kernel.money import ZERO
from sso_core.kernel.period import Period
from sso_core.law.public import current

BILL_RUN = "contributions.bill_voluntary"
PEOPLE_A_CHUNK = 50_000
_BILL = (Path(__file__).parents[1] / "sql" / "voluntary_bills.sql").read_text(encoding="utf-8")
_CLOSE = """
update contributions_bill set status = 'cancelled'
 where kind in ('section40', 'saving') and status = 'unpaid' and due_on < %(before)s
   and person_id between %(low)s and %(high)s
   and not exists (select from contributions_suspenseitem i
                    where i.bill_id = contributions_bill.id and i.status = 'open')"""


def start_billing_run(*, by: Actor) -> BatchRun:
    """Bill this month for everybody of both sections; begun before, the same run is returned."""
    month = Period.of(clock.today())
    chunks, people = [], 0
    for section in SECTIONS:
        low, high, count = _range(section, month)
        people += count
        chunks += [
            {"section": section, "low": first, "high": first + PEOPLE_A_CHUNK - 1}
            for first in range(low, high + 1, PEOPLE_A_CHUNK)
        ]
    title = f"ใบแจ้งมาตรา 39 และ 40 งวด {month.be_label()}"
    return start_run(
        BILL_RUN, str(month), chunks, by=by, title=title, payload={"month": str(month)}, items=people
    )


def _range(section: int, month: Period) -> tuple[int, int, int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select coalesce(min(person_id), 1), coalesce(max(person_id), 0), count(distinct person_id)"
            "  from registration_standing"
            " where section = %s and starts_on <= %s and (ends_on is null or ends_on >= %s)",
            [section, month.last, clock.today()],
        )
        low, high, count = cursor.fetchone()
        return low, high, count


def bill_slice(section: int, month: Period, low: int, high: int) -> Mapping[str, Any]:
    """Bill a range of people for a month; ``items`` were billed now. Old unpaid months of Section 40 are closed."""
    terms = terms_table(section, month)
    values, params = _terms_sql(section, terms)
    params |= {
        "section": section, "kind": KINDS[section], "low": low, "high": high, "first": month.first,
        "last": month.last, "today": clock.today(), "now": clock.now(),
    }  # fmt: skip
    sort_in_memory()
    with connection.cursor() as cursor:
        # A table that fills up while the run goes looks empty to the planner, and loops would be thought cheap.
        cursor.execute("set local enable_nestloop = off")
        cursor.execute(_BILL.format(terms=values), params)
        billed = int(cursor.rowcount)
        cursor.execute("set local enable_nestloop = on")
    unknown = [one.area or str(one.option or "") for one in terms if one.amount is None]
    return {"items": billed, "unknown": unknown, "closed": _close(low, high) if section == 40 else 0}


def _terms_sql(section: int, terms: tuple[MonthTerms, ...]) -> tuple[str, dict[str, Any]]:
    rows: list[str] = []
    params: dict[str, Any] = {}
    for n, one in enumerate(terms):
        values = (one.area, one.option, one.amount, one.due_on, _surcharge(section, one))
        params |= {f"t{n}_{place}": value for place, value in enumerate(values)}
        rows.append(
            f"(%(t{n}_0)s::varchar, %(t{n}_1)s::int, %(t{n}_2)s::numeric, %(t{n}_3)s::date, %(t{n}_4)s::numeric)"
        )
    return ", ".join(rows), params


def _surcharge(section: int, one: MonthTerms) -> Decimal:
    if section == 40 or one.amount is None:
        return ZERO
    paid = max(clock.today(), one.due_on)
    return section39.surcharge(one.amount, due=one.due_on, paid=paid, law=current())["surcharge"]


def _close(low: int, high: int) -> int:
    """Months of Section 40 that went by unpaid, after the days that a bank's file may take."""
    stays = int(current().at("contributions.s40.bill_closes_after_days", clock.today()).value)
    with connection.cursor() as cursor:
        cursor.execute(_CLOSE, {"before": clock.today() - timedelta(days=stays), "low": low, "high": high})
        return int(cursor.rowcount)
