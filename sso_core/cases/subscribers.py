"""What follows a decision, outside its transaction."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from sso_core.cases.services.letters import send_letter
from sso_core.cases.services.rows import NoSuchCase, locked, saved, write
from sso_core.kernel.actor import SYSTEM
from sso_core.messaging.public import subscriber


@subscriber("cases.decided")
def write_to_the_applicant(payload: Mapping[str, Any], key: str) -> None:
    send_letter(payload["reference"])


@subscriber("documents.refused")
@transaction.atomic
def warn_the_officer(payload: Mapping[str, Any], key: str) -> None:
    """A held upload turned out infected: the officer must ask for it again."""
    if not payload["case_ref"]:
        return
    try:
        case = locked(payload["case_ref"])
    except NoSuchCase:
        return
    case.alert = "เอกสารติดไวรัส ขอใหม่"
    write(case, "document_refused", SYSTEM, title=payload["title"])
    saved(case)
