"""What an officer or a person asks about a record, as a case that somebody else decides."""

from collections.abc import Mapping
from typing import Any

from registration.models import Person
from sso_core.cases import public as cases
from sso_core.documents.public import attach
from sso_core.kernel.actor import Actor


def ask_about(
    person: Person,
    case_type: str,
    payload: Mapping[str, Any],
    *,
    by: Actor,
    documents: tuple[str, ...] = (),
    channel: str = "office",
    tell: bool = False,
) -> cases.CaseView:
    """Open a case about ``person`` at the person's office, with papers of the person. Raises ``Refused``.

    Without ``tell`` the person hears nothing until it is decided: the office asks, not they.
    """
    case = cases.open_case(
        case_type,
        subject=f"person:{person.pk}",
        subject_name=person.full_name,
        subject_ident=person.national_id,
        applicant=by,
        office=person.office,
        payload=dict(payload),
        channel=channel,
        tell=tell,
    )
    if documents:
        attach(documents, case_ref=case.reference, subject=case.subject)
    return case
