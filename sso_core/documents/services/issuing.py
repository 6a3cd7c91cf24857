"""Papers that the office issues: PDF with a code by which anyone can prove them genuine."""

import secrets
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import transaction

from sso_core import clock
from sso_core.documents import storage
from sso_core.documents.models import Document, DocumentStatus, NumberSeries, Source
from sso_core.documents.pdf import page_count, pdf_bytes
from sso_core.documents.types import DocumentView, view_of
from sso_core.kernel.actor import Actor

# No letters that read like digits; read aloud in groups of four.
ALPHABET = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
GROUPS, GROUP = 3, 4


def render_pdf(
    template: str,
    context: Mapping[str, Any],
    *,
    kind: str,
    subject: str,
    reference: str,
    title: str,
    by: Actor,
    case_ref: str = "",
    language: str = "th",
) -> DocumentView:
    """Make the paper and keep it as issued."""
    code = new_code()
    content = pdf_bytes(
        template,
        {
            "title": title,
            "reference": reference,
            "case_ref": case_ref,
            "verification_code": code,
            "verify_url": verify_url(code),
            **context,
        },
        language=language,
    )
    row = Document.objects.create(
        subject=subject,
        kind=kind,
        title=title,
        case_ref=case_ref,
        reference=reference,
        source=Source.ISSUED,
        status=DocumentStatus.CLEAN,
        filename=f"{reference or kind}.pdf",
        content_type="application/pdf",
        size=len(content),
        pages=page_count(content),
        sha256=storage.put(storage.CLEAN, content),
        verification_code=code,
        created_by=by.name,
        created_by_user=by.user_id,
        scanned_at=clock.now(),
    )
    return view_of(row)


def new_code() -> str:
    """``K7QD-2MFX-9TRB``: 59 random bits, not to be guessed."""
    letters = [secrets.choice(ALPHABET) for _ in range(GROUPS * GROUP)]
    return "-".join("".join(letters[n : n + GROUP]) for n in range(0, GROUPS * GROUP, GROUP))


def verify_url(code: str) -> str:
    return f"{settings.SITE_URL}/verify/{code}/"


def next_number(series: str, year: int) -> int:
    """The next number of a series without gaps. Others wait until this transaction ends."""
    return next_numbers(series, year, 1).start


def next_numbers(series: str, year: int, count: int) -> range:
    """The next ``count`` numbers of a series without gaps."""
    with transaction.atomic():
        NumberSeries.objects.get_or_create(series=series, year=year)
        row = NumberSeries.objects.select_for_update().get(series=series, year=year)
        first = row.last + 1
        row.last += count
        row.save(update_fields=["last"])
        return range(first, first + count)
