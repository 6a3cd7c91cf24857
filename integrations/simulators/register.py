"""Who exists in the simulated registers, and what their cards say.

With ``SIM_DOPA_OPEN=1`` every valid number of a person is somebody: an invented one, always the same.
"""

import hashlib
import os
from typing import Any

from integrations.simulators.data import person
from sso_core.kernel import thai_id

_TITLES = (("003", "นาย", "1"), ("004", "นางสาว", "2"), ("005", "นาง", "2"))
_FIRST = {
    "1": ("สมมติ", "ชายกลาง", "ทดลอง", "จำลอง", "ตัวอย่าง", "ต้นแบบ", "ลองดู"),
    "2": ("สมมุติ", "ลองใจ", "ทดสอบ", "จำลองจิต", "ตัวอย่าง", "ต้นแบบ", "ลองดู"),
}
_LAST = ("ไม่มีจริง", "ในระบบจำลอง", "ทดลองใช้", "ตัวอย่างงาม", "สมมติสกุล", "จำลองวงศ์", "ลองระบบ")
_PROVINCES = ("10", "11", "20", "30", "40", "50", "90")


def find(national_id: str) -> dict[str, Any] | None:
    """The person of a number, or None."""
    if not thai_id.is_valid(national_id):
        return None
    digits = thai_id.normalise(national_id)
    known = person(digits)
    if known is None and os.environ.get("SIM_DOPA_OPEN") == "1" and digits[0] != "0":
        return invented(digits)
    return known


def invented(national_id: str) -> dict[str, Any]:
    """Somebody for a number, made of the number alone."""
    number = int(hashlib.sha256(national_id.encode()).hexdigest()[:12], 16)
    code, title, sex = _TITLES[number % 3]
    year, month, day = 1975 + number // 7 % 28, 1 + number // 11 % 12, 1 + number // 13 % 28
    return {
        "national_id": national_id,
        "title_code": code,
        "title": title,
        "first_name": _FIRST[sex][number // 17 % 7],
        "last_name": _LAST[number // 19 % 7],
        "birth_date": f"{year}-{month:02d}-{day:02d}",
        "sex": sex,
        "nationality": "099",
        "status": "0",
        "died_on": "",
        "province": _PROVINCES[number // 23 % 7],
        "address": f"{1 + number % 199} หมู่ {1 + number % 9} ตำบลตัวอย่าง",
        "marital": "1",
        "promptpay": True,
        "role": "invented",
        "story": "",
    }


def laser_code(national_id: str) -> str:
    """The code on the back of an invented card: two letters and ten digits."""
    number = int(hashlib.sha256(national_id.encode()).hexdigest()[:12], 16)
    return f"JT{number % 10**10:010d}"


def full_name(one: dict[str, Any]) -> str:
    return f"{one['title']}{one['first_name']} {one['last_name']}"
