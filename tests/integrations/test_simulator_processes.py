"""Simulators as processes: one line when ready, health, faults, a clean end."""

import os
import signal
import subprocess
import sys
import time

import httpx
import pytest

from sso_core.embedded.ports import free_port
from tests.integrations.simulators import ALL, ROOT


@pytest.mark.parametrize("name", ALL)
def test_every_simulator_tells_its_health_and_takes_faults(simulators, name):
    assert simulators.get(name, "/health") == {"name": name, "mode": "ok"}
    simulators.fault(name, "down")
    assert simulators.get(name, "/health")["mode"] == "down"
    wrong = httpx.post(f"{simulators.url(name)}/_fault", json={"mode": "sideways"})
    assert wrong.status_code == 400
    assert httpx.post(f"{simulators.url(name)}/_fault", content=b"{").status_code == 400
    assert simulators.get(name, "/health")["mode"] == "down"


@pytest.mark.parametrize("name", ALL)
def test_every_simulator_ends_cleanly_when_it_is_told(simulators, name):
    assert simulators.end(name) == 0
    simulators.start(name)


@pytest.mark.parametrize("name", ["thaid", "dopa", "dbd", "bank", "mail"])
def test_every_first_page_says_that_it_is_no_real_system(simulators, name):
    page = httpx.get(simulators.url(name)).text
    assert "ไม่ใช่ระบบจริง" in page
    assert 'lang="th"' in page
    assert "width=device-width" in page


def launch(*arguments, **env):
    command = [sys.executable, "-m", "integrations.simulators", *arguments]
    return subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, **env},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_a_port_that_is_taken_is_an_error_and_not_a_silence(simulators):
    process = launch("dbd", "--port", str(simulators.ports["dopa"]))
    out, error = process.communicate(timeout=30)
    assert process.returncode != 0
    assert "ready" not in out
    assert "in use" in error


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_all_start_together_and_end_together(tmp_path, sign):
    ports = {name: free_port() for name in ALL}
    env = {f"SIM_{name.upper()}_PORT": str(port) for name, port in ports.items()}
    process = launch("all", SIM_STATE_DIR=str(tmp_path), SIM_SMTP_PORT=str(free_port()), **env)
    lines = {process.stdout.readline().strip() for _ in ALL}
    assert lines == {f"{name} ready on port {port}" for name, port in ports.items()}
    process.send_signal(sign)
    assert process.wait(15) == 0
    time.sleep(0.1)
    for port in ports.values():
        with pytest.raises(httpx.HTTPError):
            httpx.get(f"http://127.0.0.1:{port}/health", timeout=1)
