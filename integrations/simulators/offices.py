"""Three offices in one process, each with its own faults: ``/immigration``, ``/doe`` and ``/police``.

What no row names is not known there, always: nobody is invented, for an invented warrant would stop a payment.
"""

import html
import json
from functools import cache
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route

from integrations.simulators.faults import application
from integrations.simulators.pages import page

OFFICES = {
    "immigration": {"/v1/workers": "workers"},
    "doe": {"/v1/job-seekers": "seekers"},
    "police": {"/v1/reports": "reports", "/v1/warrants": "warrants"},
}
_FILE = Path(__file__).parent / "data" / "offices.json"


def build() -> Starlette:
    mounts = [
        Mount(f"/{name}", application(name, [_table(path, table) for path, table in tables.items()]))
        for name, tables in OFFICES.items()
    ]
    return application("offices", [Route("/", first_page), *mounts])


@cache
def rows(table: str) -> list[dict[str, Any]]:
    """Everything that an office has of a kind."""
    found: list[dict[str, Any]] = json.loads(_FILE.read_text(encoding="utf-8"))[table]
    return found


def _table(path: str, table: str) -> Route:
    async def answer(request: Request) -> Response:
        asked = dict(request.query_params)
        if not asked:
            return JSONResponse({"error": "nothing was asked"}, status_code=400)
        found = next((one for one in rows(table) if asked.items() <= one.items()), None)
        return JSONResponse({"asked": asked, "found": found})

    return Route(path, answer)


async def first_page(request: Request) -> Response:
    cards = "".join(
        f'<div class="card"><h2>{name}</h2><p>{html.escape(_keys(tables))}</p></div>'
        for name, tables in OFFICES.items()
    )
    return page("ตรวจคนเข้าเมือง จัดหางาน ตำรวจ", "<p>ข้อมูลทั้งหมดนี้สมมติขึ้น</p>" + cards)


def _keys(tables: dict[str, str]) -> str:
    return ", ".join(str(next(iter(one.values()))) for table in tables.values() for one in rows(table))
