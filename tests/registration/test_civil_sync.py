"""The nightly look at the civil register: what changed is written once, and a silent night loses nothing."""

import json
from contextlib import contextmanager
from datetime import date

import pytest
import time_machine

from integrations import client as gateway
from integrations.public import GatewayDown, dopa_people
from integrations.simulators.data import by_role
from integrations.simulators.dopa import entry
from registration.models import Employment, Person
from registration.public import find_people
from registration.services import civil_sync
from registration.services.civil import ask_dopa
from registration.tasks import sync_civil_register
from sso_core.batch.models import BatchRun
from sso_core.batch.public import work
from sso_core.kernel import thai_id
from sso_core.kernel.actor import SYSTEM
from sso_core.messaging.models import Message
from tests.integrations.servers import answering
from tests.registration.factories import make_employer, make_person

pytestmark = pytest.mark.django_db
NIGHT = "2026-11-23 02:00+07:00"


@pytest.fixture(autouse=True)
def _night(simulators):
    gateway.reset("dopa", simulators.url("dopa"))
    with time_machine.travel(NIGHT, tick=True):
        yield


def known(role, place=0, **more):
    """A person of the simulators as we knew them before tonight."""
    one = by_role(role)[place]
    names = ("national_id", "title_code", "title", "first_name", "last_name")
    values = {name: one[name] for name in names}
    return make_person(**{**values, "birth_date": date.fromisoformat(one["birth_date"]),
                          "marital": one.get("marital", ""), **more})  # fmt: skip


def tonight():
    assert sync_civil_register()
    run = BatchRun.objects.get(kind=civil_sync.SYNC_RUN)
    work(run.pk)
    run.refresh_from_db()
    return run


def test_a_death_and_a_new_name_are_taken_over(simulators):
    gone, renamed = known("dead"), known("newcomer", 0, last_name="นามสกุลเดิม")
    known("newcomer", 1)
    employer = make_employer()
    Employment.objects.create(
        person=gone, branch=employer.branches.get(), starts_on=date(2026, 1, 5), reported_on=date(2026, 1, 5)
    )
    run = tonight()
    assert run.status == "done"
    assert run.result == {"items": 3, "changed": 2, "died": 1}
    gone.refresh_from_db()
    renamed.refresh_from_db()
    assert gone.died_on == date.fromisoformat(by_role("dead")[0]["died_on"])
    assert renamed.last_name == by_role("newcomer")[0]["last_name"]
    assert find_people(renamed.full_name)[0].id == renamed.pk
    assert find_people("นามสกุลเดิม")[0].id == renamed.pk
    told = set(Message.objects.values_list("subject", flat=True))
    assert told == {f"employer:{employer.account_no}", f"person:{renamed.pk}"}


def test_once_a_night_and_not_before_its_hour(simulators):
    known("newcomer")
    with time_machine.travel("2026-11-23 00:30+07:00"):
        assert not sync_civil_register()
    first = tonight()
    assert tonight().pk == first.pk
    assert BatchRun.objects.count() == 1


def test_a_silent_register_stops_the_run_and_nobody_is_asked_twice(simulators, monkeypatch):
    """Three slices; the register falls silent after the first. Later the run goes on where it stood."""
    people = [known("newcomer", place, last_name="เดิม") for place in range(3)]
    monkeypatch.setattr(civil_sync, "PEOPLE_A_SLICE", people[1].pk - people[0].pk)
    answered = []

    def counting(numbers):
        found = dopa_people(numbers)
        answered.extend(found)
        if len(answered) == 1:
            simulators.fault("dopa", "down")
        return found

    monkeypatch.setattr(civil_sync, "dopa_people", counting)
    run = tonight()
    assert run.status == "stopped"
    assert Person.objects.exclude(last_name="เดิม").count() == 1
    simulators.fault("dopa", "ok")
    gateway.reset("dopa", simulators.url("dopa"))
    assert tonight().status == "done"
    assert not Person.objects.filter(last_name="เดิม").exists()
    assert sorted(answered) == sorted(person.national_id for person in people)


def test_many_numbers_at_once(simulators):
    one, nobody = by_role("newcomer")[0]["national_id"], thai_id.make("088888888888")
    found = dopa_people([one, nobody, one])
    assert found[one].first_name == by_role("newcomer")[0]["first_name"]
    assert found[nobody] is None
    assert set(found) == {one, nobody}


def test_what_an_answer_does_not_name_is_not_known(simulators, settings):
    """A list cut short, a stranger's number and one bad entry: nobody is taken for somebody who does not exist."""
    one, two = (by_role("newcomer")[place]["national_id"] for place in range(2))
    with told([entry(by_role("newcomer")[0])], []) as settings.DOPA_URL:
        assert list(dopa_people([one, two])) == [one]
        assert isinstance(ask_dopa([one, two])[two], GatewayDown)
    with told([{**entry(by_role("newcomer")[0]), "statusOfPersonCode": "9"}], [two]) as settings.DOPA_URL:
        assert dopa_people([one, two]) == {two: None}
    with (
        told([entry(by_role("newcomer")[2])], []) as settings.DOPA_URL,
        pytest.raises(GatewayDown, match="other"),
    ):
        dopa_people([one, two])


@pytest.mark.parametrize(
    ("written", "counted"),
    [
        ("25690615", date(2026, 6, 15)),
        ("25690600", date(2026, 6, 30)),
        ("25690000", date(2026, 11, 23)),
        ("25680000", date(2025, 12, 31)),
        ("", date(2026, 11, 23)),
    ],
)
def test_a_death_without_its_day_is_a_death(simulators, settings, written, counted):
    gone = known("newcomer")
    dead = {**entry(by_role("newcomer")[0]), "statusOfPersonCode": "1", "dateOfDeath": written}
    with told([dead], []) as settings.DOPA_URL:
        civil_sync.sync_slice(gone.pk, gone.pk)
    gone.refresh_from_db()
    assert gone.died_on == counted


def test_what_the_register_does_not_tell_erases_nothing(simulators, settings):
    person = known("newcomer", marital="2")
    with told([{**entry(by_role("newcomer")[0]), "maritalStatusCode": ""}], []) as settings.DOPA_URL:
        assert civil_sync.sync_slice(person.pk, person.pk)["changed"] == 0
    person.refresh_from_db()
    assert person.marital == "2"


@contextmanager
def told(people, unknown):
    """A register that answers every question of many with these."""
    body = json.dumps({"Result": "token", "people": people, "unknown": unknown}).encode()
    with answering((200, body)) as server:
        yield server.url


def test_who_died_before_is_not_asked_for(simulators):
    known("dead", died_on=date(2026, 1, 1))
    run = civil_sync.start_sync(date(2026, 11, 23), by=SYSTEM)
    assert (run.items_total, run.chunks_total) == (0, 0)


def test_who_has_a_number_of_no_status_is_not_asked_for(simulators):
    made = make_person(national_id=thai_id.make("000000000779"))
    run = civil_sync.start_sync(date(2026, 11, 23), by=SYSTEM)
    assert run.items_total == 0
    assert civil_sync.sync_slice(made.pk, made.pk)["items"] == 0
