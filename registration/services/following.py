"""What of a person's record cannot simply be moved when two records become one: work, insured days, accounts, names."""

from collections.abc import Collection, Iterable
from typing import Any

from django.core import serializers
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from registration.models import (
    Address,
    Coverage,
    Death,
    DestinationKind,
    DestinationState,
    Employment,
    FormerName,
    PayoutDestination,
    Person,
)
from registration.rules.coverage import section33_spans
from registration.services.coverage import give_way, sync_section33
from sso_core import clock, following
from sso_core.following import CannotFollow

COMING = (DestinationState.ASKED, DestinationState.APPROVED)


class Employments:
    """Work under both numbers at one branch on the same days is one employment: the longer stretch stays.

    What was united and changed since is not guessed apart.
    """

    columns: Collection[str] = ("registration.Employment.person",)

    def follow(self, source: int, target: int) -> Any:
        before = _plain(Employment.objects.filter(person_id__in=(source, target)))
        for row in Employment.objects.filter(person_id=source).order_by("starts_on"):
            there = Employment.objects.filter(person_id=target, branch_id=row.branch_id)
            _unite(row, [one for one in there if _overlap(one, row)], target)
        return {"before": before, "after": _plain(Employment.objects.filter(person_id=target))}

    def go_back(self, source: int, target: int, kept: Any) -> None:
        _give_back(Employment, source, target, kept)


class Coverages:
    """Section 33 follows the employments; Sections 39 and 40 move, cut where the joint work leaves no room."""

    columns: Collection[str] = ("registration.Coverage.person",)

    def follow(self, source: int, target: int) -> Any:
        before = _plain(_own_choice(source, target))
        Coverage.objects.filter(person_id=source, section=33).delete()
        spans = section33_spans(
            Employment.objects.filter(person_id=target).values_list("starts_on", "ends_on")
        )
        for start, end in spans:
            give_way(source, start, end)
        sync_section33(target)
        for row in Coverage.objects.filter(person_id=source):
            row.person_id = target
            try:
                with transaction.atomic():
                    row.save()
            except IntegrityError:
                raise CannotFollow(_("มาตรา 39 หรือ 40 ในวันเดียวกัน")) from None
        return {"before": before, "after": _plain(_own_choice(target))}

    def go_back(self, source: int, target: int, kept: Any) -> None:
        Coverage.objects.filter(person_id=target, section=33).delete()
        _give_back(Coverage, source, target, kept)
        for person in (source, target):
            sync_section33(person)


class Destinations:
    """The target is paid as before; what the source asked for or used takes its place only where it is free."""

    columns: Collection[str] = ("registration.PayoutDestination.person",)

    def follow(self, source: int, target: int) -> Any:
        rows = PayoutDestination.objects.filter(person_id=source)
        kept = {str(row.pk): row.state for row in rows}
        own = PayoutDestination.objects.filter(person_id=target)
        if own.filter(state=DestinationState.ACTIVE).exists():
            rows.filter(state=DestinationState.ACTIVE).update(state=DestinationState.REPLACED)
        if own.filter(state__in=COMING).exists():
            rows.filter(state__in=COMING).update(state=DestinationState.REPLACED)
        # PromptPay by the number that is given up would lead to nobody.
        rows.filter(kind=DestinationKind.PROMPTPAY, state=DestinationState.ACTIVE).update(
            state=DestinationState.REPLACED
        )
        rows.update(person_id=target)
        return kept

    def go_back(self, source: int, target: int, kept: Any) -> None:
        for key, state in kept.items():
            PayoutDestination.objects.filter(pk=int(key), person_id=target).update(
                person_id=source, state=state
            )


class Addresses:
    """The target is reached as before; the addresses of the source come along where it has none of the kind."""

    columns: Collection[str] = ("registration.Address.person",)

    def follow(self, source: int, target: int) -> Any:
        taken = Address.objects.filter(person_id=target).values("kind")
        moved = Address.objects.filter(person_id=source).exclude(kind__in=taken)
        keys = list(moved.values_list("pk", flat=True))
        Address.objects.filter(pk__in=keys).update(person_id=target)
        return keys

    def go_back(self, source: int, target: int, kept: Any) -> None:
        Address.objects.filter(pk__in=kept, person_id=target).update(person_id=source)


