"""What ``./run`` decides before it starts: ports, one start a folder, whether a server is ours; and its supervisor."""

import os
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from sso_core.embedded import postgres
from sso_core.embedded.alone import AlreadyRunning, only_one
from sso_core.embedded.ports import NAMES, PortTaken, choose, is_free
from sso_core.embedded.supervisor import Process, Supervisor
from tests.faults.servers import eventually


@pytest.fixture
def memory(tmp_path):
    return tmp_path / "ports.json"


def listening(port: int) -> socket.socket:
    return socket.create_server(("127.0.0.1", port))


# Not beside the test that starts the platform: both take the first free ports.
@pytest.mark.xdist_group("first ports")
class TestPorts:
    def test_a_checkout_keeps_its_ports(self, memory):
        first = choose(memory)
        assert set(first) == set(NAMES)
        assert len(set(first.values())) == len(NAMES)
        assert choose(memory) == first

    def test_one_that_is_taken_moves_all_and_says_so(self, memory, capsys):
        first = choose(memory)
        capsys.readouterr()
        with listening(first["bank"]):
            other = choose(memory)
        assert not set(first.values()) & set(other.values())
        assert f"port {first['web']} or one of the next is taken" in capsys.readouterr().out
        assert choose(memory) == other

    def test_the_port_that_is_asked_for_is_used_or_refused(self, memory):
        web = choose(memory)["web"] + 20
        while not is_free(web):
            web += 10
        assert choose(memory, web=web)["web"] == web
        with listening(web), pytest.raises(PortTaken, match=f"port {web} is taken by another program"):
            choose(memory, web=web)

    def test_after_a_kill_it_waits_for_ports_that_are_let_go(self, memory):
        first = choose(memory)
        holder = listening(first["mail"])
        threading.Timer(0.5, holder.close).start()
        assert choose(memory, patient=True) == first


class TestOneStart:
    def test_a_second_start_in_the_folder_is_refused(self, tmp_path):
        with only_one(tmp_path / "lock"), pytest.raises(AlreadyRunning), only_one(tmp_path / "lock"):
            pass

    def test_a_start_that_was_killed_is_noticed_by_the_next(self, tmp_path):
        lock = tmp_path / "lock"
        program = (
            "import sys, time; from pathlib import Path; from sso_core.embedded.alone import only_one\n"
            "with only_one(Path(sys.argv[1])): print('held', flush=True); time.sleep(60)"
        )
        holder = subprocess.Popen([sys.executable, "-c", program, str(lock)], stdout=subprocess.PIPE)
        assert holder.stdout
        holder.stdout.readline()
        holder.kill()
        holder.wait()
        with only_one(lock) as was_killed:
            assert was_killed
        with only_one(lock) as was_killed:
            assert not was_killed


class TestWhoseServer:
    def pid_file(self, data: Path, pid: int) -> Path:
        data.mkdir()
        (data / ".s.PGSQL.5432.lock").touch()
        left = data / "postmaster.pid"
        left.write_text(f"{pid}\n{data}\n0\n5432\n{data}\n\n0 0\nready\n")
        return left

    def test_a_number_that_another_program_has_by_now_is_no_server(self, tmp_path):
        data = tmp_path / "pg"
        left = self.pid_file(data, os.getpid())
        assert not postgres.is_running(data)
        postgres._forget_dead(data)
        assert not left.exists()
        assert not list(data.glob(".s.PGSQL*"))

    def test_while_a_session_of_the_dead_server_lives_its_traces_stay(self, tmp_path):
        data = tmp_path / "pg"
        left = self.pid_file(data, os.getpid())
        session = subprocess.Popen(["sleep", "60"], cwd=data)
        try:
            postgres._forget_dead(data)
            assert left.exists()
        finally:
            session.kill()
            session.wait()


class TestSupervisor:
    def process(self, folder: Path, name: str, program: str) -> Process:
        return Process(name, [sys.executable, "-c", program], dict(os.environ), folder / f"{name}.log")

    def test_what_falls_is_started_again_until_it_falls_too_often(self, tmp_path):
        supervisor = Supervisor()
        steady = self.process(tmp_path, "steady", "import time; time.sleep(60)")
        supervisor.start(steady, self.process(tmp_path, "falling", "print('fell')"))
        killed = []

        def kill_once() -> None:
            if not killed and steady.handle:
                killed.append(steady.handle.pid)
                os.kill(steady.handle.pid, signal.SIGKILL)

        before = {sign: signal.getsignal(sign) for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
        try:
            assert supervisor.watch(also=kill_once) == "falling"
        finally:
            supervisor.end()
            for sign, handler in before.items():
                signal.signal(sign, handler)
        assert len(steady.starts) == 2
        assert not any(process.runs for process in supervisor.processes)
        assert (tmp_path / "falling.log").read_text() == "fell\n" * 5

    def test_its_children_die_with_it(self, tmp_path):
        """Shot itself, it leaves nothing: the kernel ends the children."""
        program = (
            "import sys, time; from pathlib import Path\n"
            "from sso_core.embedded.supervisor import Process, Supervisor\n"
            "child = Process('child', ['sleep', '60'], {}, Path(sys.argv[1]))\n"
            "Supervisor().start(child); print(child.handle.pid, flush=True); time.sleep(60)"
        )
        parent = subprocess.Popen(
            [sys.executable, "-c", program, str(tmp_path / "log")], stdout=subprocess.PIPE
        )
        assert parent.stdout
        child = int(parent.stdout.readline())
        assert is_alive(child)
        parent.kill()
        parent.wait()
        eventually(lambda: not is_alive(child), "the child lives on")


def is_alive(pid: int) -> bool:
    """A zombie that nobody has waited for yet is dead."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
