from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sso_core.kernel.money import Rounding, baht, parse_baht, parse_figure, rounded, total, whole_baht


@pytest.mark.parametrize(
    ("text", "amount"),
    [("15000", "15000.00"), ("15,000.50", "15000.50"), ("1,234,567.89", "1234567.89"), (" 82.5 ", "82.50"),
     ("๑๗,๕๐๐", "17500.00"), ("100 บาท", "100.00"), ("1 234.50", "1234.50"), ("0", "0.00"), (".5", "0.50"),
     ("17000.0000", "17000.00"), ("5.", "5.00")],
)  # fmt: skip
def test_the_ways_an_amount_is_written(text, amount):
    assert str(parse_baht(text)) == amount


@pytest.mark.parametrize(
    "text",
    ["", "abc", "-5", "−5", "1,5", "1,50,000", "12.345", "1e5", "1_000", "NaN", "inf", "0x10", "1.2.3", "9" * 16,
     "1,000 000", "٣"],
)  # fmt: skip
def test_amounts_refused(text):
    with pytest.raises(ValueError, match="amount"):
        parse_baht(text)


def test_an_average_keeps_its_decimals():
    assert parse_figure("583.333333") == Decimal("583.333333")


@pytest.mark.parametrize(
    ("exact", "whole"),
    [("82.50", "83.00"), ("82.49", "82.00"), ("749.5", "750.00"), ("0.499999", "0.00"), ("0.5", "1.00")],
)
def test_whole_baht_fifty_satang_up(exact, whole):
    assert str(whole_baht(Decimal(exact))) == whole


@pytest.mark.parametrize(
    ("rule", "exact", "found"),
    [
        (Rounding.SATANG, "291.665", "291.67"),
        (Rounding.SATANG_DOWN, "291.669", "291.66"),
        (Rounding.NONE, "1.23456", "1.23456"),
        (Rounding.WHOLE_BAHT, "0.4999", "0.00"),
    ],
)
def test_named_roundings(rule, exact, found):
    assert str(rounded(Decimal(exact), rule)) == found


@given(st.decimals(0, 10**9, places=6))
def test_rounding_moves_by_at_most_half(amount):
    assert abs(baht(amount) - amount) <= Decimal("0.005")
    assert abs(whole_baht(amount) - amount) <= Decimal("0.5")


def test_sums():
    assert total({}) == Decimal("0.00")
    assert total({"a": Decimal("1.10"), "b": Decimal("2.05")}) == Decimal("3.15")
