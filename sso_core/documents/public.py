"""The door of documents: uploads in, papers out, codes to scan."""

from sso_core.documents.codes import barcode_svg, qr_svg
from sso_core.documents.pdf import pdf_bytes
from sso_core.documents.reading import (
    NotReadable,
    document_for,
    documents_by_id,
    documents_of,
    documents_of_case,
    open_document,
    read_by,
    register_reader,
    register_standing,
)
from sso_core.documents.services.issuing import next_number, next_numbers, render_pdf, verify_url
from sso_core.documents.services.uploads import attach, rescan_held, store_upload
from sso_core.documents.types import DocumentView

__all__ = [
    "DocumentView",
    "NotReadable",
    "attach",
    "barcode_svg",
    "document_for",
    "documents_by_id",
    "documents_of",
    "documents_of_case",
    "next_number",
    "next_numbers",
    "open_document",
    "pdf_bytes",
    "qr_svg",
    "read_by",
    "register_reader",
    "register_standing",
    "render_pdf",
    "rescan_held",
    "store_upload",
    "verify_url",
]
