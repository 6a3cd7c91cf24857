"""Files that are given out, by pages and API alike: as attachments, with their hash, opened by no browser."""

from django.http import Http404, HttpResponse
from django.utils.encoding import iri_to_uri
from django.utils.text import get_valid_filename

from contributions.services import as_filed

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KINDS = {as_filed.TEXT: ("txt", "application/octet-stream"), as_filed.EXCEL: ("xlsx", XLSX)}


def attachment(content: bytes, name: str, kind: str, **headers: str) -> HttpResponse:
    """A download that no browser opens by itself; the name also in letters that are not Latin."""
    plain = get_valid_filename(name).encode("ascii", "ignore").decode() or "file"
    disposition = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{iri_to_uri(get_valid_filename(name))}"
    told = {"Content-Disposition": disposition, "X-Content-Type-Options": "nosniff", **headers}
    return HttpResponse(content, content_type=kind, headers=told)


def filed_response(filing_id: int) -> HttpResponse:
    found = as_filed.filed_file(filing_id)
    if found is None:
        raise Http404
    return attachment(found.content, found.name, "application/octet-stream", **{"X-SHA256": found.sha256})
