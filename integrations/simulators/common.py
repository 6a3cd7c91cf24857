"""What every simulator shares: faults on demand, a health page, a plain frame for its pages."""

import asyncio
import html
import os
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

MODES = ("ok", "down", "slow", "nonsense")


class Fault:
    """How the simulator misbehaves now."""

    mode = "ok"
    seconds = 10.0


def state_dir() -> Path:
    """Where a simulator keeps what must outlive it."""
    folder = Path(os.environ.get("SIM_STATE_DIR", "var/simulators"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def application(routes: Sequence[BaseRoute]) -> Starlette:
    """An app with ``routes``, fault switch and health."""
    fault = Fault()

    async def set_fault(request: Request) -> Response:
        body = await request.json()
        if body.get("mode") not in MODES:
            return JSONResponse({"error": f"mode is one of {MODES}"}, status_code=400)
        fault.mode, fault.seconds = body["mode"], float(body.get("seconds", 10))
        return JSONResponse({"mode": fault.mode})

    async def health(request: Request) -> Response:
        return JSONResponse({"mode": fault.mode})

    async def misbehave(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
        if request.url.path in ("/_fault", "/health") or fault.mode == "ok":
            return await call_next(request)
        if fault.mode == "slow":
            await asyncio.sleep(fault.seconds)
            return await call_next(request)
        if fault.mode == "down":
            return PlainTextResponse("service unavailable", status_code=503)
        return HTMLResponse("<html><body>scheduled maintenance</body></html>")

    own = [Route("/_fault", set_fault, methods=["POST"]), Route("/health", health)]
    return Starlette(routes=[*own, *routes], middleware=[Middleware(BaseHTTPMiddleware, dispatch=misbehave)])


def page(title: str, body: str, *, refresh: int = 0) -> HTMLResponse:
    """A small page that says it is a simulator."""
    again = f'<meta http-equiv="refresh" content="{refresh}">' if refresh else ""
    return HTMLResponse(
        f"""<!doctype html><html lang="th"><head><meta charset="utf-8">{again}
<meta name="viewport" content="width=device-width, initial-scale=1"><title>{html.escape(title)}</title>
<style>body{{font:18px/1.7 Sarabun,'Noto Sans Thai',sans-serif;margin:0;background:#faf8f4;color:#1b2233}}
main{{max-width:44rem;margin:0 auto;padding:1rem}}h1{{font-size:1.5rem;line-height:1.45}}
.sim{{background:#fff1cc;padding:.4rem 1rem;text-align:center}}.card{{background:#fff;border:1px solid #e3ddd1;
border-radius:16px;padding:1rem 1.25rem;margin:0 0 1rem}}label{{display:block;font-weight:600;margin-top:.75rem}}
input,select,textarea{{font:inherit;width:100%;box-sizing:border-box;padding:.5rem;border:2px solid #666e80;
border-radius:10px}}button{{font:inherit;font-weight:600;background:#24427a;color:#fff;border:0;border-radius:10px;
padding:.6rem 1.2rem;margin-top:1rem;min-height:2.75rem}}table{{border-collapse:collapse;width:100%}}
td,th{{text-align:left;border-bottom:1px solid #e3ddd1;padding:.4rem;vertical-align:top}}a{{color:#24427a}}
.code{{font-size:1.6rem;font-weight:700;letter-spacing:.1em}}pre{{white-space:pre-wrap}}</style></head>
<body><p class="sim">ระบบจำลอง ไม่ใช่ระบบจริง</p><main><h1>{html.escape(title)}</h1>{body}</main></body></html>"""
    )


def form_text(form: Any, name: str) -> str:
    return str(form.get(name) or "").strip()
