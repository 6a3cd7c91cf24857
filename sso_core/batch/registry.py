"""Which code does a kind of run. Each app registers its own in ``<app>/batches.py``."""

from collections.abc import Callable, Mapping
from typing import Any

# A chunk's work: (payload of the run, payload of the chunk) -> result; "items" in it counts what was done.
ChunkHandler = Callable[[Mapping[str, Any], Mapping[str, Any]], Mapping[str, Any]]
# Called once, when every chunk is done, in the transaction that closes the run.
Finisher = Callable[[Mapping[str, Any]], Mapping[str, Any] | None]

_handlers: dict[str, ChunkHandler] = {}
_finishers: dict[str, Finisher] = {}


def chunk_handler(kind: str) -> Callable[[ChunkHandler], ChunkHandler]:
    """Register the work of one chunk of ``kind``. It runs inside the chunk's transaction."""

    def register(handler: ChunkHandler) -> ChunkHandler:
        if kind in _handlers and _handlers[kind].__qualname__ != handler.__qualname__:
            raise ValueError(f"two handlers for {kind}")
        _handlers[kind] = handler
        return handler

    return register


def run_finisher(kind: str) -> Callable[[Finisher], Finisher]:
    """Register what closes a run of ``kind``: totals, the ledger entry, the message."""

    def register(finisher: Finisher) -> Finisher:
        _finishers[kind] = finisher
        return finisher

    return register


def handler_of(kind: str) -> ChunkHandler:
    try:
        return _handlers[kind]
    except KeyError:
        raise LookupError(f"no app handles batch runs of kind {kind!r}") from None


def finisher_of(kind: str) -> Finisher | None:
    return _finishers.get(kind)
