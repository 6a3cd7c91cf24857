"""Bank files: the bytes are kept before anything is done with them, each content once."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from finance.files.notice_layout import layout_of
from finance.models import BankFile, PayoutBatch
from sso_core import clock
from sso_core.kernel.finding import Finding

KEPT_FINDINGS = 1000


@transaction.atomic
def keep_file(
    name: str,
    content: bytes,
    direction: BankFile.Direction,
    *,
    kind: BankFile.Kind | None = None,
    batch: PayoutBatch | None = None,
) -> tuple[BankFile, bool]:
    """Keep the bytes; the same bytes again give the file kept before. Returns the file and whether it is new."""
    digest = hashlib.sha256(content).hexdigest()
    return BankFile.objects.get_or_create(
        sha256=digest,
        defaults={
            "name": name[:200],
            "direction": direction,
            "kind": kind or kind_of(content),
            "content": content,
            "size": len(content),
            "at": clock.now(),
            "batch": batch,
        },
    )


def kind_of(content: bytes) -> BankFile.Kind:
    """What a file is, by its beginning: names are the bank's business."""
    start = content[:2000].lstrip(b"\xef\xbb\xbf \r\n\t")
    if start.startswith(b"<"):
        if re.search(rb"pain\.002|CstmrPmtStsRpt", start):
            return BankFile.Kind.PAIN002
        if re.search(rb"camt\.054|BkToCstmrDbtCdtNtfctn", start):
            return BankFile.Kind.CAMT054
        return BankFile.Kind.UNKNOWN
    if start.startswith(b"R"):
        return BankFile.Kind.DEBIT_ANSWER
    return BankFile.Kind.BILL_PAYMENT if layout_of(start) else BankFile.Kind.UNKNOWN


def finish(file: BankFile, *, refused: bool, summary: Mapping[str, Any], findings: Iterable[Finding]) -> None:
    """Close a file with what was found in it."""
    file.state = BankFile.State.REFUSED if refused else BankFile.State.DONE
    file.done_at = clock.now()
    file.summary = dict(summary)
    file.findings = [stored(finding) for finding in findings][:KEPT_FINDINGS]
    file.save()


def stored(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "field": finding.field,
        "line": finding.line,
        "params": dict(finding.params),
    }
