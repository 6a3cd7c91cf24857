"""Sharing the work out: rules of an office, officers in turn or by what they have open, and all that waits at once."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Count, Min, Q

from sso_core import clock
from sso_core.accounts.public import User, holders_of
from sso_core.audit.public import record
from sso_core.cases.flow import OPEN, Status
from sso_core.cases.models import AssignmentRule, Case
from sso_core.cases.registry import type_of
from sso_core.cases.services.rows import write
from sso_core.cases.types import CaseType
from sso_core.kernel.actor import SYSTEM, Actor
from sso_core.kernel.finding import Finding, Refused

MOST_AT_ONCE = 500
Mode = AssignmentRule.Mode


@dataclass(frozen=True, slots=True)
class Load:
    """What an officer has open: how many, how many overdue, and when the oldest was opened."""

    user_id: int
    name: str
    open: int
    late: int
    oldest: date


def assign_by_rule(case: Case, kind: CaseType) -> bool:
    """Give the case to whom the rule of its type and office says; whether there was such a rule and an officer.

    Never to who asked. The rule is locked, so that two cases do not go to one officer in the same turn.
    """
    rule = _rule_for(case)
    if rule is None or rule.mode == Mode.PICK:
        return False
    officers = [u for u in holders_of(case.office, *kind.roles) if u.pk != case.applicant_user_id]
    if not officers:
        return False
    chosen = _in_turn(rule, officers) if rule.mode == Mode.IN_TURN else _least_loaded(officers)
    case.assigned_to = chosen
    case.save(update_fields=["assigned_to"])
    words = "เวียนตามลำดับ" if rule.mode == Mode.IN_TURN else "งานค้างน้อยที่สุด"
    write(case, "assigned", SYSTEM, to=chosen.display_name, reason=words)
    return True


def _rule_for(case: Case) -> AssignmentRule | None:
    """The most special rule counts: of the type before the office."""
    rules = AssignmentRule.objects.select_for_update().filter(
        case_type__in=[case.type, "*"], office__in=[case.office, "*"]
    )
    return max(rules, key=lambda r: (r.case_type != "*", r.office != "*"), default=None)


def _in_turn(rule: AssignmentRule, officers: list[User]) -> User:
    after = [u for u in officers if u.pk > (rule.last_user or 0)]
    chosen = (after or officers)[0]
    rule.last_user = chosen.pk
    rule.save(update_fields=["last_user"])
    return chosen


def _least_loaded(officers: list[User]) -> User:
    rows = Case.objects.filter(status__in=[status.value for status in OPEN], assigned_to__in=officers)
    has = dict(rows.values_list("assigned_to").annotate(n=Count("pk")).order_by())
    return min(officers, key=lambda user: (has.get(user.pk, 0), user.pk))


@transaction.atomic
def set_rule(office: str, case_type: str, mode: str, *, by: Actor) -> None:
    """The rule of a type (``*``: every other) at an office. Raises ``Refused`` for a type or mode that is not."""
    if case_type != "*":
        try:
            type_of(case_type)
        except LookupError:
            raise Refused(Finding("case.unknown_type", field="case_type")) from None
    if mode not in Mode.values:
        raise Refused(Finding("case.unknown_mode", field="mode"))
    AssignmentRule.objects.update_or_create(case_type=case_type, office=office, defaults={"mode": mode})
    record("rule_set", by=by, subject=f"office:{office}", params={"type": case_type, "mode": mode})


def rules_of(office: str) -> tuple[AssignmentRule, ...]:
    """The rules that count at an office: its own, and those of everywhere that it has not replaced."""
    rows = AssignmentRule.objects.filter(office__in=[office, "*"]).order_by("case_type", "office")
    own = {rule.case_type for rule in rows if rule.office != "*"}
    return tuple(rule for rule in rows if rule.office != "*" or rule.case_type not in own)


@transaction.atomic
def share_out(office: str, *, by: Actor) -> int:
    """Give what nobody has to whom the rules say, what is due first before; how many were given.

    Two supervisors at once share out different cases.
    """
    waiting = Case.objects.filter(
        office=office, assigned_to=None, status__in=[status.value for status in OPEN]
    ).exclude(status=Status.PROPOSED)
    rows = waiting.select_for_update(skip_locked=True, of=("self",)).order_by("due_on", "pk")[:MOST_AT_ONCE]
    given = sum(assign_by_rule(case, type_of(case.type)) for case in rows)
    if given:
        record("cases_shared_out", by=by, subject=f"office:{office}", params={"cases": given})
    return given


def loads_of(office: str) -> tuple[Load, ...]:
    """What each officer of an office has open, the most first."""
    today = clock.today()
    mine = Case.objects.filter(office=office, status__in=[status.value for status in OPEN])
    late = Count("pk", filter=Q(due_on__lt=today, paused_on=None))
    rows = mine.exclude(assigned_to=None).values_list("assigned_to", "assigned_to__display_name")
    found = rows.annotate(n=Count("pk"), late=late, oldest=Min("opened_at")).order_by("-n", "assigned_to")
    return tuple(
        Load(user, name, n, over, oldest.astimezone(clock.BANGKOK).date())
        for user, name, n, over, oldest in found
    )
