"""Runs one simulator: one line when it is ready, a clean end on SIGTERM."""

import signal
import socket
import sys
from types import FrameType

import uvicorn
from starlette.applications import Starlette


def ready(name: str, port: int) -> None:
    """Tell whoever started us, in one write: lines of simulators that start together must not mix."""
    sys.stdout.write(f"{name} ready on port {port}\n")
    sys.stdout.flush()


def leave_cleanly(signum: int, frame: FrameType | None) -> None:
    sys.exit(0)


class Server(uvicorn.Server):
    """Says when the port is open."""

    def __init__(self, name: str, app: Starlette, port: int) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                host="127.0.0.1",
                port=port,
                log_level="warning",
                timeout_graceful_shutdown=1,
                lifespan="off",
            )
        )
        self.name = name

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            ready(self.name, self.config.port)


def serve(name: str, app: Starlette, port: int) -> None:
    """Serve until told to end."""
    signal.signal(signal.SIGTERM, leave_cleanly)  # uvicorn raises the signal again when it has closed
    try:
        Server(name, app, port).run()
    except KeyboardInterrupt:
        return
