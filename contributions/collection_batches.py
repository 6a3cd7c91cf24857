"""Collection as work on many: the nightly look over every employer, and warning letters."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from contributions.services import collection_letters, detecting
from contributions.services.collection_letters import WARN_RUN
from contributions.services.detecting import DETECT_RUN
from sso_core.batch.public import chunk_handler
from sso_core.kernel.actor import Actor, ActorKind

Payload = Mapping[str, Any]


@chunk_handler(DETECT_RUN)
def detect_arrears(run: Payload, chunk: Payload) -> Payload:
    return detecting.detect_slice(date.fromisoformat(run["today"]), chunk["low"], chunk["high"])


@chunk_handler(WARN_RUN)
def warn_many(run: Payload, chunk: Payload) -> Payload:
    by = Actor(ActorKind(run["kind"]), run["by_id"], run["by"])
    return collection_letters.warn_slice(chunk["cases"], by=by)
