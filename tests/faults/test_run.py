"""``./run`` in a copy of this checkout: killed altogether it comes back with its data, ended it leaves nothing."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from urllib.request import urlopen

import psycopg
import pytest
from django.conf import settings

from sso_core.embedded.prepare import VAR
from tests.faults.servers import eventually

pytestmark = [pytest.mark.faults, pytest.mark.xdist_group("first ports")]
_LEFT_OUT = (".*", "var", "node_modules", "__pycache__", "tests")


class Checkout:
    """A folder with the platform in it, started as a newcomer would."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.output = folder / "output"
        self.address = ""
        shutil.copytree(settings.BASE_DIR, folder, ignore=shutil.ignore_patterns(*_LEFT_OUT))
        (folder / ".venv").symlink_to(sys.prefix)
        # Styles and fonts are built by now; building them again proves nothing here.
        (folder / "var").mkdir()
        shutil.copy(VAR / "assets.sha256", folder / "var")

    def run(self, *arguments: str) -> "subprocess.Popen[bytes]":
        """Start it, with servers of its own."""
        env = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}
        with self.output.open("wb") as out:
            return subprocess.Popen(
                ["./run", *arguments], cwd=self.folder, env=env, stdout=out, stderr=subprocess.STDOUT
            )

    def up(self) -> "subprocess.Popen[bytes]":
        """Start it and wait for its addresses."""
        process = self.run()
        eventually(
            lambda: "Ctrl-C" in self.says or process.poll() is not None, "it does not come up", seconds=180
        )
        told = re.search(r"The platform\s+(\S+)", self.says)
        assert told, self.says
        self.address = told[1]
        return process

    @property
    def says(self) -> str:
        return self.output.read_text()

    def is_well(self) -> bool:
        try:
            with urlopen(f"{self.address}health/", timeout=5) as answer:
                return json.load(answer) == {"database": True, "cache": True}
        except OSError:
            return False

    def processes(self) -> set[int]:
        """Every process that works in the folder or was told of it."""
        return {int(one.name) for one in Path("/proc").glob("[0-9]*") if self._owns(one)}

    def _owns(self, process: Path) -> bool:
        try:
            return str(self.folder) in f"{(process / 'cwd').readlink()} {(process / 'cmdline').read_text()}"
        except OSError:
            return False

    def kill_everything(self) -> None:
        while found := self.processes():
            for pid in found:
                with suppress(ProcessLookupError):  # one may end between the listing and its turn
                    os.kill(pid, signal.SIGKILL)

    def people(self) -> int:
        data = self.folder / "var" / "pg"
        with psycopg.connect(f"postgres://postgres@/sso?host={data}") as session:
            found = session.execute("select count(*) from registration_person").fetchone()
            assert found
            return int(found[0])


@pytest.fixture
def checkout(tmp_path_factory):
    # A short path: a socket's name may have 107 characters.
    made = Checkout(tmp_path_factory.mktemp("run") / "copy")
    yield made
    made.kill_everything()


def test_killed_it_recovers_and_ended_it_leaves_nothing(checkout):
    first = checkout.up()
    assert checkout.is_well()
    address, people = checkout.address, checkout.people()
    assert people > 0

    assert checkout.run().wait(60) == 1
    assert "running in this folder already" in checkout.says
    assert first.poll() is None

    postmaster = int((checkout.folder / "var/pg/postmaster.pid").read_text().split()[0])
    os.kill(postmaster, signal.SIGKILL)
    eventually(checkout.is_well, "PostgreSQL was not started again")

    checkout.kill_everything()
    first.wait()
    third = checkout.up()
    assert checkout.is_well()
    assert (checkout.address, checkout.people()) == (address, people)

    third.send_signal(signal.SIGINT)
    assert third.wait(60) == 0
    assert checkout.processes() == set()
