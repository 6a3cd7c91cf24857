"""What one app tells another arrives, once, whatever happens to the worker."""

import threading
from datetime import timedelta

import pytest
import time_machine
from django.db import connection, connections, transaction

from sso_core import clock
from sso_core.celery import app
from sso_core.messaging import outbox
from sso_core.messaging.models import Delivery, DeliveryStatus, OutboxEvent
from sso_core.messaging.public import deliver_all, publish, publish_many, subscriber

TOPIC = "test.happened"


@pytest.fixture(autouse=True)
def _own_subscribers():
    before = {topic: dict(handlers) for topic, handlers in outbox._topics.items()}
    yield
    outbox._topics.clear()
    outbox._topics.update(before)


@pytest.fixture
def seen():
    heard = []

    @subscriber(TOPIC)
    def first(payload, key):
        heard.append(("first", key, payload))

    @subscriber(TOPIC)
    def second(payload, key):
        heard.append(("second", key, payload))

    return heard


@pytest.mark.django_db
class TestDelivery:
    def test_each_subscriber_hears_each_event(self, seen):
        assert publish(TOPIC, "a", {"n": 1}) is True
        assert deliver_all() == 2
        assert seen == [("first", "a", {"n": 1}), ("second", "a", {"n": 1})]

    def test_told_twice_is_heard_once(self, seen):
        publish(TOPIC, "a", {"n": 1})
        assert publish(TOPIC, "a", {"n": 2}) is False
        deliver_all()
        deliver_all()
        assert [entry[2]["n"] for entry in seen] == [1, 1]

    def test_many_events_in_one_statement(self, seen, django_assert_num_queries):
        with django_assert_num_queries(1):
            assert publish_many(TOPIC, [(str(n), {"n": n}) for n in range(500)]) == 500
        assert publish_many(TOPIC, [("3", {}), ("new", {})]) == 1
        assert Delivery.objects.count() == 2 * 501

    def test_the_payload_may_hold_decimals_and_dates(self, seen):
        from datetime import date
        from decimal import Decimal

        publish(TOPIC, "a", {"amount": Decimal("10.50"), "on": date(2026, 6, 1)})
        deliver_all()
        assert seen[0][2] == {"amount": "10.50", "on": "2026-06-01"}

    def test_nothing_is_told_of_what_was_rolled_back(self, seen):
        with transaction.atomic():
            publish(TOPIC, "a", {})
            transaction.set_rollback(True)
        assert deliver_all() == 0

    def test_an_event_may_be_the_cause_of_another(self, seen):
        @subscriber("test.cause")
        def react(payload, key):
            publish(TOPIC, key, {"caused": True})

        publish("test.cause", "k", {})
        deliver_all()
        assert len(seen) == 2

    def test_what_nobody_listens_to_is_kept_all_the_same(self):
        publish("test.nobody", "k", {"n": 1})
        assert deliver_all() == 0
        assert OutboxEvent.objects.filter(topic="test.nobody").exists()


