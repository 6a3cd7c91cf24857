"""The plain frame of the simulators' pages: Thai, readable on a phone, and clearly no real system."""

import html
from datetime import datetime
from typing import Any

from starlette.responses import HTMLResponse

from sso_core.kernel.thai_calendar import format_date

STYLE = """
*{box-sizing:border-box}
body{font:18px/1.7 Sarabun,'Noto Sans Thai',sans-serif;margin:0;background:#faf8f4;color:#1b2233}
main{max-width:46rem;margin:0 auto;padding:1rem}
h1{font-size:1.55rem;line-height:1.45;margin:.5rem 0 1rem} h2{font-size:1.15rem;line-height:1.45;margin:0 0 .5rem}
.sim{background:#7a4b00;color:#fff;padding:.5rem 1rem;margin:0;text-align:center;font-weight:600}
.card{background:#fff;border:1px solid #e3ddd1;border-radius:16px;padding:1rem 1.25rem;margin:0 0 1rem}
.bad{border-left:6px solid #b3261e} .good{border-left:6px solid #1b7a3d} .dim{color:#4b5468}
label{display:block;font-weight:600;margin-top:.75rem} label.pick{font-weight:400;display:flex;gap:.75rem;
padding:.6rem .75rem;border:1px solid #e3ddd1;border-radius:12px;margin-top:.5rem;align-items:flex-start}
label.pick:has(input:checked){border-color:#24427a;box-shadow:inset 0 0 0 1px #24427a}
label.pick input{width:1.4rem;height:1.4rem;margin:.25rem 0 0;flex:none}
label.pick span{min-width:0;overflow-wrap:anywhere}
input,select,textarea{font:inherit;width:100%;padding:.5rem .75rem;border:2px solid #666e80;border-radius:10px;
background:#fff;color:inherit} input[type=checkbox]{width:1.4rem;height:1.4rem;vertical-align:middle}
button,.button{font:inherit;font-weight:600;background:#24427a;color:#fff;border:2px solid #24427a;border-radius:10px;
padding:.6rem 1.4rem;margin:1rem .5rem 0 0;min-height:2.75rem;text-decoration:none;display:inline-block;cursor:pointer}
button.plain{background:#fff;color:#24427a}
:focus-visible{outline:3px solid #e39a1a;outline-offset:2px}
.wide{overflow-x:auto} table{border-collapse:collapse;width:100%}
td,th{text-align:left;border-bottom:1px solid #e3ddd1;padding:.5rem .4rem;vertical-align:top}
td.num{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
a{color:#24427a} .code{font-size:1.7rem;font-weight:700;letter-spacing:.12em;font-variant-numeric:tabular-nums}
pre{white-space:pre-wrap;overflow-wrap:anywhere;font:inherit;margin:0} summary{cursor:pointer;font-weight:600}
iframe{width:100%;height:34rem;border:1px solid #e3ddd1;border-radius:12px;background:#fff}
.grid{display:grid;gap:0 1rem;grid-template-columns:repeat(auto-fit,minmax(14rem,1fr))}
""".replace("\n", "")


def page(title: str, body: str, *, refresh: int = 0, status: int = 200) -> HTMLResponse:
    """A page that says it is a simulator; ``body`` is HTML with everything foreign escaped."""
    again = f'<meta http-equiv="refresh" content="{refresh}">' if refresh else ""
    return HTMLResponse(
        f'<!doctype html><html lang="th"><head><meta charset="utf-8">{again}'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{html.escape(title)} (ระบบจำลอง)</title><style>{STYLE}</style></head>"
        '<body><p class="sim">ระบบจำลองสำหรับทดลองใช้ ไม่ใช่ระบบจริง</p>'
        f"<main><h1>{html.escape(title)}</h1>{body}</main></body></html>",
        status_code=status,
    )


def notice(text: str, *, kind: str = "bad") -> str:
    return f'<div class="card {kind}" role="alert"><p>{html.escape(text)}</p></div>'


def moment(at: datetime) -> str:
    """A day and time as people here write it: ``23 พ.ย. 2569 14:05:09``."""
    return f"{format_date(at.date())} {at:%H:%M:%S}"


def form_text(form: Any, name: str) -> str:
    """A field of a form as text, empty when missing."""
    return str(form.get(name) or "").strip()
