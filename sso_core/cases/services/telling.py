"""Telling the applicant, at each step that concerns them."""

from typing import Any

from django.conf import settings

from sso_core.cases.types import CaseType, CaseView
from sso_core.messaging.public import tell


def tell_applicant(case: CaseView, kind: CaseType, template: str, **context: Any) -> None:
    """Send ``cases/<template>`` to whoever the type says is to be told; nobody, where it says nothing."""
    recipient = kind.recipient(case) if kind.recipient else None
    if recipient is None:
        return
    label = kind.label_en if recipient.language == "en" else kind.label_th
    tell(
        recipient,
        f"cases/{template}",
        {
            "case": case,
            "type_label": label,
            "site": settings.SITE_URL,
            "action_url": page_of(case),
            "action_label": "See your application" if recipient.language == "en" else "ดูคำขอ",
            **context,
        },
        case_ref=case.reference,
    )


def page_of(case: CaseView) -> str:
    """Where the applicant follows the case."""
    if case.employer_account:
        return f"/employer/{case.employer_account}/cases/{case.reference}/"
    return f"/me/cases/{case.reference}/"
