"""What documents hand out."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sso_core.documents.models import Document, DocumentStatus, Source


@dataclass(frozen=True, slots=True)
class DocumentView:
    """One paper as others see it. ``is_ready`` is False while the scanner has not answered."""

    id: UUID
    subject: str
    kind: str
    title: str
    case_ref: str
    reference: str
    source: str
    status: str
    filename: str
    content_type: str
    size: int
    pages: int
    verification_code: str
    created_by: str
    created_by_user: int | None
    created_at: datetime

    @property
    def url(self) -> str:
        return f"/documents/{self.id}/"

    @property
    def is_ready(self) -> bool:
        return self.status == DocumentStatus.CLEAN

    @property
    def is_held(self) -> bool:
        return self.status == DocumentStatus.HELD

    @property
    def status_label(self) -> str:
        return str(DocumentStatus(self.status).label)

    @property
    def issued(self) -> bool:
        return self.source == Source.ISSUED


def view_of(row: Document) -> DocumentView:
    return DocumentView(
        id=row.pk,
        subject=row.subject,
        kind=row.kind,
        title=row.title,
        case_ref=row.case_ref,
        reference=row.reference,
        source=row.source,
        status=row.status,
        filename=row.filename,
        content_type=row.content_type,
        size=row.size,
        pages=row.pages,
        verification_code=row.verification_code or "",
        created_by=row.created_by,
        created_by_user=row.created_by_user,
        created_at=row.created_at,
    )
