"""Real servers for the tests of faults: they end before the database is emptied."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sso_core.celery import app
from tests.faults.servers import Broker, Celery
from tests.integrations.simulators import Simulators, simulator_processes, simulators

__all__ = ["simulator_processes", "simulators"]


@pytest.fixture
def broker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Broker]:
    """A Valkey of this test. What services wake here goes to it."""
    made = Broker(tmp_path / "valkey")
    made.start()
    monkeypatch.setattr(app.conf, "broker_url", made.url)
    _forget_connections()
    yield made
    made.kill()
    monkeypatch.undo()
    _forget_connections()


def _forget_connections() -> None:
    """Connections to the broker are pooled for the life of the process, as after a fork they must not be."""
    app._after_fork()


@pytest.fixture
def celery(broker: Broker, simulators: Simulators, tmp_path: Path, transactional_db: Any) -> Iterator[Celery]:
    """Starts workers on the test's own database and broker; whatever still runs is shot at the end."""
    outside = {"BANK_URL": simulators.url("bank"), "EMAIL_PORT": str(simulators.ports["smtp"])}
    made = Celery(broker, tmp_path, outside)
    yield made
    made.kill_all()
