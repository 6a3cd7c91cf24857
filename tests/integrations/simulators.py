"""Real simulators for tests: each a process of its own on a free port.

Use ``from tests.integrations.simulators import simulators`` in a conftest or module; the fixture points the
settings at them. ``fault(url, mode)`` makes one misbehave.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from sso_core.embedded.ports import free_port

ROOT = Path(__file__).resolve().parents[2]
ALL = ("thaid", "dopa", "dbd", "bank", "mail", "clamd")


class Simulators:
    """Starts what is asked for, once; ``urls`` and ``ports`` by name."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.ports: dict[str, int] = {}
        self._running: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, *names: str) -> None:
        for name in names:
            if name not in self._running or self._running[name].poll() is not None:
                self._start(name)

    def _start(self, name: str) -> None:
        port = self.ports.setdefault(name, free_port())
        smtp = self.ports.setdefault("smtp", free_port())
        env = {
            **os.environ,
            "SIM_STATE_DIR": str(self.folder),
            "SIM_DOPA_OPEN": "1",
            "THAID_CLIENT_SECRET": "test-secret",
            "THAID_URL": f"http://127.0.0.1:{port}" if name == "thaid" else "",
        }
        command = [
            sys.executable,
            "-m",
            "integrations.simulators",
            name,
            "--port",
            str(port),
            "--smtp-port",
            str(smtp),
        ]
        process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE)
        self._running[name] = process
        assert process.stdout is not None
        process.stdout.readline()
        if name != "clamd":
            _wait(f"http://127.0.0.1:{port}/health")

    def url(self, name: str) -> str:
        return f"http://127.0.0.1:{self.ports[name]}"

    def stop(self, name: str) -> None:
        process = self._running.pop(name)
        process.kill()
        process.wait()

    def stop_all(self) -> None:
        for name in list(self._running):
            self.stop(name)

    def fault(self, name: str, mode: str, seconds: float = 10) -> None:
        httpx.post(f"{self.url(name)}/_fault", json={"mode": mode, "seconds": seconds}).raise_for_status()


def _wait(url: str) -> None:
    for _ in range(200):
        try:
            if httpx.get(url, timeout=1).status_code == 200:
                return
        except httpx.HTTPError:
            time.sleep(0.05)
    raise TimeoutError(url)


@pytest.fixture(scope="session")
def simulator_processes(tmp_path_factory) -> Iterator[Simulators]:
    made = Simulators(tmp_path_factory.mktemp("simulators"))
    yield made
    made.stop_all()


@pytest.fixture
def simulators(simulator_processes: Simulators, settings) -> Simulators:
    """Every simulator well and running, the settings pointing at them, the breaker closed."""
    from integrations import client

    simulator_processes.start(*ALL)
    for name in ALL:
        if name != "clamd":
            simulator_processes.fault(name, "ok")
    for system in ("dopa", "dbd", "bank"):
        client.reset(system, simulator_processes.url(system))
    settings.DOPA_URL = simulator_processes.url("dopa")
    settings.DBD_URL = simulator_processes.url("dbd")
    settings.BANK_URL = simulator_processes.url("bank")
    settings.MAIL_CATCHER_URL = simulator_processes.url("mail")
    settings.EMAIL_PORT = simulator_processes.ports["smtp"]
    settings.CLAMD_ADDRESS = f"127.0.0.1:{simulator_processes.ports['clamd']}"
    settings.GATEWAY_TIMEOUT = 1.0
    return simulator_processes
