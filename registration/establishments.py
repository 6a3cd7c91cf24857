"""Where the branches of an employer stand, today and on any day."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.db import connection
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from registration.models import Branch, FormerPlace
from registration.values import BranchView, branch_view

_ESTABLISHMENTS = (Path(__file__).parent / "sql" / "establishments.sql").read_text(encoding="utf-8")


def provinces_on(account: str, day: date) -> dict[str, str]:
    """The province in which each branch stood on ``day``, by branch number; also of branches closed since.

    Before the first place that the register knows, that place holds.
    """
    return {branch.branch_no: branch.then for branch in _places(account, day)}


@dataclass(frozen=True, slots=True)
class Establishment:
    """An employer's name, and the province of each of its branches on a day."""

    name: str
    provinces: dict[str, str]


def establishments(accounts: Collection[str], day: date) -> dict[str, Establishment]:
    """``provinces_on`` for many employers at once, in one statement; accounts that are nobody's are left out."""
    found: dict[str, Establishment] = {}
    with connection.cursor() as cursor:
        cursor.execute(_ESTABLISHMENTS, {"accounts": list(accounts), "day": day})
        for account, name, branch_no, province in cursor:
            place = found.setdefault(account, Establishment(name, {}))
            if branch_no is not None:
                place.provinces[branch_no] = province
    return found


def province_on(account: str, branch_no: str, day: date) -> str | None:
    """The same of one branch; None where the employer has no such branch."""
    found = _places(account, day).filter(branch_no=branch_no).first()
    return found.then if found else None


def _places(account: str, day: date) -> QuerySet[Any]:
    return _then(Branch.objects.filter(employer__account_no=account), day)


def _then(branches: QuerySet[Branch], day: date) -> QuerySet[Any]:
    former = FormerPlace.objects.filter(branch=OuterRef("pk"), last_day__gte=day).order_by("last_day")
    then = Coalesce(Subquery(former.values("province")[:1]), "province")
    return branches.annotate(then=then)


def open_branches(account: str, day: date) -> tuple[BranchView, ...]:
    """The branches that are open on ``day``, the head office first."""
    rows = Branch.objects.filter(
        Q(closed_on__isnull=True) | Q(closed_on__gte=day), employer__account_no=account
    ).select_related("employer")
    return tuple(branch_view(one) for one in rows.order_by("branch_no"))


@dataclass(frozen=True, slots=True)
class Place:
    """A stay of a branch; ``since`` is None for the first, ``until`` for the present one."""

    since: date | None
    until: date | None
    address: str
    province: str


def places_of(branch: BranchView) -> tuple[Place, ...]:
    """Every place of a branch, the present one first."""
    former = FormerPlace.objects.filter(branch_id=branch.id).order_by("last_day")
    found, since = [], branch.opened_on
    for one in former:
        found.append(Place(since, one.last_day, one.address, one.province))
        since = date.fromordinal(one.last_day.toordinal() + 1)
    found.append(Place(since, branch.closed_on, branch.address, branch.province))
    return tuple(reversed(found))
