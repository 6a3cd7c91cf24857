"""The letter of a decision, and the receipt of an application."""

from typing import Any

from django.db import transaction

from sso_core.cases.models import Case
from sso_core.cases.offices import office_name
from sso_core.cases.registry import type_of
from sso_core.cases.selectors import view_of
from sso_core.cases.services.rows import locked, saved, write
from sso_core.cases.services.telling import tell_applicant
from sso_core.cases.types import CaseView, Decision, Letter
from sso_core.documents.public import DocumentView, documents_of, pdf_bytes, render_pdf
from sso_core.kernel.actor import SYSTEM

LETTER, RECEIPT = "case_letter", "case_receipt"


def letter_of(case: CaseView, decision: Decision) -> Letter:
    kind = type_of(case.type)
    if kind.letter:
        return kind.letter(case, decision)
    outcome = "อนุมัติ" if decision.approved else "ไม่อนุมัติ"
    return Letter(title=f"{outcome}{kind.label_th}")


def letter_context(case: CaseView, decision: Decision, letter: Letter) -> dict[str, Any]:
    return {
        "title": letter.title,
        "reference": case.reference,
        "case": case,
        "decision": decision,
        "office": office_name(case.office),
        "type_label": type_of(case.type).label_th,
        **letter.context,
    }


def preview_letter(case: CaseView, decision: Decision) -> bytes:
    """The letter as it would be sent, marked as a preview, kept nowhere."""
    letter = letter_of(case, decision)
    return pdf_bytes(letter.template, {**letter_context(case, decision, letter), "preview": True})


@transaction.atomic
def send_letter(reference: str) -> DocumentView | None:
    """Issue the letter of a decided case and tell the applicant, once."""
    row = locked(reference)
    view = view_of(row)
    if view.decision is None:
        return None
    kind = type_of(view.type)
    if kind.letter is None:
        return None
    if known := documents_of(view.subject, kind=LETTER, reference=reference):
        return known[0]
    letter = letter_of(view, view.decision)
    document = render_pdf(
        letter.template,
        letter_context(view, view.decision, letter),
        kind=LETTER,
        subject=view.subject,
        reference=reference,
        title=letter.title,
        by=SYSTEM,
        case_ref=reference,
    )
    write(row, "letter_sent", SYSTEM, document=str(document.id))
    saved(row)
    tell_applicant(view, kind, "decided", decision=view.decision, title=letter.title)
    return document


@transaction.atomic
def receipt_of(reference: str) -> DocumentView:
    """The receipt of the application: made when first asked for, the same ever after."""
    row = Case.objects.select_for_update(of=("self",)).get(reference=reference)
    view = view_of(row)
    if known := documents_of(view.subject, kind=RECEIPT, reference=reference):
        return known[0]
    return render_pdf(
        "letters/case_receipt.html",
        {"case": view, "office": office_name(view.office), "type_label": type_of(view.type).label_th},
        kind=RECEIPT,
        subject=view.subject,
        reference=reference,
        title=f"ใบรับคำขอ {type_of(view.type).label_th}",
        by=SYSTEM,
        case_ref=reference,
    )
