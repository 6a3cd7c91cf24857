"""One ``./run`` a checkout; one choice of ports at a time on the machine. The kernel ends both with the process."""

import fcntl
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class AlreadyRunning(Exception):
    """This checkout's platform is up."""


@contextmanager
def only_one(lock: Path) -> Iterator[bool]:
    """Hold ``lock``; tells whether the last holder was killed. Raises ``AlreadyRunning``."""
    with lock.open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRunning("./run is running in this folder already; Ctrl-C there stops it") from None
        file.seek(0)
        was_killed = bool(file.read())
        file.truncate(0)
        print(os.getpid(), file=file, flush=True)
        try:
            yield was_killed
        finally:
            file.truncate(0)


@contextmanager
def alone_on_this_machine() -> Iterator[None]:
    """Two checkouts started at once choose their ports one after the other, whoever they belong to."""
    with socket.socket(socket.AF_UNIX) as name:
        while True:
            try:
                name.bind("\0sso-core.ports")  # a name without a file: gone when we are
                break
            except OSError:
                time.sleep(0.1)
        yield
