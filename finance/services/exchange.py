"""The exchange with the bank: send what waits, fetch what is there, apply what was kept.

Each step leaves a row behind before the next begins, so a worker that is killed anywhere goes on from there:
a file put twice has the same name and content; a file fetched twice is kept once; a file is applied in one
transaction, which is all or nothing.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from django.conf import settings
from django.db import connection, transaction
from django.utils.module_loading import import_string

from finance.files.notice_layout import seen_of
from finance.models import BankFile
from finance.services.answers import apply_answers
from finance.services.debits import apply_debit_answers
from finance.services.files import finish, keep_file
from finance.services.receipts import apply_bill_payments
from sso_core import clock
from sso_core.kernel.finding import Finding

log = logging.getLogger(__name__)
_LOCK = 7303


class Gateway(Protocol):
    """The bank's drop, as ``settings.FINANCE_BANK_GATEWAY`` gives it."""

    def put(self, name: str, content: bytes) -> None: ...
    def list(self) -> list[str]: ...
    def get(self, name: str) -> bytes: ...
    def done(self, name: str) -> None: ...


def gateway() -> Gateway:
    made: Gateway = import_string(settings.FINANCE_BANK_GATEWAY)()
    return made


def exchange(bank: Gateway | None = None) -> int:
    """One round. Returns how many files were applied. What is kept is applied even when the bank is away."""
    bank = bank or gateway()
    try:
        with _alone() as alone:
            if alone:
                send_waiting(bank)
                fetch(bank)
    finally:
        applied = apply_waiting()
    return applied


@contextmanager
def _alone() -> Iterator[bool]:
    """Whether this is the only exchange. The lock is the session's, so a killed worker leaves none behind."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_lock(%s)", [_LOCK])
        alone = bool(cursor.fetchone()[0])
    try:
        yield alone
    finally:
        if alone:
            with connection.cursor() as cursor:
                cursor.execute("select pg_advisory_unlock(%s)", [_LOCK])


def send_waiting(bank: Gateway) -> int:
    """Put every file that waits, oldest first."""
    sent = 0
    while _send_one(bank):
        sent += 1
    return sent


@transaction.atomic
def _send_one(bank: Gateway) -> bool:
    file = _take(BankFile.Direction.OUT)
    if file is None:
        return False
    bank.put(file.name, bytes(file.content))
    file.state, file.done_at = BankFile.State.DONE, clock.now()
    file.save()
    return True


def fetch(bank: Gateway) -> int:
    """Keep every file of the drop, and only then tell the bank that we have it."""
    kept = 0
    for name in bank.list():
        content = bank.get(name)
        _, is_new = keep_file(name, content, BankFile.Direction.IN)
        bank.done(name)
        kept += is_new
    return kept


def apply_waiting() -> int:
    """Apply kept files in the order they came, each in its own transaction.

    A file that fails stays waiting, with the error beside it, and does not stop the others.
    """
    waiting = BankFile.objects.filter(state=BankFile.State.WAITING, direction=BankFile.Direction.IN)
    return sum(_apply_one(pk) for pk in list(waiting.order_by("pk").values_list("pk", flat=True)))


def _apply_one(pk: int) -> bool:
    try:
        with transaction.atomic():
            file = _take(BankFile.Direction.IN, pk=pk)
            if file is None:
                return False
            apply_file(file)
            return True
    except Exception as error:
        log.exception("bank file %s could not be applied", pk)
        BankFile.objects.filter(pk=pk, state=BankFile.State.WAITING).update(
            summary={"error": f"{type(error).__name__}: {error}"[:500]}
        )
        return False


def apply_file(file: BankFile) -> None:
    """Apply one waiting file inside the caller's transaction."""
    if file.kind == BankFile.Kind.BILL_PAYMENT:
        apply_bill_payments(file)
    elif file.kind == BankFile.Kind.DEBIT_ANSWER:
        apply_debit_answers(file)
    elif file.kind in (BankFile.Kind.PAIN002, BankFile.Kind.CAMT054):
        apply_answers(file)
    else:
        seen = seen_of(bytes(file.content))
        finish(file, refused=True, summary={}, findings=[Finding("bank_file_layout_unknown", params=seen)])


def _take(direction: BankFile.Direction, **which: int) -> BankFile | None:
    waiting = BankFile.objects.select_for_update(skip_locked=True, of=("self",))
    return waiting.filter(state=BankFile.State.WAITING, direction=direction, **which).order_by("pk").first()
