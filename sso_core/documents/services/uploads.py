"""Uploads: checked by content, scanned before use, held where the scanner is silent."""

import logging
from collections.abc import Iterable
from datetime import timedelta
from typing import Protocol
from uuid import UUID

from django.db import transaction

from sso_core import clock
from sso_core.documents import scanner, storage
from sso_core.documents.checks import MAX_BYTES, Upload, read_upload, refused
from sso_core.documents.models import Document, DocumentStatus, Source
from sso_core.documents.types import DocumentView, view_of
from sso_core.following import subjects_of
from sso_core.kernel.actor import Actor
from sso_core.kernel.finding import Finding, Refused
from sso_core.messaging.public import publish

log = logging.getLogger(__name__)

MAX_FILES = 20
RETRY = timedelta(seconds=30)
LONGEST_RETRY = timedelta(minutes=30)


class Readable(Protocol):
    name: str | None

    def read(self, size: int = -1, /) -> bytes: ...


def store_upload(
    file: Readable, *, subject: str, kind: str, by: Actor, case_ref: str = "", title: str = ""
) -> DocumentView:
    """Take a file in. Raises ``Refused`` with what is wrong; a silent scanner only holds it.

    The same file sent again for the same thing is the paper that is already there.
    """
    upload = read_upload(file.name or "", file.read(MAX_BYTES + 1))
    known = Document.objects.filter(
        subject=subject, kind=kind, case_ref=case_ref, created_by_user=by.user_id
    ).exclude(status=DocumentStatus.REFUSED)
    if again := known.filter(sha256=storage.digest(upload.content)).first():
        return view_of(again)
    if known.count() >= MAX_FILES:
        raise refused("too_many", upload.name, limit=MAX_FILES)
    return _keep(upload, subject=subject, kind=kind, by=by, case_ref=case_ref, title=title)


def _keep(upload: Upload, *, subject: str, kind: str, by: Actor, case_ref: str, title: str) -> DocumentView:
    try:
        verdict = scanner.scan(upload.content)
    except scanner.ScannerDown as error:
        log.warning("scanner down, upload held: %s", error)
        status, sha256 = DocumentStatus.HELD, storage.put(storage.HELD, upload.content)
    else:
        if not verdict.clean:
            log.warning("upload by %s refused: %s", by.user_id, verdict.virus)
            raise refused("infected", upload.name, virus=verdict.virus)
        status, sha256 = DocumentStatus.CLEAN, storage.put(storage.CLEAN, upload.content)
    row = Document.objects.create(
        subject=subject,
        kind=kind,
        title=title or upload.name,
        case_ref=case_ref,
        source=Source.UPLOADED,
        status=status,
        filename=upload.name,
        content_type=upload.content_type,
        size=len(upload.content),
        pages=upload.pages,
        sha256=sha256,
        created_by=by.name,
        created_by_user=by.user_id,
        scanned_at=clock.now() if status is DocumentStatus.CLEAN else None,
        next_scan_at=clock.now() + RETRY,
    )
    return view_of(row)


@transaction.atomic
def attach(ids: Iterable[str | UUID], *, case_ref: str, subject: str) -> tuple[DocumentView, ...]:
    """Put papers to a case. Each must belong to ``subject`` and to no other case."""
    wanted = {str(one) for one in ids}
    rows = list(
        Document.objects.select_for_update()
        .filter(pk__in=wanted, subject__in=subjects_of(subject), case_ref__in=["", case_ref])
        .exclude(status=DocumentStatus.REFUSED)
        .order_by("created_at")
    )
    if len(rows) != len(wanted):
        raise Refused(Finding("document.not_yours", field="file"))
    for row in rows:
        if not row.case_ref:
            row.case_ref = case_ref
            row.save(update_fields=["case_ref"])
    return tuple(view_of(row) for row in rows)


def rescan_held(limit: int = 50) -> int:
    """Ask the scanner again about what is held; returns how many it has answered."""
    answered = 0
    for _ in range(limit):
        found = _rescan_one()
        if found is None:
            break
        answered += found
    return answered


@transaction.atomic
def _rescan_one() -> int | None:
    row = (
        Document.objects.select_for_update(skip_locked=True)
        .filter(status=DocumentStatus.HELD, next_scan_at__lte=clock.now())
        .order_by("next_scan_at")
        .first()
    )
    if row is None:
        return None
    row.scan_attempts += 1
    try:
        content = storage.get(storage.HELD, row.sha256)
        verdict = scanner.scan(content)
    except (scanner.ScannerDown, OSError) as error:
        log.warning("held upload %s not scanned: %s", row.pk, error)
        row.next_scan_at = clock.now() + min(RETRY * 2**row.scan_attempts, LONGEST_RETRY)
        row.save()
        return 0
    row.scanned_at = clock.now()
    if verdict.clean:
        storage.put(storage.CLEAN, content)
        row.status = DocumentStatus.CLEAN
    else:
        row.status, row.refusal = DocumentStatus.REFUSED, "infected"
    row.save()
    publish(
        f"documents.{row.status}",
        str(row.pk),
        {"id": str(row.pk), "case_ref": row.case_ref, "subject": row.subject, "title": row.title},
    )
    transaction.on_commit(lambda: storage.remove(storage.HELD, row.sha256))
    return 1
