"""Real simulators for tests: each a process of its own on a free port.

Use ``from tests.integrations.simulators import simulator_processes, simulators`` in a conftest or module; the
fixture ``simulators`` starts what is not running and points the settings at them. ``simulators.url("bank")``,
``simulators.fault("dopa", "down")``, ``simulators.stop("bank")`` (killed), ``simulators.start("bank")``.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from sso_core.embedded.ports import free_port

ROOT = Path(__file__).resolve().parents[2]
ALL = ("thaid", "dopa", "dbd", "bank", "mail", "clamd", "mobile", "offices", "ndid")
OFFICES = ("immigration", "doe", "police")
CLIENT_SECRET = "test-secret"


class Simulators:
    """Starts what is asked for, once; what they keep lies in ``folder``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.ports = {name: free_port() for name in (*ALL, "smtp")}
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._http = httpx.Client(timeout=30, trust_env=False)

    def start(self, *names: str, **env: str) -> None:
        """Start those of ``names`` that do not run, with ``env`` added; returns when all are ready."""
        fresh = [
            name for name in names if name not in self._running or self._running[name].poll() is not None
        ]
        for name in fresh:
            self._running[name] = self._launch(name, env)
        for name in fresh:
            if not self._is_ready(name):
                self._start_elsewhere(name, env)

    def _launch(self, name: str, env: dict[str, str]) -> "subprocess.Popen[bytes]":
        module = [sys.executable, "-m", "integrations.simulators", name]
        ports = ["--port", str(self.ports[name]), "--smtp-port", str(self.ports["smtp"])]
        own = {
            "SIM_STATE_DIR": str(self.folder),
            "SIM_AUTHENTICATOR": str(self.folder / "authenticator.json"),
            "SIM_DOPA_OPEN": "1",
            "THAID_CLIENT_ID": "sso-core",
            "THAID_CLIENT_SECRET": CLIENT_SECRET,
            "THAID_URL": self.url("thaid"),
            "MOBILE_CLIENT_SECRET": CLIENT_SECRET,
            "MOBILE_URL": self.url("mobile"),
        }
        return subprocess.Popen(
            [*module, *ports], cwd=ROOT, env={**os.environ, **own, **env}, stdout=subprocess.PIPE
        )

    def _is_ready(self, name: str) -> bool:
        """A simulator prints one line when it is ready."""
        process = self._running[name]
        assert process.stdout is not None
        return process.stdout.readline().decode().startswith(f"{name} ready")

    def _start_elsewhere(self, name: str, env: dict[str, str]) -> None:
        """Once more, where a program that is none of ours took the port first."""
        self.ports |= {other: free_port() for other in (name, "smtp") if other == name or name == "mail"}
        self._running[name] = self._launch(name, env)
        assert self._is_ready(name), f"{name} did not start"

    def url(self, name: str) -> str:
        return f"http://127.0.0.1:{self.ports[name]}"

    def stop(self, name: str) -> None:
        """Kill it, as a machine that loses its power would."""
        process = self._running.pop(name)
        process.kill()
        process.wait()

    def end(self, name: str) -> int:
        """Ask it to end; its exit status."""
        process = self._running.pop(name)
        process.terminate()
        return process.wait(10)

    def stop_all(self) -> None:
        for name in list(self._running):
            self.stop(name)

    def fault(self, name: str, mode: str, seconds: float = 10) -> None:
        self.post(name, "/_fault", mode=mode, seconds=seconds)

    def post(self, name: str, path: str, **body: Any) -> dict[str, Any]:
        """Post JSON to a simulator; its answer."""
        answer = self._http.post(f"{self.url(name)}{path}", json=body)
        answer.raise_for_status()
        told: dict[str, Any] = answer.json()
        return told

    def get(self, name: str, path: str, **params: str) -> Any:
        """What a simulator answers as JSON."""
        return self._http.get(f"{self.url(name)}{path}", params=params).json()

    def pay(self, **told: Any) -> dict[str, Any]:
        """Pay a bill at the bank: ``qr=…`` or ``ref1=…, ref2=…, amount=…``, and ``how=…``."""
        return self.post("bank", "/pay", **told)

    def mails(self, to: str = "", *, at_least: int = 1) -> list[dict[str, Any]]:
        """Mails to an address, newest first; waits a moment until there are ``at_least`` so many."""
        for _ in range(50):
            found: list[dict[str, Any]] = self.get("mail", "/api/mails", to=to)
            if len(found) >= at_least:
                break
            time.sleep(0.1)
        return found


@pytest.fixture(scope="session")
def simulator_processes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulators]:
    made = Simulators(tmp_path_factory.mktemp("simulators"))
    yield made
    made.stop_all()


@pytest.fixture
def simulators(simulator_processes: Simulators, settings: Any) -> Simulators:
    """Every simulator well and running, the settings pointing at them, the breaker closed, the bank's drop empty."""
    from integrations import client

    running = simulator_processes
    running.start(*ALL)
    for name in ALL:
        running.fault(name, "ok")
    for office in OFFICES:
        running.post("offices", f"/{office}/_fault", mode="ok")
        address = f"{running.url('offices')}/{office}"
        client.reset(office, address)
        setattr(settings, f"{office.upper()}_URL", address)
    running.post("bank", "/_forget")
    for system in ("dopa", "dbd", "bank", "mobile", "ndid"):
        client.reset(system, running.url(system))
    settings.DOPA_URL, settings.DBD_URL = running.url("dopa"), running.url("dbd")
    settings.BANK_URL, settings.MAIL_CATCHER_URL = running.url("bank"), running.url("mail")
    settings.MOBILE_URL, settings.MOBILE_CLIENT_SECRET = running.url("mobile"), CLIENT_SECRET
    settings.NDID_URL = running.url("ndid")
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", running.ports["smtp"]
    settings.CLAMD_ADDRESS = f"127.0.0.1:{running.ports['clamd']}"
    settings.GATEWAY_TIMEOUT = 1.0
    return running
