"""A Valkey, Celery processes and a web server of a test's own, to be killed."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import httpx
from django.conf import settings

from sso_core.embedded import valkey
from sso_core.embedded.ports import free_port
from tests.messaging.processes import database_url


def eventually(holds: Callable[[], object], what: str, *, seconds: float = 60) -> None:
    """Wait until ``holds``; after ``seconds`` the test fails, saying ``what`` never came."""
    limit = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < limit, what
        time.sleep(0.05)


class Broker:
    """A Valkey that keeps its folder and port when it is started again."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        self.process = valkey.start(self.folder, self.port)

    def kill(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def forget(self) -> None:
        """Lose what was on disk, as a new machine would."""
        shutil.rmtree(self.folder)


class Celery:
    """Workers and beats of ``sso_core`` on the test's database, each the leader of its own process group."""

    def __init__(self, broker: Broker, folder: Path, env: Mapping[str, str]) -> None:
        self.broker, self.folder, self.env = broker, folder, env
        self.running: list[subprocess.Popen[bytes]] = []

    def worker(self) -> "subprocess.Popen[bytes]":
        """Start a worker with one child; returns when it takes messages."""
        log = self._log("worker")
        process = self._start(log, "worker", "--concurrency", "1", "--loglevel", "INFO")
        eventually(lambda: b" ready." in log.read_bytes(), f"the worker did not start, see {log}")
        return process

    def beat(self) -> "subprocess.Popen[bytes]":
        schedule = str(self.folder / "beat")
        return self._start(self._log("beat"), "beat", "--schedule", schedule, "--pidfile", "")

    def _log(self, name: str) -> Path:
        return self.folder / f"{name}{len(self.running)}.log"

    def _start(self, log: Path, *arguments: str) -> "subprocess.Popen[bytes]":
        own = {
            "DATABASE_URL": database_url(),
            "REDIS_URL": self.broker.url,
            "MEDIA_ROOT": str(settings.MEDIA_ROOT),
            "LOG_LEVEL": "INFO",
        }
        with log.open("wb") as out:
            process = subprocess.Popen(
                [sys.executable, "-m", "celery", "-A", "sso_core", *arguments],
                cwd=settings.BASE_DIR,
                env={**os.environ, **own, **self.env},
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.running.append(process)
        return process

    def kill(self, process: "subprocess.Popen[bytes]") -> None:
        """Shoot it with its children, at once."""
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def kill_all(self) -> None:
        for process in self.running:
            if process.poll() is None:
                self.kill(process)


class Web:
    """The web server as ``./run`` starts it; started again it answers at the same address."""

    def __init__(self, env: Mapping[str, str]) -> None:
        self.bind = f"127.0.0.1:{free_port()}"
        self.address = f"http://{self.bind}"
        self.env = env
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it; returns when it answers."""
        command = ["gunicorn", "sso_core.wsgi", "--bind", self.bind]
        self.process = subprocess.Popen(
            [sys.executable, "-m", *command],
            cwd=settings.BASE_DIR,
            env={**os.environ, "DATABASE_URL": database_url(), **self.env},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        eventually(self.answers, "the web server does not come up")

    def answers(self) -> bool:
        try:
            return httpx.get(f"{self.address}/health/", timeout=5).status_code == 200
        except httpx.HTTPError:
            return False

    def kill(self) -> None:
        """Shoot the master and all that answers requests, at once."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None
