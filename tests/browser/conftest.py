"""A server, a browser, the simulators, the demo's people; and an album that no page may spoil."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine

from portal.management.commands.seed_demo import seed
from tests.browser.album import Album
from tests.browser.office import Office
from tests.browser.roles import Person
from tests.integrations.simulators import simulator_processes, simulators

__all__ = ["simulator_processes", "simulators"]
NOW = "2026-11-23 09:00+07:00"


@pytest.fixture
def today() -> Iterator[None]:
    """The day on which the demo's lives stand; tick by tick, so that codes of authenticators go on."""
    with time_machine.travel(NOW, tick=True):
        yield


@pytest.fixture
def album() -> Iterator[Album]:
    made = Album()
    yield made
    assert made.faults == []


@pytest.fixture
def visitor(browser, live_server, settings, album) -> Iterator[Callable[..., Person]]:
    """Somebody who is not logged in."""
    settings.DEBUG = False
    people: list[Person] = []

    def come(width: int = 390, **context: Any) -> Person:
        people.append(Person(browser, live_server.url, album, width, **context))
        return people[-1]

    yield come
    for person in people:
        person.context.close()


@pytest.fixture
def someone(visitor, simulators, today) -> Callable[..., Person]:
    """Somebody of the demo, logged in."""
    seed()

    def come(username: str, width: int = 390, **context: Any) -> Person:
        return visitor(width, **context).log_in(username)

    return come


@pytest.fixture
def office(someone, visitor) -> Office:
    """The officers of the demo."""
    return Office(visitor)
