"""Standing debit at the bank: the file of a day goes out once, and what the bank answers is told to the apps above.

What the bank took comes in as any other payment of a bill does (``finance.bill_payment``); what it did with each
order and each debit is told by ``finance.mandate_answered`` and ``finance.debit_answered``.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction

from finance.files.direct_debit import (
    DebitAnswer,
    DebitLine,
    MandateLine,
    StopLine,
    read_debit_answers,
    write_debits,
)
from finance.models import BankFile
from finance.services.files import finish, keep_file
from finance.services.receipts import take_receipts
from sso_core.messaging.public import publish_many


@transaction.atomic
def send_debits(
    mandates: Sequence[MandateLine],
    debits: Sequence[DebitLine],
    stops: Sequence[StopLine] = (),
    *,
    bank_code: str,
    on: date,
) -> tuple[int, str]:
    """Lay the file of a day ready for the bank; returns its number and name. Called again, the same file."""
    name, content = write_debits(
        mandates, debits, stops, bank_code=bank_code, biller=settings.BILLER_ID, on=on
    )
    file, _ = keep_file(name, content, BankFile.Direction.OUT, kind=BankFile.Kind.DIRECT_DEBIT)
    return file.pk, file.name


def apply_debit_answers(file: BankFile) -> None:
    """Take in a kept answer, inside the caller's transaction. What was answered before is told once."""
    read = read_debit_answers(bytes(file.content), biller=settings.BILLER_ID)
    summary: dict[str, Any] = {"bank": read.bank_code, "count": read.count, "total": str(read.total)}
    if not read.refused:
        new, known = take_receipts(file, read.receipts)
        read.findings.extend(known)
        publish_many("finance.mandate_answered", _events(read.mandates))
        publish_many("finance.debit_answered", _events(read.debits))
        summary |= {"new": len(new), "known": len(known), "refused": len(read.debits) - len(read.receipts)}
    finish(file, refused=read.refused, summary=summary, findings=read.findings)


def _events(answers: Iterable[DebitAnswer]) -> Iterable[tuple[str, Mapping[str, Any]]]:
    for one in answers:
        told = {"reference": one.reference, "code": one.code, "amount": str(one.amount)}
        yield (
            f"{one.reference}/{one.code}",
            told | {"booked_on": one.booked_on.isoformat() if one.booked_on else ""},
        )
