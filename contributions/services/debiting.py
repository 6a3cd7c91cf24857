"""Standing debit for everybody: what is due is chosen by ranges of people, and goes to the bank in one file a day.

The file is laid ready in the transaction that closes the run: a run that was killed goes on, and makes one file.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from contributions.models import Bill, BillKind, BillStatus, Debit, DebitState, Mandate, MandateState
from contributions.rules import section39
from contributions.services import mandates
from finance.public import DEBIT_DONE, DebitLine, MandateLine, StopLine, send_debits
from registration.public import recipient_of
from sso_core import clock
from sso_core.batch.models import BatchRun
from sso_core.batch.public import start_run
from sso_core.kernel.actor import Actor
from sso_core.kernel.thai_calendar import format_date
from sso_core.law.public import current
from sso_core.messaging.public import tell

DEBIT_RUN = "contributions.debit"
PEOPLE_A_CHUNK = 50_000
NO_FUNDS = "AM04"
_DUE = (Path(__file__).parents[1] / "sql" / "debits_due.sql").read_text(encoding="utf-8")


def start_debit_run(*, by: Actor) -> BatchRun | None:
    """Take what is due today; begun before, the same run. None where nobody has an order that waits or holds."""
    today = clock.today()
    with connection.cursor() as cursor:
        cursor.execute(
            "select coalesce(min(person_id), 1), coalesce(max(person_id), 0), count(*) from contributions_mandate"
            " where state in ('asked', 'active')"
            "    or (ended_for <> '' and run_on is not null and stop_run_on is null)"
        )
        low, high, people = cursor.fetchone()
    if not people:
        return None
    chunks = [
        {"low": first, "high": first + PEOPLE_A_CHUNK - 1} for first in range(low, high + 1, PEOPLE_A_CHUNK)
    ]
    title = f"หักบัญชีอัตโนมัติ {format_date(today)}"
    payload = {"on": today.isoformat()}
    return start_run(DEBIT_RUN, today.isoformat(), chunks, by=by, title=title, payload=payload, items=people)


def debit_slice(on: date, low: int, high: int) -> dict[str, Any]:
    """Choose what is taken from the people of a range; chosen before, it stays."""
    law = current()
    _refresh_surcharges(on, low, high)
    params: dict[str, int | date] = {"today": on, "low": low, "high": high}
    params |= {
        name: int(law.at(f"contributions.debit.{key}", on).value)
        for name, key in {"day": "day", "attempts": "attempts", "wait": "retry_after_days"}.items()
    }
    with connection.cursor() as cursor:
        cursor.execute(_DUE, params)
        return {"items": int(cursor.rowcount)}


def _refresh_surcharges(on: date, low: int, high: int) -> None:
    """Late months of Section 39 are taken with the surcharge of the day; few sums and days make all of them."""
    people = Mandate.objects.filter(state=MandateState.ACTIVE, person_id__range=(low, high))
    late = Bill.objects.filter(
        kind=BillKind.SECTION39, status=BillStatus.UNPAID, due_on__lt=on, worked_on__lt=on,
        person_id__in=people.values("person_id"),
    )  # fmt: skip
    for due_on, contribution in list(late.values_list("due_on", "contribution").distinct()):
        worked = section39.surcharge(contribution, due=due_on, paid=on, law=current())
        late.filter(due_on=due_on, contribution=contribution).update(
            surcharge=worked["surcharge"], worked_on=on
        )


def finish_run(on: date) -> dict[str, str]:
    """One file of everything: new orders, ended ones, and what is taken. With nothing to send there is no file."""
    ended = (
        Mandate.objects.select_for_update()
        .filter(run_on__isnull=False, stop_run_on=None)
        .exclude(ended_for="")
    )
    ended.update(stop_run_on=on)
    asked = Mandate.objects.select_for_update().filter(state=MandateState.ASKED)
    asked.update(state=MandateState.SENT, run_on=on)
    orders = list(_mandate_lines(on))
    debits = list(_debit_lines(on))
    stops = [StopLine(*row) for row in Mandate.objects.filter(stop_run_on=on).order_by("pk")
             .values_list("reference", "bank_code", "account", "ended_for")]  # fmt: skip
    if not orders and not debits and not stops:
        return {"file": ""}
    _, name = send_debits(orders, debits, stops, bank_code=settings.DEBIT_BANK_CODE, on=on)
    total = sum((line.amount for line in debits), Decimal("0.00"))
    return {
        "file": name,
        "orders": str(len(orders)),
        "stops": str(len(stops)),
        "debits": str(len(debits)),
        "total": str(total),
    }


def _mandate_lines(on: date) -> list[MandateLine]:
    found = Mandate.objects.filter(run_on=on, state=MandateState.SENT).order_by("pk")
    rows = found.values_list("reference", "bank_code", "account", "holder_id", "holder_name")
    return [MandateLine(*row) for row in rows]


def _debit_lines(on: date) -> list[DebitLine]:
    found = Debit.objects.filter(run_on=on, state=DebitState.SENT).order_by("pk")
    rows = found.values_list(
        "reference", "mandate__reference", "mandate__bank_code", "mandate__account", "bill__ref1", "bill__ref2",
        "amount",
    )  # fmt: skip
    return [DebitLine(*row) for row in rows.iterator(chunk_size=10_000)]


_COLLECTED = """
update contributions_debit d set state = 'collected', reason = '', answered_on = x.booked_on
  from unnest(%s::text[], %s::date[]) as x(reference, booked_on)
 where d.reference = x.reference and d.state = 'sent'"""


@transaction.atomic
def answered_many(answers: Sequence[tuple[str, str, date]]) -> None:
    """What the bank did with many: those that it took by one statement, what it refused one by one."""
    taken = [(reference, day) for reference, code, day in answers if code == DEBIT_DONE]
    with connection.cursor() as cursor:
        cursor.execute(_COLLECTED, [[reference for reference, _ in taken], [day for _, day in taken]])
    for reference, code, day in answers:
        if code != DEBIT_DONE:
            answered(reference, code, day)


@transaction.atomic
def answered(reference: str, code: str, booked_on: date) -> None:
    """What the bank did with one debit. The money itself comes as a payment of the bill; told before, it stays."""
    debit = (
        Debit.objects.select_for_update(of=("self",))
        .select_related("mandate", "bill")
        .filter(reference=reference)
        .first()
    )
    if debit is None or debit.state != DebitState.SENT:
        return
    debit.state = DebitState.COLLECTED if code == DEBIT_DONE else DebitState.REFUSED
    debit.reason, debit.answered_on = ("" if code == DEBIT_DONE else code[:10]), booked_on
    debit.save(update_fields=["state", "reason", "answered_on"])
    if debit.state == DebitState.COLLECTED:
        return
    held = Mandate.objects.select_for_update().get(pk=debit.mandate_id)
    if code != NO_FUNDS:
        mandates.revoked(held, code)
    _tell_refused(debit)


def _tell_refused(debit: Debit) -> None:
    law, on = current(), clock.today()
    no_funds = debit.reason == NO_FUNDS
    context = {
        "amount": debit.amount,
        "period": debit.bill.period,
        "no_funds": no_funds,
        "again": no_funds and debit.attempt < int(law.at("contributions.debit.attempts", on).value),
        "days": int(law.at("contributions.debit.retry_after_days", on).value),
        "action_url": f"/me/{debit.bill.kind}/",
        "action_label": "ดูบิลและจ่าย",
    }
    tell(recipient_of(debit.mandate.person_id), "contributions/debit_refused", context)
