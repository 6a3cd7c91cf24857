"""Payments that a bank takes back, by its file or by a paper: each once, out of the bank account, told upwards."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from finance.files.bill_payment import Reversal
from finance.models import BankFile, BankReceipt, BankReversal, ReversalNote
from finance.services.posting import post
from sso_core import clock
from sso_core.clock import BANGKOK
from sso_core.kernel.finding import Finding, Refused, Severity
from sso_core.messaging.public import publish_many

ZERO = Decimal("0.00")
TOPIC = "finance.bill_payment_reversed"


def take_in(file: BankFile, told: Sequence[Reversal]) -> tuple[list[BankReversal], list[Finding]]:
    """Keep what fits a payment that was told, post it and tell it; what does not fit is a finding for a person."""
    made: list[BankReversal] = []
    findings = []
    for one in told:
        receipt = _receipt_of(one)
        finding = _unfit(one, receipt)
        if finding is not None:
            findings.append(finding)
        elif receipt is not None:
            made.append(_keep(one, receipt, file=file))
    if made:
        _book(made, key=f"finance.file/{file.pk}/reversals", ref=f"file:{file.pk}", memo=file.name)
    return made, findings


def take_noted(note: ReversalNote) -> BankReversal:
    """What a paper of the bank says, as if a file had said it. Raises ``Refused``."""
    receipt = note.receipt
    one = Reversal(
        line=0, bank_code=receipt.bank_code, txn_id=note.txn_id, of_txn=receipt.txn_id, on=note.on,
        reason=note.reason, ref1=receipt.ref1, ref2=receipt.ref2, amount=receipt.amount,
    )  # fmt: skip
    finding = _unfit(one, _receipt_of(one))
    if finding is not None:
        raise Refused(Finding(finding.code, field=finding.field, params=finding.params))
    made = _keep(one, receipt, note=note)
    _book([made], key=f"finance.note/{note.pk}/reversed", ref=f"bank_line:{receipt.pk}", memo=note.reason)
    return made


def _keep(
    one: Reversal, receipt: BankReceipt, *, file: BankFile | None = None, note: ReversalNote | None = None
) -> BankReversal:
    return BankReversal.objects.create(
        file=file, note=note, line=one.line, receipt=receipt, bank_code=one.bank_code, txn_id=one.txn_id,
        amount=one.amount, on=one.on, reason=one.reason[:200],
    )  # fmt: skip


def _book(made: Sequence[BankReversal], *, key: str, ref: str, memo: str) -> None:
    """Out of the bank account, and told to the apps above."""
    post(
        event_key=key,
        rule="bank_receipt_reversed",
        on=clock.today(),
        amounts={"amount": sum((one.amount for one in made), ZERO)},
        ref=ref,
        memo=memo,
    )
    publish_many(TOPIC, [(f"{one.bank_code}/{one.txn_id}", _event(one)) for one in made])


def _receipt_of(one: Reversal) -> BankReceipt | None:
    """The payment that is taken back: by its number, or the last with these references and sum that still holds."""
    known = BankReceipt.objects.select_for_update(of=("self",)).filter(bank_code=one.bank_code)
    if one.of_txn:
        return known.filter(txn_id=one.of_txn).first()
    same = known.filter(ref1=one.ref1, ref2=one.ref2, amount=one.amount, reversal=None)
    return same.order_by("-paid_at", "-pk").first()


def _unfit(one: Reversal, receipt: BankReceipt | None) -> Finding | None:
    params: dict[str, Any] = {"txn_id": one.txn_id, "of_txn": one.of_txn or f"{one.ref1} {one.ref2}"}
    before = (
        BankReversal.objects.filter(bank_code=one.bank_code, txn_id=one.txn_id).select_related("file").first()
    )
    if before is not None:
        known = {"txn_id": one.txn_id, "file": before.file.name if before.file else "–"}
        return Finding("bank_line_known", Severity.WARN, field="txn_id", params=known, line=one.line)
    if receipt is None:
        return Finding("bank_reversal_unknown", field="of_txn", params=params, line=one.line)
    done = BankReversal.objects.filter(receipt=receipt).first()
    if done is not None and done.note_id is not None and one.line and one.amount == receipt.amount:
        # The file tells what a paper told before.
        return Finding("bank_reversal_noted", Severity.WARN, field="of_txn", params=params, line=one.line)
    if done is not None:
        return Finding("bank_reversal_twice", field="of_txn", params=params, line=one.line)
    if receipt.amount != one.amount:
        differs = {**params, "amount": str(one.amount), "paid": str(receipt.amount)}
        return Finding("bank_reversal_amount", field="amount", params=differs, line=one.line)
    return None


def _event(one: BankReversal) -> dict[str, Any]:
    """The whole payment is told again, so that it does not matter which of the two events comes first."""
    receipt = one.receipt
    return {
        "ref1": receipt.ref1,
        "ref2": receipt.ref2,
        "amount": str(receipt.amount),
        "paid_at": receipt.paid_at.astimezone(BANGKOK).isoformat(),
        "bank": receipt.bank_code,
        "channel": receipt.channel,
        "txn_id": receipt.txn_id,
        "payer": receipt.payer,
        "bank_line_id": receipt.pk,
        "reversed_on": one.on.isoformat(),
        "reason": one.reason,
    }


def summary(made: Sequence[BankReversal]) -> dict[str, Any]:
    return {"reversed": len(made), "reversed_total": str(sum((one.amount for one in made), ZERO))}