class Deaths:
    """Whoever died under one of the numbers has died."""

    columns: Collection[str] = ("registration.Death.person",)

    def follow(self, source: int, target: int) -> Any:
        death = Death.objects.filter(person_id=source).first()
        if death is None or Death.objects.filter(person_id=target).exists():
            return None
        Death.objects.filter(pk=death.pk).update(person_id=target)
        Person.objects.filter(pk=target).update(died_on=death.died_on)
        return death.pk

    def go_back(self, source: int, target: int, kept: Any) -> None:
        if kept is not None and Death.objects.filter(pk=kept, person_id=target).update(person_id=source):
            Person.objects.filter(pk=target).update(died_on=None)


class Names:
    """The name of the source, where it reads differently, was a name of this person."""

    columns: Collection[str] = ()

    def follow(self, source: int, target: int) -> Any:
        was, now = Person.objects.get(pk=source), Person.objects.get(pk=target)
        if was.search_key == now.search_key:
            return None
        made = FormerName.objects.create(
            person=now,
            title=was.title,
            first_name=was.first_name,
            last_name=was.last_name,
            search_key=was.search_key,
            changed_at=clock.now(),
        )
        return made.pk

    def go_back(self, source: int, target: int, kept: Any) -> None:
        FormerName.objects.filter(pk=kept).delete()


def register() -> None:
    """The columns of registration, in the order in which they move: insured days after the work."""
    following.follows(
        "registration.Certificate.subject",
        "registration.EmailProof.person",
        "registration.FormerName.person",
        "registration.FormerNumber.person",
        "registration.IdentityPaper.person",
        "registration.Person.merged_into",
    )
    following.register("names", Names())
    following.register("employments", Employments())
    following.register("coverages", Coverages())
    following.register("destinations", Destinations())
    following.register("deaths", Deaths())
    following.follows("registration.FamilyLink.person", "registration.FamilyLink.relative")
    following.register("addresses", Addresses())
    following.stays(
        "registration.LateReport.subject",
        "registration.Check.subject",
        "registration.Twin.one",
        "registration.Twin.other",
        "registration.Merge.source",
        "registration.Merge.target",
        why="it tells what was reported or asked under this number",
    )


def _own_choice(*people: int) -> models.QuerySet[Coverage]:
    return Coverage.objects.filter(person_id__in=people).exclude(section=33)


def _overlap(one: Employment, other: Employment) -> bool:
    return (one.ends_on is None or other.starts_on <= one.ends_on) and (
        other.ends_on is None or one.starts_on <= other.ends_on
    )


def _unite(row: Employment, same: list[Employment], target: int) -> None:
    if not same:
        row.person_id = target
        row.save()
        return
    every = [*same, row]
    last = next((one for one in every if one.ends_on is None), None) or max(
        every, key=lambda one: one.ends_on or one.starts_on
    )
    stays, gone = same[0], [*same[1:], row]
    for one in gone:
        one.delete()
    stays.starts_on = min(one.starts_on for one in every)
    stays.ends_on, stays.reason, stays.leave_reported_on = last.ends_on, last.reason, last.leave_reported_on
    stays.reported_on = min(one.reported_on for one in every)
    stays.save()


def _plain(rows: Iterable[models.Model]) -> list[dict[str, Any]]:
    """Rows as JSON, in the order of their keys."""
    made = serializers.serialize("python", sorted(rows, key=lambda row: row.pk or 0))
    return [{**one, "fields": {name: _text(value) for name, value in one["fields"].items()}} for one in made]


def _text(value: Any) -> Any:
    return value if value is None or isinstance(value, int | str | bool) else str(value)


def _but_person(row: dict[str, Any]) -> dict[str, Any]:
    return {**row["fields"], "person": None}


def _give_back(model: type[models.Model], source: int, target: int, kept: Any) -> None:
    """Rows that only moved go back as they are now; those that the merge cut or united, as they were before."""
    after = {row["pk"]: row for row in kept["after"]}
    moved, restored = [], []
    for row in kept["before"]:
        left = after.get(row["pk"])
        if left is not None and _but_person(left) == _but_person(row):
            moved.append(row["pk"])
        else:
            restored.append(row)
    rewritten = [row["pk"] for row in restored if row["pk"] in after]
    if _plain(model._base_manager.filter(pk__in=rewritten)) != [after[key] for key in sorted(rewritten)]:
        raise CannotFollow(str(model._meta.verbose_name))
    own = [row["pk"] for row in kept["before"] if row["fields"]["person"] == source]
    restored.sort(key=lambda row: row["pk"] not in after)
    try:
        with transaction.atomic():
            for one in serializers.deserialize("python", restored):
                one.object.save()
            rows = model._base_manager.filter(pk__in=set(moved) & set(own), person_id=target)
            rows.update(person_id=source)
    except IntegrityError:
        raise CannotFollow(str(model._meta.verbose_name)) from None
