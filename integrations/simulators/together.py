"""Every simulator at once, each still a process of its own, ended together."""

import signal
import subprocess
import sys
import time
from collections.abc import Mapping

from integrations.simulators.server import leave_cleanly

POLL_SECONDS = 0.2
END_SECONDS = 3


def run(ports: Mapping[str, int]) -> int:
    """Start all of ``ports``; when one falls or a signal comes, end the others."""
    signal.signal(signal.SIGTERM, leave_cleanly)
    running: list[subprocess.Popen[bytes]] = []
    try:
        for name, port in ports.items():
            command = [sys.executable, "-m", "integrations.simulators", name, "--port", str(port)]
            running.append(subprocess.Popen(command))  # noqa: S603 - our own program
        while all(process.poll() is None for process in running):
            time.sleep(POLL_SECONDS)
        return 1
    except KeyboardInterrupt:
        return 0
    finally:
        _end(running)


def _end(running: list[subprocess.Popen[bytes]]) -> None:
    for process in running:
        process.terminate()
    for process in running:
        try:
            process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
