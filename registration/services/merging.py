"""One person under two numbers becomes one record: an officer asks, another decides, and it can be taken apart again.

Nobody is insured twice and no month is lost: everything that names the given-up record follows to the one that
stays. The given-up number keeps leading to the person, so that a filing or a letter under it still finds its way.
"""

from django.db import connection, transaction

from registration.models import Merge, Person, Twin
from registration.services.asking import ask_about
from registration.services.telling import tell_of_merge
from sso_core import clock, following
from sso_core.audit.public import record
from sso_core.cases import public as cases
from sso_core.following import CannotFollow
from sso_core.kernel.actor import Actor, ActorKind
from sso_core.kernel.finding import Finding, Refused, Severity, refuse_if_blocked
from sso_core.messaging.public import publish

CASE_TYPE = "registration.merge"
MERGED = "registration.people_merged"


def against(source: Person, target: Person) -> list[Finding]:
    """What speaks against the two being one person: blocks, and what an officer must weigh."""
    rows = (
        (source.pk == target.pk, "merge_with_itself", Severity.BLOCK),
        (bool(source.merged_into_id or target.merged_into_id), "merge_done_already", Severity.BLOCK),
        # The civil register gives one number to one person and knows both: they are two people.
        (source.in_civil_register and target.in_civil_register, "merge_both_verified", Severity.BLOCK),
        (
            source.in_civil_register and not target.in_civil_register,
            "merge_keeps_verified",
            Severity.BLOCK,
        ),
        (source.birth_date != target.birth_date, "merge_births_differ", Severity.WARN),
        (source.search_key != target.search_key, "merge_names_differ", Severity.WARN),
        ({source.sex, target.sex} == {"M", "F"}, "merge_sexes_differ", Severity.WARN),
        (bool(source.died_on) != bool(target.died_on), "merge_one_died", Severity.WARN),
    )
    return [Finding(code, severity, "other") for wrong, code, severity in rows if wrong]


def merges_of(person_id: int) -> list[Merge]:
    """The records that were merged into this one and can be parted again."""
    rows = Merge.objects.select_related("source").filter(target=person_id, undone_at=None)
    return list(rows.filter(source__merged_into=person_id).order_by("done_at"))


def ask_merge(source_id: int, target_id: int, *, reason: str, by: Actor) -> cases.CaseView:
    """Ask that ``source`` be merged into ``target``, whose number stays. Raises ``Refused``."""
    if source_id == target_id:
        raise Refused(Finding("merge_with_itself", field="other"))
    source, target = Person.objects.get(pk=source_id), Person.objects.get(pk=target_id)
    refuse_if_blocked(against(source, target))
    told = {"what": "merge", "source": source_id, "target": target_id, "number": source.national_id}
    return _ask(target, told, reason, by)


def ask_parting(merge_id: int, *, reason: str, by: Actor) -> cases.CaseView:
    """Ask that a merge be taken apart again. Raises ``Refused``."""
    merge = Merge.objects.select_related("source", "target").get(pk=merge_id)
    if merge.undone_at is not None or merge.source.merged_into_id != merge.target_id:
        raise Refused(Finding("merge_undone_already"))
    told = {
        "what": "part", "merge": merge_id, "source": merge.source_id, "target": merge.target_id,
        "number": merge.source.national_id,
    }  # fmt: skip
    return _ask(merge.target, told, reason, by)


def _ask(person: Person, told: dict[str, object], reason: str, by: Actor) -> cases.CaseView:
    if not reason.strip():
        raise Refused(Finding("reason_needed", field="reason"))
    return ask_about(person, CASE_TYPE, {**told, "reason": reason.strip()}, by=by)


@transaction.atomic
def decided(case: cases.CaseView, decision: cases.Decision) -> None:
    """Carry out what was approved. Raises ``Refused`` where both records have what one person has once."""
    if not decision.approved:
        return
    source, target = _hold(case.payload["source"], case.payload["target"])
    by = Actor(ActorKind.OFFICER, decision.maker_id, decision.maker_name)
    try:
        if case.payload["what"] == "merge":
            _merge(source, target, case, decision)
        else:
            _part(Merge.objects.get(pk=case.payload["merge"]))
    except CannotFollow as conflict:
        raise Refused(Finding("merge_conflict", field="outcome", params={"what": conflict.what})) from None
    verb = "people_merged" if case.payload["what"] == "merge" else "people_parted"
    for person in (source, target):
        record(verb, by=by, subject=f"person:{person.pk}", params={"case": case.reference})


def _hold(source_id: int, target_id: int) -> tuple[Person, Person]:
    """Both records, held in the order of their keys, so that two merges never wait for each other."""
    rows = Person.objects.select_for_update().filter(pk__in=(source_id, target_id)).order_by("pk")
    held = {person.pk: person for person in rows}
    return held[source_id], held[target_id]


def _merge(source: Person, target: Person, case: cases.CaseView, decision: cases.Decision) -> None:
    refuse_if_blocked(against(source, target))
    assert case.applicant_user_id is not None
    merge = Merge.objects.create(
        source=source,
        target=target,
        reason=case.payload["reason"],
        case_reference=case.reference,
        asked_by=case.applicant_user_id,
        approved_by=decision.checker_id or decision.maker_id,
        done_at=clock.now(),
        moving=_transaction(),
    )
    merge.kept = following.follow(source.pk, target.pk)
    merge.save(update_fields=["kept"])
    source.merged_into = target
    source.save(update_fields=["merged_into"])
    Twin.objects.filter(one_id__in=(source.pk, target.pk), other_id__in=(source.pk, target.pk)).delete()
    tell_of_merge(source, target)
    publish(MERGED, str(merge.pk), {"source": source.pk, "target": target.pk})


def _part(merge: Merge) -> None:
    if merge.undone_at is not None:
        raise Refused(Finding("merge_undone_already", field="outcome"))
    Merge.objects.filter(pk=merge.pk).update(moving=_transaction(), undone_at=clock.now())
    Person.objects.filter(pk=merge.source_id).update(merged_into=None)
    following.go_back(merge.source_id, merge.target_id, merge.kept)
    publish(
        "registration.people_parted", str(merge.pk), {"source": merge.source_id, "target": merge.target_id}
    )


def _transaction() -> int:
    with connection.cursor() as cursor:
        cursor.execute("select (pg_current_xact_id()::text)::bigint")
        return int(cursor.fetchone()[0])


def dismiss(twin_id: int, *, reason: str, by: Actor) -> None:
    """The two are two people: the pair is not proposed again. Raises ``Refused`` without a reason."""
    if not reason.strip():
        raise Refused(Finding("reason_needed", field="reason"))
    twin = Twin.objects.get(pk=twin_id)
    twin.dismissed_at, twin.dismissed_by, twin.dismissed_why = clock.now(), by.user_id, reason.strip()[:300]
    twin.save()
    record("twins_dismissed", by=by, subject=f"person:{twin.one_id}", params={"other": twin.other_id})
