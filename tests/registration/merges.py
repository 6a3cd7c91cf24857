"""Two records of one person, and the officers who merge and part them, for tests."""

import pytest

from registration.models import (
    Merge,
)
from registration.services import merging
from sso_core.cases import public as cases
from tests.registration.factories import (
    make_person,
    officer,
    officer_actor,
)


def make_unchecked(**given):
    return make_person(verified_at=None, **given)


@pytest.fixture
def pair():
    """The record to give up, as an employer told it, and the one that the civil register knows."""
    return make_unchecked(), make_person()


@pytest.fixture
def office():
    return officer_actor(officer()), officer_actor(officer("officer", "checker"))


def decide(case, by, outcome="approve"):
    cases.take(case.reference, by)
    return cases.propose(case.reference, outcome, "เอกสารตรงกัน", by)


def merged(source, target, office):
    asker, decider = office
    decide(merging.ask_merge(source.pk, target.pk, reason="หนังสือเดินทางเล่มเดียวกัน", by=asker), decider)
    source.refresh_from_db()
    assert source.merged_into_id == target.pk
    return Merge.objects.get(source=source, undone_at=None)


def part(merge, office):
    asker, decider = office
    return decide(merging.ask_parting(merge.pk, reason="เป็นพี่น้องกัน", by=asker), decider)
