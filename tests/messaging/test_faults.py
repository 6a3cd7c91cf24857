"""Killed processes lose nothing and do nothing twice."""

from collections import Counter

import pytest

from sso_core.messaging import outbox
from sso_core.messaging.models import Delivery, Message
from sso_core.messaging.public import publish_many
from tests.messaging.processes import finish, kill, kill_when_half_way, wait_until_half_way, worker

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.faults]
TOPIC = "test.faults"


@pytest.fixture(autouse=True)
def _subscriber_of_the_worker():
    """The worker process has the handler; here only its name is needed, so that events are addressed to it."""
    before = {topic: dict(handlers) for topic, handlers in outbox._topics.items()}
    outbox._topics[TOPIC] = {"__main__.write": lambda payload, key: None}
    yield
    outbox._topics.clear()
    outbox._topics.update(before)


def written():
    return Counter(Message.objects.values_list("title", flat=True))


def test_a_worker_shot_in_the_middle_leaves_its_event_to_the_next():
    publish_many(TOPIC, [("only", {})])
    kill_when_half_way(worker("deliver", SLOW=60))
    assert written() == {}
    finish(worker("deliver"))
    assert written() == {"only": 1}
    assert Delivery.objects.get().status == "done"


def test_of_three_workers_two_are_shot():
    publish_many(TOPIC, [(str(n), {}) for n in range(40)])
    shot = [worker("deliver", SLOW=60) for _ in range(2)]
    for process in shot:
        wait_until_half_way(process)
    third = worker("deliver", SLOW=0.01)
    finish(third)
    assert len(written()) == 38
    for process in shot:
        kill(process)
    finish(worker("deliver"))
    assert written() == {str(n): 1 for n in range(40)}
