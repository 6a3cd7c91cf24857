"""A file of many and one person by hand are judged alike: the SQL of the slice against services.enrolment."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registration.models import Coverage, Employment, EnrolFinding, IdentityPaper, Person
from registration.public import Enrol, enrol
from registration.services.enrol_files import send
from sso_core.kernel.actor import SYSTEM
from sso_core.kernel.finding import Refused
from tests.registration.factories import make_employer, make_person
from tests.registration.rolls import come, workbook

TODAY = date(2026, 11, 23)


class Undo(Exception):
    """Nothing of an example stays."""


def days(low, high):
    return st.integers(low, high).map(lambda n: TODAY + timedelta(days=n))


@st.composite
def situations(draw):
    """A person with a past at this employer and elsewhere, and the day on which the file says work begins."""
    past = draw(st.lists(st.tuples(days(-400, -1), st.none() | st.integers(0, 60)), max_size=2))
    return {
        "born": draw(st.sampled_from([date(1990, 1, 1), date(2011, 11, 23), date(2011, 11, 24), date(2012, 2, 29),
                                      date(1965, 11, 22), date(1966, 11, 23), date(1965, 11, 24)])),
        "past": past,
        "elsewhere": draw(st.booleans()),
        "insured_before": draw(st.booleans()),
        "permits": draw(st.lists(st.none() | days(-90, 30), max_size=2)),
        "dead": draw(st.integers(0, 9)) == 0,
        "day": draw(days(-60, 3) | st.sampled_from([date(1990, 9, 1), *(start for start, _ in past)])),
    }  # fmt: skip


@pytest.mark.django_db
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(situations())
def test_one_by_hand_and_one_in_a_file_are_judged_alike(situation):
    with time_machine.travel("2026-11-23 09:00+07:00", tick=False):
        try:
            with transaction.atomic():
                by_file, by_hand = both(situation)
                raise Undo
        except Undo:
            pass
    assert by_file == by_hand


def both(situation):
    employer, person = make_employer(), make_person(birth_date=situation["born"])
    if situation["insured_before"]:
        Coverage.objects.create(
            person=person, section=39, starts_on=date(2020, 1, 1), ends_on=date(2020, 6, 30), end_reason="resigned"
        )  # fmt: skip
    for start, length in situation["past"]:
        end = start + timedelta(days=length) if length is not None else None
        if not overlaps(person, start, end):
            Employment.objects.create(
                person=person, branch=employer.branches.get(), starts_on=start, ends_on=end,
                reason="1" if end else "", reported_on=start,
            )  # fmt: skip
    if situation["elsewhere"]:
        other = make_employer()
        Employment.objects.create(
            person=person, branch=other.branches.get(), starts_on=date(2026, 1, 1), reported_on=TODAY
        )
    for number, until in enumerate(situation["permits"]):
        IdentityPaper.objects.create(
            person=person,
            kind="work_permit",
            country="THA",
            number=f"WP000{number}",
            valid_until=until,
            recorded_by=1,
        )
    if situation["dead"]:
        Person.objects.filter(pk=person.pk).update(died_on=date(2026, 11, 1))
    return judged_in_a_file(employer, person, situation["day"]), judged_by_hand(
        employer, person, situation["day"]
    )


def overlaps(person, start, end):
    rows = Employment.objects.filter(person=person)
    return any(
        (row.ends_on is None or row.ends_on >= start) and (end is None or row.starts_on <= end)
        for row in rows
    )


def judged_in_a_file(employer, person, day):
    told = f"{day:%d/%m}/{day.year + 543}"
    file = send(employer.account_no, workbook(come(person, day=told)), "a.xlsx", by=SYSTEM)
    rows = list(EnrolFinding.objects.filter(file_id=file.pk))
    # By hand a refusal tells what blocks; remarks come with an enrolment.
    blocking = [row for row in rows if row.severity == "block"]
    return sorted((row.code, row.severity, row.section) for row in blocking or rows)


def judged_by_hand(employer, person, day):
    command = Enrol(
        person.national_id, person.first_name, person.last_name, employer.account_no, "000000", day
    )
    try:
        with transaction.atomic():
            found = enrol(command, by=SYSTEM).findings
    except Refused as refused:
        found = refused.findings
    return sorted((f.code, f.severity.value, f.section) for f in found)
