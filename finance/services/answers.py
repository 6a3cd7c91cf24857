"""Applying the bank's answers: every order moves once, the ledger follows, the apps above are told.

All answers of a file are written first and judged in SQL, so a file of a hundred thousand is a handful of
statements. What does not fit (unknown order, another sum, an answer too late) moves nothing and waits for
a person in the list of exceptions.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection

from finance.files.iso_answers import AnswerFile, read_answers
from finance.flow import ORDER_FLOW, sources_of
from finance.models import BankAnswer, BankException, BankFile, PaymentOrder, PayoutBatch
from finance.reasons import reason_text
from finance.services.files import finish
from finance.services.posting import post, post_many
from finance.sql import statement
from finance.types import BatchState, OrderState, Posting
from sso_core import clock
from sso_core.kernel.finding import Finding, Severity
from sso_core.messaging.public import publish_many

ZERO = Decimal("0.00")
# The order matters: in one file, money arrives before it comes back.
_MOVES = (
    ("accepted", ""),
    ("pending", ""),
    ("settled", "settle"),
    ("rejected", "reject"),
    ("returned", "return"),
)


@dataclass(frozen=True, slots=True)
class Moved:
    """An order that an answer moved. ``state`` is where it stood before."""

    id: int
    reference: str
    root_key: str
    subject: str
    fund: str
    amount: Decimal
    batch_id: int
    reason_code: str
    reason: str
    state: str


def apply_answers(file: BankFile) -> None:
    """Take in a kept pain.002 or camt.054, inside the caller's transaction."""
    read = read_answers(bytes(file.content))
    batch = _batch_of(read)
    _check_control(read, batch)
    if read.refused:
        finish(file, refused=True, summary=_summary(read, {}), findings=read.findings)
        return
    file.batch = batch
    _write(file, read)
    _whole_file_refused(file, read, batch)
    moved = {what: _move(file, what, move) for what, move in _MOVES}
    _note_others(file)
    _post(file, moved)
    _tell(moved)
    _close_batches(moved)
    finish(file, refused=False, summary=_summary(read, moved), findings=read.findings)


def _batch_of(read: AnswerFile) -> PayoutBatch | None:
    if not read.original_id:
        return None
    batch = PayoutBatch.objects.filter(reference=read.original_id).first()
    if batch is None:
        params = {"reference": read.original_id}
        read.findings.append(Finding("bank_batch_unknown", Severity.WARN, params=params))
    return batch


def _check_control(read: AnswerFile, batch: PayoutBatch | None) -> None:
    """The bank's own count and sum of our file must be ours."""
    if batch is None:
        return
    if read.original_count is not None and read.original_count != batch.count:
        read.refuse("bank_file_count", told=read.original_count, counted=batch.count)
    if read.original_sum is not None and read.original_sum != batch.total:
        read.refuse("bank_file_total", told=str(read.original_sum), counted=str(batch.total))


def _write(file: BankFile, read: AnswerFile) -> None:
    columns = "file_id, line, reference, what, amount, booked_on, reason_code, reason, outcome"
    with (
        connection.cursor() as cursor,
        cursor.copy(f"copy finance_bankanswer ({columns}) from stdin") as copy,
    ):
        for one in read.answers:
            copy.write_row(
                (
                    file.pk,
                    one.line,
                    one.reference[:80],
                    one.what,
                    one.amount,
                    one.booked_on,
                    one.reason_code,
                    one.reason,
                    "read",
                )
            )


def _whole_file_refused(file: BankFile, read: AnswerFile, batch: PayoutBatch | None) -> None:
    """The bank refuses the file as a whole: every payment of the batch is refused, unless it only has it twice."""
    if read.group_status != "RJCT" or read.answers:
        return
    if read.is_duplicate_notice:
        read.findings.append(
            Finding("bank_has_file_already", Severity.WARN, params={"code": read.group_code})
        )
    elif batch is not None:
        orders = PaymentOrder.objects.filter(batch=batch, state=OrderState.SENT.value).order_by("pk")
        BankAnswer.objects.bulk_create(
            (
                BankAnswer(
                    file=file,
                    line=line,
                    reference=reference,
                    what=BankAnswer.What.REJECTED,
                    reason_code=read.group_code,
                    reason=read.group_reason,
                )
                for line, reference in enumerate(orders.values_list("reference", flat=True), 1)
            ),
            batch_size=5000,
        )


