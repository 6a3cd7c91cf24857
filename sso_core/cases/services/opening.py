"""Opening a case, and giving it to an officer."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import connection, transaction

from sso_core import clock
from sso_core.cases.calendar import office_calendar
from sso_core.cases.models import Case
from sso_core.cases.registry import type_of
from sso_core.cases.selectors import view_of
from sso_core.cases.services.rows import write
from sso_core.cases.services.sharing import assign_by_rule
from sso_core.cases.services.telling import tell_applicant
from sso_core.cases.types import CaseView
from sso_core.kernel import case_reference
from sso_core.kernel.actor import Actor
from sso_core.messaging.public import publish


@transaction.atomic
def open_case(
    type: str,
    *,
    subject: str,
    subject_name: str,
    subject_ident: str = "",
    applicant: Actor,
    office: str,
    payload: Mapping[str, Any] | None = None,
    channel: str = "web",
    amount: Decimal | None = None,
    alert: str = "",
    tell: bool = True,
) -> CaseView:
    """Open an application. Its reference is final, its clock starts, and an officer may already have it.

    ``amount`` is the sum expected, where one is known; ``alert`` a short fact an officer should know.
    """
    kind = type_of(type)
    case = Case.objects.create(
        reference=next_reference(kind.prefix),
        type=kind.key,
        subject=subject,
        subject_name=subject_name,
        subject_ident=subject_ident,
        applicant_user_id=applicant.user_id,
        applicant_name=applicant.name,
        channel=channel,
        office=office,
        payload=dict(payload or {}),
        amount=amount,
        alert=alert,
        sla_days=kind.sla_days,
        due_on=office_calendar().add(clock.today(), kind.sla_days),
    )
    write(case, "opened", applicant, channel=case.get_channel_display())
    assign_by_rule(case, kind)
    publish("cases.opened", case.reference, {"reference": case.reference, "type": type, "subject": subject})
    if tell:
        tell_applicant(view_of(case), kind, "received", due=case.due_on)
    return view_of(case)


def next_reference(prefix: str) -> str:
    """A reference nobody has; the number comes from a sequence, so openings do not wait for each other."""
    with connection.cursor() as cursor:
        cursor.execute("select nextval('case_number')")
        number = int(cursor.fetchone()[0])
    return case_reference.make(prefix, clock.today(), number)
