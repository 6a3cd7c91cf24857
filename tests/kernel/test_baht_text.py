from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sso_core.kernel.thai_text import baht_text


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("0", "ศูนย์บาทถ้วน"),
        ("0.00", "ศูนย์บาทถ้วน"),
        ("0.50", "ห้าสิบสตางค์"),
        ("0.01", "หนึ่งสตางค์"),
        ("0.21", "ยี่สิบเอ็ดสตางค์"),
        ("0.11", "สิบเอ็ดสตางค์"),
        ("1", "หนึ่งบาทถ้วน"),
        ("1.01", "หนึ่งบาทหนึ่งสตางค์"),
        ("10", "สิบบาทถ้วน"),
        ("11", "สิบเอ็ดบาทถ้วน"),
        ("20", "ยี่สิบบาทถ้วน"),
        ("21", "ยี่สิบเอ็ดบาทถ้วน"),
        ("100", "หนึ่งร้อยบาทถ้วน"),
        ("101", "หนึ่งร้อยเอ็ดบาทถ้วน"),
        ("111", "หนึ่งร้อยสิบเอ็ดบาทถ้วน"),
        ("1234.50", "หนึ่งพันสองร้อยสามสิบสี่บาทห้าสิบสตางค์"),
        ("17500", "หนึ่งหมื่นเจ็ดพันห้าร้อยบาทถ้วน"),
        ("875", "แปดร้อยเจ็ดสิบห้าบาทถ้วน"),
        ("100000", "หนึ่งแสนบาทถ้วน"),
        ("1000000", "หนึ่งล้านบาทถ้วน"),
        ("1000001", "หนึ่งล้านเอ็ดบาทถ้วน"),
        ("11000000", "สิบเอ็ดล้านบาทถ้วน"),
        ("21000021.21", "ยี่สิบเอ็ดล้านยี่สิบเอ็ดบาทยี่สิบเอ็ดสตางค์"),
        ("1000000000000", "หนึ่งล้านล้านบาทถ้วน"),
        ("2650000000000.25", "สองล้านหกแสนห้าหมื่นล้านบาทยี่สิบห้าสตางค์"),
        ("-5", "ลบห้าบาทถ้วน"),
        ("-0.001", "ศูนย์บาทถ้วน"),
        ("0.995", "หนึ่งบาทถ้วน"),
        ("99.994", "เก้าสิบเก้าบาทเก้าสิบเก้าสตางค์"),
    ],
)
def test_amounts_in_words(amount, words):
    assert baht_text(Decimal(amount)) == words


@pytest.mark.parametrize("thing", [1.5, "100", None, True, Decimal("NaN"), Decimal("Infinity")])
def test_what_is_not_an_amount_is_refused(thing):
    with pytest.raises(ValueError, match="amount"):
        baht_text(thing)


WORTH = {"หนึ่ง": 1, "เอ็ด": 1, "ยี่": 2, "สอง": 2, "สาม": 3, "สี่": 4, "ห้า": 5, "หก": 6, "เจ็ด": 7, "แปด": 8,
         "เก้า": 9}  # fmt: skip
PLACE = {"สิบ": 10, "ร้อย": 100, "พัน": 1000, "หมื่น": 10_000, "แสน": 100_000}


def number_of(words: str) -> int:
    """The other way round, written apart from the code under test."""
    if words == "ศูนย์":
        return 0
    if "ล้าน" in words:
        head, _, tail = words.rpartition("ล้าน")
        return number_of(head) * 1_000_000 + (number_of(tail) if tail else 0)
    total, digit = 0, 0
    while words:
        name = next(n for n in (*WORTH, *PLACE) if words.startswith(n))
        words = words[len(name) :]
        if name in WORTH:
            digit = WORTH[name]
        else:
            total, digit = total + (digit or 1) * PLACE[name], 0
    return total + digit


@given(st.integers(0, 10**15))
def test_the_words_say_the_number(satang):
    words = baht_text(Decimal(satang) / 100)
    whole, _, rest = words.partition("บาท") if "บาท" in words else ("ศูนย์", "", words)
    small = rest.removesuffix("สตางค์")
    assert number_of(whole) * 100 + (0 if rest == "ถ้วน" else number_of(small)) == satang
