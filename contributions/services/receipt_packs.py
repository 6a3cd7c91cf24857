"""Many receipts of an employer as one zip: a run prints what is not printed yet; the zip holds the papers as issued.

Printing is slow, so a slice is a few receipts and a transaction of its own: a killed worker prints its slice again,
and a receipt that was printed meanwhile is left as it is. The zip itself is put together when it is fetched.
"""

import tempfile
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import IO

from django.conf import settings

from contributions.models import Receipt, ReceiptStatus
from contributions.services.papers import issue_receipt
from sso_core.batch.models import BatchRun
from sso_core.batch.public import Progress, progress, start_run
from sso_core.documents.public import open_document
from sso_core.kernel.actor import Actor
from sso_core.kernel.finding import Finding, Refused
from sso_core.kernel.thai_calendar import format_date

PACK_RUN = "contributions.receipt_pack"
SLICE = 20
_IN_MEMORY = 8 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Pack:
    """What was asked for: receipts of payments from one day to another, and how far their printing is."""

    run_id: int
    since: date
    until: date
    receipts: int
    progress: Progress

    @property
    def is_ready(self) -> bool:
        return self.progress.is_done


def ask_pack(account: str, since: date, until: date, *, by: Actor) -> Pack:
    """Begin a pack of the receipts that count; asked again while none came, it is the same pack. Raises ``Refused``."""
    if until < since:
        raise Refused(Finding("pack.span", field="until"))
    found = Receipt.objects.filter(
        subject=f"employer:{account}", status=ReceiptStatus.ISSUED, paid_on__range=(since, until)
    ).order_by("pk")
    most = settings.RECEIPTS_A_PACK
    ids = list(found.values_list("pk", flat=True)[: most + 1])
    if not ids:
        raise Refused(Finding("pack.none", field="since"))
    if len(ids) > most:
        raise Refused(Finding("pack.too_many", field="until", params={"most": most}))
    run = start_run(
        PACK_RUN,
        f"{account}/{since}/{until}/{len(ids)}-{ids[-1]}",
        [{"receipts": ids[n : n + SLICE]} for n in range(0, len(ids), SLICE)],
        by=by,
        title=f"ใบเสร็จของ {account} {format_date(since)} – {format_date(until)}",
        payload={"account": account, "since": since.isoformat(), "until": until.isoformat()},
        items=len(ids),
    )
    return _pack(run)


def pack_of(account: str, run_id: int) -> Pack | None:
    """A pack of this employer; None for anybody else's."""
    run = BatchRun.objects.filter(pk=run_id, kind=PACK_RUN, payload__account=account).first()
    return _pack(run) if run else None


def packs_of(account: str) -> list[Pack]:
    """The newest packs of an employer."""
    runs = BatchRun.objects.filter(kind=PACK_RUN, payload__account=account).order_by("-pk")
    return [_pack(run) for run in runs[:10]]


def _pack(run: BatchRun) -> Pack:
    told = run.payload
    since, until = date.fromisoformat(told["since"]), date.fromisoformat(told["until"])
    return Pack(run.pk, since, until, run.items_total, progress(run.pk))


def print_slice(ids: Iterable[int]) -> int:
    """Print those that are not printed yet; returns how many there are."""
    locked = Receipt.objects.select_for_update(of=("self",)).select_related("bill__filing")
    rows = list(locked.filter(pk__in=list(ids)).order_by("pk"))
    for receipt in rows:
        issue_receipt(receipt)
    return len(rows)


def written(pack: Pack, *, by: Actor) -> IO[bytes]:
    """The zip, at its beginning. A receipt that was cancelled since is left out: it proves nothing."""
    chunks = BatchRun.objects.get(pk=pack.run_id).chunks.values_list("payload", flat=True)
    ids = [number for chunk in chunks for number in chunk["receipts"]]
    rows = Receipt.objects.filter(pk__in=ids, status=ReceiptStatus.ISSUED).order_by("paid_on", "pk")
    out = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - the answer closes it
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for number, document in rows.values_list("number", "document_id"):
            _, content = open_document(document, by)
            archive.writestr(f"{number.replace('/', '-')}.pdf", content)
    out.seek(0)
    return out
