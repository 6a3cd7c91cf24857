"""Insured on a day: the cases of the law, the population's SQL, and the two held equal."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from registration.models import Coverage
from registration.population import insured_on
from registration.public import insurance
from registration.rules.coverage import Stretch
from registration.rules.insurance import MONTHS_AFTER_END, Branch, Ground, insurance_on
from sso_core.law.public import current
from tests.registration.factories import make_person

CASES = yaml.safe_load((Path(__file__).parent / "insurance.yaml").read_text())
FIRST = date(2024, 1, 1)


def stretch_of(name, starts_on, ends_on, reason=""):
    section, _, option = name.partition(".")
    return Stretch(int(section), starts_on, ends_on, reason, int(option) if option else None)


def decreed(months, **days):
    """The law with a royal decree: statuses that end on these days leave rights for so many months (s.38)."""
    law = current()
    known = law.parameter(MONTHS_AFTER_END)
    first, last = days["from"], days["to"]
    (row,) = known.rows
    rows = (
        replace(row, until=first - timedelta(days=1)),
        replace(
            row, since=first, until=last, known=first, number=Decimal(months), source="a decree of a test"
        ),
        replace(row, since=last + timedelta(days=1)),
    )
    return replace(law, parameters={**law.parameters, MONTHS_AFTER_END: replace(known, rows=rows)})


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_the_cases_of_the_law(case):
    stretches = [stretch_of(*row) for row in case["stretches"]]
    law = decreed(**case["decree"]) if "decree" in case else current()
    found = insurance_on(stretches, case["day"], law=law, died_on=case.get("died_on"))
    assert [f"{'+' if g.after else ''}{g.section}" for g in found.grounds] == case["sections"]
    for branch in case.get("covers", ()):
        assert found.ground_for(Branch(branch)), branch
    for branch in case.get("not_covers", ()):
        assert found.ground_for(Branch(branch)) is None, branch
    assert found.steps
    assert all(step.section for step in found.steps)


def everybody(day):
    sql, params = insured_on(day)
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        rows = cursor.fetchall()
    found: dict[int, set[Ground]] = {}
    for person_id, section, option, since, until, after, branches in rows:
        ground = Ground(section, option, since, until, frozenset(map(Branch, branches)), after)
        found.setdefault(person_id, set()).add(ground)
    return found


@st.composite
def lives(draw):
    """A life of a person: stretches in order that never overlap, and perhaps a death."""
    day, stretches = FIRST, []
    for _ in range(draw(st.integers(0, 4))):
        start = day + timedelta(days=draw(st.integers(0, 250)))
        section, option = draw(st.sampled_from([(33, None), (39, None), (40, 1), (40, 2), (40, 3)]))
        end = draw(st.none() | st.integers(0, 300).map(lambda n, start=start: start + timedelta(days=n)))
        reason = draw(st.sampled_from(["left", "resigned", "unpaid", "died"])) if end else ""
        stretches.append(Stretch(section, start, end, reason, option))
        if end is None:
            break
        day = end + timedelta(days=1)
    died_on = draw(st.none() | st.integers(0, 900).map(lambda n: FIRST + timedelta(days=n)))
    return stretches, died_on


@pytest.mark.django_db
@settings(max_examples=60, deadline=None)
@given(st.lists(lives(), min_size=1, max_size=6), st.integers(-20, 1100))
def test_the_population_is_asked_as_one_person_is(people, offset):
    Coverage.objects.all().delete()
    day = FIRST + timedelta(days=offset)
    ids = [one.pk for one in (make_person(birth_date=None, died_on=died_on) for _, died_on in people)]
    for person_id, (stretches, _) in zip(ids, people, strict=True):
        Coverage.objects.bulk_create(
            Coverage(person_id=person_id, section=s.section, option=s.option, starts_on=s.starts_on,
                     ends_on=s.ends_on, end_reason=s.end_reason)
            for s in stretches
        )  # fmt: skip
    together = everybody(day)
    for person_id in ids:
        assert together.get(person_id, set()) == set(insurance(person_id, day).grounds)


@pytest.mark.django_db
def test_no_law_before_the_act():
    person = make_person()
    assert not insurance(person.pk, date(1989, 1, 1)).is_insured
