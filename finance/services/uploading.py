"""A file of a bank or counter service that came by another way than the drop: an officer hands it in."""

from finance.models import BankFile
from finance.services.exchange import apply_waiting
from finance.services.files import keep_file
from sso_core.audit.public import record
from sso_core.kernel.actor import Actor
from sso_core.kernel.finding import Finding, Refused

LARGEST = 50 * 2**20


def upload_file(name: str, content: bytes, *, by: Actor) -> tuple[BankFile, bool]:
    """Keep the file and apply it; the same bytes again give the file kept before. Returns it and whether it is new."""
    if not content:
        raise Refused(Finding("bank_file_empty", field="file"))
    if len(content) > LARGEST:
        raise Refused(Finding("bank_file_too_big", field="file", params={"size": len(content)}))
    file, is_new = keep_file(name, content, BankFile.Direction.IN)
    if is_new:
        record("finance.file_uploaded", by=by, subject=f"file:{file.pk}", params={"name": file.name})
        apply_waiting()
        file.refresh_from_db()
    return file, is_new
