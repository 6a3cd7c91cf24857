"""What ThaID tells of a person, by scope; and the page on which the holder chooses and consents."""

import html
from collections.abc import Iterable
from typing import Any

from integrations.simulators.data import people
from integrations.simulators.pages import notice
from integrations.simulators.register import find, full_name
from sso_core.kernel import thai_id

SCOPES = {
    "openid": "",
    "pid": "เลขประจำตัวประชาชน",
    "title": "คำนำหน้าชื่อ",
    "given_name": "ชื่อ",
    "middle_name": "",
    "family_name": "นามสกุล",
    "name": "ชื่อเต็ม",
    "birthdate": "วันเกิด",
    "gender": "เพศ",
    "address": "ที่อยู่ตามบัตร",
    "ial": "ระดับความน่าเชื่อถือของการพิสูจน์ตัวตน",
}
LEVELS = {"2.3": "IAL 2.3 เปิดแอปด้วยบัตรและใบหน้า", "1.1": "IAL 1.1 ยังไม่ได้พิสูจน์ตัวตน"}


def claims(pid: str, scope: str, ial: str) -> dict[str, Any]:
    """The claims of the granted scopes, and how the holder was recognised."""
    found = find(pid)
    assert found is not None, "a code is only given for somebody"
    known = {
        "pid": pid,
        "title": found["title"],
        "given_name": found["first_name"],
        "middle_name": "",
        "family_name": found["last_name"],
        "name": full_name(found),
        "birthdate": found["birth_date"],
        "gender": "male" if found["sex"] == "1" else "female",
        "address": {"formatted": found["address"], "region": found["province"], "country": "TH"},
        "ial": ial,
    }
    strong = ial >= "2.3"
    how = {"acr": f"ial{ial}-aal{'2.2' if strong else '1'}", "amr": ["face", "swk"] if strong else ["pin"]}
    return {**{name: known[name] for name in scope.split() if name in known}, **how}


def living(pid: str) -> str:
    """The number when it belongs to somebody alive, else nothing."""
    found = find(pid)
    return found["national_id"] if found and found["status"] == "0" else ""


def chosen(form: dict[str, str]) -> str:
    """The number that the page's three ways of choosing agree on: typed before listed before picked."""
    for name in ("number", "other", "pid"):
        text = form.get(name, "").strip()
        if text:
            return thai_id.normalise(text) if thai_id.is_valid(text) else text
    return ""


def consent_page(request_id: str, scope: str, *, wrong: str = "") -> str:
    """Who are you, and do you agree."""
    asked = "".join(f"<li>{SCOPES[name]}</li>" for name in scope.split() if SCOPES.get(name))
    able = [one for one in people() if one["status"] == "0"]
    roles = [one for one in able if not one["role"].startswith(("sample", "extra"))]
    others = [one for one in able if one not in roles]
    levels = "".join(f'<option value="{level}">{label}</option>' for level, label in LEVELS.items())
    return f"""{notice(wrong) if wrong else ""}
<form method="post" action="/api/v2/oauth2/auth/consent">
<input type="hidden" name="request" value="{html.escape(request_id)}">
<div class="card"><h2>สำนักงานประกันสังคมขอข้อมูลของคุณ</h2><ul>{asked}</ul>
<p class="dim">ระบบจริงให้เปิดแอป ThaID แล้วสแกนใบหน้า ที่นี่ให้เลือกคนสมมติแทน</p></div>
<fieldset class="card"><legend><strong>คุณคือใคร</strong></legend>{"".join(map(_pick, roles))}
<label for="other">หรือเลือกคนอื่น</label>
<select id="other" name="other"><option value="">ไม่เลือก</option>{"".join(map(_option, others))}</select>
<label for="number">หรือพิมพ์เลขประจำตัว 13 หลัก</label>
<input id="number" name="number" inputmode="numeric" autocomplete="off">
<details><summary>ระดับการพิสูจน์ตัวตน</summary><label for="ial">ระดับ</label>
<select id="ial" name="ial">{levels}</select></details></fieldset>
<button name="choice" value="allow">ยินยอมและดำเนินการต่อ</button>
<button class="plain" name="choice" value="deny">ไม่ยินยอม</button></form>"""


def _pick(one: dict[str, Any]) -> str:
    number = one["national_id"]
    words = f"{html.escape(full_name(one))}<br><span class=dim>{thai_id.format_id(number)}"
    story = html.escape(one.get("story", ""))
    return (
        f'<label class="pick"><input type="radio" name="pid" value="{number}">'
        f"<span>{words}{' · ' + story if story else ''}</span></span></label>"
    )


def _option(one: dict[str, Any]) -> str:
    number = one["national_id"]
    return f'<option value="{number}">{html.escape(full_name(one))} {number}</option>'


def known_scopes(asked: Iterable[str]) -> str:
    """The scopes that exist here, in the order asked."""
    return " ".join(name for name in asked if name in SCOPES)
