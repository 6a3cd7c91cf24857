"""Faults on demand, alike for every simulator."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

MODES = ("ok", "down", "slow", "nonsense")
NONSENSE = "<html><body>scheduled maintenance</body></html>"


@dataclass
class Fault:
    """How the simulator misbehaves now."""

    mode: str = "ok"
    seconds: float = 10.0

    def set(self, body: bytes) -> None:
        """Take a new mode from JSON. Raises ``ValueError`` in plain words."""
        told = json.loads(body)
        if not isinstance(told, dict) or told.get("mode") not in MODES:
            raise ValueError(f"mode is one of {', '.join(MODES)}")
        self.mode, self.seconds = told["mode"], float(told.get("seconds", 10))


def application(name: str, routes: Sequence[BaseRoute], fault: Fault | None = None) -> Starlette:
    """An app with ``routes``, fault switch and health."""
    now = fault or Fault()

    async def switch(request: Request) -> Response:
        try:
            now.set(await request.body())
        except ValueError as error:
            return JSONResponse({"error": str(error)}, status_code=400)
        return JSONResponse({"mode": now.mode})

    async def health(request: Request) -> Response:
        return JSONResponse({"name": name, "mode": now.mode})

    async def misbehave(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
        if request.url.path.endswith(("/_fault", "/health")) or now.mode == "ok":
            return await call_next(request)
        if now.mode == "slow":
            await asyncio.sleep(now.seconds)
            return await call_next(request)
        if now.mode == "down":
            return PlainTextResponse("service unavailable", status_code=503)
        return HTMLResponse(NONSENSE)

    own = [Route("/_fault", switch, methods=["POST"]), Route("/health", health)]
    return Starlette(routes=[*own, *routes], middleware=[Middleware(BaseHTTPMiddleware, dispatch=misbehave)])