@pytest.mark.django_db
class TestFailure:
    @pytest.fixture
    def broken(self):
        state = {"broken": True, "done": 0}

        @subscriber(TOPIC)
        def handler(payload, key):
            OutboxEvent.objects.create(topic="half", key=str(clock.now().timestamp()))
            if state["broken"]:
                raise ValueError("no account yet")
            state["done"] += 1

        return state

    def test_it_waits_longer_each_time_and_then_stands_for_an_officer(self, broken):
        with time_machine.travel("2026-11-23T10:00:00+07:00", tick=False) as now:
            publish(TOPIC, "a", {})
            waits = []
            for attempt in range(outbox.MAX_ATTEMPTS):
                assert outbox.deliver() == 1, attempt
                assert outbox.deliver() == 0
                row = Delivery.objects.get()
                waits.append(row.next_attempt_at - clock.now())
                now.move_to(row.next_attempt_at)
        assert waits == sorted(waits)
        assert sum(waits, timedelta()) > timedelta(days=3)  # an outage over a weekend ends by itself
        assert waits[-1] == timedelta(hours=1)
        assert (row.status, row.error) == (DeliveryStatus.DEAD, "ValueError: no account yet")

    def test_half_done_work_is_undone(self, broken):
        publish(TOPIC, "a", {})
        outbox.deliver()
        assert not OutboxEvent.objects.filter(topic="half").exists()

    def test_a_dead_one_goes_again_when_its_cause_is_mended(self, broken):
        publish(TOPIC, "a", {})
        row = Delivery.objects.get()
        Delivery.objects.update(status=DeliveryStatus.DEAD, attempts=8)
        broken["broken"] = False
        outbox.retry(row.pk)
        assert outbox.deliver() == 1
        assert broken["done"] == 1
        outbox.retry(row.pk)
        assert outbox.deliver() == 0

    def test_one_failing_subscriber_does_not_hold_up_another(self, broken):
        heard = []

        @subscriber(TOPIC)
        def other(payload, key):
            heard.append(key)

        publish(TOPIC, "a", {})
        outbox.deliver()
        assert heard == ["a"]

    def test_a_subscriber_whose_code_is_gone_is_shown_not_lost(self):
        @subscriber(TOPIC)
        def handler(payload, key):
            """Removed in the next release."""

        publish(TOPIC, "a", {})
        outbox._topics[TOPIC].clear()
        outbox.deliver()
        assert "no code handles" in Delivery.objects.get().error

    def test_deliver_all_shows_the_error(self, broken):
        publish(TOPIC, "a", {})
        with pytest.raises(ValueError, match="no account yet"):
            deliver_all()

    def test_events_cannot_be_changed_or_deleted(self):
        publish("test.nobody", "k", {"n": 1})
        for act in (
            lambda: OutboxEvent.objects.update(payload={}),
            lambda: OutboxEvent.objects.all().delete(),
        ):
            with pytest.raises(Exception, match="annot"), transaction.atomic():
                act()


@pytest.mark.django_db(transaction=True)
def test_two_workers_share_the_work_and_do_nothing_twice():
    heard, lock = [], threading.Lock()

    @subscriber(TOPIC)
    def handler(payload, key):
        with lock:
            heard.append(key)

    publish_many(TOPIC, [(str(n), {}) for n in range(60)])

    def worker():
        outbox.deliver()
        connections.close_all()

    threads = [threading.Thread(target=worker) for _ in range(3)]
    [t.start() for t in threads]
    [t.join() for t in threads]
    assert sorted(heard, key=int) == [str(n) for n in range(60)]


@pytest.mark.django_db(transaction=True)
def test_a_worker_whose_connection_dies_leaves_the_event_for_the_next():
    attempts = []

    @subscriber(TOPIC)
    def handler(payload, key):
        attempts.append(key)
        OutboxEvent.objects.create(topic="effect", key=f"{key}-{len(attempts)}")
        if len(attempts) == 1:
            pid = connection.connection.info.backend_pid
            with type(connection.connection).connect(
                connection.connection.info.dsn, autocommit=True
            ) as other:
                other.execute("select pg_terminate_backend(%s)", [pid])
            OutboxEvent.objects.exists()

    publish(TOPIC, "a", {})
    outbox.deliver()
    outbox.retry(Delivery.objects.get().pk)
    outbox.deliver()
    assert attempts == ["a", "a"]
    assert list(OutboxEvent.objects.filter(topic="effect").values_list("key", flat=True)) == ["a-2"]


def waiting_for_a_worker():
    """What lies in the queue, taken out: the names of the tasks."""
    with app.connection_for_read() as broker, broker.SimpleQueue("celery") as queue:
        names = []
        while queue.qsize():
            message = queue.get_nowait()
            message.ack()
            names.append(message.headers["task"])
        return names


@pytest.mark.django_db(transaction=True)
def test_the_worker_is_woken_once_and_only_after_the_commit():
    waiting_for_a_worker()
    with transaction.atomic():
        publish(TOPIC, "a", {})
        publish(TOPIC, "b", {})
        assert waiting_for_a_worker() == []
    assert waiting_for_a_worker() == ["sso_core.messaging.tasks.deliver_outbox"]
    with transaction.atomic():
        publish(TOPIC, "c", {})
        transaction.set_rollback(True)
    assert waiting_for_a_worker() == []
