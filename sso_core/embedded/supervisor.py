"""Keeps a set of processes running, and leaves none behind.

Every child dies with the supervisor, also when that is killed: the kernel signals it (PDEATHSIG).
"""

import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None)


@dataclass
class Process:
    """One program to keep running; its output goes to ``log``."""

    name: str
    command: list[str]
    env: dict[str, str]
    log: Path
    handle: "subprocess.Popen[bytes] | None" = None
    starts: list[float] = field(default_factory=list)

    def start(self) -> None:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        self.starts.append(time.monotonic())
        with self.log.open("ab") as log:
            self.handle = subprocess.Popen(  # noqa: S603 - our own programs
                self.command,
                env=self.env,
                stdout=log,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
                preexec_fn=_die_with_parent,
            )

    @property
    def runs(self) -> bool:
        return self.handle is not None and self.handle.poll() is None

    @property
    def keeps_falling(self) -> bool:
        """Started five times within half a minute."""
        return len(self.starts) >= 5 and time.monotonic() - self.starts[-5] < 30

    def end(self, sign: signal.Signals) -> None:
        if self.handle is not None:
            try:
                os.killpg(self.handle.pid, sign)
            except ProcessLookupError:
                return


class Supervisor:
    """Starts in order, restarts what falls, ends in reverse order."""

    def __init__(self) -> None:
        self.processes: list[Process] = []
        self.stopping = False

    def start(self, *processes: Process) -> None:
        """Start more, and look after them from now on."""
        for process in processes:
            self.processes.append(process)
            process.start()

    def watch(self, *, also: Callable[[], None]) -> str:
        """Block until told to stop. Returns the name of a process that cannot be kept up, or ''.

        ``also`` is called at each look, for what runs but is no child.
        """
        for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(sign, self._stop)
        while not self.stopping:
            also()
            for process in self.processes:
                if not process.runs and not self.stopping:
                    if process.keeps_falling:
                        return process.name
                    process.start()
            time.sleep(0.3)
        return ""

    def end(self, patience: float = 10.0) -> None:
        """Ask every process to end, then insist."""
        for process in reversed(self.processes):
            process.end(signal.SIGTERM)
        limit = time.monotonic() + patience
        while any(p.runs for p in self.processes) and time.monotonic() < limit:
            time.sleep(0.05)
        for process in self.processes:
            process.end(signal.SIGKILL)
            if process.handle is not None:
                process.handle.wait()

    def _stop(self, *_: object) -> None:
        self.stopping = True


def _die_with_parent() -> None:
    _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
