"""Killed processes lose nothing and do nothing twice."""

from collections import Counter

import pytest

from sso_core.messaging import outbox
from sso_core.messaging.models import Delivery, Message
from sso_core.messaging.public import publish_many
from tests.messaging.processes import finish, kill_when_half_way, worker

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


def test_two_workers_and_one_is_shot_again_and_again():
    publish_many(TOPIC, [(str(n), {}) for n in range(40)])
    slow = worker("deliver", SLOW=0.05)
    for _ in range(2):
        kill_when_half_way(worker("deliver", SLOW=60))
    finish(slow)
    finish(worker("deliver"))
    assert written() == {str(n): 1 for n in range(40)}
