import pytest
from hypothesis import given
from hypothesis import strategies as st

from sso_core.kernel import thai_id

TWELVE = st.text("0123456789", min_size=12, max_size=12)


@pytest.mark.parametrize(
    "text",
    ["1100700123455", "1-1007-00123-45-5", "1 1007 00123 45 5", "๑๑๐๐๗๐๐๑๒๓๔๕๕", " 1100700123455 "],
)
def test_the_ways_an_id_is_written(text):
    assert thai_id.is_valid(text)
    assert thai_id.normalise(text) == "1100700123455"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "digits"),
        ("110070012345", "12"),
        ("11007001234555", "14"),
        ("1100700123456", "check digit"),
        ("110070012345A", "digits"),
        ("1100700123455;drop", "digits"),
        ("٣٣٣٣٣٣٣٣٣٣٣٣٣", "digits"),
    ],
)
def test_what_is_refused_and_why(text, reason):
    assert not thai_id.is_valid(text)
    with pytest.raises(ValueError, match=reason):
        thai_id.normalise(text)


@pytest.mark.parametrize("thing", [None, 1100700123455, b"1100700123455", [], 1.5])
def test_is_valid_answers_for_anything(thing):
    assert thai_id.is_valid(thing) is False


def test_check_digit_by_hand():
    # 1·13 + 1·12 + 0·11 + 0·10 + 7·9 + 0·8 + 0·7 + 1·6 + 2·5 + 3·4 + 4·3 + 5·2 = 138; 138 mod 11 = 6; 11 − 6 = 5
    assert thai_id.check_digit("110070012345") == 5


@pytest.mark.parametrize(("twelve", "digit"), [("000000000000", 1), ("111111111111", 9)])
def test_check_digit_wraps_to_one_digit(twelve, digit):
    assert thai_id.check_digit(twelve) == digit


@given(TWELVE)
def test_every_twelve_digits_have_one_check_digit(twelve):
    right = [n for n in range(10) if thai_id.is_valid(f"{twelve}{n}")]
    assert right == [thai_id.check_digit(twelve)]


@given(TWELVE)
def test_printed_form_reads_back(twelve):
    number = thai_id.make(twelve)
    assert thai_id.normalise(thai_id.format_id(number)) == number


def test_mask_hides_the_middle():
    assert thai_id.mask("1100700123455") == "1 1007 ••••• 45 5"


@pytest.mark.parametrize(
    ("first", "kind"),
    [
        ("0", thai_id.Kind.JURISTIC_OR_NO_STATUS),
        ("1", thai_id.Kind.BORN_ON_TIME),
        ("6", thai_id.Kind.TEMPORARY_ENTRANT),
        ("8", thai_id.Kind.NATURALISED),
    ],
)
def test_kind_by_the_first_digit(first, kind):
    assert thai_id.kind(thai_id.make(f"{first}10070012345")) is kind
