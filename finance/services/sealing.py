"""Sealing: every entry becomes a link of a hash chain, so that a later change shows.

Entries are sealed in the order of their transactions, once no older transaction can still commit: an
entry whose transaction is below the ``xmin`` of a snapshot can have nothing new before it.
"""

from dataclasses import dataclass

from django.db import connection, transaction

from finance.models import LedgerSeal, SealRun
from finance.sql import statement
from sso_core import clock

_LOCK = 7302


@dataclass(frozen=True, slots=True)
class Sealed:
    """What a sealing did: new links, and the head of the chain."""

    entries: int
    head: int
    hash: str


@transaction.atomic
def seal_ledger(*, everything: bool = False) -> Sealed:
    """Seal what is settled since the last time.

    ``everything`` waits for all writers and seals whatever has no seal. It is needed once after a restore
    into another server, where transaction numbers begin anew.
    """
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [_LOCK])
        if everything:
            cursor.execute("lock table finance_ledgerentry in share mode")
        cursor.execute("select pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        upto = int(cursor.fetchone()[0])
        last = SealRun.objects.order_by("-pk").first()
        since = last.upto_xid if last else 0
        head, before = _head()
        cursor.execute(
            statement("seal").replace("/*fingerprints*/", _fingerprints(everything=everything)),
            {"head": head, "hash": before, "since": str(since), "upto": str(upto)},
        )
        count = cursor.rowcount
    if count or last is None or everything:
        SealRun.objects.create(sealed_at=clock.now(), upto_xid=upto, entries=count, head=head + count)
    return Sealed(count, *_now())


def _fingerprints(*, everything: bool) -> str:
    where = (
        "where not exists (select from finance_ledgerseal s where s.entry_id = e.id)"
        if everything
        else "where e.xid >= %(since)s::text::xid8 and e.xid < %(upto)s::text::xid8"
    )
    return statement("fingerprints").replace("/*where*/", where)


def _head() -> tuple[int, bytes]:
    seal = LedgerSeal.objects.order_by("-sequence").first()
    return (seal.sequence, bytes(seal.hash)) if seal else (0, b"")


def _now() -> tuple[int, str]:
    head, chain = _head()
    return head, chain.hex()
