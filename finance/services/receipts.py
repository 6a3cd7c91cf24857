"""Applying a bill payment file: each payment once, told to the apps above, and the money in the ledger."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import connection

from finance.files.bill_payment import BillPaymentFile, Receipt, read_bill_payments
from finance.models import BankException, BankFile
from finance.services import bank_reversals
from finance.services.files import finish
from finance.services.posting import post
from finance.sql import statement
from sso_core import clock
from sso_core.kernel.finding import Finding, Severity
from sso_core.messaging.public import publish_many

ZERO = Decimal("0.00")


def apply_bill_payments(file: BankFile) -> None:
    """Take in a kept file, inside the caller's transaction."""
    read = read_bill_payments(bytes(file.content), biller=settings.BILLER_ID, today=clock.today())
    if read.refused:
        finish(file, refused=True, summary=_summary(read, [], []), findings=read.findings)
        return
    _note_same_number(file, read)
    _leave_out_alike(read)
    new, old = take_receipts(file, read.receipts)
    taken_back, unfit = bank_reversals.take_in(file, read.reversals)
    read.findings.extend([*old, *unfit])
    _note_exceptions(file, read.findings)
    summary = _summary(read, new, old) | bank_reversals.summary(taken_back)
    finish(file, refused=False, summary=summary, findings=read.findings)


def take_receipts(file: BankFile, receipts: Sequence[Receipt]) -> tuple[list[tuple[Any, ...]], list[Finding]]:
    """Payments of a file: each once in the ledger, and told to the apps above. Returns what is new, what was known."""
    new, old = _insert(file, receipts)
    total = sum((amount for *_, amount in new), ZERO)
    if new:
        post(
            event_key=f"finance.file/{file.pk}/receipts",
            rule="bank_receipts",
            on=clock.today(),
            amounts={"amount": total},
            ref=f"file:{file.pk}",
            memo=file.name,
        )
    publish_many("finance.bill_payment", _events(receipts, {(b, t): i for i, b, t, _ in new}))
    return new, old


def _insert(file: BankFile, receipts: Sequence[Receipt]) -> tuple[list[tuple[Any, ...]], list[Finding]]:
    """Write what is new; what the bank told before is a finding, and worse when it told another sum."""
    rows = [
        {
            "line": one.line,
            "bank_code": one.bank_code,
            "txn_id": one.txn_id,
            "paid_at": one.paid_at.isoformat(),
            "payer": one.payer,
            "ref1": one.ref1,
            "ref2": one.ref2,
            "channel": one.channel,
            "amount": str(one.amount),
        }
        for one in receipts
    ]
    with connection.cursor() as cursor:
        cursor.execute(statement("receipts_insert"), {"rows": json.dumps(rows), "file": file.pk})
        new = cursor.fetchall()
        cursor.execute(statement("receipts_known"), {"rows": json.dumps(rows), "file": file.pk})
        known = cursor.fetchall()
    return new, [_known(line, txn_id, name, differs=differs) for line, txn_id, name, differs in known]


def _known(line: int, txn_id: str, name: str, *, differs: bool) -> Finding:
    params = {"txn_id": txn_id, "file": name}
    if differs:
        return Finding("bank_line_differs", field="txn_id", params=params, line=line)
    return Finding("bank_line_known", Severity.WARN, field="txn_id", params=params, line=line)


def _leave_out_alike(read: BillPaymentFile) -> None:
    """A payment that another bank or counter told with the same references, sum and minute waits for a person."""
    rows = [
        {**asdict(one), "paid_at": one.paid_at.isoformat(), "amount": str(one.amount)}
        for one in read.receipts
    ]
    with connection.cursor() as cursor:
        cursor.execute(statement("receipts_alike"), {"rows": json.dumps(rows)})
        alike = {line: (other, name) for line, other, name in cursor.fetchall()}
    read.receipts = [one for one in read.receipts if one.line not in alike]
    for line, (other, name) in alike.items():
        read.tell("bank_line_alike", line, "txn_id", txn_id=other, file=name)


def _note_same_number(file: BankFile, read: BillPaymentFile) -> None:
    if not read.file_no:
        return
    number = _number(read)
    other = BankFile.objects.filter(kind=file.kind, state=BankFile.State.DONE, summary__number=number).first()
    if other is not None:
        params = {"number": number, "file": other.name}
        read.findings.append(Finding("bank_file_number_again", Severity.WARN, params=params))


def _note_exceptions(file: BankFile, findings: Iterable[Finding]) -> None:
    BankException.objects.bulk_create(
        (
            BankException(file=file, line=one.line, code=one.code, params=dict(one.params))
            for one in findings
            if one.line and one.blocks
        ),
        ignore_conflicts=True,
    )


def _events(
    receipts: Iterable[Receipt], ids: Mapping[tuple[str, str], int]
) -> Iterable[tuple[str, Mapping[str, Any]]]:
    for one in receipts:
        line_id = ids.get((one.bank_code, one.txn_id))
        if line_id is not None:
            yield (
                f"{one.bank_code}/{one.txn_id}",
                {
                    "ref1": one.ref1,
                    "ref2": one.ref2,
                    "amount": str(one.amount),
                    "paid_at": one.paid_at.isoformat(),
                    "bank": one.bank_code,
                    "channel": one.channel,
                    "txn_id": one.txn_id,
                    "payer": one.payer,
                    "bank_line_id": line_id,
                },
            )


def _number(read: BillPaymentFile) -> str:
    return f"{read.bank_code}/{read.file_date}/{read.file_no}"


def _summary(read: BillPaymentFile, new: Sequence[Any], old: Sequence[Any]) -> dict[str, Any]:
    return {
        "number": _number(read),
        "layout": read.layout,
        "bank": read.bank_code,
        "count": read.count,
        "total": str(read.total),
        "new": len(new),
        "new_total": str(sum((amount for *_, amount in new), ZERO)),
        "known": len(old),
        "left_out": read.count - len(read.receipts) - len(read.reversals),
    }