def _move(file: BankFile, what: str, move: str) -> list[Moved]:
    known = sources_of(move) if move else [state.value for state in OrderState]
    params: dict[str, Any] = {
        "file": file.pk,
        "what": what,
        "sources": known,
        "target": ORDER_FLOW[move].target.value if move else None,
        "now": clock.now(),
        "today": clock.today(),
    }
    with connection.cursor() as cursor:
        cursor.execute(
            "select 1 from finance_paymentorder where reference in "
            "(select reference from finance_bankanswer where file_id = %s and what = %s) order by id for update",
            [file.pk, what],
        )
        cursor.execute(statement("answers_apply"), params)
        return [Moved(*row) for row in cursor.fetchall()]


def _note_others(file: BankFile) -> None:
    others = file.answers.filter(what=BankAnswer.What.OTHER)
    BankException.objects.bulk_create(
        BankException(
            file=file,
            line=one.line,
            code="bank_not_understood",
            reference=one.reference,
            amount=one.amount,
            params={"reason_code": one.reason_code, "reason": one.reason},
        )
        for one in others
    )
    others.update(outcome=BankAnswer.Outcome.EXCEPTION)


def _post(file: BankFile, moved: dict[str, list[Moved]]) -> None:
    """What arrived is one entry a file; what was refused or came back one entry an order."""
    amounts: dict[str, Decimal] = {}
    for one in moved["settled"]:
        amounts[one.fund] = amounts.get(one.fund, ZERO) + one.amount
    if amounts:
        post(
            event_key=f"finance.file/{file.pk}/settled",
            rule="payment_settled",
            on=clock.today(),
            amounts=amounts,
            ref=f"file:{file.pk}",
            memo=file.name,
        )
    back = [*moved["rejected"], *moved["returned"]]
    if back:
        post_many(_came_back(one) for one in back)


def _came_back(one: Moved) -> Posting:
    # Money that never left the bank is refused; money that had arrived comes back into the account.
    arrived = one.state == OrderState.SETTLED.value
    return Posting(
        event_key=f"finance.order/{one.reference}/{'returned' if arrived else 'rejected'}",
        rule="payment_returned" if arrived else "payment_rejected",
        on=clock.today(),
        amounts={one.fund: one.amount},
        ref=f"order:{one.reference}",
        subject=one.subject,
        memo=f"{one.reason_code} {reason_text(one.reason_code, one.reason)}".strip(),
    )


def _tell(moved: dict[str, list[Moved]]) -> None:
    publish_many(
        "finance.payment_settled", [(f"{one.reference}:settled", _event(one)) for one in moved["settled"]]
    )
    back = [*moved["rejected"], *moved["returned"]]
    publish_many("finance.payment_returned", [(f"{one.reference}:returned", _event(one)) for one in back])


def _event(one: Moved) -> dict[str, Any]:
    return {
        "order_ref": one.reference,
        "source_key": one.root_key,
        "subject": one.subject,
        "amount": str(one.amount),
        "reason": reason_text(one.reason_code, one.reason) if one.reason_code or one.reason else "",
        "reason_code": one.reason_code,
    }


def _close_batches(moved: dict[str, list[Moved]]) -> None:
    touched = {one.batch_id for rows in moved.values() for one in rows}
    open_orders = PaymentOrder.objects.filter(state=OrderState.SENT.value)
    PayoutBatch.objects.filter(pk__in=touched, state=BatchState.RELEASED.value).exclude(
        pk__in=open_orders.filter(batch_id__in=touched).values("batch_id")
    ).update(state=BatchState.CLOSED.value)


def _summary(read: AnswerFile, moved: dict[str, list[Moved]]) -> dict[str, Any]:
    return {
        "kind": read.kind,
        "message_id": read.message_id,
        "original_id": read.original_id,
        "group_status": read.group_status,
        "answers": len(read.answers),
        **{what: len(rows) for what, rows in moved.items() if rows},
        **{f"{what}_total": str(_total(rows)) for what, rows in moved.items() if rows},
    }


def _total(rows: Sequence[Moved] | Iterable[Moved]) -> Decimal:
    return sum((one.amount for one in rows), ZERO)
