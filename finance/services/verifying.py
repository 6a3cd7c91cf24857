"""Proving the ledger: the hash chain, every entry's balance, the funds, and each sub-ledger against its accounts.

A prover is a function of an app that owns a sub-ledger. It returns what it counted and what the control
account says; they must agree to the satang.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.db import connection, transaction

from finance.models import LedgerEntry, LedgerLine, LedgerSeal
from finance.rules import book
from finance.selectors.ledger import trial_balance
from finance.sql import statement


@dataclass(frozen=True, slots=True)
class Proof:
    """A sub-ledger beside its control account."""

    name: str
    counted: Decimal
    ledger: Decimal
    note: str = ""

    @property
    def holds(self) -> bool:
        return self.counted == self.ledger


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong with the ledger, and with which entry."""

    code: str
    entry: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Verified:
    """The outcome of a proof of everything."""

    entries: int
    lines: int
    sealed: int
    head: str
    faults: tuple[Fault, ...]
    proofs: tuple[Proof, ...]
    funds: tuple[tuple[str, Decimal, Decimal], ...]

    @property
    def holds(self) -> bool:
        return not self.faults


Prover = Callable[[], Iterable[Proof]]
_provers: dict[str, Prover] = {}


def register_prover(name: str, prover: Prover) -> None:
    """Let ``verify_ledger`` prove a sub-ledger. Registered again under its name, the last one stands."""
    _provers[name] = prover


@transaction.atomic
def verify_ledger(*, expect: tuple[int, str] | None = None) -> Verified:
    """Prove everything, on one view of the data. ``expect`` is a link noted elsewhere: ``(sequence, hash)``."""
    if not connection.savepoint_ids:  # the outermost transaction, nothing read yet
        with connection.cursor() as cursor:
            cursor.execute("set transaction isolation level repeatable read")
    proofs = tuple(proof for name in sorted(_provers) for proof in _provers[name]())
    funds = tuple(_funds())
    faults = (*_chain(), *_balances(), *_unknown_accounts(), *_expected(expect))
    faults += tuple(
        Fault("fund_unbalanced", detail=f"{fund}: {debit} / {credit}")
        for fund, debit, credit in funds
        if debit != credit
    )
    faults += tuple(
        Fault("sub_ledger", detail=f"{p.name}: counted {p.counted}, ledger {p.ledger}")
        for p in proofs
        if not p.holds
    )
    head = LedgerSeal.objects.order_by("-sequence").first()
    return Verified(
        entries=LedgerEntry.objects.count(),
        lines=LedgerLine.objects.count(),
        sealed=head.sequence if head else 0,
        head=bytes(head.hash).hex() if head else "",
        faults=faults,
        proofs=proofs,
        funds=funds,
    )


def _funds() -> Iterator[tuple[str, Decimal, Decimal]]:
    rows = trial_balance()
    for fund in dict.fromkeys(row.fund for row in rows):
        of_fund = [row for row in rows if row.fund == fund]
        yield fund, sum((r.debit for r in of_fund), Decimal(0)), sum((r.credit for r in of_fund), Decimal(0))


def _chain() -> Iterator[Fault]:
    sql = statement("verify_chain").replace("/*fingerprints*/", statement("fingerprints"))
    with connection.cursor() as cursor:
        cursor.execute(sql)
        for problem, sequence, entry, event_key in cursor.fetchall():
            place = f"link {sequence}, entry {entry}" if sequence else f"entry {entry}"
            yield Fault(problem, event_key or f"#{entry}", place)


def _balances() -> Iterator[Fault]:
    with connection.cursor() as cursor:
        cursor.execute(statement("verify_balance"))
        for _, event_key, fund, debit, credit in cursor.fetchall():
            yield Fault("entry_unbalanced", event_key, f"{fund}: debit {debit}, credit {credit}")


def _unknown_accounts() -> Iterator[Fault]:
    known = list(book.current().chart)
    for code in LedgerLine.objects.exclude(account__in=known).values_list("account", flat=True).distinct():
        yield Fault("account_unknown", detail=code)


def _expected(expect: tuple[int, str] | None) -> Iterator[Fault]:
    if expect is None:
        return
    seal = LedgerSeal.objects.filter(sequence=expect[0]).first()
    if seal is None or bytes(seal.hash).hex() != expect[1].lower():
        yield Fault("head_differs", detail=f"link {expect[0]} is not the one noted")
