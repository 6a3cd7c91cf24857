"""Who works on which case of collection: the rules by which an office shares out its cases, over many at once."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Count

from contributions.collection_flow import Stage
from contributions.models import CollectionCase, CollectionEvent
from contributions.services import collecting
from sso_core import clock
from sso_core.accounts.public import User, holders_of
from sso_core.audit.public import record
from sso_core.cases.public import rules_of, type_of
from sso_core.kernel.actor import Actor
from sso_core.kernel.finding import Finding, Refused

COLLECTION_TYPE = "contributions.collection"
MOST_AT_ONCE = 500


@transaction.atomic
def share_out(office: str, *, by: Actor) -> int:
    """Give the open cases that nobody has, the most urgent first, to whom the office's rule says; how many.

    In turn or to who has least, both come to evening out what each has open. Two at once give out different cases.
    """
    rules = {rule.case_type: rule.mode for rule in rules_of(office)}
    officers = holders_of(office, *type_of(COLLECTION_TYPE).roles)
    if rules.get(COLLECTION_TYPE, rules.get("*", "pick")) == "pick" or not officers:
        return 0
    waiting = CollectionCase.objects.filter(office=office, assigned_to=None).exclude(stage=Stage.SETTLED)
    cases = list(
        waiting.select_for_update(skip_locked=True, of=("self",)).order_by("-score", "pk")[:MOST_AT_ONCE]
    )
    load = _open_of(officers)
    for case in cases:
        chosen = min(officers, key=lambda user: (load[user.pk], user.pk))
        load[chosen.pk] += 1
        case.assigned_to = chosen
    CollectionCase.objects.bulk_update(cases, ["assigned_to"])
    _write_all(cases, by)
    if cases:
        record("cases_shared_out", by=by, subject=f"office:{office}", params={"cases": len(cases)})
    return len(cases)


def _open_of(officers: Sequence[User]) -> dict[int, int]:
    rows = CollectionCase.objects.filter(assigned_to__in=officers).exclude(stage=Stage.SETTLED)
    has = dict(rows.order_by().values_list("assigned_to").annotate(n=Count("pk")))
    return {user.pk: has.get(user.pk, 0) for user in officers}


def _write_all(cases: Sequence[CollectionCase], by: Actor) -> None:
    now = clock.now()
    CollectionEvent.objects.bulk_create(
        CollectionEvent(
            case=case,
            verb="assigned",
            params={"to": case.assigned_to.display_name if case.assigned_to else ""},
            by_id=by.user_id,
            by_name=by.name,
            at=now,
        )
        for case in cases
    )


@transaction.atomic
def assign(case_ids: Sequence[int], to: int, *, by: Actor) -> int:
    """Give open cases to an officer of their office; how many. Raises ``Refused``, and then gives none."""
    rows = CollectionCase.objects.select_for_update(of=("self",)).filter(pk__in=case_ids)
    cases = list(rows.exclude(stage=Stage.SETTLED).order_by("pk"))
    if not cases:
        raise Refused(Finding("collection.nobody_chosen"))
    roles = type_of(COLLECTION_TYPE).roles
    eligible = {
        office: {user.pk: user for user in holders_of(office, *roles)} for office in {c.office for c in cases}
    }
    if any(to not in eligible[case.office] for case in cases):
        raise Refused(Finding("collection.not_eligible", field="to"))
    for case in cases:
        case.assigned_to = eligible[case.office][to]
    CollectionCase.objects.bulk_update(cases, ["assigned_to"])
    _write_all(cases, by)
    return len(cases)


def note(case_id: int, text: str, *, by: Actor) -> None:
    """An officer's note; the employer does not see it."""
    if not text.strip():
        raise Refused(Finding("collection.reason_missing", field="text"))
    with transaction.atomic():
        collecting.write(collecting.locked(case_id), "noted", by, text=text.strip())
