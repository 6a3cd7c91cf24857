"""The codes that an authenticator app would show for the demo's logins (RFC 6238)."""

import base64
import hmac
import html
import json
import os
import struct
import time
from pathlib import Path

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from integrations.simulators.pages import page

STEP_SECONDS = 30


def totp(secret: str, at: float | None = None) -> str:
    """The six digits for a base32 secret."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8), casefold=True)
    counter = int((time.time() if at is None else at) // STEP_SECONDS)
    digest = hmac.digest(key, struct.pack(">Q", counter), "sha1")
    offset = digest[-1] & 15
    number = struct.unpack(">I", digest[offset : offset + 4])[0] & 0x7FFFFFFF
    return f"{number % 10**6:06d}"


def secrets_of_demo() -> list[dict[str, str]]:
    """``[{"label", "secret"}]`` as the demo wrote it; empty before there is a demo."""
    path = Path(os.environ.get("SIM_AUTHENTICATOR", "var/demo/authenticator.json"))
    try:
        return list(json.loads(path.read_text(encoding="utf-8")))
    except (FileNotFoundError, ValueError):
        return []


async def show(request: Request) -> Response:
    left = STEP_SECONDS - int(time.time()) % STEP_SECONDS
    rows = "".join(
        f'<div class="card"><h2>{html.escape(one["label"])}</h2><p class="code">{totp(one["secret"])}</p></div>'
        for one in secrets_of_demo()
    )
    none = '<div class="card"><p>ยังไม่มีบัญชีตัวอย่างที่ใช้รหัสยืนยัน</p></div>'
    words = f"<p>รหัสเปลี่ยนทุก 30 วินาที เหลืออีก {left} วินาที หน้านี้เปลี่ยนให้เอง</p>"
    return page("รหัสยืนยันของบัญชีตัวอย่าง", words + (rows or none), refresh=left)


async def codes(request: Request) -> Response:
    return JSONResponse({one["label"]: totp(one["secret"]) for one in secrets_of_demo()})
