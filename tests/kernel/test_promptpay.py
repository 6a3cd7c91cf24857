"""Vectors of public generators, compared by their decoded fields: the order of tags is free."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sso_core.kernel import promptpay, thai_id

BILLER = "099400016550100"


def test_crc_check_value():
    assert promptpay.crc("123456789") == "29B1"


@pytest.mark.parametrize(
    "vector",
    [
        "00020101021129370016A000000677010111011300668012345675802TH530376463046197",
        "00020101021129370016A000000677010111021311111111111115802TH530376463047B5A",
        "00020101021129390016A00000067701011103150049990002885055802TH530376463041521",
    ],
)
def test_published_codes_parse(vector):
    fields = promptpay.parse(vector)
    assert fields["29.00"] == promptpay.AID_CREDIT_TRANSFER
    assert fields["53"] == "764"
    assert fields["58"] == "TH"


def same_fields(made: str, vector: str) -> bool:
    ours, theirs = promptpay.parse(made), promptpay.parse(vector)
    return {k: v for k, v in ours.items() if k != "63"} == {k: v for k, v in theirs.items() if k != "63"}


def test_mobile_equals_the_published_code():
    vector = "00020101021129370016A000000677010111011300668012345675802TH530376463046197"
    assert same_fields(promptpay.credit_transfer("0801234567"), vector)


def test_ewallet_equals_the_published_code():
    vector = "00020101021129390016A00000067701011103150049990002885055802TH530376463041521"
    assert same_fields(promptpay.credit_transfer("004999000288505"), vector)


@pytest.mark.parametrize(
    "proxy",
    ["0801234567", "080-123-4567", "080 123 4567", "+66801234567", "+66 80-123-4567", "66801234567",
     "0066801234567", "+66 (0)80 123 4567", "๐๘๐ ๑๒๓ ๔๕๖๗"],
)  # fmt: skip
def test_the_ways_a_mobile_is_written(proxy):
    assert promptpay.parse(promptpay.credit_transfer(proxy))["29.01"] == "0066801234567"


def test_national_id():
    fields = promptpay.parse(promptpay.credit_transfer("1-1007-00123-45-5", Decimal("4.22")))
    assert fields["29.02"] == "1100700123455"
    assert fields["54"] == "4.22"
    assert fields["01"] == "12"


@pytest.mark.parametrize(
    "proxy", ["", "12345", "1100700123456", "0201234567", "08012345678", "abc", "080123456x", "1" * 16]
)
def test_proxies_refused(proxy):
    with pytest.raises(ValueError, match=r"."):
        promptpay.credit_transfer(proxy)


@pytest.mark.parametrize("amount", [Decimal("0"), Decimal("-1"), Decimal("1.005"), Decimal("NaN"),
                                    Decimal("Infinity"), Decimal("10000000000"), 5, 4.22, "4.22"])  # fmt: skip
def test_amounts_refused(amount):
    for make in (
        lambda: promptpay.credit_transfer("0801234567", amount),
        lambda: promptpay.bill_payment(BILLER, "1", "2", amount),
        lambda: promptpay.barcode(BILLER, "1", "2", amount),
    ):
        with pytest.raises(ValueError, match="amount"):
            make()


def test_bill_payment():
    fields = promptpay.parse(promptpay.bill_payment(BILLER, "123456789012", "670429", Decimal("3649.22")))
    assert fields["30.00"] == promptpay.AID_BILL_PAYMENT
    assert (fields["30.01"], fields["30.02"], fields["30.03"]) == (BILLER, "123456789012", "670429")
    assert fields["54"] == "3649.22"


def test_published_barcode():
    made = promptpay.barcode(BILLER, "123456789012", "670429", Decimal("3649.22"))
    assert made == "|099400016550100\r123456789012\r670429\r364922"


def test_barcode_without_amount_is_keyed_at_the_counter():
    assert promptpay.barcode(BILLER, "1", "2").endswith("\r0")


def test_the_satang_that_binary_floats_lose():
    assert promptpay.barcode(BILLER, "1", "2", Decimal("20.15")).endswith("\r2015")


def test_trailing_zero_of_an_amount_stays():
    assert promptpay.parse(promptpay.credit_transfer("0801234567", Decimal("4.5")))["54"] == "4.50"


@pytest.mark.parametrize("reference", ["", "A" * 21, "กข", "12-34", "1 2", "a_b"])
def test_references_refused(reference):
    with pytest.raises(ValueError, match="reference"):
        promptpay.bill_payment(BILLER, reference, "2")


@pytest.mark.parametrize("biller", ["", "123", "0994000165501000", "09940001655010X"])
def test_billers_refused(biller):
    with pytest.raises(ValueError, match=r"."):
        promptpay.bill_payment(biller, "1", "2")


def test_small_letters_of_a_reference_become_capitals():
    assert promptpay.parse(promptpay.bill_payment(BILLER, "ab1", "2"))["30.02"] == "AB1"


@pytest.mark.parametrize("text", ["", "6304", "000201", "00020101021129"])
def test_damaged_text_is_refused(text):
    with pytest.raises(ValueError, match="damaged"):
        promptpay.parse(text)


@given(st.text("0123456789", min_size=12, max_size=12), st.integers(1, 10**9), st.integers(0, 200))
def test_a_changed_character_is_found(twelve, satang, place):
    text = promptpay.credit_transfer(thai_id.make(twelve), Decimal(satang) / 100)
    place %= len(text)
    other = text[:place] + ("0" if text[place] != "0" else "1") + text[place + 1 :]
    with pytest.raises(ValueError, match="damaged"):
        promptpay.parse(other)


@given(
    st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", min_size=1, max_size=20),
    st.text("0123456789", min_size=1, max_size=20),
    st.integers(1, 999_999_999_999),
)
def test_what_is_written_reads_back(ref1, ref2, satang):
    amount = (Decimal(satang) / 100).quantize(Decimal("0.01"))
    fields = promptpay.parse(promptpay.bill_payment(BILLER, ref1, ref2, amount))
    assert (fields["30.02"], fields["30.03"], Decimal(fields["54"])) == (ref1, ref2, amount)
