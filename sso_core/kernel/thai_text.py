"""Thai names and amounts: order, search and words."""

import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal

from sso_core.kernel.digits import arabic

_LEADING_VOWEL = re.compile(r"([เแโใไ])([ก-ฮ])")
_MARKS = re.compile(r"[็-๎]")
_INVISIBLE = re.compile(r"[\u200b-\u200f\u2060\ufeff\u00ad]")
_TITLES = re.compile(r"^(นางสาว|นาง|นาย|น\.ส\.|ด\.ช\.|ด\.ญ\.|เด็กชาย|เด็กหญิง)\s*")
_DIGITS = ("ศูนย์", "หนึ่ง", "สอง", "สาม", "สี่", "ห้า", "หก", "เจ็ด", "แปด", "เก้า")
_PLACES = ("", "สิบ", "ร้อย", "พัน", "หมื่น", "แสน")


def normalise(text: str) -> str:
    """One spelling for one look: NFC, SARA AM as one letter, no invisible characters, single spaces."""
    plain = _INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    plain = plain.replace("เเ", "แ").replace("ํา", "ำ")
    plain = re.sub("ํ([่-๋])า", r"\1ำ", plain)
    return " ".join(plain.split())


def sort_key(name: str) -> str:
    """Orders Thai names without ICU: a leading vowel follows its consonant, marks count last."""
    plain = normalise(name)
    return _MARKS.sub("", _LEADING_VOWEL.sub(r"\2\1", plain)) + "\x01" + "".join(_MARKS.findall(plain))


def search_key(text: str) -> str:
    """What search compares: no title, no tone marks, no spaces, Arabic digits, lower case."""
    plain = arabic(_TITLES.sub("", normalise(text)))
    return _MARKS.sub("", plain).replace(" ", "").replace("-", "").lower()


def baht_text(amount: Decimal) -> str:
    """An amount in words, as receipts print it: ``หนึ่งพันสองร้อยบาทห้าสิบสตางค์``.

    Rounded half up to the satang. Zero is ``ศูนย์บาทถ้วน``; satang alone have no baht before them.
    Raises ``ValueError`` for anything but a finite ``Decimal`` or ``int``.
    """
    if isinstance(amount, bool) or not isinstance(amount, Decimal | int):
        raise ValueError(f"an amount is a Decimal, not {type(amount).__name__}")
    value = Decimal(amount)
    if not value.is_finite():
        raise ValueError("an amount is finite")
    satang_total = int((abs(value) * 100).quantize(Decimal(1), ROUND_HALF_UP))
    whole, satang = divmod(satang_total, 100)
    sign = "ลบ" if value < 0 and satang_total else ""
    if not satang:
        return f"{sign}{_words(whole)}บาทถ้วน"
    head = f"{_words(whole)}บาท" if whole else ""
    return f"{sign}{head}{_words(satang)}สตางค์"


def _words(number: int) -> str:
    if number == 0:
        return _DIGITS[0]
    millions, rest = divmod(number, 1_000_000)
    head = f"{_words(millions)}ล้าน" if millions else ""
    return head + (_below_million(rest, after=bool(millions)) if rest else "")


def _below_million(number: int, *, after: bool) -> str:
    text = str(number)
    words = []
    for place, digit in zip(range(len(text) - 1, -1, -1), map(int, text), strict=True):
        if digit == 0:
            continue
        if place == 1:
            words.append({1: "", 2: "ยี่"}.get(digit, _DIGITS[digit]) + "สิบ")
        elif place == 0 and digit == 1 and (len(text) > 1 or after):
            words.append("เอ็ด")
        else:
            words.append(_DIGITS[digit] + _PLACES[place])
    return "".join(words)
