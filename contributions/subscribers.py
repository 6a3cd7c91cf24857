"""What contributions hears: money came in, somebody was enrolled, a receipt is to be printed."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from contributions.models import MoneyInStatus, Receipt
from contributions.services import (
    debiting,
    grouping,
    mandates,
    papers,
    receiving,
    reclaiming,
    refunds,
    suspense,
    waiting,
)
from contributions.services.bouncing import Bounce, take_back
from contributions.services.bulk import payments
from contributions.services.settling import RECEIPT_TOPIC
from contributions.services.withdrawing import follow_coverage
from registration.public import person
from sso_core.kernel.actor import SYSTEM
from sso_core.messaging.public import subscriber


def much_money_came_in(events: Sequence[tuple[Mapping[str, Any], str]]) -> None:
    payments.receive_many([_line(payload) for payload, _ in events])


@subscriber("finance.bill_payment", many=much_money_came_in)
def money_came_in(payload: Mapping[str, Any], key: str) -> None:
    grouping.receive_any(_line(payload))


@subscriber("finance.bill_payment_reversed")
def money_was_taken_back(payload: Mapping[str, Any], key: str) -> None:
    """The payment is told along, so that it does not matter which of the two events comes first."""
    day = date.fromisoformat(payload["reversed_on"])
    for money in grouping.receive_any(_line(payload)):
        if money.status != MoneyInStatus.REVERSED:
            take_back(Bounce(money.bank_line_id, day, payload["reason"]), by=SYSTEM)


def _line(payload: Mapping[str, Any]) -> receiving.BankLine:
    return receiving.BankLine(
        bank_line_id=str(payload["bank_line_id"]),
        ref1=payload["ref1"],
        ref2=payload["ref2"],
        amount=Decimal(str(payload["amount"])),
        paid_at=datetime.fromisoformat(payload["paid_at"]),
        bank=payload.get("bank", ""),
        channel=payload.get("channel", ""),
        txn_id=payload.get("txn_id", ""),
        payer=payload.get("payer", ""),
    )


@subscriber("registration.employment_started")
def somebody_was_enrolled(payload: Mapping[str, Any], key: str) -> None:
    found = person(payload["person_id"])
    waiting.release(person_id=found.id, national_id=found.national_id, account_no=payload["account_no"])


@subscriber("registration.people_enrolled")
def people_were_enrolled(payload: Mapping[str, Any], key: str) -> None:
    """Many at once, by a file: only those whose money waits are looked at one by one."""
    account = payload["account_no"]
    held = waiting.numbers_held(account)
    for person_id, national_id in payload["people"]:
        if national_id in held:
            waiting.release(person_id=person_id, national_id=national_id, account_no=account)


@subscriber("finance.payment_settled")
def refund_paid(payload: Mapping[str, Any], key: str) -> None:
    refunds.money_settled(payload)


@subscriber("finance.payment_returned")
def refund_returned(payload: Mapping[str, Any], key: str) -> None:
    refunds.money_returned(payload)
    reclaiming.came_back(payload)


@subscriber(RECEIPT_TOPIC)
def receipt_was_issued(payload: Mapping[str, Any], key: str) -> None:
    # Locked: a pack of receipts may be printing it too.
    locked = Receipt.objects.select_for_update(of=("self",)).select_related("bill__filing")
    papers.issue_receipt(locked.get(pk=payload["receipt"]))


@subscriber("finance.mandate_answered")
def bank_answered_an_order(payload: Mapping[str, Any], key: str) -> None:
    mandates.answered(payload["reference"], payload["code"])


def bank_answered_many_debits(events: Sequence[tuple[Mapping[str, Any], str]]) -> None:
    debiting.answered_many([_answer(payload) for payload, _ in events])


@subscriber("finance.debit_answered", many=bank_answered_many_debits)
def bank_answered_a_debit(payload: Mapping[str, Any], key: str) -> None:
    debiting.answered(*_answer(payload))


def _answer(payload: Mapping[str, Any]) -> tuple[str, str, date]:
    return payload["reference"], payload["code"], date.fromisoformat(payload["booked_on"])


@subscriber("registration.coverage_changed")
def insured_days_changed(payload: Mapping[str, Any], key: str) -> None:
    follow_coverage(payload["person_id"])


@subscriber("finance.payment_cancelled")
def refund_was_cancelled(payload: Mapping[str, Any], key: str) -> None:
    """The order of a refund of held money was taken back: it is held again."""
    if str(payload["source_key"]).startswith("suspense:"):
        suspense.refund_cancelled(payload["order_ref"])
