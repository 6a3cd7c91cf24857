"""Which port each server listens on. Kept between starts, and apart from every other checkout's."""

import fcntl
import json
import random
import socket
import tempfile
import time
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TextIO

NAMES = (
    "web", "thaid", "dopa", "dbd", "bank", "mail", "smtp", "clamd", "mobile", "valkey", "offices", "ndid",
)  # fmt: skip
FIRST = 8000
BLOCK = 20
_PATIENCE = 20  # seconds


_claims: list[TextIO] = []  # held until this process ends


def free_port() -> int:
    """A port of the loopback that nobody listens on now and no other process was given here.

    Taken from below 32,768, where systems begin to give ports to outgoing connections: one of those could take
    the port before its server does. The claim lasts as long as the process that asked.
    """
    ports = iter(lambda: random.SystemRandom().randrange(10_000, 32_000), 0)
    return next(port for port in ports if _claim(port) and is_free(port))


def _claim(port: int) -> bool:
    """Servers begin to listen a while after their port was chosen; the lock of a file keeps it for them meanwhile."""
    folder = Path(tempfile.gettempdir()) / "sso-ports"
    folder.mkdir(mode=0o777, exist_ok=True)
    held = (folder / str(port)).open("w")
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        held.close()
        return False
    _claims.append(held)
    return True


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


class PortTaken(Exception):
    """The port that was asked for belongs to another program."""


def choose(memory: Path, *, web: int | None = None, patient: bool = False) -> dict[str, int]:
    """The ports of this checkout: those of the last start where free, else the next free block of twenty.

    ``web`` is the port that the user wants; taken, it is refused with ``PortTaken``. ``patient`` waits
    a little for the last ports, where servers of a start that was killed may be ending still.
    """
    known = json.loads(memory.read_text()) if memory.exists() else {}
    if set(known) == set(NAMES) and web in (None, known["web"]):
        limit = time.monotonic() + (_PATIENCE if patient else 0)
        while not (free := all(map(is_free, known.values()))) and time.monotonic() < limit:
            time.sleep(0.2)
        if free:
            return dict(known)
    return _fresh(memory, web, before=known.get("web"))


def _fresh(memory: Path, web: int | None, *, before: int | None) -> dict[str, int]:
    if web is not None and not is_free(web):
        raise PortTaken(f"port {web} is taken by another program; choose another: ./run --port {web + 10}")
    wanted = web or before or FIRST
    first = next(
        base
        for base in range(wanted, 60000, BLOCK)
        if all(is_free(base + offset) for offset in range(len(NAMES)))
    )
    chosen = {name: first + offset for offset, name in enumerate(NAMES)}
    if web is not None:
        chosen["web"] = web
    elif first != wanted:
        print(f"port {wanted} or one of the next is taken by another program; using {first}")
    memory.write_text(json.dumps(chosen))
    return chosen


def wait_until_taken(ports: Mapping[str, int], but: Collection[str]) -> None:
    """Return when servers listen on all ``ports`` ``but`` some, or after a while: the supervisor sees to the rest."""
    limit = time.monotonic() + _PATIENCE
    waiting = [port for name, port in ports.items() if name not in but]
    while any(map(is_free, waiting)) and time.monotonic() < limit:
        time.sleep(0.1)
