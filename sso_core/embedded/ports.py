"""Which port each server listens on. Kept between starts, and apart from every other checkout's."""

import json
import random
import socket
from pathlib import Path

NAMES = ("web", "thaid", "dopa", "dbd", "bank", "mail", "smtp", "clamd", "valkey")
FIRST = 8000


def free_port() -> int:
    """A port of the loopback that nobody listens on now.

    Taken from below 32,768, where systems begin to give ports to outgoing connections: one of
    those could take the port before its server does.
    """
    return next(port for port in iter(lambda: random.randrange(10_000, 32_000), 0) if is_free(port))  # noqa: S311


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def choose(memory: Path, *, web: int | None = None) -> dict[str, int]:
    """The ports of this checkout: those of the last start where free, else the next free block of ten."""
    known = json.loads(memory.read_text()) if memory.exists() else {}
    if not (set(known) == set(NAMES) and all(map(is_free, known.values())) and web in (None, known["web"])):
        first = next(
            base
            for base in range(web or FIRST, 60000, 10)
            if all(is_free(base + offset) for offset in range(len(NAMES)))
        )
        known = {name: first + offset for offset, name in enumerate(NAMES)}
        memory.write_text(json.dumps(known))
    return known
