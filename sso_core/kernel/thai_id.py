"""The 13-digit number of a person or juristic person, and its check digit.

A first digit 0 is shared by juristic persons and by people without Thai status, so the number alone
cannot tell the two apart.
"""

from enum import StrEnum

from sso_core.kernel.digits import bare

LENGTH = 13


class Kind(StrEnum):
    """What the first digit says of how the person entered the civil register."""

    JURISTIC_OR_NO_STATUS = "0"
    BORN_ON_TIME = "1"
    BORN_LATE = "2"
    REGISTERED_BEFORE_1984 = "3"
    MOVED_WITHOUT_ID = "4"
    ADDED_LATER = "5"
    TEMPORARY_ENTRANT = "6"
    CHILD_OF_TEMPORARY = "7"
    NATURALISED = "8"
    OTHER = "9"


def check_digit(first_twelve: str) -> int:
    """The 13th digit for twelve digits: (11 - weighted sum mod 11) mod 10."""
    weighted = sum(int(digit) * (LENGTH - place) for place, digit in enumerate(first_twelve))
    return (11 - weighted % 11) % 10


def normalise(text: str) -> str:
    """Thirteen digits with a right check digit. Raises ``ValueError`` otherwise."""
    digits = bare(text)
    if len(digits) != LENGTH:
        raise ValueError(f"an id has 13 digits, this has {len(digits)}")
    if int(digits[-1]) != check_digit(digits[:-1]):
        raise ValueError("the check digit is wrong")
    return digits


def is_valid(text: str) -> bool:
    """Whether ``text`` is an id; hyphens, spaces and Thai digits are allowed."""
    try:
        normalise(text)
    except (ValueError, TypeError, AttributeError):
        return False
    return True


def kind(text: str) -> Kind:
    return Kind(normalise(text)[0])


def make(first_twelve: str) -> str:
    """The full id for twelve digits."""
    return first_twelve + str(check_digit(first_twelve))


def format_id(digits: str) -> str:
    """As printed on the card: ``1 1007 00123 45 5``."""
    return f"{digits[0]} {digits[1:5]} {digits[5:10]} {digits[10:12]} {digits[12]}"


def mask(digits: str) -> str:
    """For screens where the whole number is not needed: ``1 1007 ••••• 45 5``."""
    return f"{digits[0]} {digits[1:5]} ••••• {digits[10:12]} {digits[12]}"
