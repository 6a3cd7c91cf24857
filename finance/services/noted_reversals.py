"""A payment that the bank takes back by a paper: a returned cheque, a letter. One officer notes it, another does it.

What follows is what follows on a line of a file (``bank_reversals``).
"""

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from django.db import transaction

from finance.models import BankReceipt, BankReversal, ReversalNote
from finance.services.bank_reversals import take_noted
from sso_core import clock
from sso_core.audit.public import record
from sso_core.clock import BANGKOK
from sso_core.documents.public import store_upload
from sso_core.kernel.actor import Actor
from sso_core.kernel.finding import Finding, Refused

PAPER_KIND = "finance.reversal"


class Readable(Protocol):
    """An uploaded file."""

    name: str | None

    def read(self, size: int = -1, /) -> bytes: ...


@dataclass(frozen=True, slots=True)
class BankPaper:
    """What a paper of the bank says. ``txn_id`` is the number that the bank gave the paper."""

    txn_id: str
    on: date
    reason: str


@transaction.atomic
def note(receipt_id: int, told: BankPaper, paper: Readable | None, *, by: Actor) -> ReversalNote:
    """Note it for another officer to check. Raises ``Refused``, ``BankReceipt.DoesNotExist``."""
    receipt = BankReceipt.objects.select_for_update().get(pk=receipt_id)
    _refuse_wrong(receipt, told, paper)
    assert paper is not None
    assert by.user_id is not None
    kept = store_upload(paper, subject=f"bank_line:{receipt.pk}", kind=PAPER_KIND, by=by)
    made = ReversalNote.objects.create(
        receipt=receipt, txn_id=told.txn_id.strip().upper(), on=told.on, reason=told.reason.strip()[:200],
        paper=str(kept.id), made_by_id=by.user_id, made_by=by.name, made_at=clock.now(),
    )  # fmt: skip
    _record("finance.reversal_noted", made, by)
    return made


def _refuse_wrong(receipt: BankReceipt, told: BankPaper, paper: Readable | None) -> None:
    findings = []
    number = told.txn_id.strip()
    if not number or len(number) > 40 or not number.isascii() or not number.isprintable():
        findings.append(Finding("reversal_note_number", field="txn_id"))
    if not told.reason.strip():
        findings.append(Finding("finance_reason_needed", field="reason"))
    if not receipt.paid_at.astimezone(BANGKOK).date() <= told.on <= clock.today():
        findings.append(Finding("reversal_note_day", field="on"))
    if paper is None:
        findings.append(Finding("reversal_note_paper", field="paper"))
    if BankReversal.objects.filter(receipt=receipt).exists():
        findings.append(Finding("bank_reversal_twice", params={"of_txn": receipt.txn_id}))
    elif receipt.notes.exclude(state=ReversalNote.State.DECLINED).exists():
        findings.append(Finding("reversal_note_open"))
    if findings:
        raise Refused(*findings)


@transaction.atomic
def confirm(note_id: int, *, by: Actor) -> ReversalNote:
    """Another officer takes the payment out of the books. Raises ``Refused``."""
    found = _open(note_id)
    if by.user_id is None or by.user_id == found.made_by_id:
        raise Refused(Finding("finance_same_person", field="checked_by", params={"name": by.name}))
    take_noted(found)
    return _check(found, ReversalNote.State.DONE, by)


@transaction.atomic
def decline(note_id: int, why: str, *, by: Actor) -> ReversalNote:
    """It was noted wrongly: nothing moves. Who noted it may take it back too."""
    found = _open(note_id)
    if not why.strip():
        raise Refused(Finding("finance_reason_needed", field="reason"))
    found.answer = why.strip()[:300]
    return _check(found, ReversalNote.State.DECLINED, by)


def _open(note_id: int) -> ReversalNote:
    found = ReversalNote.objects.select_for_update(of=("self",)).select_related("receipt").get(pk=note_id)
    if found.state != ReversalNote.State.PROPOSED:
        raise Refused(Finding("reversal_note_closed"))
    return found


def _check(found: ReversalNote, state: ReversalNote.State, by: Actor) -> ReversalNote:
    found.state, found.checked_by_id, found.checked_by = state, by.user_id, by.name
    found.checked_at = clock.now()
    found.save()
    _record("finance.reversal_checked", found, by, state=str(state.label))
    return found


def _record(verb: str, found: ReversalNote, by: Actor, **more: str) -> None:
    params = {"txn_id": found.receipt.txn_id, **more}
    record(verb, by=by, subject=f"bank_line:{found.receipt_id}", params=params)
