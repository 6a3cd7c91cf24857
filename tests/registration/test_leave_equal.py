"""Many who leave by a file, and each reported by hand: the register, what is kept and who is told are the same."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registration.models import Coverage, Employment, LateReport
from registration.public import leave
from registration.rules.coverage import section33_spans
from registration.services.coverage import sync_section33
from registration.services.enrol_files import keep, send
from sso_core.audit.models import Event
from sso_core.kernel.actor import SYSTEM
from sso_core.messaging.models import Message, OutboxEvent
from tests.registration.factories import make_employer, make_person
from tests.registration.rolls import go, workbook

TODAY = date(2026, 11, 23)


class Undo(Exception):
    """Nothing of an example stays."""


def days(low, high):
    return st.integers(low, high).map(lambda n: TODAY + timedelta(days=n))


@st.composite
def leavers(draw):
    """Work here since a day, work elsewhere before, beside and after it, another section once, and the last day."""
    starts = draw(days(-300, -60))
    elsewhere = draw(st.lists(st.tuples(days(-420, -1), st.none() | st.integers(0, 200)), max_size=2))
    return {
        "starts": starts,
        "last_day": starts + timedelta(days=draw(st.integers(0, 58))),
        "reason": draw(st.sampled_from("1346")),
        "elsewhere": elsewhere,
        "other_section": draw(st.booleans()),
        "email": draw(st.sampled_from(["", "someone@example.org"])),
        "gone_already": draw(st.integers(0, 5)) == 0,
        "unbacked": draw(st.integers(0, 5)) == 0,
    }


@pytest.mark.django_db
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(leavers(), min_size=1, max_size=4))
def test_by_file_and_by_hand_the_same_is_left(people):
    with time_machine.travel("2026-11-23 09:00+07:00", tick=False):
        assert after(people, by_file) == after(people, by_hand)


def after(people, act):
    """What is there when the same people left in one of the two ways."""
    left = None
    try:
        with transaction.atomic():
            employer, other = make_employer(), make_employer()
            made = [(settled(one, employer, other), one) for one in people]
            marks = {model: model.objects.count() for model in (LateReport, Message, OutboxEvent, Event)}
            act(employer, made)
            left = (
                [trace(person, one, employer) for person, one in made],
                {
                    model: model.objects.count() - before
                    for model, before in marks.items()
                    if model is not Event
                },
            )
            raise Undo
    except Undo:
        return left


def settled(one, employer, other):
    person = make_person(email=one["email"])
    at(person, employer, one["starts"], one["last_day"] if one["gone_already"] else None, one["reason"])
    for start, length in one["elsewhere"]:
        end = start + timedelta(days=length) if length is not None else None
        rows = Employment.objects.filter(person=person, branch=other.branches.get())
        if not any((r.ends_on or date.max) >= start and r.starts_on <= (end or date.max) for r in rows):
            at(person, other, start, end, "1")
    if one["other_section"]:
        Coverage.objects.create(
            person=person, section=39, starts_on=date(2020, 1, 1), ends_on=date(2020, 6, 30), end_reason="resigned"
        )  # fmt: skip
    sync_section33(person.pk)
    if one["unbacked"]:
        # Days that no employment of ours explains, as the register came from elsewhere.
        Coverage.objects.create(
            person=person, section=33, starts_on=date(2019, 1, 1), ends_on=date(2019, 6, 30), end_reason="left"
        )  # fmt: skip
    return person


def at(person, employer, start, end, reason):
    Employment.objects.create(
        person=person, branch=employer.branches.get(), starts_on=start, ends_on=end,
        reason=reason if end else "", reported_on=start,
    )  # fmt: skip


def by_file(employer, made):
    rows = [
        go(p, day=f"{o['last_day']:%d/%m}/{o['last_day'].year + 543}", reason=o["reason"]) for p, o in made
    ]
    file = send(employer.account_no, workbook(go_rows=rows), "a.xlsx", by=SYSTEM)
    assert keep(file.pk, by=SYSTEM).status == "done"


def by_hand(employer, made):
    for person, one in made:
        leave(
            employer.account_no, person.national_id, last_day=one["last_day"], reason=one["reason"], by=SYSTEM
        )


def trace(person, one, employer):
    """All that a leaving writes about a person, without numbers of rows."""
    jobs = Employment.objects.filter(person=person).order_by("starts_on", "ends_on")
    coverage = Coverage.objects.filter(person=person).order_by("starts_on")
    spans = [(c.starts_on, c.ends_on) for c in coverage if c.section == 33]
    backed = section33_spans((e.starts_on, e.ends_on) for e in jobs)
    assert one["gone_already"] or spans == backed
    subject = f"person:{person.pk}"
    told = Message.objects.filter(subject=subject)
    return {
        "jobs": list(jobs.values_list("starts_on", "ends_on", "reason", "leave_reported_on")),
        "coverage": list(coverage.values_list("section", "starts_on", "ends_on", "end_reason")),
        "late": list(LateReport.objects.filter(subject=subject).values_list("kind", "happened_on", "due_on")),
        "told": [(m.template, m.title, m.body, m.action_url, bool(m.email)) for m in told],
        "heard": sorted(
            e.topic for e in OutboxEvent.objects.all() if e.payload.get("person_id") == person.pk
        ),
        "kept": list(Event.objects.filter(subject=subject).values_list("verb", flat=True)),
    }
