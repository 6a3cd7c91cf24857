"""Work on many, in slices of their own transactions: large filings, the wage month, Sections 39 and 40."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from contributions import collection_batches  # noqa: F401  registers its own
from contributions.models import Bill, Filing, HistoryLoad
from contributions.services import (
    debiting,
    history,
    history_runs,
    lapsing,
    month_slices,
    receipt_packs,
    relief,
    submitting,
    uploads,
    voluntary_relief,
)
from contributions.services.accounts import credit_lines
from contributions.services.bulk import drops
from contributions.services.crediting import CREDIT_RUN
from contributions.services.debiting import DEBIT_RUN
from contributions.services.lapsing import LAPSE_RUN, start_lapse_run
from contributions.services.locking import lock_month
from contributions.services.months import CHASE_RUN, CLOSE_RUN, EXPECT_RUN, REMIND_RUN
from contributions.services.relief import RELIEF_RUN
from contributions.services.submitting import AMEND_RUN, SUBMIT_RUN
from contributions.services.uploads import CHECK_RUN
from contributions.services.voluntary_run import BILL_RUN, bill_slice
from sso_core.batch.public import chunk_handler, run_finisher
from sso_core.kernel.actor import SYSTEM, Actor, ActorKind
from sso_core.kernel.period import Period

Payload = Mapping[str, Any]


@chunk_handler(CHECK_RUN)
def check_file(run: Payload, chunk: Payload) -> Payload:
    filing = Filing.objects.get(pk=run["filing"])
    uploads.check(filing)
    filing.refresh_from_db()
    return {"items": filing.lines}


@chunk_handler(SUBMIT_RUN)
def move_lines(run: Payload, chunk: Payload) -> Payload:
    return {"items": submitting.move_slice(Filing.objects.get(pk=run["filing"]), chunk)}


@run_finisher(SUBMIT_RUN)
def close_filing(run: Payload) -> Payload:
    filing = submitting.close(Filing.objects.select_for_update().get(pk=run["filing"]))
    return {"employee": str(filing.employee), "employer": str(filing.employer)}


@chunk_handler(AMEND_RUN)
def amend_month(run: Payload, chunk: Payload) -> Payload:
    filing = Filing.objects.select_for_update(of=("self",)).get(pk=run["filing"])
    lock_month(filing.account_no, Period.of(filing.period))
    items = filing.lines
    submitting.amend(filing, Actor(ActorKind.EMPLOYER, filing.submitted_by_id, filing.submitted_by))
    return {"items": items}


@chunk_handler(RELIEF_RUN)
def relieve_employers(run: Payload, chunk: Payload) -> Payload:
    return {"items": relief.relieve(run, chunk)}


@chunk_handler(voluntary_relief.VOLUNTARY_RELIEF_RUN)
def lower_bills(run: Payload, chunk: Payload) -> Payload:
    return {"items": voluntary_relief.relieve(run["section"], chunk)}


@chunk_handler(CREDIT_RUN)
def credit_people(run: Payload, chunk: Payload) -> Payload:
    bill = Bill.objects.get(pk=run["bill"]) if run["bill"] else None
    # A run that was begun before a bill could ask for several filings names only the bill.
    filing = Filing.objects.get(pk=run["filing"]) if "filing" in run else (bill.filing if bill else None)
    assert filing is not None
    return {"items": credit_lines(filing, bill, **chunk)}


@chunk_handler(drops.DROP_RUN)
def take_filings(run: Payload, chunk: Payload) -> Payload:
    return drops.take_chunk(run, chunk)


@chunk_handler(receipt_packs.PACK_RUN)
def print_receipts(run: Payload, chunk: Payload) -> Payload:
    return {"items": receipt_packs.print_slice(chunk["receipts"])}


@chunk_handler(LAPSE_RUN)
def lapse_people(run: Payload, chunk: Payload) -> Payload:
    return lapsing.lapse_slice(Period.parse(run["month"]), chunk["low"], chunk["high"])


@chunk_handler(EXPECT_RUN)
def expect_filings(run: Payload, chunk: Payload) -> Payload:
    return {"items": month_slices.expect(Period.parse(run["period"]), chunk["low"], chunk["high"])}


@chunk_handler(REMIND_RUN)
def remind_employers(run: Payload, chunk: Payload) -> Payload:
    return {"items": month_slices.remind(Period.parse(run["period"]), chunk["low"], chunk["high"])}


@chunk_handler(CHASE_RUN)
def chase_employers(run: Payload, chunk: Payload) -> Payload:
    return {"items": month_slices.chase(Period.parse(run["period"]), chunk["low"], chunk["high"])}


@chunk_handler(CLOSE_RUN)
def hold_together(run: Payload, chunk: Payload) -> Payload:
    return month_slices.standing(Period.parse(run["period"]), chunk["low"], chunk["high"])


@run_finisher(CLOSE_RUN)
def close_month(run: Payload) -> Payload:
    figures = month_slices.finish_closing(Period.parse(run["period"]), run["run"])
    if not figures["differing"]:
        start_lapse_run(by=SYSTEM)
    return figures


@chunk_handler(DEBIT_RUN)
def choose_debits(run: Payload, chunk: Payload) -> Payload:
    return debiting.debit_slice(date.fromisoformat(run["on"]), chunk["low"], chunk["high"])


@run_finisher(DEBIT_RUN)
def send_debits(run: Payload) -> Payload:
    return debiting.finish_run(date.fromisoformat(run["on"]))


@chunk_handler(BILL_RUN)
def bill_people(run: Payload, chunk: Payload) -> Payload:
    return bill_slice(chunk["section"], Period.parse(run["month"]), chunk["low"], chunk["high"])


def _history(run: Payload) -> HistoryLoad:
    return HistoryLoad.objects.get(pk=run["load"])


@chunk_handler(history.STAGE_RUN)
def stage_history(run: Payload, chunk: Payload) -> Payload:
    return {"items": history_runs.stage_slice(_history(run), chunk)}


@run_finisher(history.STAGE_RUN)
def history_staged(run: Payload) -> Payload:
    return history.staged(_history(run))


@chunk_handler(history.CHECK_RUN)
def check_history(run: Payload, chunk: Payload) -> Payload:
    return {"items": history_runs.check_year(_history(run), chunk["year"])}


@run_finisher(history.CHECK_RUN)
def history_checked(run: Payload) -> Payload:
    return history.checked(_history(run))


@chunk_handler(history.LOAD_RUN)
def load_history(run: Payload, chunk: Payload) -> Payload:
    month = Period.parse(chunk["month"])
    return {"items": history_runs.load_month(_history(run), month, staged=chunk["staged"])}


@run_finisher(history.LOAD_RUN)
def history_loaded(run: Payload) -> Payload:
    return history.loaded(_history(run))


@chunk_handler(history.GAPS_RUN)
def close_gaps(run: Payload, chunk: Payload) -> Payload:
    return {"items": history_runs.close_gaps(_history(run), chunk["low"], chunk["high"])}


@run_finisher(history.GAPS_RUN)
def history_closed(run: Payload) -> Payload:
    return history.closed(_history(run))
