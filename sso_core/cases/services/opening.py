"""Opening a case, and giving it to an officer."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import connection, transaction

from sso_core import clock
from sso_core.accounts.public import holders_of
from sso_core.cases.calendar import office_calendar
from sso_core.cases.models import AssignmentRule, Case
from sso_core.cases.registry import type_of
from sso_core.cases.selectors import view_of
from sso_core.cases.services.rows import write
from sso_core.cases.services.telling import tell_applicant
from sso_core.cases.types import CaseType, CaseView
from sso_core.kernel import case_reference
from sso_core.kernel.actor import SYSTEM, Actor
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


def assign_by_rule(case: Case, kind: CaseType) -> None:
    """Give the case to the next officer in turn, if the rule of its type and office says so."""
    rule = _rule_for(case)
    if rule is None or rule.mode != AssignmentRule.Mode.IN_TURN:
        return
    officers = [u for u in holders_of(case.office, *kind.roles) if u.pk != case.applicant_user_id]
    if not officers:
        return
    after = [u for u in officers if u.pk > (rule.last_user or 0)]
    chosen = (after or officers)[0]
    rule.last_user = chosen.pk
    rule.save(update_fields=["last_user"])
    case.assigned_to = chosen
    case.save(update_fields=["assigned_to"])
    write(case, "assigned", SYSTEM, to=chosen.display_name, reason="เวียนตามลำดับ")


def _rule_for(case: Case) -> AssignmentRule | None:
    """The most special rule, locked so that two cases do not go to one officer in the same turn."""
    rules = AssignmentRule.objects.select_for_update().filter(
        case_type__in=[case.type, "*"], office__in=[case.office, "*"]
    )
    return max(rules, key=lambda r: (r.case_type != "*", r.office != "*"), default=None)
