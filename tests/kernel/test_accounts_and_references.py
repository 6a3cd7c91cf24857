"""Employer accounts, branches, bank accounts and case references."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sso_core.kernel import bank_account, branch_no, case_reference, employer_account

DAY = date(2026, 11, 23)


def test_employer_account_as_printed():
    assert employer_account.normalise("10-0000001-6") == "1000000016"
    assert employer_account.format("1000000016") == "10-0000001-6"


@pytest.mark.parametrize("text", ["", "123", "10000000161", "10-0000001-X"])
def test_employer_accounts_refused(text):
    with pytest.raises(ValueError, match=r"."):
        employer_account.normalise(text)


@given(st.sampled_from(["10", "20", "72"]), st.integers(0, 9_999_999))
def test_an_issued_account_carries_its_check_digit(province, number):
    account = employer_account.issue(province, number)
    assert len(account) == 10
    assert employer_account.check_digit(account[:9]) == int(account[9])


@pytest.mark.parametrize(("text", "branch"), [("0", "000000"), ("12", "000012"), ("000001", "000001")])
def test_branches(text, branch):
    assert branch_no.normalise(text) == branch


@pytest.mark.parametrize("text", ["", "1234567", "HQ"])
def test_branches_refused(text):
    with pytest.raises(ValueError, match=r"."):
        branch_no.normalise(text)


@pytest.mark.parametrize(
    ("bank", "text", "eleven"),
    [
        ("006", "123-4-56789-0", "01234567890"),
        ("004", "1234567890", "01234567890"),
        ("034", "012345678901", "12345678901"),
        ("031", "012345678901", "12345678901"),
        ("066", "001234567890", "01234567890"),
    ],
)
def test_accounts_in_eleven_digits(bank, text, eleven):
    assert bank_account.normalise(bank, text) == eleven


def test_gsb_accounts_of_12_and_15_digits_meet():
    # 12 digits take 999 in front, and the first four of the fifteen go.
    assert bank_account.normalise("030", "020123456789") == "20123456789"
    assert bank_account.normalise("030", "999020123456789") == "20123456789"


def test_tisco_and_kkp_drop_the_branch():
    assert bank_account.normalise("067", "12345678901234") == "05678901234"
    assert bank_account.normalise("069", "12345678901234") == "05678901234"


@pytest.mark.parametrize(
    ("bank", "text"),
    [("006", "123456789012"), ("034", "1234567890123"), ("030", "1234567890123"), ("004", "12345"),
     ("065", "1234567890"), ("777", "1234567890"), ("006", "12345678AB")],
)  # fmt: skip
def test_bank_accounts_refused(bank, text):
    with pytest.raises(ValueError, match=r"."):
        bank_account.normalise(bank, text)


def test_main_banks_are_known():
    codes = ["002", "004", "006", "011", "014", "025", "030", "033", "034", "066", "067", "069"]
    assert all(bank_account.banks()[code].is_active for code in codes)
    assert bank_account.name("006") == "ธนาคารกรุงไทย"
    assert bank_account.mask("01234567890") == "•••••••7890"


def test_a_case_reference():
    made = case_reference.make("SC", DAY, 4821)
    assert made.startswith("SC6911-004821-")
    assert case_reference.is_valid(made)
    assert case_reference.normalise(made.lower().replace("-", " ")) == made


@given(st.integers(0, 999_999), st.integers(0, 9), st.integers(1, 9))
def test_a_misread_digit_of_a_reference_is_found(number, place, shift):
    made = case_reference.make("SC", DAY, number).replace("-", "")
    digits = made[2:]
    wrong = digits[:place] + str((int(digits[place]) + shift) % 10) + digits[place + 1 :]
    assert not case_reference.is_valid("SC" + wrong)


@pytest.mark.parametrize("text", ["", "SC", "6911-004821-7", "SC6911", "SC6911-00482X-7"])
def test_references_refused(text):
    assert not case_reference.is_valid(text)
