"""The outbox: what one app tells the apps above it.

``publish`` writes a row in the caller's transaction, and one delivery for each subscriber. A worker
takes a delivery by locking its row, runs the handler in that same transaction and marks it done, so
a killed worker leaves the delivery as it was, and a finished one is never handled again. What a
handler does outside the database (an e-mail) may happen twice; what it writes cannot.
"""

import json
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction
from django.db.models import F, QuerySet

from sso_core import clock, queue
from sso_core.messaging.models import Delivery, DeliveryStatus

log = logging.getLogger(__name__)

# A handler gets (payload, key) of the event; one for many gets them all, and does all of them or raises.
Handler = Callable[[Mapping[str, Any], str], None]
ManyHandler = Callable[[Sequence[tuple[Mapping[str, Any], str]]], None]

MAX_ATTEMPTS = 80  # some three days: a mail server may be away over a weekend
FIRST_WAIT = timedelta(seconds=5)
LONGEST_WAIT = timedelta(hours=1)

MANY = 20  # from so many waiting events on, a handler for many is asked
MOST = 2_000  # in one transaction

_topics: dict[str, dict[str, Handler]] = {}
_many: dict[str, ManyHandler] = {}

_PUBLISH = """
with event as (
    insert into messaging_outboxevent (topic, key, payload, created_at)
    select %(topic)s, e.key, e.payload, %(now)s
      from unnest(%(keys)s::text[], %(payloads)s::jsonb[]) with ordinality as e(key, payload, place)
     order by e.place
    on conflict (topic, key) do nothing
    returning id
), delivery as (
    insert into messaging_delivery (event_id, subscriber, next_attempt_at)
    select event.id, s.name, %(now)s
      from event cross join unnest(%(subscribers)s::text[]) as s(name)
     order by event.id
)
select count(*) from event
"""


def subscriber(topic: str, *, many: ManyHandler | None = None) -> Callable[[Handler], Handler]:
    """Register a handler for ``topic``, in ``<app>/subscribers.py``.

    ``many`` does the same for a lot of waiting events in one transaction; where it raises, they go one by one.
    """

    def register(handler: Handler) -> Handler:
        name = f"{handler.__module__}.{handler.__qualname__}"
        _topics.setdefault(topic, {})[name] = handler
        if many is not None:
            _many[name] = many
        return handler

    return register


def subscribers_of(topic: str) -> tuple[str, ...]:
    return tuple(_topics.get(topic, {}))


def publish(topic: str, key: str, payload: Mapping[str, Any]) -> bool:
    """Tell what happened, in the caller's transaction. False when it was told before."""
    return publish_many(topic, [(key, payload)]) == 1


def publish_many(topic: str, events: Iterable[tuple[str, Mapping[str, Any]]]) -> int:
    """Tell many things of one topic in one statement; returns how many were new."""
    rows = list(events)
    if not rows:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(
            _PUBLISH,
            {
                "topic": topic,
                "keys": [key for key, _ in rows],
                "payloads": [json.dumps(dict(payload), cls=DjangoJSONEncoder) for _, payload in rows],
                "now": clock.now(),
                "subscribers": list(subscribers_of(topic)),
            },
        )
        count = int(cursor.fetchone()[0])
    if count:
        wake_worker()
    return count


def wake_worker() -> None:
    """Ask for a worker after the commit, once a transaction however much it publishes."""
    if not any(function is _send for _, function, *_ in connection.run_on_commit):
        transaction.on_commit(_send, robust=True)


def _send() -> None:
    from sso_core.messaging.tasks import deliver_outbox

    queue.wake(deliver_outbox)


def deliver(limit: int = 500) -> int:
    """Hand out due deliveries, one transaction each, until none is free; returns how many were tried."""
    tried = sum(_deliver_many(name, handler) for name, handler in _many.items())
    while tried < limit and _deliver_one():
        tried += 1
    return tried


def deliver_all() -> int:
    """Hand out everything now, here, and raise the first handler's error: for tests and the demo."""
    tried = 0
    while _deliver_one(raising=True, wait=False):
        tried += 1
    return tried


def _deliver_many(name: str, handler: ManyHandler) -> int:
    """Hand out what waits for one subscriber all at once, where it is a lot; returns how many."""
    try:
        with transaction.atomic():
            taken = list(_free(wait=True).filter(subscriber=name).order_by("pk")[:MOST])
            if len(taken) < MANY:
                return 0
            handler([(one.event.payload, one.event.key) for one in taken])
            Delivery.objects.filter(pk__in=[one.pk for one in taken]).update(
                status=DeliveryStatus.DONE, done_at=clock.now(), error="", attempts=F("attempts") + 1
            )
    except Exception:
        log.warning("outbox: many events for %s failed together and go one by one", name, exc_info=True)
        return 0
    return len(taken)


def _deliver_one(*, raising: bool = False, wait: bool = True) -> bool:
    taken: Delivery | None = None
    try:
        with transaction.atomic():
            taken = _take(wait=wait)
            if taken is None:
                return False
            handler = _topics.get(taken.event.topic, {}).get(taken.subscriber)
            if handler is None:
                raise LookupError(f"no code handles {taken.event.topic} for {taken.subscriber}")
            handler(taken.event.payload, taken.event.key)
            taken.status, taken.done_at, taken.error = DeliveryStatus.DONE, clock.now(), ""
            taken.attempts += 1
            taken.save()
    except Exception as error:
        if taken is None:
            raise
        note_failure(taken.pk, error)
        if raising:
            raise
    return True


def _free(*, wait: bool) -> QuerySet[Delivery]:
    free = Delivery.objects.select_for_update(skip_locked=True, of=("self",)).select_related("event")
    free = free.filter(status=DeliveryStatus.WAITING)
    return free.filter(next_attempt_at__lte=clock.now()) if wait else free


def _take(*, wait: bool) -> Delivery | None:
    return _free(wait=wait).order_by("pk").first()


def _wait_after(attempts: int) -> timedelta:
    """5 seconds, 15, 45 … at most an hour."""
    wait: timedelta = FIRST_WAIT * 3 ** min(attempts - 1, 8)
    return min(wait, LONGEST_WAIT)


@transaction.atomic
def note_failure(delivery_id: int, error: Exception) -> None:
    """Count the attempt and set the next one later and later; after the last, officers see it."""
    delivery = Delivery.objects.select_for_update(of=("self",)).select_related("event").get(pk=delivery_id)
    delivery.attempts += 1
    delivery.error = f"{type(error).__name__}: {error}"[:2000]
    delivery.next_attempt_at = clock.now() + _wait_after(delivery.attempts)
    if delivery.attempts >= MAX_ATTEMPTS:
        delivery.status = DeliveryStatus.DEAD
    log.warning("outbox %s for %s failed: %s", delivery.event, delivery.subscriber, delivery.error)
    delivery.save()


@transaction.atomic
def retry(delivery_id: int) -> None:
    """Set a dead or waiting delivery going again at once, after its cause was mended."""
    delivery = Delivery.objects.select_for_update().get(pk=delivery_id)
    if delivery.status == DeliveryStatus.DONE:
        return
    delivery.status, delivery.attempts, delivery.next_attempt_at = DeliveryStatus.WAITING, 0, clock.now()
    delivery.save()
    wake_worker()
