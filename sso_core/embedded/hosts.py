"""Hosts made of network namespaces on one machine, to measure what more hosts bring. Linux, as root, with ``ip``.

Each host has an own network and reaches the database and Valkey by TCP over a virtual cable, through a forwarder on
the machine's end of it. Nothing leaves the machine.
"""

import asyncio
import contextlib
import os
import shutil
import subprocess
import threading
from collections.abc import Awaitable, Callable, Iterator, Mapping

NETWORK = "10.99.0"
_BRIDGE = "sso-br0"
_CHUNK = 1 << 16
Opener = Callable[[], Awaitable[tuple[asyncio.StreamReader, asyncio.StreamWriter]]]


class NoHosts(Exception):
    """This machine does not let us make network namespaces."""


def command(host: str, arguments: list[str]) -> list[str]:
    """The command line that runs ``arguments`` on ``host``."""
    return ["ip", "netns", "exec", host, *arguments]


@contextlib.contextmanager
def hosts(count: int) -> Iterator[list[str]]:
    """Names of ``count`` new hosts on one network, with the machine at ``10.99.0.1``. Raises ``NoHosts``."""
    if os.geteuid() != 0 or not shutil.which("ip"):
        raise NoHosts("network namespaces need root and the program ip (package iproute2)")
    names = [f"sso-host{n}" for n in range(1, count + 1)]
    try:
        _ip("link", "add", _BRIDGE, "type", "bridge")
        _ip("addr", "add", f"{NETWORK}.1/24", "dev", _BRIDGE)
        _ip("link", "set", _BRIDGE, "up")
        for n, name in enumerate(names, 1):
            _host(name, n)
        yield names
    finally:
        for name in names:
            _ip("netns", "del", name, check=False)
        _ip("link", "del", _BRIDGE, check=False)


def _host(name: str, number: int) -> None:
    near, far = f"sso-a{number}", f"sso-b{number}"
    _ip("netns", "add", name)
    _ip("link", "add", near, "type", "veth", "peer", "name", far)
    _ip("link", "set", near, "master", _BRIDGE)
    _ip("link", "set", near, "up")
    _ip("link", "set", far, "netns", name)
    for arguments in (
        ("addr", "add", f"{NETWORK}.{number + 1}/24", "dev", far),
        ("link", "set", far, "up"),
        ("link", "set", "lo", "up"),
    ):
        _ip("-n", name, *arguments)


def _ip(*arguments: str, check: bool = True) -> None:
    done = subprocess.run(["ip", *arguments], capture_output=True, text=True, check=False)  # noqa: S603, S607
    if check and done.returncode:
        raise NoHosts(f"ip {' '.join(arguments)}: {done.stderr.strip()}")


@contextlib.contextmanager
def forwarded(targets: Mapping[int, Opener]) -> Iterator[None]:
    """Listen on ``10.99.0.1`` at each port and pass what comes on to what its opener opens."""
    loop = asyncio.new_event_loop()
    ready = threading.Event()

    async def serve() -> None:
        for port, opener in targets.items():
            await asyncio.start_server(_passing(opener), f"{NETWORK}.1", port)
        ready.set()

    def run() -> None:
        asyncio.set_event_loop(loop)
        loop.run_until_complete(serve())
        loop.run_forever()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    if not ready.wait(10):
        raise NoHosts("the forwarder does not listen")
    try:
        yield
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(5)


def _passing(opener: Opener) -> Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]:
    async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_reader, far_writer = await opener()
        await asyncio.gather(_pump(reader, far_writer), _pump(far_reader, writer))

    return accept


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(ConnectionError):
        while block := await reader.read(_CHUNK):
            writer.write(block)
            await writer.drain()
    writer.close()
