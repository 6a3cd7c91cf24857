"""Who may read a paper, and giving it out."""

from collections.abc import Callable
from uuid import UUID

from sso_core import clock
from sso_core.accounts.public import User, employer_accounts_of
from sso_core.documents import storage
from sso_core.documents.models import Document, DocumentStatus, ReadMark
from sso_core.documents.types import DocumentView, view_of
from sso_core.following import subjects_of
from sso_core.kernel.actor import Actor, ActorKind

# Answers whether this actor may read this paper; asked after "is it their own".
Reader = Callable[[DocumentView, Actor], bool]

_readers: list[tuple[str, Reader]] = []
# Answers whether an issued paper still counts, for papers of one kind.
Standing = Callable[[DocumentView], bool]
_standings: dict[str, Standing] = {}


class NotReadable(LookupError):
    """There is no such paper for this person: not there, not theirs, or not scanned yet."""


def register_reader(kind_prefix: str, predicate: Reader) -> None:
    """Let ``predicate`` open papers whose kind starts with ``kind_prefix`` ("" for all) to more people."""
    _readers.append((kind_prefix, predicate))


def register_standing(kind: str, counts: Standing) -> None:
    """Let whoever issues papers of ``kind`` say of each whether it still counts."""
    _standings[kind] = counts


def still_counts(document: DocumentView) -> bool:
    """False for a paper that was issued and withdrawn since, such as a cancelled receipt."""
    counts = _standings.get(document.kind)
    return counts is None or counts(document)


def is_own(document: DocumentView, by: Actor) -> bool:
    """Is it a paper of this person, of an employer they act for, or one they sent themselves?"""
    if by.user_id is None:
        return False
    if by.person_id is not None and document.subject in subjects_of(f"person:{by.person_id}"):
        return True
    if document.created_by_user == by.user_id and not document.issued:
        return True
    kind, _, account = document.subject.partition(":")
    if kind != "employer" or by.kind is ActorKind.OFFICER:
        return False
    user = User.objects.filter(pk=by.user_id).first()
    return user is not None and account in employer_accounts_of(user)


def may_read(document: DocumentView, by: Actor) -> bool:
    if by.is_system or is_own(document, by):
        return True
    if by.assurance < 2:
        return False
    return any(document.kind.startswith(prefix) and predicate(document, by) for prefix, predicate in _readers)


def document_for(document_id: UUID | str, by: Actor) -> DocumentView:
    """The paper, if this person may know of it. Raises ``NotReadable``."""
    row = Document.objects.filter(pk=document_id).first()
    if row is None or not may_read(view_of(row), by):
        raise NotReadable(str(document_id))
    return view_of(row)


def open_document(document_id: UUID | str, by: Actor) -> tuple[DocumentView, bytes]:
    """The paper and its content; an officer's reading leaves a mark."""
    document = document_for(document_id, by)
    if document.status != DocumentStatus.CLEAN:
        raise NotReadable(str(document_id))
    sha256 = Document.objects.values_list("sha256", flat=True).get(pk=document.id)
    if by.kind is ActorKind.OFFICER and by.user_id is not None:
        ReadMark.objects.get_or_create(
            document_id=document.id, user_id=by.user_id, defaults={"read_at": clock.now()}
        )
    return document, storage.get(storage.CLEAN, sha256)


def read_by(user_id: int, ids: list[UUID]) -> frozenset[UUID]:
    """Which of these papers this officer has opened."""
    rows = ReadMark.objects.filter(user_id=user_id, document_id__in=ids)
    return frozenset(rows.values_list("document_id", flat=True))


def documents_of_case(case_ref: str) -> tuple[DocumentView, ...]:
    rows = Document.objects.filter(case_ref=case_ref).exclude(status=DocumentStatus.REFUSED)
    return tuple(view_of(row) for row in rows.order_by("created_at"))


def documents_of(subject: str, *, kind: str = "", reference: str = "") -> tuple[DocumentView, ...]:
    rows = Document.objects.filter(subject__in=subjects_of(subject)).exclude(status=DocumentStatus.REFUSED)
    if kind:
        rows = rows.filter(kind=kind)
    if reference:
        rows = rows.filter(reference=reference)
    return tuple(view_of(row) for row in rows.order_by("-created_at"))


def documents_by_id(ids: list[str], *, subject: str) -> tuple[DocumentView, ...]:
    """The papers of a draft, in the order sent."""
    rows = Document.objects.filter(pk__in=ids, subject__in=subjects_of(subject)).exclude(
        status=DocumentStatus.REFUSED
    )
    return tuple(view_of(row) for row in rows.order_by("created_at"))


def issued_with(code: str) -> DocumentView | None:
    """The paper that carries this verification code, however it was typed."""
    plain = "".join(c for c in code.upper() if c.isalnum())
    grouped = "-".join(plain[n : n + 4] for n in range(0, len(plain), 4))
    row = Document.objects.filter(verification_code=grouped).first()
    return view_of(row) if row else None
